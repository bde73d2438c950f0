"""The whole tree worked out for one institution in one period: exact, from counts to total."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from nok_analysis.methodology.formulas import highest, work
from nok_analysis.methodology.model import Choices, Criterion, Indicator, Methodology
from nok_analysis.methodology.worked import TermCount, Worked, weighed
from nok_analysis.vocabulary import Reason
from nok_analysis.wording.numbers import round_half_up

ONE = Fraction(1)
ZERO = Fraction(0)

Memo = dict[tuple[str, tuple[TermCount, ...]], Worked]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every node of a methodology worked out on one set of counts."""

    total: Worked
    criteria: dict[str, Worked]
    indicators: dict[str, Worked]

    def node(self, code: str) -> Worked:
        """Return the total, a criterion or an indicator by its code."""
        if code == "total":
            return self.total
        return self.criteria.get(code) or self.indicators[code]


def evaluate(
    methodology: Methodology, counts: Mapping[str, TermCount], *, memo: Memo | None = None
) -> Evaluation:
    """Return the exact value of every node.

    Parameters
    ----------
    methodology : Methodology
    counts : mapping of str to TermCount
        Term (``3.3:accessibility_satisfied``) → its integers; an absent term is not observed.
    memo : dict, optional
        Remembers indicators by their counts; pass one dict for many institutions.

    Returns
    -------
    Evaluation
        Values after ``rounding.carry``; undefined ones are None with a reason.
    """
    memo = {} if memo is None else memo
    choices = methodology.choices
    indicators = {
        one.code: _indicator(one, counts, choices, memo) for one in methodology.indicators()
    }
    criteria = {
        one.code: work_criterion(
            one, [indicators[i.code] for i in one.indicators], choices=choices
        )
        for one in methodology.criteria
    }
    return Evaluation(work_total(methodology, [*criteria.values()]), criteria, indicators)


def work_criterion(
    criterion: Criterion, members: Sequence[Worked], *, choices: Choices
) -> Worked:
    """Return a criterion worked out on its indicators, in their order."""
    found = combined(
        criterion.combine,
        tuple(members),
        [one.weight for one in criterion.indicators],
        [highest(one.formula) for one in criterion.indicators],
    )
    return _carried(found, "criterion", choices)


def work_total(methodology: Methodology, members: Sequence[Worked]) -> Worked:
    """Return the total worked out on its criteria, in their order."""
    parts, kind = tuple(members), methodology.total.combine
    refuse = methodology.choices.undefined_criterion == "refuse"
    if refuse and any(part.value is None for part in parts):
        reason, lacking = str(Reason.CRITERION_UNDEFINED), _any_incomplete(parts)
        return Worked(None, reason, kernel=kind, parts=parts, incomplete=lacking)
    return combined(
        kind,
        parts,
        [one.weight for one in methodology.criteria],
        [highest_of(one) for one in methodology.criteria],
    )


def carried(value: Fraction | None, level: str, choices: Choices) -> Fraction | None:
    """Return what an indicator or a criterion hands to the next level: maybe rounded."""
    places = choices.rounding.carry.get(level, "exact")
    return value if value is None else rounded(value, places, choices.rounding.mode)


def highest_of(criterion: Criterion) -> Fraction:
    """Return the greatest value that a criterion can reach."""
    members = criterion.indicators
    return _highest_combined(
        criterion.combine,
        [one.weight for one in members],
        [highest(one.formula) for one in members],
    )


def highest_total(methodology: Methodology) -> Fraction:
    """Return the greatest total that the methodology can give."""
    return _highest_combined(
        methodology.total.combine,
        [one.weight for one in methodology.criteria],
        [highest_of(one) for one in methodology.criteria],
    )


def total_weights(methodology: Methodology, defined: Collection[str]) -> dict[str, Fraction]:
    """Return criterion → points of the total per point of it, for the `defined` criteria."""
    members = methodology.criteria
    kept = [i for i, one in enumerate(members) if one.code in defined]
    if not kept:
        return {}
    found = _factors(
        methodology.total.combine,
        kept,
        [one.weight for one in members],
        [highest_of(one) for one in members],
    )
    return {members[i].code: factor for i, factor in found.items()}


def rounded(value: Fraction, places: str, mode: str) -> Fraction:
    """Return `value` as it is carried to the next level: ``exact`` or to so many decimals.

    Examples
    --------
    >>> rounded(Fraction(5, 2), "0", "half_even"), rounded(Fraction(5, 2), "0", "half_up")
    (Fraction(2, 1), Fraction(3, 1))
    """
    if places == "exact":
        return value
    if mode == "half_even":
        return Fraction(round(value, int(places)))
    return round_half_up(value, int(places))


def combined(
    kind: str, parts: tuple[Worked, ...], weights: list[Fraction | None], tops: list[Fraction]
) -> Worked:
    """Return the combination of the defined parts.

    Notes
    -----
    The weights of the defined parts are divided by their sum. In a ``sum`` the maxima of the
    parts serve as weights, so that a sum without one part keeps its scale.
    """
    kept = [i for i, part in enumerate(parts) if part.value is not None]
    if not kept:
        reasons = {part.reason for part in parts}
        reason = reasons.pop() if len(reasons) == 1 else str(Reason.CRITERION_UNDEFINED)
        return Worked(None, reason, kernel=kind, parts=parts, incomplete=_any_incomplete(parts))
    factors = _factors(kind, kept, weights, tops)
    found = tuple(factors.get(i) for i in range(len(parts)))
    value = weighed([part.value for part in parts], found)
    return Worked(
        value, weights=found, kernel=kind, parts=parts, incomplete=_any_incomplete(parts)
    )


def _factors(
    kind: str, kept: list[int], weights: list[Fraction | None], tops: list[Fraction]
) -> dict[int, Fraction]:
    if kind == "mean":
        return dict.fromkeys(kept, Fraction(1, len(kept)))
    if len(kept) == len(weights):  # nothing dropped: the weights add up to 1 already
        return {i: ONE if kind == "sum" else weights[i] or ZERO for i in kept}
    if kind == "sum":
        whole, defined = sum(tops, ZERO), sum((tops[i] for i in kept), ZERO)
        return dict.fromkeys(kept, whole / defined)
    own = {i: weights[i] or ZERO for i in kept}
    whole = sum(own.values(), ZERO)
    return {i: weight / whole for i, weight in own.items()}


def _any_incomplete(parts: tuple[Worked, ...]) -> bool:
    return any(part.incomplete for part in parts)


def _highest_combined(
    kind: str, weights: list[Fraction | None], tops: list[Fraction]
) -> Fraction:
    if kind == "sum":
        return sum(tops, ZERO)
    if kind == "mean":
        return sum(tops, ZERO) / len(tops)
    return sum(((w or ZERO) * top for w, top in zip(weights, tops, strict=True)), ZERO)


def _indicator(
    indicator: Indicator, counts: Mapping[str, TermCount], choices: Choices, memo: Memo
) -> Worked:
    names = [name for leaf in indicator.formula.leaves() for name in leaf.names()]
    own = tuple(counts.get(f"{indicator.code}:{name}", TermCount()) for name in names)
    key = (indicator.code, own)
    if key not in memo:
        found = work(
            indicator.formula,
            dict(zip(names, own, strict=True)),
            choices,
            rule=indicator.undefined or choices.undefined,
        )
        memo[key] = _carried(found, "indicator", choices)
    return memo[key]


def _carried(worked: Worked, level: str, choices: Choices) -> Worked:
    value = carried(worked.value, level, choices)
    return worked if value is worked.value else replace(worked, value=value)
