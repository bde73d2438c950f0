"""What exactly one institution lacks: items of checklists that are not met or were not seen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.findings import indicators_of_forms, item_text, lacking
from nok_analysis.quotes import Row, known
from nok_analysis.tables import table
from nok_analysis.tables.blocks import nothing
from nok_analysis.vocabulary import State
from nok_analysis.wording import Words

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
    absent = sum(row.state == State.NOT_MET for row in found)
    unseen = len(found) - absent
    parts = []
    if absent:
        parts.append(words.count("{n} item is lacking", "{n} items are lacking", absent))
    if unseen:
        parts.append(
            words.count("{n} item was not observed", "{n} items were not observed", unseen)
        )
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
    texts = [item_text(assessment, row.form, row.item) for row in found if row.state == state]
    if not texts:
        return Cell(words.say("nothing"), is_word=True, is_text=True)
    return Cell("; ".join(texts), is_text=True)


def _is_dated(row: Row) -> bool:
    return known(row, "date") and bool(row.date)


def _day(words: Words, row: Row) -> str:
    if not _is_dated(row):
        return words.say("no date")
    day = dt.date.fromisoformat(row.date) if isinstance(row.date, str) else row.date
    return words.date(day)
