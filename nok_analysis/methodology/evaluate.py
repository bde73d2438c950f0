"""The whole tree worked out for one institution in one period: exact, from counts to total."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from nok_analysis.methodology.formulas import highest, work
from nok_analysis.methodology.model import Choices, Criterion, Indicator, Methodology
from nok_analysis.methodology.worked import TermCount, Worked
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
    criteria = {one.code: _criterion(one, indicators, choices) for one in methodology.criteria}
    return Evaluation(_total(methodology, criteria), criteria, indicators)


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
    value = sum((factors[i] * (parts[i].value or ZERO) for i in kept), ZERO)
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


def _criterion(criterion: Criterion, indicators: dict[str, Worked], choices: Choices) -> Worked:
    members = criterion.indicators
    found = combined(
        criterion.combine,
        tuple(indicators[one.code] for one in members),
        [one.weight for one in members],
        [highest(one.formula) for one in members],
    )
    return _carried(found, "criterion", choices)


def _total(methodology: Methodology, criteria: dict[str, Worked]) -> Worked:
    members = methodology.criteria
    parts = tuple(criteria[one.code] for one in members)
    refuse = methodology.choices.undefined_criterion == "refuse"
    if refuse and any(part.value is None for part in parts):
        return Worked(
            None,
            str(Reason.CRITERION_UNDEFINED),
            kernel=methodology.total.combine,
            parts=parts,
            incomplete=_any_incomplete(parts),
        )
    return combined(
        methodology.total.combine,
        parts,
        [one.weight for one in members],
        [highest_of(one) for one in members],
    )


def _carried(worked: Worked, level: str, choices: Choices) -> Worked:
    places = choices.rounding.carry.get(level, "exact")
    if worked.value is None or places == "exact":
        return worked
    return replace(worked, value=rounded(worked.value, places, choices.rounding.mode))
