"""Special causes of a control chart, one word a point."""

import numpy as np

from nok_analysis.statistics._charts import Chart
from nok_analysis.statistics._checks import Bools, Floats, checked_count, impossible
from nok_analysis.statistics.verdicts import SPECIAL_CAUSES, SpecialCause

# Western Electric (1956): two of three points in the outer third.
_NEAR = 2 / 3
_WINDOW, _NEEDED = 3, 2
_FEWEST = 2


def special_causes(chart: Chart, *, trend: int = 7, shift: int = 7) -> tuple[SpecialCause, ...]:
    """Word of the first rule that each point meets.

    Parameters
    ----------
    chart : Chart
        Chart of this module; rules do not reach across segments.
    trend, shift : int
        Points that make a trend (all rising or all falling) and a shift (all on one side).

    Returns
    -------
    tuple of str
        One word a point: outside, then trend, then two of three near a limit (inside it, all
        three on one side), then shift, else `common_cause`.

    Raises
    ------
    ValueError
        If a rule asks for fewer than two points.

    Notes
    -----
    Under 12 points the rules fire seldom and mean little: the chart's status says so.

    References
    ----------
    NHSRplotthedots 0.2.2, whose words and priority these are; Nelson (1984), J Qual Tech 16.

    Examples
    --------
    >>> from nok_analysis.statistics.control_charts import xmr
    >>> special_causes(xmr([5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 12]))[-1]
    'outside_high'
    """
    for name, points in (("trend", trend), ("shift", shift)):
        if checked_count(name, points) < _FEWEST:
            raise impossible(points, name, "at least two points")
    words = np.full(chart.values.size, "common_cause", dtype=object)
    for number in np.unique(chart.segment):
        inside = chart.segment == number
        words[inside] = _segment_words(_parts(chart, inside), trend, shift)
    return tuple(words.tolist())


def _parts(chart: Chart, inside: Bools) -> Floats:
    """Values, centre, low and high of one segment, one row each."""
    return np.stack([chart.values, chart.center, chart.low, chart.high])[:, inside]


def _segment_words(lines: Floats, trend: int, shift: int) -> list[SpecialCause]:
    """Words of one segment; the order of the marks is the priority of the rules."""
    values, centre, low, high = lines
    side = np.sign(values - centre)
    steps = np.sign(np.diff(values))
    marks: list[Bools] = [values > high, values < low]
    marks += [_in_trend(steps == direction, trend) for direction in (1, -1)]
    near_high = (values > centre + _NEAR * (high - centre)) & ~marks[0]
    near_low = (values < centre - _NEAR * (centre - low)) & ~marks[1]
    marks += [_two_of_three(near_high, side == 1), _two_of_three(near_low, side == -1)]
    marks += [_covered(side == direction, shift) for direction in (1, -1)]
    first = np.argmax(np.stack([*marks, np.ones(values.size, dtype=np.bool_)]), axis=0)
    return [SPECIAL_CAUSES[rule] for rule in first]


def _covered(hits: Bools, width: int) -> Bools:
    """Points of every stretch of at least `width` hits."""
    if hits.size < width:
        return np.zeros(hits.size, dtype=np.bool_)
    full: Bools = np.lib.stride_tricks.sliding_window_view(hits, width).sum(axis=1) == width
    return _spread(full, width)


def _spread(windows: Bools, width: int) -> Bools:
    """Points that lie in a marked window; windows are named by their first point."""
    return np.convolve(windows, np.ones(width, dtype=np.int64)) > 0


def _in_trend(steps: Bools, points: int) -> Bools:
    """Points of every stretch of that many points in one direction."""
    marked = _covered(steps, points - 1)
    padded = np.concatenate([[False], marked, [False]])
    return padded[1:] | padded[:-1]


def _two_of_three(near: Bools, on_side: Bools) -> Bools:
    """Near points of every three on one side of which at least two are near."""
    if near.size < _WINDOW:
        return np.zeros(near.size, dtype=np.bool_)
    view = np.lib.stride_tricks.sliding_window_view
    hit = (view(near, _WINDOW).sum(axis=1) >= _NEEDED) & view(on_side, _WINDOW).all(axis=1)
    return near & _spread(hit, _WINDOW)
