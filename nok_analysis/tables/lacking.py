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
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

_STATES = {State.NOT_MET: _("absent"), State.UNKNOWN: _("not observed")}


@table("lacking")
def tabulate_lacking(
    assessment: Assessment, *, words: Words, institution: str = ""
) -> Table | Passage:
    """Return the items that an institution lacks; those not observed follow those absent."""
    code = institution or assessment.institution
    found = lacking(assessment, code)
    if not found:
        return nothing(words.say("Every item of the checklists is met."))
    heads = [
        Head(words.say("Item"), is_text=True),
        Head(words.say("Indicator"), is_text=True),
        Head(words.say("State"), is_text=True),
        Head(words.say("Observed"), is_text=True),
    ]
    body = tuple(_row(assessment, words, row) for row in found)
    absent = sum(row.state == State.NOT_MET for row in found)
    headline = words.count("{n} item is lacking", "{n} items are lacking", absent)
    unseen = len(found) - absent
    if unseen:
        headline += ", " + words.count("{n} was not observed", "{n} were not observed", unseen)
    subtitle = words.say(
        "Items of the checklists by the last observation; as of {date}",
        date=words.date(assessment.run.as_of),
    )
    note = words.say("What was not observed is never counted as absent.") if unseen else ""
    return Table("lacking", headline, subtitle, Grid(tuple(heads), body), note)


def _row(assessment: Assessment, words: Words, row: Row) -> tuple[Cell, ...]:
    form = assessment.forms[row.form]
    date = row.date if known(row, "date") else ""
    day = dt.date.fromisoformat(date) if isinstance(date, str) and date else date
    absent = row.state == State.NOT_MET
    return (
        Cell(item_text(assessment, row.form, row.item), small=form.title),
        Cell(indicators_of_forms(assessment)[row.form], is_text=True),
        Cell(words.say(_STATES[row.state]), is_text=True, is_word=not absent),
        Cell(words.date(day) if day else words.say("no date"), is_text=True, is_word=not day),
    )
