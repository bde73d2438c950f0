"""The same institutions under two methodologies, side by side and never in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.consequences import METHODOLOGY
from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.methodology import Methodology, in_force
from nok_analysis.quotes import Row, absence, cited, keyed, known, quote, rows, shown
from nok_analysis.tables import table
from nok_analysis.tables.blocks import Blocks, named, nothing
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@table("beside")
def tabulate_beside(assessment: Assessment, *, words: Words) -> Blocks | Passage:
    """Return total and place under the run's methodology and under each beside it."""
    if not assessment.beside:
        return nothing(
            words.say(
                "No second methodology was asked for; the run file names one under “beside”."
            )
        )
    return Blocks(
        tuple(
            _table(assessment, words, other, number)
            for number, other in enumerate(assessment.beside)
        )
    )


def _table(assessment: Assessment, words: Words, there: Methodology, number: int) -> Table:
    here = assessment.methodology
    totals = keyed(rows(assessment, "scores", node="total"), "institution")
    places = circle.standing(assessment)
    tried = rows(assessment, "robustness", scenario=f"{METHODOLOGY}{there.code}")
    beside = keyed(tried, "institution")
    heads = (
        Head(words.say("Institution"), is_text=True),
        Head(_of_most(here, words)),
        Head(words.say("Place")),
        Head(_of_most(there, words)),
        Head(words.say("Place there")),
    )
    body = tuple(
        (
            Cell(
                circle.name(row),
                href=circle.link(assessment, row.institution),
                small=circle.title(assessment, group),
            ),
            _total(assessment, totals.get(row.institution), "scores", here),
            _place(places.get(row.institution), "standings", words),
            _total(assessment, beside.get(row.institution), "robustness", there),
            _place(beside.get(row.institution), "robustness", words),
        )
        for group, listed in circle.groups(assessment).items()
        for row in listed
    )
    return Table(
        named("beside", number),
        _headline(words, places, beside),
        words.say("Left: {here}; right: {there}", here=here.title, there=there.title),
        Grid(heads, body),
        _reservations(assessment, there, words),
    )


def _reservations(assessment: Assessment, there: Methodology, words: Words) -> str:
    """Return what the methodology beside is under: its note, its points, its dates."""
    example = there.regime == "points" and not there.choices.points_approved
    notes = (
        words.say(
            "Places follow the exact totals; another place does not mean a proven difference."
        ),
        there.status_note,
        words.say("The points are an example: the council has not approved them.")
        if example
        else "",
        ""
        if in_force(there, assessment.run.period)
        else words.say("The methodology was not in force in this quarter: this is a trial."),
    )
    return " ".join(f"{one.rstrip('.')}." for one in notes if one)


def _of_most(methodology: Methodology, words: Words) -> str:
    most = methodology.high
    return words.say(
        "Points of {most}", most=words.number(most, 0 if most.denominator == 1 else 2)
    )


def _headline(words: Words, places: dict[str, Row], beside: dict[str, Row]) -> str:
    both = [
        (places[code].rank, row.rank)
        for code, row in beside.items()
        if known(places.get(code), "rank") and known(row, "rank")
    ]
    if not both:
        return words.say("Nobody has a place under both methodologies")
    moved = sum(one != other for one, other in both)
    return words.count(
        "{k} of {n} place would be another",
        "{k} of {n} places would be another",
        len(both),
        k=words.number(moved),
    )


def _total(
    assessment: Assessment, row: Row | None, table_name: str, methodology: Methodology
) -> Cell:
    if not shown(row):
        return Cell(absence(row, assessment), is_word=True)
    places = methodology.decimals(Level.TOTAL)
    return quote(row, table_name, "value", assessment.words, places=places).cell()


def _place(row: Row | None, table_name: str, words: Words) -> Cell:
    if not known(row, "rank"):
        return Cell(words.say("no place"), is_word=True)
    return Cell(words.number(row.rank), cited(row, table_name, "rank"), bold=True)
