"""Agreement of experts with each other, and of ratings with outside ratings."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Floats,
    checked_alike,
    checked_matrix,
    checked_vector,
)
from nok_analysis.statistics._distributions import chi_square_upper, kendall, mean_ranks
from nok_analysis.statistics._krippendorff import krippendorff_alpha
from nok_analysis.statistics.verdicts import Reason, Status

__all__ = [
    "Association",
    "Concordance",
    "kendall_tau",
    "kendall_w",
    "krippendorff_alpha",
]

_FEWEST_SUBJECTS = 3
_FEWEST_RATERS = 2
_FEWEST_PAIRS = 4


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W with its chi-square test."""

    w: float
    statistic: float
    df: int
    p: float
    subjects: int
    raters: int
    status: Status = "ok"
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Association:
    """Kendall's tau-b of two ratings."""

    tau_b: float
    p: float
    n: int
    status: Status = "ok"
    reason: Reason = ""


def kendall_w(ratings: npt.ArrayLike, *, correct_ties: bool = True) -> Concordance:
    """Concordance of raters who all rated the same institutions.

    Parameters
    ----------
    ratings : array of shape (institutions, raters)
        **Rows are institutions.** A row with a gap is dropped.
    correct_ties : bool
        Allow for equal ratings by one rater.

    Returns
    -------
    Concordance
        W from 0 (none) to 1 (complete); `too_few` under three institutions or two raters,
        `refused` when no rater tells institutions apart.

    Notes
    -----
    Agreement on the order only; chi-square is rough under seven institutions.

    References
    ----------
    Kendall and Gibbons (1990), Rank Correlation Methods, ch. 6.

    Examples
    --------
    >>> kendall_w([[1, 1], [2, 2], [3, 3]]).w
    1.0
    """
    rows = checked_matrix("ratings", ratings, missing=True)
    rows = rows[~np.isnan(rows).any(axis=1)]
    n, m = rows.shape
    df = max(n - 1, 0)
    unknown = (math.nan, math.nan, df, math.nan, n, m)
    if n < _FEWEST_SUBJECTS or m < _FEWEST_RATERS:
        return Concordance(*unknown, "too_few", "subjects_or_raters")
    sums = mean_ranks(rows, axis=0).sum(axis=1)
    squares = float(((sums - sums.mean()) ** 2).sum())
    cubes = m * (n**3 - n)
    ties = sum(_tie_term(column) for column in rows.T)
    if ties == cubes:
        return Concordance(*unknown, "refused", "no_variation")
    w = 12 * squares / (m * (cubes - ties if correct_ties else cubes))
    statistic = m * (n - 1) * w
    return Concordance(w, statistic, df, chi_square_upper(statistic, df), n, m)


def _tie_term(ratings: Floats) -> int:
    """Sum of t**3 - t over the groups of equal ratings."""
    _, tied = np.unique(ratings, return_counts=True)
    return int((tied**3 - tied).sum())


def kendall_tau(first: npt.ArrayLike, second: npt.ArrayLike) -> Association:
    """Association of two ratings of the same institutions, ties allowed for.

    Parameters
    ----------
    first, second : array of shape (institutions,)
        Ratings; a pair with a gap is dropped.

    Returns
    -------
    Association
        tau-b from -1 to 1; `too_few` under four pairs, `refused` when one rating is constant.

    Raises
    ------
    ValueError
        If the lengths differ.

    Notes
    -----
    Agreement of order, not of level: two raters may agree fully and differ by ten points.

    References
    ----------
    Kendall (1945), Biometrika 33:239-251.

    Examples
    --------
    >>> tau = kendall_tau([1, 2, 2, 4, 5, 6, 7], [2, 1, 3, 3, 6, 5, 7])
    >>> round(tau.tau_b, 4), tau.n
    (0.75, 7)
    """
    x = checked_vector("first", first, missing=True)
    y = checked_vector("second", second, missing=True)
    checked_alike(first=x, second=y)
    both = ~np.isnan(x + y)
    x, y = x[both], y[both]
    if x.size < _FEWEST_PAIRS:
        return Association(math.nan, math.nan, x.size, "too_few", "fewer_than_four")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return Association(math.nan, math.nan, x.size, "refused", "no_variation")
    return Association(*kendall(x, y), x.size)
