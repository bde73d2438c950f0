"""The roll: which institutions a period has, which of them are assessed, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from nok_analysis.contracts import checked
from nok_analysis.period import Period
from nok_analysis.registry import Institution, Registry
from nok_analysis.vocabulary import Reason

#: Event of the registry → word of the roll, the weightiest first.
CHANGES = {
    "merged": "merged",
    "closed": "closed",
    "opened": "new",
    "renamed": "renamed",
    "type_changed": "type_changed",
}


def call_roll(
    registry: Registry, periods: Iterable[Period], *, chosen: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Return the table `institutions`: every institution in every period, active or not.

    Parameters
    ----------
    registry : Registry
    periods : iterable of Period
    chosen : tuple of str
        Codes that are assessed; empty = all that are active.

    Returns
    -------
    DataFrame
        Columns of the contract ``institutions``, sorted by period and institution.
    """
    rows = [
        _row(registry, one, period, chosen)
        for period in sorted(set(periods), key=str)
        for one in sorted(registry.institutions.values(), key=lambda one: one.code)
        if _has_begun(one, period)
    ]
    return checked(pd.DataFrame(rows).reset_index(drop=True), "institutions")


def _has_begun(one: Institution, period: Period) -> bool:
    return one.active_from is None or one.active_from <= period.last_day


def _row(
    registry: Registry, one: Institution, period: Period, chosen: tuple[str, ...]
) -> dict[str, object]:
    active = one.active_within(period.first_day, period.last_day)
    assessed = active and (not chosen or one.code in chosen)
    return {
        "period": str(period),
        "institution": one.code,
        "name": one.name,
        "short_name": one.short_name or None,
        "institution_type": one.institution_type,
        "founder": one.founder or None,
        "municipality": one.municipality or None,
        "region": one.region or None,
        "settlement": one.settlement or None,
        "population": registry.population(one.code, period),
        "active": active,
        "assessed": assessed,
        "reason": None if assessed else (_why_not(one) if not active else Reason.NOT_CHOSEN),
        "change": next(_changes(registry, one, period), None),
        "merged_into": one.merged_into or None,
    }


def _why_not(one: Institution) -> str:
    return Reason.MERGED if one.merged_into else Reason.CLOSED


def _changes(registry: Registry, one: Institution, period: Period) -> Iterator[str]:
    kinds = {
        event.kind
        for event in registry.events
        if event.institution == one.code and period.holds(event.date)
    }
    for kind, word in CHANGES.items():
        if kind in kinds:
            yield word
