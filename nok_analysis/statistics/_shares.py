"""Bounds of one share: three formulas, numbers in and numbers out."""

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import Floats
from nok_analysis.statistics._distributions import beta_quantile, hypergeometric_bounds


def wilson_bounds(
    share: npt.ArrayLike, n: npt.ArrayLike, quantile: float
) -> tuple[Floats, Floats]:
    """Score bounds of shares; Wilson (1927), as eq. 3 of Newcombe (1998), Stat Med 17:857.

    `n` may be fractional (an effective size) or infinite (a census: no width).
    """
    p, size = np.asarray(share, dtype=np.float64), np.asarray(n, dtype=np.float64)
    squared = quantile**2
    middle = p + squared / (2 * size)
    half = quantile * np.sqrt(p * (1 - p) / size + squared / (4 * size**2))
    scale = 1 + squared / size
    low = np.where(p <= 0, 0.0, (middle - half) / scale)  # k = 0: exactly 0
    high = np.where(p >= 1, 1.0, (middle + half) / scale)  # k = n: exactly 1
    return low, high


def effective_size(n: int, population_size: int | None) -> float:
    """Size that gives Wilson the width of a sample without replacement; infinite at n = N."""
    if population_size is None:
        return float(n)
    if n == population_size:
        return np.inf
    return n * (population_size - 1) / (population_size - n)


def clopper_pearson_bounds(count: int, n: int, confidence_level: float) -> tuple[float, float]:
    """Exact bounds by beta quantiles; Clopper and Pearson (1934), Biometrika 26:404."""
    tail = (1 - confidence_level) / 2
    low = 0.0 if count == 0 else beta_quantile(tail, count, n - count + 1)
    high = 1.0 if count == n else beta_quantile(1 - tail, count + 1, n - count)
    return low, high


def population_bounds(
    count: int, n: int, population_size: int, confidence_level: float
) -> tuple[float, float]:
    """Exact bounds of a share of a known population by hypergeometric tails."""
    tail = (1 - confidence_level) / 2
    least, greatest = hypergeometric_bounds(count, n, population_size, tail)
    return least / population_size, greatest / population_size
