"""Intervals of shares, means and rates."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    checked_count,
    checked_counts,
    checked_level,
    checked_population,
    checked_share_counts,
    checked_vector,
    impossible,
)
from nok_analysis.statistics._distributions import two_sided_normal, two_sided_t
from nok_analysis.statistics._proportions import difference_of_proportions, proportion
from nok_analysis.statistics._results import Interval

__all__ = [
    "Boxes",
    "Interval",
    "Nonresponse",
    "boxes",
    "difference_of_proportions",
    "mean",
    "nonresponse",
    "proportion",
    "rate",
]

_FEWEST_FOR_SPREAD = 2


@dataclass(frozen=True, slots=True)
class Boxes:
    """Shares of the best, the middle and the worst levels of one scale."""

    top: Interval
    middle: Interval
    bottom: Interval
    n: int


@dataclass(frozen=True, slots=True)
class Nonresponse:
    """Share of the silent, and what the share would be if all of them said no, or yes."""

    missing: Interval
    worst_low: float
    worst_high: float


def mean(
    values: npt.ArrayLike,
    *,
    population_size: int | None = None,
    confidence_level: float = 0.95,
) -> Interval:
    """Mean of the answers with Student's bounds.

    Parameters
    ----------
    values : array of shape (n,)
        Answers; NaN is dropped.
    population_size : int, optional
        Recipients of this institution in this period; None speaks of future recipients.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Interval
        In the unit of the values; method "t", "t_fpc" or "census".

    Raises
    ------
    ValueError
        If more answered than the population holds.

    Notes
    -----
    Bounds may leave the scale when answers crowd at its end: there the boxes lead, and a mean
    of levels is descriptive only.

    References
    ----------
    Cochran (1977), Sampling Techniques, eq. 2.20.

    Examples
    --------
    >>> answers = mean([7, 9, 8, 10, 6, 9], population_size=15)
    >>> round(answers.low, 3), round(answers.high, 3)
    (6.97, 9.363)
    """
    level = checked_level(confidence_level)
    answers = checked_vector("values", values, missing=True)
    answers = answers[~np.isnan(answers)]
    n = answers.size
    size = checked_population(n, population_size)
    estimate = float(answers.mean()) if n else math.nan
    if n and n == size:
        return Interval(estimate, estimate, estimate, n, "census", level)
    method = "t" if size is None else "t_fpc"
    if n < _FEWEST_FOR_SPREAD:
        return Interval(
            estimate, math.nan, math.nan, n, method, level, "too_few", "fewer_than_two"
        )
    missed = 1.0 if size is None else 1 - n / size
    half = two_sided_t(level, n - 1) * float(answers.std(ddof=1)) * math.sqrt(missed / n)
    return Interval(estimate, estimate - half, estimate + half, n, method, level)


def rate(count: int, *, exposure: float = 1.0, confidence_level: float = 0.95) -> Interval:
    """Rate of events per unit of exposure with Byar's bounds.

    Parameters
    ----------
    count : int
        Events, such as appeals.
    exposure : float
        Units in which they happened, such as hundreds of recipients.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Interval
        Events per unit; n is the count. Without exposure NaN, 0 and infinity, `too_few`.

    Raises
    ------
    ValueError
        If the exposure is negative, or zero while events happened.

    Notes
    -----
    Inaccurate for the low bound at counts under about 5; it is clipped to 0.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research II, p. 69.

    Examples
    --------
    >>> appeals = rate(65)
    >>> round(appeals.low, 4), round(appeals.high, 4)
    (50.1632, 82.8491)
    """
    level = checked_level(confidence_level)
    count = checked_count("count", count)
    if not (exposure >= 0 and math.isfinite(exposure)) or (exposure == 0 and count):
        raise impossible(exposure, "exposure", f"more than 0 for {count} events")
    if exposure == 0:
        return Interval(math.nan, 0.0, math.inf, 0, "byar", level, "too_few", "no_answers")
    low, high = _byar(count, two_sided_normal(level))
    return Interval(count / exposure, low / exposure, high / exposure, count, "byar", level)


def _byar(count: int, quantile: float) -> tuple[float, float]:
    """Bounds of a Poisson count; Breslow and Day (1987), eq. 2.10."""
    above = count + 1
    high = above * (1 - 1 / (9 * above) + quantile / (3 * math.sqrt(above))) ** 3
    if count == 0:
        return 0.0, high
    low = count * (1 - 1 / (9 * count) - quantile / (3 * math.sqrt(count))) ** 3
    return max(0.0, low), high


def boxes(
    counts: npt.ArrayLike,
    *,
    top: int,
    bottom: int,
    population_size: int | None = None,
    confidence_level: float = 0.95,
) -> Boxes:
    """Answers of one scale split into best, middle and worst, each with its bounds.

    Parameters
    ----------
    counts : array of shape (levels,)
        Answers at **all** levels, worst to best, zeros kept.
    top, bottom : int
        How many levels make the best and the worst box.
    population_size : int, optional
        Recipients of this institution in this period.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Boxes
        Three shares of the same n; they sum to 1.

    Raises
    ------
    ValueError
        If the boxes hold more levels than the scale.

    Notes
    -----
    The three intervals are not independent: do not subtract them.

    Examples
    --------
    >>> scale = boxes([1, 0, 3, 10, 6], top=2, bottom=2)
    >>> scale.top.estimate, scale.middle.estimate, scale.bottom.estimate
    (0.8, 0.15, 0.05)
    """
    levels = np.atleast_1d(checked_counts("counts", counts))
    top, bottom = checked_count("top", top), checked_count("bottom", bottom)
    if levels.ndim != 1 or top + bottom > levels.size:
        raise impossible((top, bottom), "top, bottom", f"at most {levels.size} levels")
    best = int(levels[levels.size - top :].sum())
    worst = int(levels[:bottom].sum())
    n = int(levels.sum())
    high, middle, low = (
        proportion(part, n, population_size=population_size, confidence_level=confidence_level)
        for part in (best, n - best - worst, worst)
    )
    return Boxes(high, middle, low, n)


def nonresponse(
    count: int, answered: int, asked: int, *, confidence_level: float = 0.95
) -> Nonresponse:
    """Silent people counted, and the share bounded by what all of them could have said.

    Parameters
    ----------
    count, answered, asked : int
        Yes among the answers, answers, and people asked.
    confidence_level : float
        Of the interval of the silent share.

    Returns
    -------
    Nonresponse
        `worst_low` if all silent people said no, `worst_high` if all said yes.

    Raises
    ------
    ValueError
        If count > answered or answered > asked.

    Notes
    -----
    The two ends are extremes, not a confidence interval. Show them when over 10 % are silent.

    References
    ----------
    Manski (2003), Partial Identification of Probability Distributions, ch. 1.

    Examples
    --------
    >>> ends = nonresponse(40, 50, 80)
    >>> ends.worst_low, ends.worst_high
    (0.5, 0.875)
    """
    count, answered = checked_share_counts(count, answered)
    answered, asked = checked_share_counts(answered, asked)
    missing = proportion(asked - answered, asked, confidence_level=confidence_level)
    if asked == 0:
        return Nonresponse(missing, 0.0, 1.0)
    return Nonresponse(missing, count / asked, (count + asked - answered) / asked)
