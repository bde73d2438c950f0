"""Differences: every pair inside a group, and each institution against the group's mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from nok_analysis.comparison.groups import Group, Scored, grouped
from nok_analysis.methodology.model import Methodology
from nok_analysis.scoring.differences import (
    OTHER_INDICATORS,
    Effects,
    comparison_frame,
    effects,
)
from nok_analysis.scoring.sampled import NO_ERROR
from nok_analysis.statistics.adjustment import contrast_with_mean
from nok_analysis.statistics.evidence import holm, pairwise_scores
from nok_analysis.vocabulary import FEWEST_FOR_MEAN, Level

NAN = float("nan")

Values = Mapping[str, Fraction]  # criterion → value
Place = tuple[str, str, str]  # period, category, institution


@dataclass(frozen=True, slots=True)
class _Rules:
    """What every difference of one call is judged by."""

    methodology: Methodology
    criteria: Mapping[Place, Values]
    threshold: float
    level: float

    def of(self, group: Group, one: Scored) -> Values:
        """Return the criteria of an institution that may be compared."""
        return self.criteria.get((group.period, group.category, one.institution), {})


def compare(
    scores: pd.DataFrame,
    institutions: pd.DataFrame,
    methodology: Methodology,
    *,
    confidence_level: float,
    threshold: float,
) -> pd.DataFrame:
    """Return the pairs and the contrasts of the total and of each criterion, group by group.

    Parameters
    ----------
    scores : DataFrame
        Table `scores` with intervals.
    institutions : DataFrame
        Table `institutions`.
    methodology : Methodology
        ``ranking.within`` makes the groups.
    confidence_level : float
        Of the intervals (not adjusted) and of the verdicts (adjusted by Holm over the group).
    threshold : float
        Least difference that matters, in points.

    Returns
    -------
    DataFrame
        Rows of the table `comparison`: kind ``pair`` (first code − second) and ``contrast``
        (institution − plain mean of its group; ``institution_b`` is scope and category).
        Contrasts exist in groups of at least three; a lone institution has no rows.
    """
    groups = list(
        grouped(
            scores,
            institutions,
            methodology,
            scope=methodology.choices.ranking_within,
            confidence_level=confidence_level,
        )
    )
    criteria: dict[Place, dict[str, Fraction]] = {}
    for group in groups:
        for one in group.judged if group.level == Level.CRITERION else ():
            place = (group.period, group.category, one.institution)
            criteria.setdefault(place, {})[group.node] = one.value or Fraction(0)
    rules = _Rules(methodology, criteria, threshold, confidence_level)
    rows: list[dict[str, Any]] = []
    for group in groups:
        key = {
            "methodology": methodology.code,
            "node": group.node,
            "period": group.period,
            "period_b": group.period,
            "threshold": threshold,
        }
        rows += [key | row for row in (*_pairs(group, rules), *_contrasts(group, rules))]
    return comparison_frame(rows)


def _pairs(group: Group, rules: _Rules) -> Iterator[dict[str, Any]]:
    scored = group.scored
    found = pairwise_scores(
        [_points(one) for one in scored],
        [one.error if one.judged else NAN for one in scored],
        threshold=rules.threshold,
        confidence_level=rules.level,
    )
    for i, (first, second) in enumerate(combinations(scored, 2)):
        judged = first.judged and second.judged
        before, after = rules.of(group, second), rules.of(group, first)
        parts = effects(rules.methodology, before, after, group.node) if judged else Effects()
        yield {
            "kind": "pair",
            "institution": first.institution,
            "institution_b": second.institution,
            "difference": _difference(first, second),
            "low": found.low[i],
            "high": found.high[i],
            "n": first.n,
            "n_b": second.n,
            "method": "normal",
            "p": found.p[i],
            "p_adjusted": found.p_adjusted[i],
            "verdict": found.verdict[i],
            "value_effect": parts.value,
            "weight_effect": parts.weight,
            "reason": _reason(first, second),
        }


def _contrasts(group: Group, rules: _Rules) -> Iterator[dict[str, Any]]:
    judged = group.judged
    if len(judged) < FEWEST_FOR_MEAN:
        return
    values = [one.value or Fraction(0) for one in judged]
    mean = sum(values, Fraction(0)) / len(values)
    found = contrast_with_mean(
        [float(value) for value in values],
        [one.error**2 for one in judged],
        threshold=rules.threshold,
        confidence_level=rules.level,
    )
    adjusted = holm(found.p)
    sides = [rules.of(group, one) for one in judged]
    middle = _middle(sides)
    for i, one in enumerate(judged):
        parts = effects(rules.methodology, middle, sides[i], group.node)
        sure = adjusted[i] < 1 - rules.level or found.verdict[i] == "too_few"
        yield {
            "kind": "contrast",
            "institution": one.institution,
            "institution_b": f"{group.scope}:{group.category}",
            "difference": values[i] - mean,
            "low": found.low[i],
            "high": found.high[i],
            "n": one.n,
            "n_b": sum(other.n or 0 for other in judged),
            "method": "normal",
            "p": found.p[i],
            "p_adjusted": adjusted[i],
            "verdict": found.verdict[i] if sure else "no_evidence",
            "value_effect": parts.value,
            "weight_effect": parts.weight,
            "reason": NO_ERROR if np.isnan(one.error) else "",
        }


def _middle(sides: list[Values]) -> Values:
    """Return the mean of each criterion that every institution has."""
    common = set(sides[0]).intersection(*sides[1:])
    return {
        code: sum((side[code] for side in sides), Fraction(0)) / len(sides) for code in common
    }


def _points(one: Scored) -> float:
    return float(one.value) if one.judged and one.value is not None else NAN


def _difference(first: Scored, second: Scored) -> Fraction | None:
    if first.value is None or second.value is None:
        return None
    return first.value - second.value


def _reason(first: Scored, second: Scored) -> str:
    for one in (first, second):
        if not one.judged:
            return one.reason
    if np.isnan(first.error + second.error):
        return NO_ERROR
    return OTHER_INDICATORS if first.left_out != second.left_out else ""
