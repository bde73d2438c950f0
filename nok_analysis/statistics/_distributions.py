# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false
"""Quantiles and tails, typed once: scipy ships no types, so strict checking stops here."""

import bisect
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import optimize, special, stats

from nok_analysis.statistics._checks import Floats


def two_sided_normal(confidence_level: float) -> float:
    """Quantile q with P(|Z| <= q) equal to the level."""
    return float(special.ndtri((1 + confidence_level) / 2))


def two_sided_t(confidence_level: float, df: float) -> float:
    """Quantile q with P(|t| <= q) equal to the level."""
    return float(special.stdtrit(df, (1 + confidence_level) / 2))


def normal_two_sided_p(z: npt.ArrayLike) -> Floats:
    """P(|Z| >= |z|)."""
    return np.asarray(2 * special.ndtr(-np.abs(z)), dtype=np.float64)


def t_two_sided_p(t: float, df: float) -> float:
    """P(|T| >= |t|)."""
    return float(2 * special.stdtr(df, -abs(t)))


def chi_square_upper(statistic: float, df: float) -> float:
    """P(X >= statistic)."""
    return float(special.chdtrc(df, statistic))


def f_quantile(probability: float, df_1: float, df_2: float) -> float:
    """Quantile of the F distribution."""
    return float(special.fdtri(df_1, df_2, probability))


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Quantile of the beta distribution."""
    return float(special.betaincinv(a, b, probability))


def poisson_upper(counts: npt.ArrayLike, mean: float) -> Floats:
    """P(X >= count), one a count; 1 at a count of 0."""
    whole = np.asarray(counts, dtype=np.float64)
    tail = special.gammainc(np.maximum(whole, 1), mean)
    return np.where(whole > 0, tail, 1.0)


def binomial_quantile(probability: float, n: int, share: float) -> int:
    """Least k with P(X <= k) >= probability; 0 of no trials."""
    return int(stats.binom.ppf(probability, n, share)) if n > 0 else 0


def hypergeometric_bounds(count: int, n: int, size: int, tail: float) -> tuple[int, int]:
    """Least and greatest successes of the population that neither tail rejects."""
    candidates: Sequence[int] = range(count, size - n + count + 1)
    # both tails are monotone in the number of successes, so halving finds the edge
    least = bisect.bisect_right(
        candidates, tail, key=lambda k: stats.hypergeom.sf(count - 1, size, k, n)
    )
    beyond = bisect.bisect_left(
        candidates, -tail, key=lambda k: -stats.hypergeom.cdf(count, size, k, n)
    )
    return candidates[least], candidates[beyond - 1]


def fisher_exact_p(table: npt.ArrayLike) -> float:
    """Two-sided p of Fisher's exact test of a table of two rows and two columns."""
    return float(stats.fisher_exact(table).pvalue)


def kruskal(groups: Sequence[Floats]) -> tuple[float, float]:
    """Statistic, corrected for ties, and p of the Kruskal-Wallis test."""
    result = stats.kruskal(*groups)
    return float(result.statistic), float(result.pvalue)


def kendall(first: Floats, second: Floats) -> tuple[float, float]:
    """Tau-b and its two-sided p."""
    result = stats.kendalltau(first, second, variant="b")
    return float(result.statistic), float(result.pvalue)


def mean_ranks(values: npt.ArrayLike, *, axis: int | None = None) -> Floats:
    """Ranks from 1 up, ties sharing their mean rank."""
    return np.asarray(stats.rankdata(values, axis=axis), dtype=np.float64)


def least_ranks(values: npt.ArrayLike, *, axis: int) -> npt.NDArray[np.int64]:
    """Ranks from 1 up, ties sharing the least rank."""
    return np.asarray(stats.rankdata(values, method="min", axis=axis), dtype=np.int64)


def noncentrality(df: float, critical: float, power: float) -> float:
    """Shift of a t statistic that passes +-critical with the given power."""

    def missing_power(shift: float) -> float:
        inside = special.nctdtr(df, shift, critical) - special.nctdtr(df, shift, -critical)
        return float(1 - inside - power)

    far = 2 * critical
    while missing_power(far) < 0:
        far *= 2
    return float(optimize.brentq(missing_power, 0.0, far, xtol=1e-12))
