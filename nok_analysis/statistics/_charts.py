"""Segments of a control chart and the step of the ladder that its length allows."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nok_analysis.statistics._checks import Floats, Integers, checked_count, impossible
from nok_analysis.statistics.verdicts import Reason, Status, Step

# Fewest periods of each step: comparing two, drawing a trial chart, drawing limits to act on.
_TWO_PERIODS, _TRIAL, _FULL = 2, 3, 12
# D4 as printed in Provost and Murray (2011), The Health Care Data Guide, p. 159.
_MOVING_RANGE_LIMIT = 3.267


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """Values with centre and limits, point by point; `segment` numbers from 0."""

    values: Floats
    center: Floats
    low: Floats
    high: Floats
    segment: Integers
    method: str
    sigma_z: float
    status: Status = "ok"
    reason: Reason = ""


def ladder(periods: int) -> Step:
    """Step that so many periods allow.

    Parameters
    ----------
    periods : int
        Periods with a value.

    Returns
    -------
    {"too_few", "two_periods", "trial", "xmr"}
        Nothing; `change.two_periods`; Laney's chart as a trial; an XmR chart with rules.

    Raises
    ------
    ValueError
        If the number is negative.

    Notes
    -----
    Counts periods of one methodology: a new version starts from 1.

    Examples
    --------
    >>> [ladder(periods) for periods in (1, 2, 3, 12)]
    ['too_few', 'two_periods', 'trial', 'xmr']
    """
    count = checked_count("periods", periods)
    if count < _TWO_PERIODS:
        return "too_few"
    if count < _TRIAL:
        return "two_periods"
    return "trial" if count < _FULL else "xmr"


def mean_range(values: Floats) -> float:
    """Mean moving range; NaN of a single point."""
    ranges = np.abs(np.diff(values))
    return float(ranges.mean()) if ranges.size else math.nan


def screened_range(values: Floats) -> float:
    """Mean moving range without the ranges that pass their own limit, screened once."""
    ranges = np.abs(np.diff(values))
    kept = ranges[ranges < _MOVING_RANGE_LIMIT * mean_range(values)]
    return float(kept.mean()) if kept.size else mean_range(values)


def standing(points: int) -> tuple[Status, Reason]:
    """Status of a chart whose lines rest on so many points."""
    words: dict[Step, tuple[Status, Reason]] = {
        "xmr": ("ok", ""),
        "trial": ("trial", "short_series"),
    }
    return words.get(ladder(points), ("too_few", "short_series"))


def in_segments(
    values: Floats,
    lines: Callable[[Floats], tuple[float, float]],
    baseline: int | None,
    rebase: Sequence[int],
) -> tuple[Integers, Floats, Floats, int]:
    """Segment, centre and width of each point, and the fewest points behind any line."""
    starts = [0, *rebase]
    edges = [*starts, values.size]
    if any(a >= b for a, b in zip(starts, edges[1:], strict=True)) and values.size:
        raise impossible(list(rebase), "rebase", f"rising places from 1 to {values.size - 1}")
    lengths = np.diff(edges)
    segment = np.repeat(np.arange(len(starts)), lengths)
    parts = np.split(values, starts[1:])
    if baseline is not None:
        if not _TWO_PERIODS <= baseline <= lengths[0]:
            raise impossible(baseline, "baseline", f"from 2 to {lengths[0]} points")
        parts[0] = parts[0][:baseline]
    drawn = np.array([lines(part) if part.size else (math.nan, math.nan) for part in parts])
    shortest = min(part.size for part in parts)
    return segment, drawn[segment, 0], drawn[segment, 1], shortest
