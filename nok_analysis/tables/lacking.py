"""What exactly one institution lacks: items of checklists that are not met or were not seen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.findings import indicators_of_forms, item_text, lacking, late_waits
from nok_analysis.quotes import Row, fill, known, quote
from nok_analysis.tables import table
from nok_analysis.tables.blocks import UNITS, nothing
from nok_analysis.vocabulary import State
from nok_analysis.wording import Words
from nok_analysis.wording.numbers import NO_BREAK

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@table("lacking")
def tabulate_lacking(
    assessment: Assessment, *, words: Words, institution: str = ""
) -> Table | Passage:
    """Return what an institution lacks, one row a checklist, empty columns left out."""
    found = lacking(assessment, institution or assessment.institution)
    if not found:
        return nothing(words.say("Every item of the checklists is met."))
    states = {row.state for row in found}
    days = {_day(words, row) for row in found if _is_dated(row)}
    kept = [
        0,
        *((1,) if State.NOT_MET in states else ()),
        *((2,) if State.UNKNOWN in states else ()),
        *((3,) if len(days) > 1 else ()),
    ]
    heads = (
        Head(words.say("Checklist"), is_text=True),
        Head(words.say("Lacking"), is_text=True),
        Head(words.say("Not observed"), is_text=True),
        Head(words.say("Observed"), is_text=True),
    )
    forms = list(dict.fromkeys(row.form for row in found))
    body = [_row(assessment, words, [row for row in found if row.form == one]) for one in forms]
    grid = Grid(
        tuple(heads[one] for one in kept),
        tuple(tuple(row[one] for one in kept) for row in body),
    )
    day = min(days, default=words.say("no date"))
    subtitle = words.say("Items of the checklists; observed {date}", date=day)
    if len(days) > 1:
        subtitle = words.say(
            "Items of the checklists by the last observation; as of {date}",
            date=words.date(assessment.run.as_of),
        )
    note = words.say("What was not observed is never counted as absent.")
    return Table(
        "lacking",
        _headline(words, found),
        subtitle,
        grid,
        note if State.UNKNOWN in states else "",
    )


def _headline(words: Words, found: list[Row]) -> str:
    late = len(late_waits(found))
    absent = sum(row.state == State.NOT_MET for row in found) - late
    unseen = len(found) - absent - late
    parts = []
    if absent:
        parts.append(words.count("{n} item is lacking", "{n} items are lacking", absent))
    if unseen:
        parts.append(
            words.count("{n} item was not observed", "{n} items were not observed", unseen)
        )
    if late:
        parts.append(words.say("people wait longer than the term"))
    said = "; ".join(parts)
    return said[:1].upper() + said[1:]


def _row(assessment: Assessment, words: Words, found: list[Row]) -> tuple[Cell, ...]:
    form = found[0].form
    codes = indicators_of_forms(assessment)[form]
    return (
        Cell(f"{codes} {assessment.forms[form].title}"),
        _items(assessment, words, found, State.NOT_MET),
        _items(assessment, words, found, State.UNKNOWN),
        Cell("; ".join(dict.fromkeys(_day(words, row) for row in found)), is_text=True),
    )


def _items(assessment: Assessment, words: Words, found: list[Row], state: State) -> Cell:
    rows = [row for row in found if row.state == state]
    late = {row.item: wait(words, row) for row in late_waits(rows)}
    texts = [
        Markup(": ").join([item_text(assessment, row.form, row.item), late[row.item]])
        if row.item in late
        else escape(item_text(assessment, row.form, row.item))
        for row in rows
    ]
    if not texts:
        return Cell(words.say("nothing"), is_word=True, is_text=True)
    return Cell(Markup("; ").join(texts), is_text=True)


def wait(words: Words, row: Row) -> Markup:
    """Return how long people wait and how long they may, with the unit at both."""
    unit = UNITS.get(row.unit) if known(row, "unit") else None
    unit = NO_BREAK + words.say(unit) if unit else ""
    return fill(
        words.say("wait {wait}, term {term}"),
        wait=quote(row, "openness", "measured", words).html() + unit,
        term=quote(row, "openness", "term", words).html() + unit,
    )


def _is_dated(row: Row) -> bool:
    return known(row, "date") and bool(row.date)


def _day(words: Words, row: Row) -> str:
    if not _is_dated(row):
        return words.say("no date")
    day = dt.date.fromisoformat(row.date) if isinstance(row.date, str) else row.date
    return words.date(day)
