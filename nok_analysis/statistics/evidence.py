"""Evidence that groups differ, and that it matters."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._adjusted_p import benjamini_hochberg, holm
from nok_analysis.statistics._checks import Floats, Integers, checked_option, checked_vector
from nok_analysis.statistics._distributions import (
    kruskal,
    mean_ranks,
    normal_two_sided_p,
)
from nok_analysis.statistics._dominance import cliffs_delta
from nok_analysis.statistics._pairs import (
    Pairwise,
    pairs_of,
    pairwise_proportions,
    pairwise_scores,
)
from nok_analysis.statistics.verdicts import Reason, Status

__all__ = [
    "Dunn",
    "Pairwise",
    "Test",
    "benjamini_hochberg",
    "cliffs_delta",
    "dunn",
    "holm",
    "kruskal_wallis",
    "pairwise_proportions",
    "pairwise_scores",
]

_FEWEST_IN_GROUP = 3
_FEWEST_GROUPS = 2
_ADJUSTMENTS = {"holm": holm, "benjamini_hochberg": benjamini_hochberg}


@dataclass(frozen=True, slots=True)
class Test:
    """One test of one hypothesis."""

    __test__ = False  # a noun of statistics, not a test of this package

    statistic: float
    df: int
    p: float
    n: int
    status: Status = "ok"
    reason: Reason = ""


@dataclass(frozen=True, slots=True, eq=False)
class Dunn:
    """Pairs of groups compared by mean ranks."""

    first: Integers
    second: Integers
    z: Floats
    p: Floats
    p_adjusted: Floats


def kruskal_wallis(groups: Sequence[npt.ArrayLike]) -> Test:
    """One test whether some group tends to give higher answers than another.

    Parameters
    ----------
    groups : sequence of array
        Answers of each group; NaN is dropped.

    Returns
    -------
    Test
        Statistic corrected for ties, df = groups - 1, n of all groups; `too_few` when a group
        has fewer than three answers, `refused` when all answers are equal.

    Notes
    -----
    Says that groups differ, not which (`dunn`) and not by how much (`cliffs_delta`).

    References
    ----------
    Kruskal and Wallis (1952), JASA 47:583-621.

    Examples
    --------
    >>> test = kruskal_wallis([[1, 2, 2, 3], [3, 4, 4, 5]])
    >>> round(test.statistic, 3), test.df, test.n
    (4.861, 1, 8)
    """
    answers = _given(groups)
    n, df = sum(group.size for group in answers), len(answers) - 1
    if len(answers) < _FEWEST_GROUPS:
        return Test(math.nan, max(df, 0), math.nan, n, "too_few", "fewer_than_two")
    if min(group.size for group in answers) < _FEWEST_IN_GROUP:
        return Test(math.nan, df, math.nan, n, "too_few", "group_below_three")
    if np.ptp(np.concatenate(answers)) == 0:
        return Test(math.nan, df, math.nan, n, "refused", "no_variation")
    statistic, p = kruskal(answers)
    return Test(statistic, df, p, n)


def _given(groups: Sequence[npt.ArrayLike]) -> list[Floats]:
    """Answers that were given, group by group."""
    answers = [checked_vector("groups", group, missing=True) for group in groups]
    return [group[~np.isnan(group)] for group in answers]


def dunn(groups: Sequence[npt.ArrayLike], *, adjustment: str = "holm") -> Dunn:
    """Every pair of groups compared by its mean ranks in the pooled answers.

    Parameters
    ----------
    groups : sequence of array
        Answers of each group; NaN is dropped before anything is counted.
    adjustment : {"holm", "benjamini_hochberg"}
        How p is adjusted for the number of pairs.

    Returns
    -------
    Dunn
        Pairs (0, 1), (0, 2), ..., z = first - second, two-sided p; NaN for an empty group or
        when all answers are equal.

    Raises
    ------
    ValueError
        If the adjustment is unknown.

    Notes
    -----
    Follows a significant `kruskal_wallis`; compares ranks, not means or medians.

    References
    ----------
    Dunn (1964), Technometrics 6:241-252.

    Examples
    --------
    >>> pairs = dunn([[1, 2, 2, 3], [3, 4, 4, 5]])
    >>> pairs.z.round(3).tolist()
    [-2.205]
    """
    checked_option("adjustment", adjustment, _ADJUSTMENTS)
    answers = _given(groups)
    pooled = np.concatenate([*answers, np.empty(0)])
    sizes = np.array([group.size for group in answers], dtype=np.float64)
    label = np.repeat(np.arange(sizes.size), sizes.astype(np.int64))
    first, second = pairs_of(sizes.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.bincount(label, mean_ranks(pooled), minlength=sizes.size) / sizes
        error = np.sqrt(_rank_variance(pooled) * (1 / sizes[first] + 1 / sizes[second]))
        z = (means[first] - means[second]) / error
    p = normal_two_sided_p(z)
    return Dunn(first, second, z, p, _ADJUSTMENTS[adjustment](p))


def _rank_variance(pooled: Floats) -> float:
    """N(N+1)/12 less the correction for ties; eq. 8 of Dunn (1964)."""
    n = pooled.size
    _, tied = np.unique(pooled, return_counts=True)
    if n < _FEWEST_GROUPS or tied.size == 1:
        return math.nan
    twelfth = 1 / 12
    return twelfth * (n * (n + 1) - float((tied**3 - tied).sum()) / (n - 1))
