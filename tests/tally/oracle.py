"""The tally once more, row by row, in plain Python: slow, and easy to believe."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Said:
    """What one questionnaire adds to one term: x to the denominator, y to the numerator."""

    x: int = 0
    y: int = 0
    missing: int = 0
    not_applicable: int = 0


def said(  # noqa: PLR0911 - one return a case
    row: dict, form, formula, question: str, denominator: str = "answered"
) -> Said:
    column = _column(form, question)
    group = None if formula.among == "everyone" else _column(form, formula.among)
    if column is None or (formula.among != "everyone" and group is None):
        return Said(not_applicable=1)
    if group and row.get(group) != 1:
        return Said(not_applicable=1)
    one = form.question(column)
    branch = _column(form, one.asked_if) if one.asked_if else None
    put = branch is None or row.get(branch) == 1
    answer = row.get(column)
    if formula.kernel == "pooled_share":
        return Said(x=1, y=int(put and answer in one.positive))
    if not put or answer == -1:
        return Said(not_applicable=1)
    if answer is None:
        return Said(missing=1, x=int(denominator == "all" and formula.kernel == "share"))
    if formula.kernel == "scale_mean":
        return Said(x=4, y=answer - 1)
    return Said(x=1, y=int(answer in one.positive))


def _column(form, code: str) -> str | None:
    merged = next((group for group in form.merged if code in group), ())
    codes = {question.code for question in form.questions}
    return next((name for name in (code, *merged) if name in codes), None)
