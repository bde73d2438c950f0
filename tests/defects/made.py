"""The whole way of some received files to exact scores: door, store, tally, scoring."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from nok_analysis.forms import read_form
from nok_analysis.intake import check
from nok_analysis.registry import read_registry
from nok_analysis.scoring import score
from nok_analysis.store import Store
from nok_analysis.tally import count
from tests.intake.conftest import AS_OF, CASES, HEADER, PERIOD
from tests.tally.made import formula, methodology

FORMS = {form.form: form
         for form in map(read_form, sorted((CASES / "forms").glob("door_*.yaml")))}  # fmt: skip
GRID = "Организация;Дата;Вход [Пандус];Вход [Лифт];Комментарий;Фото;Наблюдатель"
WAIT = "Организация;Услуга;Ждали;Срок;Единица;Дата"
ZONES = {"numbers": {name: Fraction(n) for name, n in
                     {"over": 0, "equal": 10, "half": 100}.items()},
         "steps": tuple((Fraction(by), Fraction(20 * by)) for by in (1, 2, 3))}  # fmt: skip
METHODOLOGY = methodology({
    "1.1": formula("share", question="q3"),
    "1.2": formula("share", question="q2", among="q1"),
    "1.3": formula("share", question="q4"),
    "1.4": formula("share_of_required", form="door_grid"),
    "1.5": formula("waiting_points", form="door_wait", **ZONES),
})  # fmt: skip


def answers(*rows: str, head: str = HEADER) -> str:
    """Return a received file: rows as institution;respondent;date;channel;q1;q2;q3;q4;words."""
    return "\n".join([head, *rows]) + "\n"


def said(institution: str, person: int, q3: str, *, branch: str = ";", grade: str = "5") -> str:
    """Return one questionnaire."""
    return f"{institution};{person};12.07.2026;web;{branch};{q3};{grade};"


def door(*paths):
    """Return what the door says of files as they lie there."""
    registry = read_registry(CASES / "intake/registry.csv")
    return check(paths, tuple(FORMS.values()), registry, period=PERIOD, as_of=AS_OF)


def judged(folder, files: dict[str, str]):
    """Return what the door says of files given as name → content."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return door(*(folder / name for name in files))


def counted(folder, files: dict[str, str], *codes: str, method=METHODOLOGY):
    """Return the tally of some institutions from files, with the reasons of its terms."""
    store = Store(folder / "store")
    store.add(judged(folder, files), forms=FORMS.values(), as_of=AS_OF, version="1")
    rows = pd.DataFrame([(str(PERIOD), code) for code in codes],
                        columns=["period", "institution"])  # fmt: skip
    found = count(store.evidence(), method, FORMS, institutions=rows, as_of=AS_OF)
    key = ["methodology", "period", "institution", "node"]
    return found.tally.merge(found.reasons, how="left", on=key)


def scored(folder, files: dict[str, str], *codes: str, method=METHODOLOGY):
    """Return the exact scores of some institutions from files."""
    return score(counted(folder, files, *codes, method=method), method)


def values(scores: pd.DataFrame, institution: str) -> dict[str, Fraction | None]:
    """Return node → value of one institution."""
    own = scores[scores["institution"] == institution]
    return dict(zip(own["node"], own["value"], strict=True))
