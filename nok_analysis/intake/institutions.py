"""The institution of a row: exactly known and at work on the day, or the row is set aside."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nok_analysis.folding import cleaned
from nok_analysis.intake.body import Body
from nok_analysis.intake.dates import Calendar, Moment, written
from nok_analysis.intake.periods import place_in_time
from nok_analysis.intake.table import Flaw, flaw
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.registry import Institution, Registry

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
    institutions = _named(body, finder(body, door.registry))
    periods = place_in_time(body, door.calendar, moments, name if has_dates else "")
    judged: dict[tuple[str, int], str | Flaw] = {}
    for i, code in enumerate(institutions):
        moment = moments[i]
        if code is None or (has_dates and moment is None):
            continue
        key = (code, id(moment))  # equal cells share one moment
        if key not in judged:
            judged[key] = _active(door, code, moment.day if moment else None)
        found = judged[key]
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


def _named(body: Body, find: Callable[[str], str | Flaw]) -> list[str | None]:
    """Return the institution of each record: of its cell, or of a name for all of them."""
    own = body.form.institution
    if own.place == "column":
        return body.read("institution", find)
    given = {"sheet": body.table.sheet or "", "file": body.file, "fixed": own.part}[own.place]
    if own.place != "fixed":
        part = re.search(own.part, given)
        given = part[1] or "" if part else ""
    found = find(cleaned(given))
    if not isinstance(found, Flaw):
        return [found] * len(body.lines)
    for i in range(len(body.lines)):
        body.set_aside(i, found)
    return [None] * len(body.lines)


def finder(body: Body, registry: Registry) -> Callable[[str], str | Flaw]:
    """Return the rule of a cell that names an institution: its code, or the flaw of the row."""
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


def _active(door: Door, code: str, day: dt.date | None) -> str | Flaw:
    """Return the code that a row of `day` counts for, or why it counts for none."""
    period = door.calendar.period
    return standing(door, code, day or period.first_day, day or period.last_day)


def standing(door: Door, code: str, first: dt.date, last: dt.date) -> str | Flaw:
    """Return the code that a row of these days counts for, or why it counts for none."""
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
