"""Effect: did the measure work."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Bools,
    Floats,
    Integers,
    checked_alike,
    checked_count,
    checked_flags,
    checked_inside,
    checked_level,
    checked_matrix,
    checked_option,
    checked_vector,
    impossible,
)
from nok_analysis.statistics._distributions import t_two_sided_p, two_sided_t
from nok_analysis.statistics.verdicts import Reason, Status

__all__ = [
    "DifferenceInDifferences",
    "MeasureEffect",
    "difference_in_differences",
    "measure_effect",
]

_CELLS = 4
_FEWEST_IN_CELL = 2
_FEWEST_BEFORE = 2
_FEWEST_CONTROLS = 3
# Two placebo effects that differ by less are as large as each other.
_ROUNDING = 1e-9
_UNKNOWN = (math.nan, math.nan, math.nan, math.nan, math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class DifferenceInDifferences:
    """Change of the treated less change of the others, from single answers."""

    estimate: float
    standard_error: float
    low: float
    high: float
    n: int
    df: int
    status: Status = "ok"
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class MeasureEffect:
    """Change of treated institutions less change of controls, with its two safeguards."""

    estimate: float
    standard_error: float
    low: float
    high: float
    pre_trend_p: float
    placebo_p: float
    n_treated: int
    n_controls: int
    pre_periods: int
    status: Status = "ok"
    reason: Reason = ""


def difference_in_differences(
    values: npt.ArrayLike,
    treated: npt.ArrayLike,
    after: npt.ArrayLike,
    *,
    covariance: str = "hc2",
    confidence_level: float = 0.95,
) -> DifferenceInDifferences:
    """Change of the treated less change of the others, from single answers.

    Parameters
    ----------
    values : array of shape (n,)
        Answers; NaN is dropped.
    treated, after : array of bool, shape (n,)
        Group and period of each answer.
    covariance : {"hc2", "ols"}
        Own variance in each of the four cells, or one for all.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    DifferenceInDifferences
        Student's bounds on n - 4; `too_few` when a cell has fewer than two answers.

    Raises
    ------
    ValueError
        If a mark is neither 0 nor 1.

    Notes
    -----
    Ignores that people share an institution: inside one institution type only, and say so.

    References
    ----------
    Card and Krueger (1994), AER 84:772-793; MacKinnon and White (1985), J Econometrics 29.

    Examples
    --------
    >>> effect = difference_in_differences([1, 3, 2, 4, 1, 3, 6, 8], [0] * 4 + [1] * 4,
    ...                                    [0, 0, 1, 1] * 2)
    >>> effect.estimate, effect.df
    (4.0, 4)
    """
    level = checked_level(confidence_level)
    checked_option("covariance", covariance, ("hc2", "ols"))
    y, cell = _cells(values, treated, after)
    n = np.bincount(cell, minlength=_CELLS)
    df = max(y.size - _CELLS, 0)
    if n.min() < _FEWEST_IN_CELL:
        unknown = (math.nan, math.nan, math.nan, math.nan, y.size, df)
        return DifferenceInDifferences(*unknown, "too_few", "cell_below_two")
    means = np.bincount(cell, y) / n
    estimate = float(means @ np.array([1.0, -1.0, -1.0, 1.0]))
    squares = np.bincount(cell, (y - means[cell]) ** 2)
    # the model is saturated: leverage is 1/n of the cell, so HC2 is the sum of s**2/n
    spread = squares / (n - 1) if covariance == "hc2" else squares.sum() / df
    error = math.sqrt(float((spread / n).sum()))
    return DifferenceInDifferences(*_student(estimate, error, df, level), y.size, df)


def _student(
    estimate: float, error: float, df: int, level: float
) -> tuple[float, float, float, float]:
    """Estimate, its error and Student's bounds."""
    half = two_sided_t(level, df) * error
    return estimate, error, estimate - half, estimate + half


def _cells(
    values: npt.ArrayLike, treated: npt.ArrayLike, after: npt.ArrayLike
) -> tuple[Floats, Integers]:
    """Given answers and the cell of each: 0, 1 others before and after, 2, 3 treated."""
    y = checked_vector("values", values, missing=True)
    group, period = checked_flags("treated", treated), checked_flags("after", after)
    checked_alike(values=y, treated=group, after=period)
    given = ~np.isnan(y)
    return y[given], (2 * group.astype(np.int64) + period)[given]


