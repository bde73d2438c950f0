"""Dates of received rows: two plain ways of writing, never a guess of month and day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from nok_analysis.folding import cleaned
from nok_analysis.forms.model import TimeColumn
from nok_analysis.intake.table import Flaw, flaw
from nok_analysis.period import Period
from nok_analysis.wording import mark_for_catalog as _

EARLIEST_YEAR = 2000
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
_OFFSET = r"\s*(?P<offset>Z|[+-]\d\d:?\d\d)?"
_ISO = rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]{_CLOCK}{_OFFSET})?"
_DOTTED = (
    rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})(?:,?\s+{_CLOCK}{_OFFSET})?"
)
_PLAIN = (re.compile(_ISO, re.ASCII), re.compile(_DOTTED, re.ASCII))
_PARTS = {
    "%d": r"(?P<day>\d{1,2})",
    "%m": r"(?P<month>\d{1,2})",
    "%Y": r"(?P<year>\d{4})",
    "%H": r"(?P<hour>\d{1,2})",
    "%M": r"(?P<minute>\d{1,2})",
    "%S": r"(?P<second>\d{1,2})",
    "%f": r"\d{1,6}",
    "%z": r"(?P<offset>Z|[+-]\d\d:?\d\d)",
    "%%": "%",
}
_AMBIGUOUS = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4}.*|\d{1,2}([.-])\d{1,2}\1\d\d(\D.*)?")
_SERIAL = re.compile(r"\d{5}([.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in the form's zone, with the minute of the day when the cell told it."""

    day: dt.date
    clock: dt.datetime | None = None


def moment_reader(time: TimeColumn, *, required: bool) -> Callable[[str], Moment | Flaw | None]:
    """Return the rule of a column of dates: a trimmed cell → its moment, or its flaw.

    Parameters
    ----------
    time : TimeColumn
        Its formats are tried first, then ISO and dd.mm.yyyy.
    required : bool
        Whether an empty cell is a flaw.
    """
    patterns = (*(_compiled(one) for one in time.formats), *_PLAIN)
    zone = ZoneInfo(time.zone)

    def read(cell: str) -> Moment | Flaw | None:
        if not cell:
            return flaw("bad_date", _("the date is empty"), cell=cell) if required else None
        found = next((one for pattern in patterns if (one := pattern.fullmatch(cell))), None)
        moment = _moment(found.groupdict(), zone) if found else None
        return moment or _unread(cell)

    return read


@dataclass(frozen=True, slots=True)
class Calendar:
    """The period that is taken in, the day of taking in, and what is published already."""

    period: Period
    as_of: dt.date
    published: frozenset[Period] = frozenset()

    def place(self, day: dt.date) -> Period | Flaw:
        """Return the period of a row of `day`, or why the row cannot be taken."""
        if self.period.holds(day) and day <= self.as_of:
            return self.period
        own = Period.of(day) if self.period.quarter else Period(day.year)
        return self._outside(day, own) or own

    def _outside(self, day: dt.date, own: Period) -> Flaw | None:
        date = written(day)
        if day > self.as_of:
            message = _("the date {date} lies after the day of intake, {as_of}")
            return flaw("date_in_future", message, date=date, as_of=written(self.as_of))
        if day > self.period.last_day or day.year < EARLIEST_YEAR:
            message = _("the date {date} lies outside the period {period}")
            return flaw("date_outside_period", message, date=date, period=str(self.period))
        if own in self.published:
            message = _("the date {date} belongs to {own}, which is published already")
            return flaw("other_period", message, date=date, own=str(own))
        return None


def written(day: dt.date | None) -> str:
    """Return a day as people write it, the empty text for none.

    Examples
    --------
    >>> written(dt.date(2026, 7, 12))
    '12.07.2026'
    """
    return f"{day:%d.%m.%Y}" if day else ""


@lru_cache(maxsize=64)
def _compiled(form: str) -> re.Pattern[str]:
    pieces = re.split(r"(%.)", cleaned(form))
    return re.compile("".join(_PARTS.get(one, re.escape(one)) for one in pieces), re.ASCII)


def _moment(parts: dict[str, str | None], zone: ZoneInfo) -> Moment | None:
    try:
        day = dt.date(int(parts["year"] or 0), int(parts["month"] or 0), int(parts["day"] or 0))
        if parts.get("hour") is None:
            return Moment(day)
        wall = dt.time(
            int(parts["hour"] or 0), int(parts["minute"] or 0), int(parts.get("second") or 0)
        )
        clock = dt.datetime.combine(day, wall, tzinfo=_offset(parts.get("offset")) or zone)
        local = clock.astimezone(zone)
    except (ValueError, OverflowError):
        return None
    return Moment(local.date(), local)


def _offset(text: str | None) -> dt.timezone | None:
    if not text:
        return None
    if text == "Z":
        return dt.UTC
    span = dt.timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return dt.timezone(-span if text[0] == "-" else span)  # ValueError from a day on


def _unread(cell: str) -> Flaw:
    if _AMBIGUOUS.fullmatch(cell):
        return flaw(
            "ambiguous_date",
            _("“{value}” can be read as several dates; write dd.mm.yyyy"),
            cell=cell,
        )
    if _SERIAL.fullmatch(cell):
        return flaw(
            "bad_date",
            _(
                "“{value}” is a bare number of a spreadsheet; give the cell "
                "the format of a date"
            ),
            cell=cell,
        )
    return flaw("bad_date", _("“{value}” is not a date like 12.07.2026"), cell=cell)
