"""Krippendorff's alpha by coincidences."""

import math

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import Floats, checked_matrix, checked_option

LEVELS = ("nominal", "ordinal", "interval", "ratio")

_FEWEST_RATINGS = 2


def krippendorff_alpha(ratings: npt.ArrayLike, *, level: str) -> float:
    """Agreement of raters beyond chance, gaps allowed.

    Parameters
    ----------
    ratings : array of shape (institutions, raters)
        **Rows are institutions.** NaN is a gap; a row with one rating says nothing.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What a difference between two ratings means.

    Returns
    -------
    float
        1 for full agreement, 0 for chance; NaN when all ratings are equal.

    Raises
    ------
    ValueError
        If the level is unknown.

    Notes
    -----
    Below 0.667 read "no agreement", from 0.8 "reliable". Rests on few institutions badly.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, steps C1-C4.

    Examples
    --------
    >>> krippendorff_alpha([[1, 1], [2, 2], [3, 3], [1, 1]], level="nominal")
    1.0
    """
    checked_option("level", level, LEVELS)
    rows = checked_matrix("ratings", ratings, missing=True)
    rows = rows[(~np.isnan(rows)).sum(axis=1) >= _FEWEST_RATINGS]
    values = np.unique(rows[~np.isnan(rows)])
    counts = (rows[:, :, np.newaxis] == values).sum(axis=1).astype(np.float64)
    paired = counts / (counts.sum(axis=1, keepdims=True) - 1)
    coincidences = counts.T @ paired - np.diag(paired.sum(axis=0))
    totals = coincidences.sum(axis=0)
    distances = _squared_distances(values, totals, level)
    expected = float(totals @ distances @ totals)
    if expected == 0:
        return math.nan
    return 1 - float((coincidences * distances).sum()) * (float(totals.sum()) - 1) / expected


def _squared_distances(values: Floats, totals: Floats, level: str) -> Floats:
    """Squared difference of each pair of values, by level of measurement."""
    rows, columns = values[:, np.newaxis], values[np.newaxis, :]
    if level == "nominal":
        return (rows != columns).astype(np.float64)
    if level == "ordinal":
        ends = np.cumsum(totals) - totals / 2  # distance between middles of rank blocks
        return (ends[:, np.newaxis] - ends[np.newaxis, :]) ** 2
    if level == "interval":
        return (rows - columns) ** 2
    sums = rows + columns
    return np.divide(rows - columns, sums, out=np.zeros_like(sums), where=sums != 0) ** 2
