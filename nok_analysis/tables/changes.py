"""Totals now and before, their difference with its interval, and what is proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.findings import changes
from nok_analysis.period import Period
from nok_analysis.quotes import (
    Row,
    at_least,
    interval,
    keyed,
    known,
    minimum,
    quote,
    rows,
    shown,
)
from nok_analysis.tables import table
from nok_analysis.tables.blocks import Blocks, named, nothing
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words
from nok_analysis.wording.verdicts import look

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

PROVEN = ("improved", "declined")


@table("changes")
def tabulate_changes(assessment: Assessment, *, words: Words) -> Blocks | Passage:
    """Return the changes of every institution's total, one table for each earlier period."""
    earlier = [one for one in circle.earlier(assessment) if changes(assessment, str(one))]
    if not earlier:
        none = circle.uncompared(assessment, words)
        return nothing(" ".join([f"{none}.", *circle.not_compared(assessment)]))
    return Blocks(
        tuple(_table(assessment, words, period, place) for place, period in enumerate(earlier))
    )


def _table(assessment: Assessment, words: Words, before: Period, number: int) -> Table:
    found = changes(assessment, str(before))
    now = keyed(rows(assessment, "scores", node="total"), "institution")
    then = keyed(rows(assessment, "scores", node="total", period=str(before)), "institution")
    heads = (
        Head(words.say("Institution"), is_text=True),
        Head(words.period_short(before)),
        Head(words.period_short(assessment.run.period)),
        Head(words.say("Difference")),
        Head(words.say("Interval")),
        Head(words.say("Verdict"), is_text=True),
    )
    names = circle.members(assessment)
    body = tuple(
        (
            Cell(
                circle.name(names[row.institution]),
                href=circle.link(assessment, row.institution),
            ),
            _score(assessment, words, then.get(row.institution)),
            _score(assessment, words, now.get(row.institution)),
            *_difference(assessment, words, row),
        )
        for row in found
    )
    threshold = at_least(assessment.run.statistics.threshold, words)
    note = words.say(
        "“Improvement” and “decline”: the interval holds no zero and the "
        "difference is {threshold}.",
        threshold=threshold,
    )
    return Table(
        named("changes-table", number),
        _headline(assessment, words, found, before),
        _subtitle(assessment, words, before),
        Grid(heads, body),
        "" if number else note,
    )


def _score(assessment: Assessment, words: Words, row: Row | None) -> Cell:
    if not shown(row):
        said = words.say("no survey") if row is None else words.say("few")
        return Cell(said, is_word=True)
    places = assessment.methodology.decimals(Level.TOTAL)
    return quote(row, "scores", "value", words, places=places).cell()


def _difference(assessment: Assessment, words: Words, row: Row) -> tuple[Cell, Cell, Cell]:
    seen = look(row.verdict, words, minimum=minimum(assessment))
    if not known(row, "difference"):
        word = Cell(words.say("few"), is_word=True)
        return word, word, Cell(seen.word, mark=seen.mark, is_text=True)
    places = assessment.methodology.decimals(Level.TOTAL)
    said = quote(row, "comparison", "difference", words, places=places, signed=True)
    between = Cell(words.say("no interval"), is_word=True)
    if known(row, "low"):
        between = Cell(interval(row, "comparison", words, places=places, signed=True))
    return (
        said.cell(bold=True),
        between,
        Cell(seen.word, mark=seen.mark, tone=seen.tone, is_text=True),
    )


def _headline(assessment: Assessment, words: Words, found: list[Row], before: Period) -> str:
    if not any(known(row, "difference") for row in found):
        return circle.uncompared(assessment, words, against=before)
    better = sum(row.verdict == "improved" for row in found)
    worse = sum(row.verdict == "declined" for row in found)
    if not better and not worse:
        return words.say("No change of the total is proven")
    parts = []
    if better:
        parts.append(words.count("{n} improvement", "{n} improvements", better))
    if worse:
        parts.append(words.count("{n} decline", "{n} declines", worse))
    return words.say("Proven: {parts}", parts=", ".join(parts))


def _subtitle(assessment: Assessment, words: Words, before: Period) -> str:
    return words.say(
        "Total, points; {now} less {before}, {level} interval",
        now=words.period(assessment.run.period),
        before=words.period(before),
        level=words.percent(assessment.run.statistics.confidence_level),
    )
