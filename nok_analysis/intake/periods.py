"""The period of a row: of its own column, of its date, else the one that is taken in."""

from __future__ import annotations

from collections.abc import Callable

from nok_analysis.errors import ParameterError
from nok_analysis.folding import fold
from nok_analysis.forms.model import PeriodColumn
from nok_analysis.intake.body import Body
from nok_analysis.intake.dates import Calendar, Moment, written
from nok_analysis.intake.table import Flaw, flaw
from nok_analysis.period import Period
from nok_analysis.wording import mark_for_catalog as _


def place_in_time(
    body: Body, calendar: Calendar, moments: list[Moment | None], dated: str
) -> list[str | None]:
    """Return the period of each record, None where it is set aside for it.

    Parameters
    ----------
    body : Body
    calendar : Calendar
    moments : list of Moment or None
    dated : str
        Name of the column of dates; empty when the form has none.
    """
    form = body.form
    column = getattr(form, "period", None)
    if isinstance(column, PeriodColumn):
        return _own(body, calendar, moments, column)
    if not dated:
        return [str(calendar.period)] * len(moments)
    one_each = {id(moment): moment for moment in moments if moment}  # equal cells share one
    placed = {key: calendar.place(moment.day) for key, moment in one_each.items()}
    odd = {key for key, own in placed.items() if own != calendar.period}
    for i, moment in enumerate(moments) if odd else ():
        if moment is not None and id(moment) in odd:
            _note(body, i, moment, placed[id(moment)], dated)
    named = {key: None if isinstance(own, Flaw) else str(own) for key, own in placed.items()}
    return [named.get(id(moment)) for moment in moments]


def _note(body: Body, i: int, moment: Moment, own: Period | Flaw, dated: str) -> None:
    """Name a record of another period, or set it aside."""
    if isinstance(own, Flaw):
        body.set_aside(i, own, dated)
        return
    message = _("the row of {date} was taken into its own period, {own}")
    body.warn(i, flaw("other_period", message, date=written(moment.day), own=str(own)), dated)


def _own(
    body: Body, calendar: Calendar, moments: list[Moment | None], column: PeriodColumn
) -> list[str | None]:
    """Return the periods that the rows name themselves; a date must lie within."""
    found: list[str | None] = []
    for i, own in enumerate(body.read("period", _reader(calendar, column))):
        moment = moments[i]
        if own is None:
            found.append(None)
            continue
        if moment is not None and not own.holds(moment.day):
            message = _("the date {date} lies outside the period {period}")
            day = flaw(
                "date_outside_period", message, date=written(moment.day), period=str(own)
            )
            body.set_aside(i, day, "time")
        elif own != calendar.period:
            message = _("the row was taken into its own period, {own}")
            body.warn(i, flaw("other_period", message, own=str(own)), "period")
        found.append(str(own))
    return found


def _reader(calendar: Calendar, column: PeriodColumn) -> Callable[[str], Period | Flaw]:
    def read(cell: str) -> Period | Flaw:
        own = column.words.get(fold(cell)) or _written(cell)
        taken = calendar.period
        if own is None or (own.quarter is None) != (taken.quarter is None):
            message = _("“{value}” is not a period like {period}; list it in the form")
            return flaw("bad_period", message, cell=cell, period=str(taken))
        if own.first_day > taken.last_day:
            message = _("the period {own} lies after the one that is taken in, {period}")
            return flaw("bad_period", message, cell=cell, own=str(own), period=str(taken))
        if own != taken and own in calendar.published:
            message = _("the row belongs to {own}, which is published already")
            return flaw("other_period", message, cell=cell, own=str(own))
        return own

    return read


def _written(cell: str) -> Period | None:
    try:
        return Period.parse(cell)
    except ParameterError:
        return None
