"""The acts that a methodology rests on, and how each is known."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from nok_analysis.exhibits import Cell, Grid, Head, Table
from nok_analysis.methodology.model import Methodology, Source
from nok_analysis.tables import table
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@table("acts")
def tabulate_acts(assessment: Assessment, *, words: Words) -> Table:
    """Return every source of the methodology with date, number and the nodes that cite it."""
    methodology = assessment.methodology
    heads = (
        Head(words.say("Act"), is_text=True),
        Head(words.say("Date"), is_text=True),
        Head(words.say("Published under"), is_text=True),
        Head(words.say("What rests on it"), is_text=True),
    )
    body = tuple(_row(methodology, one, words) for one in methodology.sources)
    return Table(
        "acts",
        words.say("What the methodology rests on"),
        words.say(
            "Methodology {code}, version {version}, in force {span}",
            code=methodology.code,
            version=methodology.version,
            span=_span(methodology, words),
        ),
        Grid(heads, body),
        words.say(
            "A clause without a date of confirmation was not held against the order yet."
        ),
    )


def _row(methodology: Methodology, source: Source, words: Words) -> tuple[Cell, ...]:
    nodes = [one.code for one in methodology.indicators() if one.cite.source == source.code]
    if methodology.total.cite.source == source.code:
        nodes.append(words.say("total"))
    unknown = words.say("not given")
    date = words.date(dt.date.fromisoformat(source.date)) if source.date else unknown
    return (
        Cell(source.act),
        Cell(date, is_text=True),
        Cell(source.published or unknown, is_text=True),
        Cell(", ".join(nodes) or words.say("named only"), is_text=True),
    )


def _span(methodology: Methodology, words: Words) -> str:
    first, last = (
        words.date(dt.date.fromisoformat(day)) if day else ""
        for day in (methodology.valid_from, methodology.valid_to)
    )
    if first and last:
        return words.say("from {first} to {last}", first=first, last=last)
    return words.say("from {first} on", first=first) if first else words.say("without a date")
