"""Every score of an institution with its calculation, to be repeated by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.exhibits import Cell, Grid, Head, Table
from nok_analysis.quotes import absence, exact, quote, shown
from nok_analysis.tables import table
from nok_analysis.wording import Words
from nok_analysis.workings import Working, workings

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@table("workings")
def tabulate_workings(
    assessment: Assessment, *, words: Words, institution: str = "", folded: bool = False
) -> Table:
    """Return every indicator, criterion and the total with its calculation.

    Parameters
    ----------
    assessment : Assessment
    words : Words
    institution : str
        The page's own when empty; the first with a total where the page is nobody's.
    folded : bool
        Whether a reader opens the table first, and paper goes without it.
    """
    code = institution or assessment.institution or _example(assessment)
    heads = (
        Head(words.say("Score"), is_text=True),
        Head(words.say("Calculation"), is_text=True),
        Head(words.say("Points")),
        Head(words.say("Exactly")),
    )
    body = tuple(_row(assessment, words, one) for one in workings(assessment, code))
    name = circle.name(circle.member(assessment, code))
    subtitle = words.say(
        "{name}; {period}", name=name, period=words.period(assessment.run.period)
    )
    exactly = set(assessment.methodology.choices.rounding.carry.values()) <= {"exact"}
    note = (
        words.say(
            "The calculation goes on in exact fractions and is rounded once, when it is shown; "
            "criteria and total are written with the numbers as shown."
        )
        if exactly
        else words.say(
            "By the methodology's choice the points are rounded before they go on: the result "
            "is that of the calculation, rounded."
        )
    )
    return Table(
        "workings",
        words.say("How each score follows from the counts"),
        subtitle,
        Grid(heads, body),
        note,
        folded=words.say("Calculation of each score") if folded else "",
    )


def _example(assessment: Assessment) -> str:
    """Return the first institution that every score is worked out of; else the first of all."""
    codes = [row.institution for group in circle.groups(assessment).values() for row in group]
    found = (code for code in codes if all(one.text for one in workings(assessment, code)))
    return next(found, codes[0])


def _row(assessment: Assessment, words: Words, one: Working) -> tuple[Cell, ...]:
    row = one.row
    label = words.say("Total") if one.node == "total" else f"{one.node} {one.name}"
    if not shown(row):
        word = Cell(absence(row, assessment), is_word=True)
        told = Cell(one.text, is_text=True) if one.text else replace(word, is_text=True)
        return Cell(label), told, word, word
    text = one.text or words.say("rests on numbers that are not published")
    places = assessment.methodology.decimals(row.level)
    return (
        Cell(label),
        Cell(text, is_text=True, is_word=not one.text),
        quote(row, "scores", "value", words, places=places).cell(bold=True),
        Cell(str(exact(row.value)))
        if one.text
        else Cell(words.say("not published"), is_word=True),
    )
