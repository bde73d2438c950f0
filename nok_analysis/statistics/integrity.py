"""Integrity: may these forms be believed."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._adjusted_p import holm
from nok_analysis.statistics._checks import (
    Bools,
    Floats,
    Number,
    checked_array,
    checked_counts,
    checked_flags,
    checked_inside,
    checked_matrix,
    checked_vector,
    checked_weights,
    impossible,
)
from nok_analysis.statistics._distributions import poisson_upper
from nok_analysis.statistics._patterns import (
    Duplicates,
    duplicates,
    individual_variability,
    longest_run,
    straight_lining,
)
from nok_analysis.statistics.variance import Score, score, score_interval

__all__ = [
    "Bursts",
    "Duplicates",
    "Screened",
    "SkipViolations",
    "bursts",
    "duplicates",
    "individual_variability",
    "longest_run",
    "score_with_and_without",
    "skip_violations",
    "straight_lining",
]


@dataclass(frozen=True, slots=True, eq=False)
class Bursts:
    """Days or interviewers with more forms than chance explains."""

    expected: float
    p_adjusted: Floats
    flag: Bools


@dataclass(frozen=True, slots=True)
class SkipViolations:
    """Follow-ups answered behind a closed filter, and left out behind an open one."""

    closed_answered: int
    open_missing: int
    closed: int
    share: float


@dataclass(frozen=True, slots=True)
class Screened:
    """Score with and without the suspected forms."""

    everyone: Score
    without: Score
    shift: float
    removed: int


def bursts(counts: npt.ArrayLike, *, alpha: float = 0.001) -> Bursts:
    """Days or interviewers with more forms than a steady stream would bring.

    Parameters
    ----------
    counts : array of shape (days,)
        Forms of each day or interviewer, zeros kept.
    alpha : float
        Adjusted p below which a count is marked.

    Returns
    -------
    Bursts
        Poisson tail at the median (at least 1), adjusted by Holm.

    Raises
    ------
    ValueError
        If alpha lies outside (0, 1).

    Notes
    -----
    A visiting day explains a burst as well as an invented form does: ask first.

    Examples
    --------
    >>> bursts([2, 3, 2, 4, 30]).flag.tolist()
    [False, False, False, False, True]
    """
    forms = np.atleast_1d(checked_counts("counts", counts))
    limit = checked_inside("alpha", alpha, 0, 1)
    expected = max(float(np.median(forms)), 1.0) if forms.size else 1.0
    adjusted = holm(poisson_upper(forms, expected))
    return Bursts(expected, adjusted, adjusted < limit)


def skip_violations(
    filter_answers: npt.ArrayLike, follow_ups: npt.ArrayLike, *, opens: float = 1
) -> SkipViolations:
    """Respondents who answered behind a closed filter, or not behind an open one.

    Parameters
    ----------
    filter_answers : array of shape (n,)
        Answers of the filter question; NaN is unknown and is neither open nor closed.
    follow_ups : array of shape (n,) or (n, questions)
        Answers behind the filter; any one counts as answered.
    opens : float
        Answer that opens the follow-up.

    Returns
    -------
    SkipViolations
        Counts of respondents; share of the closed who answered, NaN when none was closed.

    Raises
    ------
    ValueError
        If the lengths differ.

    Notes
    -----
    On paper forms a few per cent are ordinary; on screen they point to invented forms.

    Examples
    --------
    >>> skip_violations([0, 0, 1, 1], [1, float("nan"), 1, float("nan")])
    SkipViolations(closed_answered=1, open_missing=1, closed=2, share=0.5)
    """
    gate = checked_vector("filter_answers", filter_answers, missing=True)
    below = checked_array("follow_ups", follow_ups, missing=True)
    if below.ndim == 0 or len(below) != gate.size:
        raise impossible(below.shape, "shape of follow_ups", f"{gate.size} rows")
    questions = below[:, np.newaxis] if below.ndim == 1 else below
    answered = (~np.isnan(questions)).any(axis=1)
    opened = gate == opens
    closed = ~np.isnan(gate) & ~opened
    wrong, total = int((closed & answered).sum()), int(closed.sum())
    share = wrong / total if total else math.nan
    return SkipViolations(wrong, int((opened & ~answered).sum()), total, share)


def score_with_and_without(
    numerators: npt.ArrayLike,
    denominators: npt.ArrayLike,
    weights: npt.ArrayLike,
    suspects: npt.ArrayLike,
    *,
    constant: Number = 0.0,
    population_size: int | None = None,
    confidence_level: float = 0.95,
) -> Screened:
    """Score of all forms beside the score without the suspected ones.

    Parameters
    ----------
    numerators, denominators, weights, constant, population_size, confidence_level
        As in `variance.score`.
    suspects : array of bool, shape (n,)
        Forms to leave out of the second score.

    Returns
    -------
    Screened
        shift = without - everyone; NaN when the remaining forms leave a term unanswered.

    Raises
    ------
    ValueError
        If the marks do not fit the rows.

    Notes
    -----
    Shows how much hangs on the suspicion; the official score keeps all forms.

    Examples
    --------
    >>> screened = score_with_and_without([[1], [1], [0], [1]], [[1]] * 4, [100], [1, 0, 0, 0])
    >>> screened.removed, round(screened.shift, 2)
    (1, -8.33)
    """
    y = checked_matrix("numerators", numerators)
    x = checked_matrix("denominators", denominators)
    out = checked_flags("suspects", suspects)
    if out.shape != (len(y),):
        raise impossible(out.shape, "shape of suspects", f"({len(y)},)")

    def scored(rows: Bools) -> Score:
        if rows.any() and (x[rows].sum(axis=0) == 0).any():
            return _unanswered(weights, constant, confidence_level)
        return score(
            y[rows],
            x[rows],
            weights,
            constant=constant,
            population_size=population_size,
            confidence_level=confidence_level,
        )

    everyone, without = scored(np.ones_like(out)), scored(~out)
    return Screened(everyone, without, without.estimate - everyone.estimate, int(out.sum()))


def _unanswered(weights: npt.ArrayLike, constant: Number, level: float) -> Score:
    """Score of forms that leave a term without any answer."""
    low = float(constant)
    high = low + float(checked_weights(weights).sum())
    return score_interval(
        math.nan, math.nan, 0, low_bound=low, high_bound=high, confidence_level=level
    )
