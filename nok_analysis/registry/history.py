"""What changed among the institutions between two periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from nok_analysis.errors import RegistryError
from nok_analysis.period import Period
from nok_analysis.registry.model import Event, Institution, Registry

RECIPIENTS = "recipients"
ONE_DAY = dt.timedelta(days=1)
_ORDER = ("opened", "closed", "merged", "renamed", "type_changed", "founder_changed", "moved")


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one institution.

    Attributes
    ----------
    kind : str
        Word of an event (``opened``, ``closed``, ``renamed``, …), or ``recipients``.
    date : date or None
        None of recipients: they belong to the whole period.
    old_value, new_value : str
        Before and after; of a merger `new_value` is the code of the successor.
    """

    kind: str
    institution: str
    name: str
    date: dt.date | None
    old_value: str = ""
    new_value: str = ""
    document: str = ""


def changes_between(registry: Registry, first: Period, second: Period) -> tuple[Step, ...]:
    """Return what changed after the end of `first` up to the end of `second`.

    Parameters
    ----------
    registry : Registry
    first, second : Period

    Returns
    -------
    tuple of Step
        By kind, institution and day: opened, closed, merged, renamed, other events, recipients.
        An opening or an ending that the registry dates itself needs no event.

    Raises
    ------
    RegistryError
        When the second period does not end after the first.
    """
    if second.last_day <= first.last_day:
        raise RegistryError(
            "{second} does not end after {first}; name the earlier period first",
            first=str(first),
            second=str(second),
        )
    after, until = first.last_day, second.last_day
    found = [
        step
        for one in registry.institutions.values()
        for step in (*_of(registry, one), *_recipients(registry, one, first, second))
        if step.date is None or after < step.date <= until
    ]
    kinds = (*_ORDER, RECIPIENTS)
    return tuple(
        sorted(found, key=lambda one: (kinds.index(one.kind), one.institution, str(one.date)))
    )


def _of(registry: Registry, one: Institution) -> Iterator[Step]:
    """Yield every dated change of an institution, those without an event too."""
    events = [event for event in registry.events if event.institution == one.code]
    for event in events:
        yield _step(one, event)
    told = {event.kind for event in events}
    if one.active_from is not None and "opened" not in told:
        yield Step("opened", one.code, one.name, one.active_from)
    if one.active_to is not None and not told & {"closed", "merged"}:
        kind = "merged" if one.merged_into else "closed"
        yield Step(kind, one.code, one.name, one.active_to + ONE_DAY, new_value=one.merged_into)


def _step(one: Institution, event: Event) -> Step:
    successor = one.merged_into if event.kind == "merged" else ""
    new = event.new_value or successor
    return Step(
        event.kind, one.code, one.name, event.date, event.old_value, new, event.document
    )


def _recipients(
    registry: Registry, one: Institution, first: Period, second: Period
) -> Iterator[Step]:
    """Yield another number of recipients, of an institution that works in both periods."""
    before, now = (registry.population(one.code, period) for period in (first, second))
    both = all(one.active_within(each.first_day, each.last_day) for each in (first, second))
    if both and before != now:
        said = ("" if each is None else str(each) for each in (before, now))
        yield Step(RECIPIENTS, one.code, one.name, None, *said)
