"""Adjustment: would institutions differ if they served the same people."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._case_mix import CaseMix, case_mix
from nok_analysis.statistics._checks import (
    Bools,
    Floats,
    checked_alike,
    checked_level,
    checked_nonnegative,
    checked_threshold,
    checked_vector,
)
from nok_analysis.statistics._distributions import normal_two_sided_p, two_sided_normal
from nok_analysis.statistics.verdicts import ContrastVerdict, reaches, side

__all__ = ["CaseMix", "Contrast", "case_mix", "contrast_with_mean"]

_FEWEST_INSTITUTIONS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """Each institution against the plain mean of all, with unadjusted p."""

    overall: float
    difference: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    p: Floats
    verdict: tuple[ContrastVerdict, ...]


def contrast_with_mean(
    estimates: npt.ArrayLike,
    variances: npt.ArrayLike,
    *,
    threshold: float = 0.0,
    confidence_level: float = 0.95,
) -> Contrast:
    """Difference of each institution from the plain mean of all institutions.

    Parameters
    ----------
    estimates, variances : array of shape (institutions,)
        Scores and their squared standard errors; an institution with NaN in either is
        `too_few` and does not enter the mean.
    threshold : float
        Least difference that matters, in the unit of the scores.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Contrast
        Above or below only when the bounds exclude 0 **and** the difference reaches the
        threshold; `too_few` for all when fewer than two institutions are known.

    Raises
    ------
    ValueError
        If a variance is negative.

    Notes
    -----
    Bounds and verdict are not adjusted for the number of institutions: print `evidence.holm`
    of p beside them. The mean includes the institution itself.

    References
    ----------
    Instructions for Analyzing Data from CAHPS Surveys 4.1 (2017), pp. 43-46.

    Examples
    --------
    >>> contrast_with_mean([88.0, 80.0, 84.0], [1.0, 1.0, 4.0]).verdict
    ('above', 'below', 'no_evidence')
    """
    level, threshold = checked_level(confidence_level), checked_threshold(threshold)
    scores = checked_vector("estimates", estimates, missing=True)
    v = checked_nonnegative("variances", variances, missing=True)
    checked_alike(estimates=scores, variances=v)
    known = ~np.isnan(scores + v)
    if known.sum() < _FEWEST_INSTITUTIONS:
        known[:] = False
    overall = float(scores[known].mean()) if known.any() else math.nan
    difference = np.where(known, scores - overall, math.nan)
    error = _contrast_errors(v, known)
    half = two_sided_normal(level) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(difference == 0, 0 * error, difference / error)
    bounds = (difference - half, difference + half)
    words = _words(np.stack([difference, *bounds]), threshold)
    return Contrast(overall, difference, error, *bounds, normal_two_sided_p(z), words)


def _contrast_errors(v: Floats, known: Bools) -> Floats:
    """Errors of score less mean: ((P-1)/P)**2 V_p + sum of the others' V/P**2."""
    institutions = int(known.sum())
    if institutions == 0:
        return np.full(v.size, math.nan)
    own = ((institutions - 1) / institutions) ** 2 * v
    others = (v[known].sum() - v) / institutions**2
    return np.where(known, np.sqrt(np.maximum(own + others, 0.0)), math.nan)


def _words(rows: Floats, threshold: float) -> tuple[ContrastVerdict, ...]:
    """Verdicts of differences with their bounds, one column an institution."""
    return tuple(_word(d, side(low, high), threshold) for d, low, high in rows.T.tolist())


def _word(difference: float, direction: int, threshold: float) -> ContrastVerdict:
    """Verdict of one institution: both evidence and size, or `no_evidence`."""
    if math.isnan(difference):
        return "too_few"
    if direction == 0 or not reaches(difference, threshold):
        return "no_evidence"
    return "above" if direction > 0 else "below"
