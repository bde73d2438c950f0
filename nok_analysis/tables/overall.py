"""The list of all institutions by total, beside the ratings of the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.findings import look_equal
from nok_analysis.quotes import Row, keyed, known, quote, rows, shown
from nok_analysis.tables import table
from nok_analysis.tables.blocks import nothing
from nok_analysis.tables.places import place_cells
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

ALL = "all"


@table("overall")
def tabulate_overall(assessment: Assessment, *, words: Words) -> Table | Passage:
    """Return every institution with a place in one list, whatever its type."""
    found = keyed(rows(assessment, "standings", scope=ALL, node="total"), "institution")
    placed = sorted(
        (row for row in found.values() if known(row, "rank")),
        key=lambda row: (row.rank, row.institution),
    )
    if circle.scope(assessment) == ALL:
        return nothing(words.say("The places above are those of all institutions together."))
    if not placed:
        return nothing(words.say("No places are given: nobody can be compared."))
    totals = keyed(rows(assessment, "scores", node="total"), "institution")
    heads = (
        Head(words.say("Institution"), is_text=True),
        Head(words.say("Place")),
        Head(words.say("Possible places")),
        Head(words.say("Total")),
    )
    body = tuple(_row(assessment, row, totals.get(row.institution), words) for row in placed)
    return Table(
        "overall",
        words.count(
            "All together: {n} institution has a place",
            "All together: {n} institutions have a place",
            len(placed),
        ),
        words.say(
            "Total, points of {high}; {period}",
            high=words.number(assessment.methodology.high),
            period=words.period(assessment.run.period),
        ),
        Grid(heads, body),
        look_equal(assessment, ALL, ""),
    )


def _row(
    assessment: Assessment, place: Row, total: Row | None, words: Words
) -> tuple[Cell, ...]:
    institution = circle.member(assessment, place.institution)
    decimals = assessment.methodology.decimals(Level.TOTAL)
    group = circle.title(assessment, circle.category(assessment, institution))
    score = Cell(words.say("no data"), is_word=True)
    if shown(total):
        score = quote(total, "scores", "value", words, places=decimals).cell()
    return (
        Cell(
            circle.name(institution),
            href=circle.link(assessment, place.institution),
            small=group,
        ),
        *place_cells(assessment, place, words),
        score,
    )
