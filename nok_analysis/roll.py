"""The roll: which institutions a period has, which of them are assessed, and what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pandas as pd

from nok_analysis.contracts import checked
from nok_analysis.errors import Fault
from nok_analysis.period import Period
from nok_analysis.registry import Choice, Institution, Registry
from nok_analysis.vocabulary import Reason
from nok_analysis.wording import mark_for_catalog as _

#: Event of the registry → word of the roll, the weightiest first.
CHANGES = {
    "merged": "merged",
    "closed": "closed",
    "opened": "new",
    "renamed": "renamed",
    "type_changed": "type_changed",
}


def call_roll(
    registry: Registry,
    periods: Iterable[Period],
    *,
    chosen: tuple[str, ...] = (),
    left_out: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Return the table `institutions`: every institution in every period, active or not.

    Parameters
    ----------
    registry : Registry
    periods : iterable of Period
    chosen : tuple of str
        Codes that are assessed; empty = all that are active.
    left_out : collection of (period, code)
        Those that the council chose not to assess in a period.

    Returns
    -------
    DataFrame
        Columns of the contract ``institutions``, sorted by period and institution.
    """
    rows = [
        _row(registry, one, period, _is_chosen(one, period, chosen, left_out))
        for period in sorted(set(periods), key=str)
        for one in sorted(registry.institutions.values(), key=lambda one: one.code)
        if _has_begun(one, period)
    ]
    return checked(pd.DataFrame(rows).reset_index(drop=True), "institutions")


def told(
    registry: Registry,
    period: Period,
    *,
    chosen: tuple[str, ...] = (),
    selection: Iterable[Choice] = (),
) -> tuple[Fault, ...]:
    """Return who is assessed in a period, then who is not and why, as sentences.

    Parameters
    ----------
    registry : Registry
    period : Period
    chosen : tuple of str
        Codes that the run names; empty = all that are active.
    selection : iterable of Choice
        The council's choices.
    """
    choices = {one.institution: one for one in selection if one.period == period}
    left_out = {(str(period), code) for code, one in choices.items() if not one.assessed}
    roll = call_roll(registry, [period], chosen=chosen, left_out=left_out)
    assessed = roll.loc[roll["assessed"].astype(bool), "institution"].tolist()
    first = Fault(
        _("assessed in {period}: {n} ({codes})"),
        {"period": str(period), "n": len(assessed), "codes": ", ".join(assessed) or "–"},
        code="not_assessed",
    )
    rest = roll[~roll["assessed"].astype(bool)]
    return (
        first,
        *(
            Fault(
                _("“{code}”, {name}: not assessed; {reason}"),
                {
                    "code": code,
                    "name": name,
                    "reason": _said(registry, code, choices.get(code)),
                },
                code="not_assessed",
            )
            for code, name in zip(rest["institution"], rest["name"], strict=True)
        ),
    )


def _said(registry: Registry, code: str, choice: Choice | None) -> Fault:
    """Return why an institution is not assessed, for people."""
    one = registry.institutions[code]
    if choice is not None and not choice.assessed:
        values = {"reason": choice.reason, "decision": choice.decision or "–"}
        return Fault(_("{reason} (decision {decision})"), values)
    if one.merged_into:
        values = {"successor": one.merged_into, "day": one.active_to}
        return Fault(_("merged into {successor}, last day {day}"), values)
    if one.active_to is not None:
        return Fault(_("closed, last day {day}"), {"day": one.active_to})
    return Fault(_("the run does not name it"))


def _has_begun(one: Institution, period: Period) -> bool:
    return one.active_from is None or one.active_from <= period.last_day


def _is_chosen(
    one: Institution,
    period: Period,
    chosen: tuple[str, ...],
    left_out: Collection[tuple[str, str]],
) -> bool:
    return (not chosen or one.code in chosen) and (str(period), one.code) not in left_out


def _row(
    registry: Registry,
    one: Institution,
    period: Period,
    is_chosen: bool,  # noqa: FBT001
) -> dict[str, object]:
    active = one.active_within(period.first_day, period.last_day)
    assessed = active and is_chosen
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
