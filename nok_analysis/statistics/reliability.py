"""Reliability: does a score tell institutions apart."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Floats,
    checked_level,
    checked_matrix,
    checked_nonnegative,
    checked_option,
    checked_vector,
    checked_within,
    impossible,
)
from nok_analysis.statistics._distributions import f_quantile
from nok_analysis.statistics.verdicts import Reason, Status

__all__ = [
    "Alpha",
    "Reliability",
    "Shrinkage",
    "between_institutions",
    "cronbach_alpha",
    "shrink",
]

_FEWEST_ITEMS = 2
_FEWEST_ROWS = 3
_FEWEST_INSTITUTIONS = 2
# With three or fewer means James and Stein's estimator is no better than the means.
_FEWEST_TO_SHRINK = 4


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's alpha with Feldt's bounds."""

    estimate: float
    low: float
    high: float
    n: int
    items: int
    missing: str
    confidence_level: float
    status: Status = "ok"
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Reliability:
    """Share of the variance between institutions that is not chance."""

    value: float
    f: float
    df: int
    distinguishes: bool
    status: Status = "ok"
    reason: Reason = ""


@dataclass(frozen=True, slots=True, eq=False)
class Shrinkage:
    """Values drawn towards their centre, and the part of each deviation that was kept."""

    values: Floats
    kept: Floats
    center: float
    tau2: float
    status: Status = "ok"
    reason: Reason = ""


def cronbach_alpha(
    items: npt.ArrayLike, *, missing: str = "listwise", confidence_level: float = 0.95
) -> Alpha:
    """Agreement of the items of one scale.

    Parameters
    ----------
    items : array of shape (respondents, items)
        Answers, NaN missing; no row-number column.
    missing : {"listwise", "pairwise"}
        Complete rows only, or every pair of items by the rows that hold both.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Alpha
        n counts complete rows (listwise) or all rows (pairwise); NaN and `too_few` under three
        rows or without variance.

    Raises
    ------
    ValueError
        If there are fewer than two items or the option is unknown.

    Notes
    -----
    Not for yes/no items behind branches, and no proof that a scale measures one thing.

    References
    ----------
    Feldt, Woodruff, Salih (1987), Applied Psychological Measurement 11:93-103, eq. 7.

    Examples
    --------
    >>> alpha = cronbach_alpha([[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 4, 5]])
    >>> round(alpha.estimate, 3), alpha.n
    (0.933, 4)
    """
    level = checked_level(confidence_level)
    checked_option("missing", missing, ("listwise", "pairwise"))
    answers = checked_matrix("items", items, missing=True)
    k = answers.shape[1]
    if k < _FEWEST_ITEMS:
        raise impossible(k, "items", "at least two columns")
    if missing == "listwise":
        answers = answers[~np.isnan(answers).any(axis=1)]
    n = len(answers)
    covariances = _covariances(answers)
    total = float(covariances.sum())
    if n < _FEWEST_ROWS or not total > 0:
        unknown = (math.nan, math.nan, math.nan, n, k, missing, level)
        return Alpha(*unknown, "too_few", "no_variance_or_rows")
    alpha = k / (k - 1) * (1 - float(np.trace(covariances)) / total)
    tail, df = (1 - level) / 2, (n - 1, (n - 1) * (k - 1))
    low = 1 - (1 - alpha) * f_quantile(1 - tail, *df)
    high = 1 - (1 - alpha) * f_quantile(tail, *df)
    return Alpha(alpha, low, high, n, k, missing, level)


def _covariances(answers: Floats) -> Floats:
    """Covariance of each pair of columns over the rows that hold both."""
    given = ~np.isnan(answers)
    rows = given.sum(axis=0)
    centred = np.where(given, answers - np.nansum(answers, axis=0) / np.maximum(rows, 1), 0.0)
    both = given.astype(np.float64)
    n = both.T @ both
    sums = centred.T @ both
    with np.errstate(divide="ignore", invalid="ignore"):
        return (centred.T @ centred - sums * sums.T / n) / (n - 1)


