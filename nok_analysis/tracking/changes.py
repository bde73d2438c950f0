"""Period against period: each change with its verdict and its exact parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from nok_analysis.methodology.formulas import answered
from nok_analysis.methodology.model import Methodology
from nok_analysis.methodology.worked import TermCount
from nok_analysis.scoring.differences import (
    OTHER_INDICATORS,
    Effects,
    comparison_frame,
    effects,
    errors,
)
from nok_analysis.statistics.change import Change, score_change, two_periods
from nok_analysis.statistics.evidence import holm, pairwise_proportions
from nok_analysis.vocabulary import EVERYONE, Level, Status

HUNDRED = 100
NAN = float("nan")
FOLLOWED = (Level.TOTAL, Level.CRITERION, Level.INDICATOR)

Values = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Point:
    """A node of an institution in one period."""

    value: Fraction | None
    error: float
    n: int | None
    population: int | None
    reason: str
    judged: bool
    left_out: str
    count: TermCount | None = None  # of a bare share


def changes(
    scores: pd.DataFrame,
    methodology: Methodology,
    *,
    period: str,
    others: Sequence[str],
    confidence_level: float,
    threshold: float,
    tally: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the change of every institution and node since each of the other periods.

    Parameters
    ----------
    scores : DataFrame
        Table `scores` with intervals, all periods by one methodology file.
    methodology : Methodology
    period : str
        The present period, ``2026Q3``.
    others : sequence of str
        Earlier periods to compare with.
    confidence_level : float
        Of the intervals, and of the verdicts after Holm over the institutions.
    threshold : float
        Least change that matters, in points.
    tally : DataFrame, optional
        Table `tally`: with it a bare share is compared by Newcombe's interval.

    Returns
    -------
    DataFrame
        Rows of the table `comparison`, kind ``change``: `difference` = `period` − `period_b`;
        `value_effect` and `weight_effect` of criteria add up to the change of the total.

    Notes
    -----
    The answers of two periods are taken as independent, which is cautious where the same
    people answered twice.
    """
    points = _points(scores, methodology, confidence_level, tally)
    rules = _Rules(methodology, threshold, confidence_level)
    nodes = sorted({node for node, _institution, _period in points})
    rows: list[dict[str, Any]] = []
    for other in others:
        for node in nodes:
            rows += _of_node(node, (period, other), points, rules)
    return comparison_frame(rows)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What every change of one call is judged by."""

    methodology: Methodology
    threshold: float
    level: float


Points = dict[tuple[str, str, str], Point]  # node, institution, period


def _of_node(
    node: str, periods: tuple[str, str], points: Points, rules: _Rules
) -> Iterator[dict[str, Any]]:
    """Yield the changes of one node, p adjusted over its institutions."""
    now, then = periods
    institutions = sorted({i for n, i, p in points if n == node and p == now})
    sides = [(points.get((node, i, then), _ABSENT), points[node, i, now]) for i in institutions]
    found = [_judged(before, after, rules) for before, after in sides]
    adjusted = holm(np.array([p for _change, p in found], dtype=float))
    for i, institution in enumerate(institutions):
        (before, after), (change, p) = sides[i], found[i]
        sure = change.verdict == "too_few" or adjusted[i] < 1 - rules.level
        parts = _effects(node, institution, periods, points, rules)
        yield {
            "kind": "change",
            "methodology": rules.methodology.code,
            "node": node,
            "institution": institution,
            "period": now,
            "institution_b": institution,
            "period_b": then,
            "difference": _difference(before, after),
            "low": change.low,
            "high": change.high,
            "n": after.n,
            "n_b": before.n,
            "method": change.method,
            "p": p,
            "p_adjusted": adjusted[i],
            "threshold": rules.threshold,
            "verdict": change.verdict if sure else "no_evidence",
            "value_effect": parts.value,
            "weight_effect": parts.weight,
            "reason": _reason(before, after, change),
        }


def _judged(before: Point, after: Point, rules: _Rules) -> tuple[Change, float]:
    """Return the change of one node with its unadjusted p."""
    if not (before.judged and after.judged):
        return _nothing("normal", rules.level), NAN
    if before.count is not None and after.count is not None:
        return _shares(before, after, rules)
    change = score_change(
        before.value or Fraction(0),
        after.value or Fraction(0),
        before.error,
        after.error,
        threshold=rules.threshold,
        confidence_level=rules.level,
    )
    sigma = float(np.hypot(before.error, after.error))
    if change.difference == 0:
        return change, NAN if np.isnan(sigma) else 1.0
    z = abs(change.difference) / sigma if sigma else float("inf")
    return change, 2 * NormalDist().cdf(-z) if not np.isnan(z) else NAN


def _shares(before: Point, after: Point, rules: _Rules) -> tuple[Change, float]:
    """Return the change of a bare share by Newcombe, in points."""
    first, second = before.count or TermCount(), after.count or TermCount()
    fewest = rules.methodology.choices.min_respondents
    found = two_periods(
        first.k,
        first.n,
        second.k,
        second.n,
        min_n=fewest,
        population_before=before.population,
        population_after=after.population,
        threshold=rules.threshold / HUNDRED,
        confidence_level=rules.level,
    )
    if found.verdict == "too_few":
        return _nothing(found.method, rules.level, found.reason), NAN
    pair = pairwise_proportions([second.k, first.k], [second.n, first.n], min_n=fewest)
    points = replace(
        found,
        difference=HUNDRED * found.difference,
        low=HUNDRED * found.low,
        high=HUNDRED * found.high,
    )
    return points, float(pair.p[0])


def _nothing(method: str, level: float, reason: str = "") -> Change:
    return Change(NAN, NAN, NAN, method, level, "too_few", "too_few", reason)  # type: ignore[arg-type]


def _effects(
    node: str, institution: str, periods: tuple[str, str], points: Points, rules: _Rules
) -> Effects:
    """Return what a criterion brought to the change of the total; nothing for an indicator."""
    codes = [one.code for one in rules.methodology.criteria]
    if node not in {"total", *codes}:
        return Effects()
    now, then = [_criteria(codes, institution, period, points) for period in periods]
    return effects(rules.methodology, then, now, node)


def _criteria(codes: Sequence[str], institution: str, period: str, points: Points) -> Values:
    found = {code: points.get((code, institution, period), _ABSENT).value for code in codes}
    return {code: value for code, value in found.items() if value is not None}


def _difference(before: Point, after: Point) -> Fraction | None:
    if before.value is None or after.value is None:
        return None
    return after.value - before.value


def _reason(before: Point, after: Point, change: Change) -> str:
    for point in (after, before):
        if not point.judged:
            return point.reason
    if change.reason:
        return change.reason
    return OTHER_INDICATORS if before.left_out != after.left_out else ""


def _points(
    scores: pd.DataFrame,
    methodology: Methodology,
    confidence_level: float,
    tally: pd.DataFrame | None,
) -> Points:
    own = scores[(scores["methodology"] == methodology.code) & scores["level"].isin(FOLLOWED)]
    shares = {} if tally is None else _counts(tally, methodology)
    everybody = {one.code for one in methodology.indicators() if one.formula.among == EVERYONE}
    found: Points = {}
    for row, error in zip(own.itertuples(), errors(own, confidence_level), strict=True):
        key = (row.node, row.institution, row.period)
        count = shares.get(key)
        known = row.node in everybody and not pd.isna(row.population)
        size = int(row.population) if known else None
        if size is not None and count is not None and size < count.n:
            size = None
        value = row.value if isinstance(row.value, Fraction) else None
        judged = value is not None and row.status == Status.OK
        found[key] = Point(
            value,
            float(error),
            None if pd.isna(row.n) else int(row.n),
            size,
            row.reason,
            judged,
            row.left_out,
            count,
        )
    return found


def _counts(
    tally: pd.DataFrame, methodology: Methodology
) -> dict[tuple[str, str, str], TermCount]:
    """Return the counts of the indicators that are one bare share."""
    nodes = {
        f"{one.code}:{one.formula.question}": one.code
        for one in methodology.indicators()
        if one.formula.kernel == "share"
    }
    own = tally[(tally["methodology"] == methodology.code) & tally["node"].isin(nodes)]
    found: dict[tuple[str, str, str], TermCount] = {}
    for row in own.itertuples():
        count = TermCount(row.k, row.n, row.missing, row.not_applicable)
        n = answered(count, methodology.choices)
        found[nodes[row.node], row.institution, row.period] = TermCount(row.k, n)
    return found


_ABSENT = Point(None, NAN, None, None, "not_observed", judged=False, left_out="")
