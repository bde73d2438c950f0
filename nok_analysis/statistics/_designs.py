"""Means of samples with weights, strata and clusters."""

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Floats,
    Integers,
    checked_level,
    checked_weights,
)
from nok_analysis.statistics._distributions import two_sided_t
from nok_analysis.statistics._samples import Sample, Sizes, design_sample, stratum_units
from nok_analysis.statistics.verdicts import Reason, Status

# Weights printed with few digits still sum to the population that they stand for.
_SAME_TOTAL = 1e-6


@dataclass(frozen=True, slots=True)
class DesignMean:
    """A mean of a sample design; both design effects name their reference in their name."""

    estimate: float
    standard_error: float
    low: float
    high: float
    df: int
    n: int
    design_effect_wr: float
    design_effect_wor: float
    method: str
    confidence_level: float
    status: Status = "ok"
    reason: Reason = ""


def weighted_mean(
    values: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
    strata: npt.ArrayLike | None = None,
    clusters: npt.ArrayLike | None = None,
    population_sizes: Sizes | int | None = None,
    confidence_level: float = 0.95,
) -> DesignMean:
    """Weighted mean with the standard error of its sample design.

    Parameters
    ----------
    values : array of shape (n,)
        Answers; NaN is dropped together with its weight.
    weights, strata, clusters : array of shape (n,), optional
        Weight, label of the stratum and of the cluster (within its stratum) of each answer.
    population_sizes : mapping of stratum to size, or int without strata, optional
        People of each stratum; clusters of each stratum when `clusters` is given.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    DesignMean
        Student's bounds on units - strata degrees of freedom; `design_effect_wor` is NaN when
        the weights do not sum to a population.

    Raises
    ------
    ValueError
        If a stratum lacks its size or holds more units than its size.

    Notes
    -----
    Linear approximation; with fewer than about ten clusters the bounds are too narrow.

    References
    ----------
    Lumley (2010), Complex Surveys, sec. 2.2-3.2; equal to R survey 4.1-1 `svymean`.

    Examples
    --------
    >>> answers = weighted_mean([7, 9, 8, 10, 6, 9], population_sizes=15)
    >>> round(answers.low, 3), answers.df
    (6.97, 5)
    """
    level = checked_level(confidence_level)
    sample = design_sample(values, weights, strata, population_sizes, clusters=clusters)
    n = sample.values.size
    if n == 0:
        return _without_interval(math.nan, 0, level, "no_answers")
    if sample.unseen:
        return _without_interval(math.nan, n, level, "empty_stratum")
    share = sample.weights / sample.weights.sum()
    estimate = float(share @ sample.values)
    influence = share * (sample.values - estimate)
    unit_z = np.bincount(sample.unit, influence).astype(np.float64)
    variance = _stratified_variance(unit_z, sample.unit_layer, sample.sizes)
    if math.isnan(variance):
        alone: Reason = "fewer_than_two" if strata is None else "single_unit_stratum"
        return _without_interval(estimate, n, level, alone)
    return _with_interval(sample, (estimate, variance, unit_z.size - sample.sizes.size), level)


def _stratified_variance(z: Floats, layer: Integers, sizes: Floats) -> float:
    """Sum over strata of (1 - n/N) n/(n-1) times the squares; NaN with a lonely unit."""
    n = stratum_units(layer, sizes)
    centred = z - (np.bincount(layer, z) / n)[layer]
    factor = (1 - n / sizes) * n / np.maximum(n - 1, 1)
    factor[(n == 1) & (sizes > 1)] = math.nan
    return float((factor * np.bincount(layer, centred**2)).sum())


def _without_interval(estimate: float, n: int, level: float, reason: Reason) -> DesignMean:
    """Mean that the design does not let judge."""
    status: Status = "refused" if reason == "empty_stratum" else "too_few"
    return DesignMean(
        estimate,
        math.nan,
        math.nan,
        math.nan,
        0,
        n,
        math.nan,
        math.nan,
        "taylor",
        level,
        status,
        reason,
    )