def measure_effect(
    scores: npt.ArrayLike,
    treated: npt.ArrayLike,
    *,
    first_after: int,
    confidence_level: float = 0.95,
    parallel_alpha: float = 0.10,
) -> MeasureEffect:
    """Change of the treated institutions less change of the controls, or a refusal.

    Parameters
    ----------
    scores : array of shape (institutions, periods)
        Points, periods in order.
    treated : array of bool, shape (institutions,)
        Institutions where the measure was taken.
    first_after : int
        Place of the first period after the measure, from 0.
    confidence_level : float
        Between 0 and 1.
    parallel_alpha : float
        p of the difference of slopes before, below which the comparison is refused.

    Returns
    -------
    MeasureEffect
        Student's bounds on controls - 1; `placebo_p` with one treated institution only, at
        least 1/(controls + 1).

    Raises
    ------
    ValueError
        If shapes differ.

    Notes
    -----
    Institutions chosen because they were worst rise by themselves: say how the measure was
    assigned. Parallel trends before are a condition, not a proof.

    References
    ----------
    Conley and Taber (2011), REStat 93:113-125; Abadie, Diamond, Hainmueller (2010), JASA 105.

    Examples
    --------
    >>> table = [[70, 71, 80], [60, 61, 62], [65, 65, 66], [80, 81, 81]]
    >>> effect = measure_effect(table, [1, 0, 0, 0], first_after=2)
    >>> round(effect.estimate, 2), effect.placebo_p
    (8.5, 0.25)
    """
    level = checked_level(confidence_level)
    alpha = checked_inside("parallel_alpha", parallel_alpha, 0, 1)
    table, marked, sizes = _panel(scores, treated, first_after)
    if reason := _refusal(table, sizes):
        return MeasureEffect(*_UNKNOWN, *sizes, "refused", reason)
    before, df = table[:, : sizes[2]], sizes[1] - 1
    changes = table[:, sizes[2] :].mean(axis=1) - before.mean(axis=1)
    gap, unbounded = _gap(changes, marked), (math.nan, math.nan)
    safeguards = (_p(*_gap(_slopes(before), marked), df), _placebo_p(changes, marked))
    if safeguards[0] < alpha:
        return MeasureEffect(
            *gap, *unbounded, *safeguards, *sizes, "refused", "trends_not_parallel_before"
        )
    return MeasureEffect(*_student(*gap, df, level), *safeguards, *sizes)


def _panel(
    scores: npt.ArrayLike, treated: npt.ArrayLike, first_after: int
) -> tuple[Floats, Bools, tuple[int, int, int]]:
    """Scores, marks, and the numbers of treated, controls and periods before."""
    table = checked_matrix("scores", scores, missing=True)
    marked = checked_flags("treated", treated)
    if marked.shape != (len(table),):
        raise impossible(marked.shape, "shape of treated", f"({len(table)},)")
    before = checked_count("first_after", first_after)
    return table, marked, (int(marked.sum()), int((~marked).sum()), before)


def _refusal(table: Floats, sizes: tuple[int, int, int]) -> Reason:
    """First reason for which the table cannot speak of an effect."""
    n_treated, n_controls, before = sizes
    reasons: list[tuple[bool, Reason]] = [
        (bool(np.isnan(table).any()), "gap_in_series"),
        (n_treated == 0 or before >= table.shape[1], "no_treated_or_no_period_after"),
        (before < _FEWEST_BEFORE, "fewer_than_two_periods_before"),
        (n_controls < _FEWEST_CONTROLS, "fewer_than_three_controls"),
    ]
    first: list[Reason] = [reason for holds, reason in reasons if holds]
    return first[0] if first else ""


def _gap(values: Floats, treated: Bools) -> tuple[float, float]:
    """Mean of treated less mean of controls, and its error from the spread of controls."""
    controls = values[~treated]
    gap = float(values[treated].mean() - controls.mean())
    return gap, float(controls.std(ddof=1) * np.sqrt(1 / treated.sum() + 1 / controls.size))


def _slopes(before: Floats) -> Floats:
    """Least-squares slope of each institution."""
    time = np.arange(before.shape[1], dtype=np.float64)
    time -= time.mean()
    return before @ time / float(time @ time)


def _p(gap: float, error: float, df: int) -> float:
    """Two-sided p; with controls all alike any gap is certain, up to rounding."""
    if error <= _ROUNDING:
        return float(abs(gap) <= _ROUNDING)
    return t_two_sided_p(gap / error, df)


def _placebo_p(changes: Floats, treated: Bools) -> float:
    """Share of institutions whose change against all others is as large; NaN with several."""
    if treated.sum() != 1:
        return math.nan
    others = (changes.sum() - changes) / (changes.size - 1)
    effects = np.abs(changes - others)
    return float((effects >= effects[treated][0] - _ROUNDING).mean())
