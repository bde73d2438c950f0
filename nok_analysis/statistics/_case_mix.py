"""Institution means after removing what the make-up of the respondents explains."""

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Bools,
    Floats,
    Integers,
    checked_array,
    checked_nonnegative,
    checked_weights,
    impossible,
)
from nok_analysis.statistics.verdicts import Reason, Status

_FEWEST_INSTITUTIONS = 2


@dataclass(frozen=True, slots=True, eq=False)
class CaseMix:
    """Unadjusted and adjusted means in the order of the sorted institutions."""

    institutions: tuple[object, ...]
    n: Integers
    unadjusted: Floats
    adjusted: Floats
    variances: Floats
    coefficients: Floats
    r_squared: Floats
    df: int
    status: Status = "ok"
    reason: Reason = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Records:
    """Records with their institution (a place in the labels) and how often each occurs."""

    outcomes: Floats
    adjusters: Floats
    place: Integers
    times: Floats
    labels: tuple[object, ...]

    def totals(self, values: Floats) -> Floats:
        """Sum of values times frequency in each institution."""
        sums = np.bincount(self.place, values * self.times, minlength=len(self.labels))
        return sums.astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """One outcome: means of institutions, slopes, and the influence of each record."""

    means: Floats
    adjusted: Floats
    slopes: Floats
    influence: Floats
    r_squared: float


def case_mix(
    outcomes: npt.ArrayLike,
    adjusters: npt.ArrayLike | None,
    institutions: npt.ArrayLike,
    *,
    item_weights: npt.ArrayLike | None = None,
    frequencies: npt.ArrayLike | None = None,
) -> CaseMix:
    """Means that institutions would have if they all served the same people.

    Parameters
    ----------
    outcomes : array of shape (n,) or (n, items)
        Answers, NaN missing.
    adjusters : array of shape (n, k) or None
        What the institution cannot influence (age band, sex, self or representative).
    institutions : array of shape (n,)
        Label of each record.
    item_weights : array of shape (items,), optional
        Weights of the items in the composite; equal by default, scaled to sum to 1.
    frequencies : array of shape (n,), optional
        How many respondents each record stands for.

    Returns
    -------
    CaseMix
        Labels sorted; n respondents with any answer in each institution; coefficients of
        shape (items, k); NaN for an institution that lacks an item.

    Raises
    ------
    ValueError
        If shapes differ or a frequency is negative.

    Notes
    -----
    Show beside the unadjusted mean, never instead. Unstable under about 20 respondents per
    adjuster in an institution. An adjuster missing for a whole institution takes the mean of
    all records.

    References
    ----------
    Instructions for Analyzing Data from CAHPS Surveys 4.1 (2017), pp. 33-47, with the variance
    of the program's output: sum of d**2 without n/(n-1), df = n - P - k.

    Examples
    --------
    >>> mix = case_mix([6, 8, 7, 9, 8, 10], [[0], [1], [0], [1], [0], [1]], list("AABBBB"))
    >>> mix.unadjusted.tolist(), mix.adjusted.round(6).tolist(), mix.coefficients.tolist()
    ([7.0, 8.5], [7.0, 8.5], [[2.0]])
    """
    records = _records(outcomes, adjusters, institutions, frequencies)
    items = records.outcomes.shape[1]
    weights = np.ones(items) if item_weights is None else checked_weights(item_weights)
    if weights.shape != (items,):
        raise impossible(weights.shape, "shape of item_weights", f"({items},)")
    weights = weights / weights.sum()
    fitted = [_item(records, column) for column in range(items)]
    influence = np.stack([item.influence for item in fitted]).T @ weights
    n = records.totals(np.ones(records.place.size)).astype(np.int64)
    df = int(n.sum()) - int((n > 0).sum()) - records.adjusters.shape[1]
    unadjusted = np.stack([item.means for item in fitted]).T @ weights
    spread = np.where(n > 0, records.totals(influence**2), math.nan)
    result = CaseMix(
        records.labels,
        n,
        unadjusted,
        np.stack([item.adjusted for item in fitted]).T @ weights,
        np.where(np.isnan(unadjusted), math.nan, spread),
        np.stack([item.slopes for item in fitted]),
        np.array([item.r_squared for item in fitted]),
        df,
    )
    return _with_status(result)


