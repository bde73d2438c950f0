"""How often an answer of one group is above an answer of the other."""

import math

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import Floats, checked_level, checked_vector
from nok_analysis.statistics._distributions import two_sided_normal
from nok_analysis.statistics._results import Interval

_METHOD = "cliff_consistent"
_FEWEST_FOR_SPREAD = 2


def cliffs_delta(
    first: npt.ArrayLike, second: npt.ArrayLike, *, confidence_level: float = 0.95
) -> Interval:
    """Share of pairs in which the first is above, less the share in which it is below.

    Parameters
    ----------
    first, second : array
        Answers of either group; NaN is dropped.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Interval
        From -1 to 1 with asymmetric bounds; n is the sum of both groups.

    Raises
    ------
    ValueError
        If the level is outside (0, 1).

    Notes
    -----
    Bounds come from the cited formula without a published number to check it by. Without any
    overlap the variance is 0 and the inner bound is Wilson's for the smaller group.

    References
    ----------
    Cliff (1993), Psychological Bulletin 114:494-509; Feng and Cliff (2004), JMASM 3:322-332.

    Examples
    --------
    >>> cliffs_delta([3, 4, 5], [1, 2, 3]).estimate.__round__(4)
    0.8889
    """
    level = checked_level(confidence_level)
    above, below = (checked_vector("answers", side, missing=True) for side in (first, second))
    above, below = above[~np.isnan(above)], below[~np.isnan(below)]
    n = above.size + below.size
    if not (above.size and below.size):
        return Interval(math.nan, -1.0, 1.0, n, _METHOD, level, "too_few", "no_answers")
    rows, columns = _dominance(above, below), -_dominance(below, above)
    delta = float(rows.mean())
    if min(above.size, below.size) < _FEWEST_FOR_SPREAD:
        return Interval(delta, -1.0, 1.0, n, _METHOD, level, "too_few", "fewer_than_two")
    low, high = _bounds(delta, _variance(rows, columns, above, below), two_sided_normal(level))
    if abs(delta) == 1:
        inner = _without_overlap(min(above.size, below.size), two_sided_normal(level))
        low, high = (inner, 1.0) if delta > 0 else (-1.0, -inner)
    return Interval(delta, low, high, n, _METHOD, level)


def _dominance(these: Floats, others: Floats) -> Floats:
    """Share of the others below, less the share above, for each of these."""
    ordered = np.sort(others)
    below = np.searchsorted(ordered, these, side="left")
    above = others.size - np.searchsorted(ordered, these, side="right")
    return (below - above) / others.size


def _variance(rows: Floats, columns: Floats, above: Floats, below: Floats) -> float:
    """Consistent variance of delta; eq. 6 of Feng and Cliff (2004)."""
    n, m, delta = rows.size, columns.size, rows.mean()
    ordered = np.sort(below)
    ties = np.searchsorted(ordered, above, "right") - np.searchsorted(ordered, above, "left")
    cells = (n * m - ties.sum()) - n * m * delta**2  # sum of squares about delta
    by_rows = (m - 1) * rows.var(ddof=1)
    by_columns = (n - 1) * columns.var(ddof=1)
    return float((by_rows + by_columns + cells / ((n - 1) * (m - 1))) / (n * m))


def _bounds(delta: float, variance: float, quantile: float) -> tuple[float, float]:
    """Asymmetric bounds; eq. 7 of Feng and Cliff (2004)."""
    widened = quantile**2 * variance
    scale = 1 - delta**2 + widened
    if scale == 0:
        return delta, delta
    middle = delta - delta**3
    half = quantile * math.sqrt(variance) * math.sqrt((1 - delta**2) ** 2 + widened)
    return max(-1.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def _without_overlap(n: int, quantile: float) -> float:
    """Inner bound at delta = 1: twice Wilson's low bound of n out of n, less 1."""
    return (n - quantile**2) / (n + quantile**2)
