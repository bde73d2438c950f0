"""Control charts: signal or noise over many periods."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._chart_rules import special_causes
from nok_analysis.statistics._charts import (
    Chart,
    in_segments,
    ladder,
    mean_range,
    screened_range,
    standing,
)
from nok_analysis.statistics._checks import Floats, checked_vector
from nok_analysis.statistics._distributions import binomial_quantile
from nok_analysis.statistics._share_charts import laney_p, p_chart, u_chart

__all__ = [
    "Chart",
    "Runs",
    "ladder",
    "laney_p",
    "p_chart",
    "runs",
    "special_causes",
    "u_chart",
    "xmr",
]

# Provost and Murray (2011), The Health Care Data Guide, p. 159: 3/1.128 as printed.
_XMR_FACTOR = 2.66
# Anhoj and Olesen (2014), PLoS ONE 9:e113825: bounds of the run chart.
_RUN_ALLOWANCE = 3
_CROSSING_TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Runs:
    """Longest run on one side of the centre and crossings of it, with their bounds."""

    longest_run: int
    longest_run_max: int
    crossings: int
    crossings_min: int
    n_useful: int
    signal: bool


def xmr(
    values: npt.ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    screen: bool = True,
) -> Chart:
    """Chart of single values with limits from their moving ranges.

    Parameters
    ----------
    values : array of shape (periods,)
        One value a period, without gaps.
    baseline : int, optional
        Number of first points that set centre and limits of the first segment.
    rebase : sequence of int
        Places, from 0, where a new segment starts: a decision of people.
    screen : bool
        Leave moving ranges of 3.267 times their mean out of the limits, once.

    Returns
    -------
    Chart
        Centre +- 2.66 mean moving ranges; `trial` when the shortest segment (or the baseline)
        has fewer than 12 points.

    Raises
    ------
    ValueError
        If a value is NaN: a missing period is shown, not closed.

    Notes
    -----
    Takes neighbouring periods as independent; trends and seasons narrow the limits wrongly.

    References
    ----------
    Provost and Murray (2011), The Health Care Data Guide, ch. 5; NHSRplotthedots 0.2.2.

    Examples
    --------
    >>> chart = xmr([10, 12, 11, 13, 12, 11, 10, 12, 11, 13, 12, 11])
    >>> round(float(chart.high[0]), 2), chart.status
    (15.13, 'ok')
    """
    x = checked_vector("values", values)

    typical_range = screened_range if screen else mean_range

    def lines(part: Floats) -> tuple[float, float]:
        return float(part.mean()), _XMR_FACTOR * typical_range(part)

    segment, centre, width, shortest = in_segments(x, lines, baseline, rebase)
    status, reason = standing(shortest)
    bounds = (centre, centre - width, centre + width)
    return Chart(x, *bounds, segment, "xmr", math.nan, status, reason)


def runs(values: npt.ArrayLike, *, center: float | None = None) -> Runs:
    """Longest run on one side of the centre, and crossings of it, against their bounds.

    Parameters
    ----------
    values : array of shape (periods,)
        One value a period, without gaps.
    center : float, optional
        The median by default.

    Returns
    -------
    Runs
        `signal` when the run is too long or the crossings too few; points on the centre do
        not count.

    Raises
    ------
    ValueError
        If a value is NaN.

    Notes
    -----
    Weak under about ten useful points; it says that something changed, not when.

    References
    ----------
    Anhoj and Olesen (2014), PLoS ONE 9:e113825.

    Examples
    --------
    >>> runs([1, 2, 1, 2, 1, 8, 9, 8, 9, 8, 9, 8], center=5).signal
    True
    """
    x = checked_vector("values", values)
    middle = (float(np.median(x)) if x.size else math.nan) if center is None else center
    above = np.sign(x - middle)
    above = above[above != 0]
    n = above.size
    if n == 0:
        return Runs(0, _RUN_ALLOWANCE, 0, 0, 0, signal=False)
    breaks = np.flatnonzero(np.diff(above)) + 1
    lengths = np.diff(np.concatenate([[0], breaks, [n]]))
    longest, longest_max = int(lengths.max()), round(math.log2(n)) + _RUN_ALLOWANCE
    crossings_min = binomial_quantile(_CROSSING_TAIL, n - 1, 0.5)
    signal = longest > longest_max or breaks.size < crossings_min
    return Runs(longest, longest_max, breaks.size, crossings_min, n, signal=signal)