def between_institutions(
    estimates: npt.ArrayLike, variances: npt.ArrayLike, *, gate: float = 0.70
) -> Reliability:
    """Share of the differences between institutions that is more than chance.

    Parameters
    ----------
    estimates, variances : array of shape (institutions,)
        Scores and their squared standard errors; an institution with NaN is left out.
    gate : float
        Least reliability that allows places.

    Returns
    -------
    Reliability
        R = 1 - 1/F, not below 0; df = institutions - 1; `refused` when a variance is 0.

    Raises
    ------
    ValueError
        If a variance is negative.

    Notes
    -----
    Speaks of this set of institutions; with fewer than five say on how many it rests.

    References
    ----------
    Instructions for Analyzing Data from CAHPS Surveys 4.1 (2017), p. 48.

    Examples
    --------
    >>> result = between_institutions([88.1, 80.9, 93.4], [4.1, 9.5, 2.2])
    >>> round(result.value, 3), result.distinguishes
    (0.865, True)
    """
    gate = checked_within("gate", gate, 0, 1)
    scores, v = _known(estimates, variances)
    df = scores.size - 1
    if scores.size < _FEWEST_INSTITUTIONS:
        return _unknown(df, "too_few", "fewer_than_two_institutions")
    if (v == 0).any():
        return _unknown(df, "refused", "zero_variance")
    center = float(np.average(scores, weights=1 / v))
    f = float(((scores - center) ** 2 / v).sum()) / df
    value = 1 - 1 / f if f > 1 else 0.0
    return Reliability(value, f, df, value >= gate)


def _unknown(df: int, status: Status, reason: Reason) -> Reliability:
    """Reliability that cannot be computed and so distinguishes nobody."""
    return Reliability(
        math.nan, math.nan, max(df, 0), distinguishes=False, status=status, reason=reason
    )


def _known(estimates: npt.ArrayLike, variances: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Scores with a known variance; one variance may serve all."""
    scores = checked_vector("estimates", estimates, missing=True)
    v = _variance_of_each(scores, variances)
    known = ~np.isnan(scores + v)
    return scores[known], v[known]


def _variance_of_each(scores: Floats, variances: npt.ArrayLike) -> Floats:
    """Return a variance for each score."""
    given = np.asarray(variances, dtype=np.float64)
    spread = np.full(scores.shape, given) if given.ndim == 0 else given
    v = checked_nonnegative("variances", spread, missing=True)
    if v.shape != scores.shape:
        raise impossible(v.shape, "shape of variances", f"{scores.shape}")
    return v


def shrink(estimates: npt.ArrayLike, variances: npt.ArrayLike) -> Shrinkage:
    """Scores drawn towards their common centre, the more the less certain they are.

    Parameters
    ----------
    estimates : array of shape (institutions,)
        Scores; an institution with NaN stays as it is and moves nobody.
    variances : array of shape (institutions,) or float
        Squared standard errors, or one for all.

    Returns
    -------
    Shrinkage
        value = center + kept * (score - center); `refused` and unchanged under four scores or
        when a variance is 0.

    Raises
    ------
    ValueError
        If a variance is negative.

    Notes
    -----
    A display aid for small n, labelled as such; never the official score.

    References
    ----------
    Efron and Morris (1975), JASA 70:311-319; DerSimonian and Laird (1986), eq. 8.

    Examples
    --------
    >>> drawn = shrink([88.1, 80.9, 93.4, 85.0], [4.1, 9.5, 2.2, 6.0])
    >>> drawn.values.round(1).tolist()
    [88.1, 81.5, 93.2, 85.2]
    """
    scores = checked_vector("estimates", estimates, missing=True)
    v = _variance_of_each(scores, variances)
    known = ~np.isnan(scores + v)
    k = int(known.sum())
    if k < _FEWEST_TO_SHRINK or (v[known] == 0).any():
        reason: Reason = "fewer_than_four" if k < _FEWEST_TO_SHRINK else "zero_variance"
        kept = np.where(known, 1.0, math.nan)
        return Shrinkage(scores, kept, math.nan, math.nan, "refused", reason)
    tau2 = _between_variance(scores[known], v[known])
    spread = v + tau2
    center = float(np.average(scores[known], weights=1 / spread[known]))
    kept = 1 - (k - 3) / (k - 1) * v / spread  # Efron and Morris: (k - 3) in place of (k - 1)
    values = np.where(known, center + kept * (scores - center), scores)
    return Shrinkage(values, np.where(known, kept, math.nan), center, tau2)


def _between_variance(scores: Floats, v: Floats) -> float:
    """Variance between institutions by moments; DerSimonian and Laird (1986), eq. 8."""
    w = 1 / v
    q = float((w * (scores - np.average(scores, weights=w)) ** 2).sum())
    return max(0.0, (q - (scores.size - 1)) / float(w.sum() - (w**2).sum() / w.sum()))
