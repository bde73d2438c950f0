"""Institutions and their history: who is assessed, when, among how many recipients."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from nok_analysis.errors import Fault
from nok_analysis.folding import cleaned, fold
from nok_analysis.look_alikes import skeleton
from nok_analysis.period import Period

RENAMED = "renamed"
Recipients = dict[tuple[str, Period, str, str], int]


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution as it stands now.

    Attributes
    ----------
    code, name, short_name : str
        Code as typed after trim; names as in the charter.
    aliases : tuple of str
        Other spellings accepted at the door.
    inn, ogrn, institution_type, founder, municipality, region, settlement : str
    website, bus_gov : str
        Empty when not given.
    population : int or None
        Recipients where ``registry_recipients.csv`` has no row; None = unknown.
    active_from, active_to : date or None
        Inclusive; None = always, still.
    merged_into : str
        Code of the successor, empty when there is none.
    """

    code: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    inn: str = ""
    ogrn: str = ""
    institution_type: str = ""
    founder: str = ""
    municipality: str = ""
    region: str = ""
    settlement: str = ""
    website: str = ""
    bus_gov: str = ""
    population: int | None = None
    active_from: dt.date | None = None
    active_to: dt.date | None = None
    merged_into: str = ""

    def active_within(self, first: dt.date, last: dt.date) -> bool:
        """Return whether the institution works on any day of the span."""
        started = self.active_from is None or self.active_from <= last
        return started and (self.active_to is None or first <= self.active_to)


@dataclass(frozen=True, slots=True)
class Event:
    """An event in the life of an institution: opened, renamed, merged."""

    institution: str
    date: dt.date
    kind: str
    old_value: str = ""
    new_value: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """Every institution of a council, found by code, INN or an accepted spelling.

    Attributes
    ----------
    institutions : dict
        Code → institution, in the order of codes.
    recipients : dict
        (code, period, breakdown, category) → number of recipients.
    events : tuple of Event
    sha256s : dict
        File name → digest of the bytes read.
    warnings : tuple of Fault
        What a person should look at; it refuses nothing.
    """

    institutions: dict[str, Institution]
    recipients: Recipients = field(default_factory=Recipients)
    events: tuple[Event, ...] = ()
    sha256s: dict[str, str] = field(default_factory=dict[str, str])
    warnings: tuple[Fault, ...] = ()
    _spellings: dict[str, dict[str, str]] = field(init=False, repr=False, compare=False)
    _skeletons: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spellings = _spellings(self.institutions, self.events)
        object.__setattr__(self, "_spellings", spellings)
        object.__setattr__(self, "_skeletons", _skeletons(spellings))

    def find(self, text: str, match: tuple[str, ...] = ("code", "inn", "alias")) -> str | None:
        """Return the code of the institution that `text` names exactly, None when none does.

        Parameters
        ----------
        text : str
            Code, INN, or a name, short name, listed alias or former name; outer spaces and
            case do not matter.
        match : tuple of str
            Ways tried, in order: ``code``, ``inn``, ``alias``.
        """
        keys = {"code": cleaned(text).casefold(), "inn": cleaned(text), "alias": fold(text)}
        found = (self._spellings[way].get(keys[way]) for way in match if way in keys)
        return next((code for code in found if code is not None), None)

    def looks_like(self, text: str) -> str | None:
        """Return the code of the one institution that `text` resembles; a hint, no match."""
        return self._skeletons.get(skeleton(text)) or None

    def population(self, code: str, period: Period) -> int | None:
        """Return the recipients of a period: its row, its year's, the registry's, else None."""
        own = self.recipients.get((code, period, "", ""))
        year = self.recipients.get((code, Period(period.year), "", ""))
        known = own if own is not None else year
        institution = self.institutions.get(code)
        return known if known is not None or not institution else institution.population

    def sample_base(self, code: str, period: Period) -> int | None:
        """Return the recipients of the year before `period`, by the ladder of population."""
        return self.population(code, Period(period.year - 1))

    def active(self, period: Period) -> tuple[Institution, ...]:
        """Return the institutions that work on any day of `period`, in the order of codes."""
        first, last = period.first_day, period.last_day
        every = self.institutions.values()
        return tuple(one for one in every if one.active_within(first, last))


def names_of(institution: Institution, events: tuple[Event, ...]) -> tuple[str, ...]:
    """Return every spelling that names `institution`: names, aliases, former names."""
    former = [
        event.old_value
        for event in events
        if event.institution == institution.code and event.kind == RENAMED
    ]
    spellings = (institution.name, institution.short_name, *institution.aliases, *former)
    return tuple(spelling for spelling in spellings if spelling)


def _spellings(
    institutions: dict[str, Institution], events: tuple[Event, ...]
) -> dict[str, dict[str, str]]:
    """Map spellings to codes; one that names two institutions names neither."""
    found: dict[str, dict[str, str]] = {"code": {}, "inn": {}, "alias": {}}
    renamed = tuple(event for event in events if event.kind == RENAMED)
    for code, institution in institutions.items():
        found["code"][code.casefold()] = code
        if institution.inn:
            _name(found["inn"], institution.inn, code)
        for name in names_of(institution, renamed):
            _name(found["alias"], fold(name), code)
    return {
        way: {key: code for key, code in named.items() if code} for way, named in found.items()
    }


def _skeletons(spellings: dict[str, dict[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for named in spellings.values():
        for spelling, code in named.items():
            _name(found, skeleton(spelling), code)
    return found


def _name(named: dict[str, str], spelling: str, code: str) -> None:
    known = named.setdefault(spelling, code)
    if known != code:
        named[spelling] = ""
