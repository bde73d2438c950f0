"""Each file in a process that may die: one file is lost, never the others."""

from __future__ import annotations

import os
import signal

import pytest

from nok_analysis.intake import check, check_apart
from nok_analysis.intake.sources import read_source
from tests.intake.conftest import AS_OF, HEADER, PERIOD

ROW = "I01;{};12.07.2026;;да;да;да;5;\n"
RULES = {"period": PERIOD, "as_of": AS_OF}


@pytest.fixture
def files(tmp_path):
    found = [tmp_path / f"{name}.csv" for name in "abc"]
    for number, path in enumerate(found):
        path.write_text(f"{HEADER}\n{ROW.format(number)}", encoding="utf-8")
    return found


def test_a_child_judges_as_this_process_does(files, forms, registry):
    wanted = (forms["door-survey"],)
    apart = check_apart(files, wanted, registry, **RULES)
    here = check(files, wanted, registry, **RULES)
    assert [(one.file, one.status, one.accepted_keys, one.sha256) for one in apart] == [
        (one.file, one.status, one.accepted_keys, one.sha256) for one in here
    ]


@pytest.mark.parametrize("limit", [{"memory": 0}, {"seconds": 0}])
def test_a_file_over_which_the_reader_ends_is_refused_by_name(limit, files, forms, registry):
    files[0].write_text(f"{HEADER}\n{ROW.format('я' * 20_000_000)}", encoding="utf-8")
    found = check_apart(files[:1], (forms["door-survey"],), registry, **RULES, **limit)
    assert [(one.file, one.status, one.issues[0].code) for one in found] == [
        ("a.csv", "refused", "internal")
    ]


def test_a_death_costs_one_file(files, forms, registry, monkeypatch):
    files[1].write_text(f"{HEADER}\nDIES;{ROW.format(1)}", encoding="utf-8")
    monkeypatch.setattr("nok_analysis.intake.judge.read_source", _dying)
    found = check_apart(files, (forms["door-survey"],), registry, **RULES)
    assert [one.status for one in found] == ["accepted", "refused", "accepted"]


def _dying(content, *rules):
    if b"DIES" in content:
        os.kill(os.getpid(), signal.SIGKILL)  # a parser out of memory dies like this
    return read_source(content, *rules)


def test_no_process_is_left_behind(files, forms, registry):
    check_apart(files, (forms["door-survey"],), registry, **RULES)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
