"""Who differs from whom on the total: what the comparison of every pair has proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.findings import Pairs, pairs
from nok_analysis.quotes import Row, at_least
from nok_analysis.tables import table
from nok_analysis.tables.blocks import Blocks, named, nothing
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@table("pairs")
def tabulate_pairs(assessment: Assessment, *, words: Words) -> Blocks | Passage:
    """Return for each institution whom it is proven to differ from, one table a group."""
    found = pairs(assessment)
    groups = [
        (group, [row for row in listed if found.compared(row.institution)])
        for group, listed in circle.groups(assessment).items()
    ]
    groups = [(group, listed) for group, listed in groups if listed]
    if not groups:
        return nothing(words.say("There are no two institutions that can be compared."))
    return Blocks(
        tuple(
            _table(assessment, words, (group, listed), found, place)
            for place, (group, listed) in enumerate(groups)
        )
    )


def _table(
    assessment: Assessment,
    words: Words,
    block: tuple[str, list[Row]],
    found: Pairs,
    number: int,
) -> Table:
    group, listed = block
    heads = (
        Head(words.say("Institution"), is_text=True),
        Head(words.say("Higher than"), is_text=True),
        Head(words.say("Not told apart from"), is_text=True),
        Head(words.say("Lower than"), is_text=True),
    )
    body = tuple(
        (
            Cell(circle.name(row), href=circle.link(assessment, row.institution)),
            *(
                _names(words, row, listed, found, verdict)
                for verdict in ("higher", "no_evidence", "lower")
            ),
        )
        for row in listed
    )
    threshold = at_least(assessment.run.statistics.threshold, words)
    note = words.say(
        "Higher and lower: proven with Holm's correction (the more pairs, the stricter) and "
        "by {threshold}. Not told apart does not mean equal.",
        threshold=threshold,
    )
    subtitle = words.say("Total; {period}", period=words.period(assessment.run.period))
    headline = _headline(words, listed, found)
    title = circle.title(assessment, group)
    return Table(
        named("pairs", number),
        f"{title}. {headline}" if title else headline,
        subtitle,
        Grid(heads, body),
        "" if number else note,
    )


def _headline(words: Words, listed: list[Row], found: Pairs) -> str:
    differ, compared = found.proven([row.institution for row in listed])
    return words.count(
        "{k} of {n} pair is told apart",
        "{k} of {n} pairs are told apart",
        compared,
        k=words.number(differ),
    )


def _names(words: Words, row: Row, listed: list[Row], found: Pairs, verdict: str) -> Cell:
    own = [
        circle.name(other)
        for other in listed
        if found.between(row.institution, other.institution) == verdict
    ]
    if not own:
        return Cell(words.say("no such institution"), is_word=True, is_text=True)
    return Cell("; ".join(own), is_text=True)