def _with_interval(
    sample: Sample, moments: tuple[float, float, int], level: float
) -> DesignMean:
    """Student's bounds and both design effects; moments are mean, variance, df."""
    estimate, variance, df = moments
    error, n = math.sqrt(variance), sample.values.size
    census = n == sample.whole
    half = two_sided_t(level, df) * error if error > 0 else 0.0
    effects = _design_effects(sample, variance)
    method = "census" if census else "taylor"
    bounds = (estimate - half, estimate + half)
    return DesignMean(estimate, error, *bounds, df, n, *effects, method, level)


def _design_effects(sample: Sample, variance: float) -> tuple[float, float]:
    """Variance over that of simple sampling with, and without, replacement."""
    y, w = sample.values, sample.weights
    n, total = y.size, float(w.sum())
    squares = float((w * (y - np.average(y, weights=w)) ** 2).sum()) / total
    if squares == 0 or n == 1:
        return math.nan, math.nan
    with_replacement = variance / (squares / (n - 1))
    stands_for_people = total > n * (1 + _SAME_TOTAL) and (
        math.isinf(sample.whole) or math.isclose(total, sample.whole, rel_tol=_SAME_TOTAL)
    )
    if not stands_for_people:
        return with_replacement, math.nan
    return with_replacement, with_replacement / (1 - n / total)


def poststratified_mean(
    values: npt.ArrayLike,
    strata: npt.ArrayLike,
    *,
    population_sizes: Sizes,
    confidence_level: float = 0.95,
) -> DesignMean:
    """Mean corrected to the known make-up of the recipients.

    Parameters
    ----------
    values : array of shape (n,)
        Answers; NaN is dropped.
    strata : array of shape (n,)
        Label of each answer's stratum, known from the register (sex, age, form of service).
    population_sizes : mapping of stratum to int
        Recipients of every stratum.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    DesignMean
        Student's bounds on n - 1 degrees of freedom; `refused` when a stratum with recipients
        has no answer, `too_few` when one has a single answer.

    Raises
    ------
    ValueError
        If a stratum of the answers has no size, or more answers than recipients.

    Notes
    -----
    Corrects what the strata explain and nothing else; merge strata by decision, not by code.

    References
    ----------
    Lumley (2010), Complex Surveys, sec. 7.2; equal to R survey 4.1-1 `postStratify`.

    Examples
    --------
    >>> sizes = {"men": 20, "women": 80}
    >>> answers = poststratified_mean([1, 3, 6, 8], ["men", "men", "women", "women"],
    ...                               population_sizes=sizes)
    >>> answers.estimate
    6.0
    """
    level = checked_level(confidence_level)
    sample = design_sample(values, None, strata, population_sizes)
    answered = sample.values.size
    if answered == 0 or sample.unseen:
        lacking: Reason = "empty_stratum" if answered else "no_answers"
        return _without_interval(math.nan, answered, level, lacking)
    n = stratum_units(sample.layer, sample.sizes)
    means = np.bincount(sample.layer, sample.values) / n
    estimate = float(sample.sizes @ means / sample.whole)
    if ((n == 1) & (sample.sizes > 1)).any():
        return _without_interval(estimate, answered, level, "single_unit_stratum")
    sample = replace(sample, weights=(sample.sizes / n)[sample.layer])
    residuals = sample.weights * (sample.values - means[sample.layer]) / sample.whole
    freedom = max(answered - 1, 1)
    missed = 1 - answered / sample.whole
    variance = missed * answered / freedom * float((residuals**2).sum())
    return _with_interval(sample, (estimate, variance, answered - 1), level)


def weight_loss(weights: npt.ArrayLike) -> float:
    """Factor by which unequal weights enlarge a variance.

    Parameters
    ----------
    weights : array of shape (n,)
        Weights of the respondents, in any unit.

    Returns
    -------
    float
        n * sum(w**2) / sum(w)**2, 1 for equal weights; NaN without respondents.

    Raises
    ------
    ValueError
        If a weight is negative or all are zero.

    Notes
    -----
    Assumes that weights and answers are unrelated; warn readers above 2.

    References
    ----------
    Kish (1992), Journal of Official Statistics 8:183-200.

    Examples
    --------
    >>> weight_loss([1, 1, 2])
    1.125
    """
    w = checked_weights(weights)
    if w.size == 0:
        return math.nan
    return float(w.size * (w**2).sum() / w.sum() ** 2)
