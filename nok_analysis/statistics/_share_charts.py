"""Control charts of counts: shares, and events per exposure."""

import math

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._charts import Chart, mean_range, standing
from nok_analysis.statistics._checks import (
    Floats,
    Integers,
    checked_alike,
    checked_nonnegative,
    checked_parts,
    impossible,
)

# Mean range of two normal values in standard deviations (d2); Montgomery (2009), app. VI.
_D2 = 1.128
_SIGMAS = 3


def p_chart(counts: npt.ArrayLike, n: npt.ArrayLike, *, baseline: int | None = None) -> Chart:
    """Chart of shares with binomial limits.

    Parameters
    ----------
    counts, n : array of shape (periods,)
        Yes and answers of each period.
    baseline : int, optional
        Number of first points that set the centre.

    Returns
    -------
    Chart
        Limits p +- 3 sqrt(p(1-p)/n), clipped to [0, 1].

    Raises
    ------
    ValueError
        If a period has no answers: a missing period is shown, not closed.

    Notes
    -----
    Too narrow when answers of one period resemble each other: see `laney_p`.

    References
    ----------
    Montgomery (2009), Introduction to Statistical Quality Control, eq. 7.8.

    Examples
    --------
    >>> chart = p_chart([8, 9, 7], [10, 10, 10])
    >>> chart.center.tolist(), chart.status
    ([0.8, 0.8, 0.8], 'trial')
    """
    yes, answered = _given(counts, n)
    share, first = yes / answered, _first(yes.size, baseline)
    centre = _pooled(yes, answered, first)
    sigma = np.sqrt(centre * (1 - centre) / answered)
    return _with_limits(share, centre, sigma, (1.0, 1.0), "p", first)


def laney_p(counts: npt.ArrayLike, n: npt.ArrayLike, *, baseline: int | None = None) -> Chart:
    """Chart of shares with limits that allow for more variation than chance.

    Parameters
    ----------
    counts, n : array of shape (periods,)
        Yes and answers of each period.
    baseline : int, optional
        Number of first points that set centre and sigma_z.

    Returns
    -------
    Chart
        Limits p +- 3 sigma_z sqrt(p(1-p)/n), clipped to [0, 1].

    Raises
    ------
    ValueError
        If a period has no answers: a missing period is shown, not closed.

    Notes
    -----
    sigma_z rests on few moving ranges in a short series: label the chart as a trial.

    References
    ----------
    Laney (2002), Quality Engineering 14:531-537.

    Examples
    --------
    >>> round(laney_p([812, 790, 845, 905], [1000, 980, 1020, 1100]).sigma_z, 3)
    0.814
    """
    yes, answered = _given(counts, n)
    share, first = yes / answered, _first(yes.size, baseline)
    centre = _pooled(yes, answered, first)
    sigma = np.sqrt(centre * (1 - centre) / answered)
    z = np.divide(share - centre, sigma, out=np.zeros_like(share), where=sigma > 0)
    sigma_z = mean_range(z[:first]) / _D2
    return _with_limits(share, centre, sigma, (sigma_z, 1.0), "laney_p", first)


def u_chart(
    counts: npt.ArrayLike, exposure: npt.ArrayLike, *, baseline: int | None = None
) -> Chart:
    """Chart of events per unit of exposure with Poisson limits.

    Parameters
    ----------
    counts, exposure : array of shape (periods,)
        Events, and units in which they happened.
    baseline : int, optional
        Number of first points that set the centre.

    Returns
    -------
    Chart
        Limits u +- 3 sqrt(u/exposure), clipped at 0.

    Raises
    ------
    ValueError
        If a period has no exposure.

    Notes
    -----
    Not a P chart: events are counted, not people of whom some had one.

    References
    ----------
    Montgomery (2009), Introduction to Statistical Quality Control, eq. 7.21.

    Examples
    --------
    >>> u_chart([3, 5, 4], [10, 10, 20]).center.tolist()
    [0.3, 0.3, 0.3]
    """
    events = checked_nonnegative("counts", counts)
    units = checked_nonnegative("exposure", exposure)
    checked_alike(counts=events, exposure=units)
    if (units == 0).any():
        raise impossible(0, "exposure", "more than 0 in every period")
    first = _first(events.size, baseline)
    centre = _pooled(events, units, first)
    return _with_limits(
        events / units, centre, np.sqrt(centre / units), (1.0, math.inf), "u", first
    )


def _given(counts: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Integers, Integers]:
    """Yes and answers of each period, some answers in every one."""
    yes, answered = checked_parts(counts, n)
    if (answered == 0).any():
        raise impossible(0, "n", "more than 0 in every period")
    return yes, answered


def _first(size: int, baseline: int | None) -> int:
    """Return how many first points set the lines."""
    if baseline is None:
        return size
    if not 1 < baseline <= size:
        raise impossible(baseline, "baseline", f"from 2 to {size} points")
    return baseline


def _pooled(parts: Floats | Integers, wholes: Floats | Integers, first: int) -> float:
    """Pooled ratio of the first points, NaN of none."""
    return float(parts[:first].sum() / wholes[:first].sum()) if first else math.nan


def _with_limits(
    values: Floats,
    centre: float,
    sigma: Floats,
    scale: tuple[float, float],
    method: str,
    first: int,
) -> Chart:
    """Chart of one segment with three-sigma limits; scale is sigma_z and the upper end."""
    sigma_z, top = scale
    width = _SIGMAS * sigma_z * sigma
    status, reason = standing(first)
    return Chart(
        values,
        np.full(values.size, centre),
        np.clip(centre - width, 0.0, top),
        np.clip(centre + width, 0.0, top),
        np.zeros(values.size, dtype=np.int64),
        method,
        sigma_z,
        status,
        reason,
    )
