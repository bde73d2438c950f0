from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nok_analysis.forms import read_form
from nok_analysis.intake import check
from nok_analysis.period import Period
from nok_analysis.registry import read_registry

CASES = Path(__file__).parents[1] / "cases"
HEADER = "institution;respondent;date;channel;q1;q2;q3;q4;words"
PERIOD = Period.parse("2026Q3")
AS_OF = dt.date(2026, 9, 20)


@pytest.fixture(scope="session")
def registry():
    return read_registry(CASES / "intake/registry.csv")


@pytest.fixture(scope="session")
def forms():
    read = [read_form(path) for path in sorted((CASES / "forms").glob("door_*.yaml"))]
    return {form.form: form for form in read}


@pytest.fixture
def judged(tmp_path, forms, registry):
    """Judge files given as name → bytes (or text)."""

    def judge(files, form=None, **options):
        paths = []
        for name, content in files.items():
            path = tmp_path / name
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            paths.append(path)
        wanted = tuple(forms.values()) if form is None else (forms[form],)
        return check(paths, wanted, registry, **({"period": PERIOD, "as_of": AS_OF} | options))

    return judge


@pytest.fixture
def judge_by(tmp_path, registry):
    """Judge one table by a shipped form."""

    def judge(form, content, name="table.csv", **options):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        read = read_form(CASES.parents[1] / f"params/forms/{form}.yaml")
        return check(
            [path], (read,), registry, **({"period": PERIOD, "as_of": AS_OF} | options)
        )

    return judge
