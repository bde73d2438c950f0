"""What parts two places: the exact gap of two totals, indicator by indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pandas as pd

from nok_analysis.comparison.groups import Group, Scored, grouped
from nok_analysis.methodology.evaluate import total_weights, work_criterion
from nok_analysis.methodology.model import Criterion, Methodology
from nok_analysis.methodology.worked import Worked
from nok_analysis.scoring.differences import Effects, comparison_frame, effects
from nok_analysis.vocabulary import FEWEST_FOR_MEAN, Level, Status

GAP, AGAINST_MEAN = "gap", "gap_mean"
NOT_JUDGED = "not_judged"
ZERO = Fraction(0)

Values = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a gap: an institution, or the mean of a group.

    Attributes
    ----------
    criteria, indicators : mapping of str to Fraction
        Points of the defined ones.
    points : mapping of str to Fraction
        Indicator → points of the total per point of it.
    is_whole : bool
        Whether no indicator is hidden: else only criteria may be told.
    """

    name: str
    total: Fraction
    criteria: Values
    indicators: Values
    points: Values
    is_whole: bool


def movers(
    scores: pd.DataFrame,
    institutions: pd.DataFrame,
    methodology: Methodology,
    *,
    confidence_level: float,
    threshold: float,
) -> pd.DataFrame:
    """Return what the gap to the next better total, and to the group's mean, is made of.

    Parameters
    ----------
    scores : DataFrame
        Table `scores` with intervals, as it may be published.
    institutions : DataFrame
        Table `institutions`.
    methodology : Methodology
        ``ranking.within`` makes the groups; groups of fewer than three have no places.
    confidence_level : float
        Level of the intervals in `scores`.
    threshold : float
        Least difference that matters, in points.

    Returns
    -------
    DataFrame
        Rows of the table `comparison`. Kind ``gap``: the next better institution less the one
        below it (`institution_b`); kind ``gap_mean``: an institution less the mean of its
        group (`institution_b` = scope and category). `difference` is of the node's own
        points, `value_effect` in points of the total: of an indicator, weight·difference; of
        a criterion, the sum over its indicators. `weight_effect` is what they leave, because
        an indicator is defined on one side only or was rounded on its way up. Over the
        criteria, and for the total, both add up to the gap exactly.

    Notes
    -----
    A gap is described, not judged: the verdict is that of the pair. Where either side has a
    hidden indicator, no indicator of the gap is told, and the remainder of a criterion is not
    parted from its effect: nothing can be taken back from it.
    """
    own = scores[scores["methodology"] == methodology.code]
    places = dict(iter(own.groupby(["period", "institution"])))
    rows: list[dict[str, Any]] = []
    for group in grouped(
        scores,
        institutions,
        methodology,
        scope=methodology.choices.ranking_within,
        confidence_level=confidence_level,
        levels=(Level.TOTAL,),
    ):
        if len(group.judged) >= FEWEST_FOR_MEAN:
            sides = [
                _side(one, places[group.period, one.institution], methodology)
                for one in group.judged
            ]
            rows += _gaps(group, sides, methodology)
    return comparison_frame([row | {"threshold": threshold} for row in rows])


def _side(one: Scored, rows: pd.DataFrame, methodology: Methodology) -> Side:
    values: dict[str, dict[str, Fraction]] = {Level.CRITERION: {}, Level.INDICATOR: {}}
    for row in rows.itertuples():
        if row.level in values and isinstance(row.value, Fraction):
            values[row.level][row.node] = row.value
    criteria, indicators = values[Level.CRITERION], values[Level.INDICATOR]
    hidden = (rows["level"] == Level.INDICATOR) & (rows["status"] == Status.HIDDEN)
    return Side(
        one.institution,
        one.value or ZERO,
        criteria,
        indicators,
        _points(methodology, criteria, indicators),
        is_whole=not hidden.any(),
    )