def _with_status(result: CaseMix) -> CaseMix:
    """Say so when there is nothing to compare or nothing left to estimate chance from."""
    known = int((result.n > 0).sum())
    if known >= _FEWEST_INSTITUTIONS and result.df > 0:
        return result
    reason: Reason = "no_variance_or_rows" if known else "no_answers"
    if known == 1:
        reason = "fewer_than_two_institutions"
    unknown = result.variances if result.df > 0 else np.full(result.n.size, math.nan)
    return replace(result, variances=unknown, status="too_few", reason=reason)


def _records(
    outcomes: npt.ArrayLike,
    adjusters: npt.ArrayLike | None,
    institutions: npt.ArrayLike,
    frequencies: npt.ArrayLike | None,
) -> _Records:
    """Fill adjusters over all records first, then drop records without any outcome."""
    y = checked_array("outcomes", outcomes, missing=True)
    y = y[:, np.newaxis] if y.ndim == 1 else y
    n = len(y)
    x = np.empty((n, 0))
    if adjusters is not None:
        x = checked_array("adjusters", adjusters, missing=True)
        x = x[:, np.newaxis] if x.ndim == 1 else x
    names = np.asarray(institutions)
    times = np.ones(n) if frequencies is None else checked_nonnegative("f", frequencies)
    rows = (x.shape[0], names.size, times.size)
    if set(rows) != {n}:
        raise impossible(rows, "rows of adjusters, institutions, frequencies", f"{n} each")
    labels, place = np.unique(names, return_inverse=True)
    every = _Records(y, x, place, times, tuple(labels.tolist()))
    filled = np.column_stack([_filled(every, column) for column in x.T]) if x.size else x
    kept = ~np.isnan(y).all(axis=1) & (times > 0)
    return _Records(y[kept], filled[kept], place[kept], times[kept], every.labels)


def _filled(records: _Records, adjuster: Floats) -> Floats:
    """Values of an adjuster, gaps filled by the mean of the institution, or else of all."""
    given = ~np.isnan(adjuster)
    known = np.where(given, adjuster, 0.0)
    counts = records.totals(given.astype(np.float64))
    overall = float((known * records.times).sum()) / max(float(counts.sum()), 1.0)
    means = np.where(
        counts > 0, records.totals(known) / np.where(counts > 0, counts, 1.0), overall
    )
    return np.where(given, adjuster, means[records.place])


def _item(records: _Records, column: int) -> _Item:
    """Least squares on adjusters and one constant for each institution, via deviations."""
    outcome = records.outcomes[:, column]
    given = ~np.isnan(outcome)
    y = np.where(given, outcome, 0.0)
    answered = records.totals(given.astype(np.float64))
    means = _ratio(records.totals(y), answered)
    centers = np.empty((means.size, 0))
    if records.adjusters.size:
        sums = [records.totals(values * given) for values in records.adjusters.T]
        centers = np.column_stack([_ratio(total, answered) for total in sums])
    slopes, residual = _fitted(records, given, y - means[records.place], centers)
    moved = centers @ slopes
    adjusted = means - moved + np.nanmean(moved) if answered.any() else means
    influence = residual / np.where(answered > 0, answered, 1.0)[records.place]
    return _Item(means, adjusted, slopes, influence, _r_squared(records, given, y, residual))


def _fitted(
    records: _Records, given: Bools, deviations: Floats, centers: Floats
) -> tuple[Floats, Floats]:
    """Slopes of the deviations from the institution's means, and what they leave."""
    root: Floats = np.sqrt(records.times) * given
    x = np.nan_to_num(records.adjusters - centers[records.place])
    y = np.where(given, deviations, 0.0)
    slopes = np.linalg.lstsq(x * root[:, np.newaxis], y * root, rcond=None)[0].astype(
        np.float64
    )
    return slopes, np.where(given, y - x @ slopes, 0.0)


def _ratio(total: Floats, count: Floats) -> Floats:
    """Mean of each institution, NaN without answers."""
    return np.where(count > 0, total / np.where(count > 0, count, 1.0), math.nan)


def _r_squared(records: _Records, given: Bools, y: Floats, residual: Floats) -> float:
    """Share of the variance about the overall mean that the model explains."""
    weight = records.times * given
    if not weight.any():
        return math.nan
    about_mean = float((weight * (y - np.average(y, weights=weight)) ** 2).sum())
    if about_mean == 0:
        return math.nan
    return 1 - float((weight * residual**2).sum()) / about_mean
