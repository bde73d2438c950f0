"""The interval of a score on a bounded scale."""

import math
from dataclasses import dataclass

import numpy as np

from nok_analysis.statistics._checks import (
    Number,
    checked_count,
    checked_level,
    checked_population,
    impossible,
)
from nok_analysis.statistics._distributions import two_sided_t
from nok_analysis.statistics._shares import effective_size, wilson_bounds
from nok_analysis.statistics.verdicts import Reason, Status

FEWEST_FOR_SPREAD = 2
# Below this share of the range a standard error or an overshoot is rounding of floats.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Score:
    """A score in points with its standard error, its bounds and its effective sample size."""

    estimate: float
    standard_error: float
    low: float
    high: float
    n: int
    n_effective: float
    method: str
    confidence_level: float
    status: Status = "ok"
    reason: Reason = ""


def score_interval(
    estimate: Number,
    standard_error: float,
    n: int,
    *,
    low_bound: float = 0.0,
    high_bound: float = 100.0,
    population_size: int | None = None,
    confidence_level: float = 0.95,
) -> Score:
    """Score and standard error with bounds that stay on the scale.

    Parameters
    ----------
    estimate, standard_error : float
        Points.
    n : int
        All questionnaires of the institution.
    low_bound, high_bound : float
        Least and greatest score that answers can give, checklist part included.
    population_size : int, optional
        Recipients of this institution in this period.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Score
        Wilson's bounds with the effective size s(1-s)/V and Student's quantile; the method is
        "wilson_effective", or "census" at n = population_size.

    Raises
    ------
    ValueError
        If the estimate lies outside the bounds or the standard error is negative.

    Notes
    -----
    Covers 0.86-0.96 at a nominal 0.95 for shares of 0.9 and more and n of 8 to 60.

    References
    ----------
    Korn and Graubard (1998), Survey Methodology 24:193-201, with Wilson in place of Clopper.

    Examples
    --------
    >>> sure = score_interval(97.0, 2.0, 40)
    >>> round(sure.low, 1), round(sure.high, 1)
    (89.8, 99.2)
    """
    level = checked_level(confidence_level)
    n = checked_count("n", n)
    size = checked_population(n, population_size)
    value, bounds = float(estimate), (float(low_bound), float(high_bound))
    if n and n == size:
        return Score(value, 0.0, value, value, n, math.inf, "census", level)
    if n < FEWEST_FOR_SPREAD or math.isnan(standard_error):
        reason: Reason = "fewer_than_two" if n < FEWEST_FOR_SPREAD else "no_standard_error"
        return Score(
            value, math.nan, *bounds, n, math.nan, "wilson_effective", level, "too_few", reason
        )
    place, spread = _scaled(value, standard_error, *bounds)
    n_effective = effective_size(n, size)
    if spread > ROUNDING and 0 < place < 1:
        n_effective = place * (1 - place) / spread**2
    low, high = bounds[0] + (bounds[1] - bounds[0]) * np.array(
        wilson_bounds(place, n_effective, two_sided_t(level, n - 1))
    )
    return Score(
        value,
        standard_error,
        float(low),
        float(high),
        n,
        n_effective,
        "wilson_effective",
        level,
    )


def _scaled(value: float, error: float, low: float, high: float) -> tuple[float, float]:
    """Place of the score and its standard error on a scale from 0 to 1."""
    if not (high > low and error >= 0):
        raise impossible((low, high, error), "low, high, error", "low < high, 0 <= error")
    place = (value - low) / (high - low)
    if not -ROUNDING <= place <= 1 + ROUNDING:
        raise impossible(value, "estimate", f"a number from {low:g} to {high:g}")
    return min(max(place, 0.0), 1.0), error / (high - low)