def _points(methodology: Methodology, criteria: Values, indicators: Values) -> Values:
    """Return indicator → points of the total per point of it, of the defined ones."""
    found: dict[str, Fraction] = {}
    of_total = total_weights(methodology, criteria)
    for criterion in methodology.criteria:
        members = [Worked(indicators.get(one.code), "") for one in criterion.indicators]
        weights = work_criterion(criterion, members, choices=methodology.choices).weights
        for one, weight in zip(criterion.indicators, weights, strict=False):
            if weight is not None:
                found[one.code] = of_total.get(criterion.code, ZERO) * weight
    return found


def _gaps(
    group: Group, sides: Sequence[Side], methodology: Methodology
) -> Iterator[dict[str, Any]]:
    mean = _mean(f"{group.scope}:{group.category}", sides)
    for own in sides:
        above = [one for one in sides if one.total > own.total]
        if above:
            better = min(above, key=lambda one: (one.total, one.name))
            yield from _parted(GAP, (better, own), group, methodology)
        yield from _parted(AGAINST_MEAN, (own, mean), group, methodology)


def _mean(name: str, sides: Sequence[Side]) -> Side:
    """Return the mean of what every institution of the group has."""

    def middle(of: Callable[[Side], Values]) -> Values:
        common = set(of(sides[0])).intersection(*map(of, sides))
        return {
            code: sum((of(one)[code] for one in sides), ZERO) / len(sides) for code in common
        }

    return Side(
        name,
        sum((one.total for one in sides), ZERO) / len(sides),
        middle(lambda one: one.criteria),
        middle(lambda one: one.indicators),
        middle(lambda one: one.points),
        is_whole=all(one.is_whole for one in sides),
    )


def _parted(
    kind: str, sides: tuple[Side, Side], group: Group, methodology: Methodology
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one gap: indicators that may be told, criteria, total."""
    first, second = sides
    key = {
        "kind": kind,
        "methodology": methodology.code,
        "institution": first.name,
        "period": group.period,
        "institution_b": second.name,
        "period_b": group.period,
        "verdict": NOT_JUDGED,
    }
    told, value = first.is_whole and second.is_whole, ZERO
    for criterion in methodology.criteria:
        parts = _indicators(criterion, first, second) if told else {}
        found = _of_criterion(criterion, sides, parts, methodology)
        value += found.value or ZERO
        yield key | _row(criterion.code, first.criteria, second.criteria, found)
        for code, effect in parts.items():
            yield key | _row(code, first.indicators, second.indicators, Effects(effect))
    gap = first.total - second.total
    totals = {"total": first.total}, {"total": second.total}
    yield key | _row("total", *totals, Effects(value, gap - value))


def _of_criterion(
    criterion: Criterion,
    sides: tuple[Side, Side],
    parts: Values,
    methodology: Methodology,
) -> Effects:
    """Return what a criterion brought to the gap, and what its indicators leave of it."""
    first, second = sides
    whole = effects(methodology, second.criteria, first.criteria, criterion.code)
    if not parts:
        return whole
    value = sum(parts.values(), ZERO)
    brought = (whole.value or ZERO) + (whole.weight or ZERO)
    return replace(whole, value=value, weight=brought - value)


def _indicators(criterion: Criterion, first: Side, second: Side) -> Values:
    """Return weight in the total·difference of each indicator that both sides have."""
    found: dict[str, Fraction] = {}
    for one in criterion.indicators:
        code = one.code
        if code in first.points and code in second.points:
            weight = (first.points[code] + second.points[code]) / 2
            found[code] = weight * (first.indicators[code] - second.indicators[code])
    return found


def _row(node: str, first: Values, second: Values, found: Effects) -> dict[str, Any]:
    both = node in first and node in second
    return {
        "node": node,
        "difference": first[node] - second[node] if both else None,
        "value_effect": found.value,
        "weight_effect": found.weight,
    }
