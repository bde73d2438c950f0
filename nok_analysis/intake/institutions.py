"""The institution of a row: exactly known and at work on the day, or the row is set aside."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from nok_analysis.intake.body import Body
from nok_analysis.intake.dates import Calendar, Moment, written
from nok_analysis.intake.table import Flaw, flaw
from nok_analysis.registry import Institution, Registry
from nok_analysis.wording import mark_for_catalog as _

TO_SUCCESSOR = "to_successor"
_EXPONENT = re.compile(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+")
_TOO_LONG = re.compile(r"\d{16,}")
_TURNED_TO_DATE = re.compile(r"\d{4}-\d\d-\d\d 00:00:00")


@dataclass(frozen=True, slots=True)
class Door:
    """What every row is judged by.

    Attributes
    ----------
    registry : Registry
    calendar : Calendar
    merge_answers : str
        ``quarantine`` or ``to_successor``.
    """

    registry: Registry
    calendar: Calendar
    merge_answers: str = "quarantine"


@dataclass(frozen=True, slots=True)
class Placed:
    """Institution and period of each record; None where the record is set aside."""

    institutions: list[str | None]
    periods: list[str | None]
    moments: list[Moment | None]


def place_rows(body: Body, door: Door, moments: list[Moment | None]) -> Placed:
    """Return the institution and period of each record, with the flaws recorded in `body`.

    Parameters
    ----------
    body : Body
    door : Door
    moments : list of Moment or None
        None: the date is wrong, or the form has none.
    """
    name = "time" if "time" in body.header.places else "date"
    has_dates = name in body.header.places
    institutions = body.read("institution", _finder(body, door.registry))
    periods = _periods(body, door.calendar, moments, name, has_dates=has_dates)
    judged: dict[tuple[str, dt.date | None], str | Flaw] = {}
    for i, code in enumerate(institutions):
        moment = moments[i]
        if code is None or (has_dates and moment is None):
            continue
        key = (code, moment.day if moment else None)
        found = judged[key] if key in judged else judged.setdefault(key, _active(door, *key))
        if isinstance(found, Flaw):
            body.set_aside(i, found, "institution")
        elif found != code:
            institutions[i] = found
            message = _("the institution has merged: {chain}; the row counts for the successor")
            body.warn(
                i, flaw("merged_institution", message, chain=f"{code} → {found}"), "institution"
            )
    return Placed(institutions, periods, moments)


def damaged_key(cell: str) -> Flaw | None:
    """Return the flaw of a key that a spreadsheet has spoiled, None when it looks whole."""
    if (
        _EXPONENT.fullmatch(cell)
        or _TOO_LONG.fullmatch(cell)
        or _TURNED_TO_DATE.fullmatch(cell)
    ):
        return flaw(
            "damaged_key",
            _("“{value}” was spoiled by a spreadsheet; write the number as text"),
            cell=cell,
        )
    return None


def _finder(body: Body, registry: Registry) -> Callable[[str], str | Flaw]:
    match = body.form.institution.match

    def find(cell: str) -> str | Flaw:
        code = registry.find(cell, match) if cell else None
        if code is not None:
            return code
        if not cell:
            return flaw("empty_key", _("the institution is not named"), cell=cell)
        alike = registry.looks_like(cell)
        if alike is not None:
            message = _("the registry has no institution “{value}”; it looks like {alike}")
            return flaw("looks_like_institution", message, cell=cell, alike=alike)
        return damaged_key(cell) or flaw(
            "unknown_institution",
            _(
                "the registry has no institution “{value}”; correct the name or complete the "
                "registry"
            ),
            cell=cell,
        )

    return find


def _periods(
    body: Body, calendar: Calendar, moments: list[Moment | None], name: str, *, has_dates: bool
) -> list[str | None]:
    if not has_dates:
        return [str(calendar.period)] * len(moments)
    found: list[str | None] = []
    for i, moment in enumerate(moments):
        own = calendar.place(moment.day) if moment else None
        if isinstance(own, Flaw):
            body.set_aside(i, own, name)
        elif own is not None and own != calendar.period:
            message = _("the row of {date} was taken into its own period, {own}")
            body.warn(
                i, flaw("other_period", message, date=written(moment.day), own=str(own)), name
            )
        found.append(None if own is None or isinstance(own, Flaw) else str(own))
    return found


def _active(door: Door, code: str, day: dt.date | None) -> str | Flaw:
    """Return the code that a row of `day` counts for, or why it counts for none."""
    first = day or door.calendar.period.first_day
    last = day or door.calendar.period.last_day
    institution = door.registry.institutions[code]
    if institution.active_within(first, last):
        return code
    ended = institution.active_to is not None and institution.active_to < first
    if not ended or not institution.merged_into:
        message = (
            _("{code} was closed on {date}") if ended else _("{code} works only from {date}")
        )
        date = institution.active_to if ended else institution.active_from
        return flaw("closed_institution", message, code=code, date=written(date))
    successor = _successor(door.registry, institution)
    if door.merge_answers == TO_SUCCESSOR and successor.active_within(first, last):
        return successor.code
    message = _(
        "the institution has merged: {chain}, last day {date}; a person decides where "
        "the row belongs"
    )
    chain = f"{code} → {successor.code}"
    return flaw("merged_institution", message, chain=chain, date=written(institution.active_to))


def _successor(registry: Registry, institution: Institution) -> Institution:
    found = institution
    while found.merged_into in registry.institutions:
        found = registry.institutions[found.merged_into]
    return found
