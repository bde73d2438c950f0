"""The same institutions under two methodologies, side by side and never in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.consequences import METHODOLOGY
from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.methodology import Methodology
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
    groups = [(group, listed) for group, listed in circle.groups(assessment).items() if listed]
    return Blocks(
        tuple(
            _table(assessment, words, other, (group, listed), number)
            for number, (other, group, listed) in enumerate(
                (other, group, listed)
                for other in assessment.beside
                for group, listed in groups
            )
        )
    )


def _table(
    assessment: Assessment,
    words: Words,
    other: Methodology,
    block: tuple[str, list[Row]],
    number: int,
) -> Table:
    group, listed = block
    here, there = assessment.methodology, other
    totals = keyed(rows(assessment, "scores", node="total"), "institution")
    places = circle.standing(assessment)
    tried = rows(assessment, "robustness", scenario=f"{METHODOLOGY}{other.code}")
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
            Cell(circle.name(row), href=circle.link(assessment, row.institution)),
            _total(assessment, totals.get(row.institution), "scores", here),
            _place(places.get(row.institution), "standings", words),
            _total(assessment, beside.get(row.institution), "robustness", there),
            _place(beside.get(row.institution), "robustness", words),
        )
        for row in listed
    )
    title = circle.title(assessment, group)
    headline = _headline(words, listed, places, beside)
    return Table(
        named("beside", number),
        f"{title}. {headline}" if title else headline,
        words.say("Left: {here}; right: {there}", here=here.title, there=there.title),
        Grid(heads, body),
        _reservation(there, words) if not number else "",
    )


def _reservation(methodology: Methodology, words: Words) -> str:
    """Return what the methodology beside is under: its own note, points not approved."""
    example = methodology.regime == "points" and not methodology.choices.points_approved
    notes = (
        methodology.status_note,
        words.say("The points are an example: the council has not approved them.")
        if example
        else "",
    )
    return ". ".join(one.rstrip(".") for one in notes if one)


def _of_most(methodology: Methodology, words: Words) -> str:
    most = methodology.high
    return words.say(
        "Points of {most}", most=words.number(most, 0 if most.denominator == 1 else 2)
    )


def _headline(
    words: Words, listed: list[Row], places: dict[str, Row], beside: dict[str, Row]
) -> str:
    both = [
        (places[row.institution].rank, beside[row.institution].rank)
        for row in listed
        if known(places.get(row.institution), "rank")
        and known(beside.get(row.institution), "rank")
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
