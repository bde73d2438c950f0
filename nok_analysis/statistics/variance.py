"""Variance of a criterion or total made of many questions of the same people."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Floats,
    Number,
    checked_alike,
    checked_array,
    checked_count,
    checked_matrix,
    checked_population,
    checked_weights,
    impossible,
)
from nok_analysis.statistics._designs import (
    DesignMean,
    poststratified_mean,
    weight_loss,
    weighted_mean,
)
from nok_analysis.statistics._scores import (
    FEWEST_FOR_SPREAD,
    ROUNDING,
    Score,
    score_interval,
)

__all__ = [
    "Coefficients",
    "DesignMean",
    "Score",
    "coefficients",
    "linearised",
    "poststratified_mean",
    "score",
    "score_interval",
    "standard_error",
    "weight_loss",
    "weighted_mean",
]


@dataclass(frozen=True, slots=True, eq=False)
class Coefficients:
    """Factors of the linearised score: z = sum of a*y - b*x over the terms."""

    a: Floats
    b: Floats


def coefficients(
    numerator_totals: npt.ArrayLike, denominator_totals: npt.ArrayLike, weights: npt.ArrayLike
) -> Coefficients:
    """Factors of the linearised score from the totals of an institution.

    Parameters
    ----------
    numerator_totals, denominator_totals : array of shape (terms,) or (institutions, terms)
        Sums of y and of x over the respondents.
    weights : array of shape (terms,) or of the same shape
        Points of each term.

    Returns
    -------
    Coefficients
        a = w/X and b = w*Y/X**2, of the shape of the totals.

    Raises
    ------
    ValueError
        If a denominator is 0: drop the term and renormalise the weights first.

    Notes
    -----
    Factors belong to the institution whose totals made them; never apply them to another.

    References
    ----------
    Woodruff (1971), JASA 66:411-414.

    Examples
    --------
    >>> factors = coefficients([8, 3], [10, 4], [60, 40])
    >>> factors.a.tolist(), factors.b.tolist()
    ([6.0, 10.0], [4.8, 7.5])
    """
    y = checked_array("numerator_totals", numerator_totals)
    x = checked_array("denominator_totals", denominator_totals)
    checked_alike(numerator_totals=y, denominator_totals=x)
    if (x <= 0).any() or (y < 0).any() or (y > x).any():
        raise impossible((y.min(), x.min()), "totals", "0 <= numerator <= denominator > 0")
    w = checked_array("weights", weights)
    return Coefficients(w / x, w * y / x**2)


def linearised(
    numerators: npt.ArrayLike, denominators: npt.ArrayLike, weights: npt.ArrayLike
) -> Floats:
    """Linear part of the influence of each respondent on the score, summing to 0.

    Parameters
    ----------
    numerators, denominators : array of shape (n, terms)
        y and x of each respondent, 0 <= y <= x; both 0 where the term is not asked.
    weights : array of shape (terms,)
        Points of each term.

    Returns
    -------
    array of shape (n,)
        z in points; z of a weighted sum of scores is the weighted sum of their z.

    Raises
    ------
    ValueError
        If a term has no respondent at all, or shapes differ.

    Notes
    -----
    Linear approximation: rough when a denominator rests on a handful of people.

    References
    ----------
    Woodruff (1971), JASA 66:411-414.

    Examples
    --------
    >>> linearised([[1], [0], [1], [0]], [[1], [1], [1], [1]], [100]).tolist()
    [12.5, -12.5, 12.5, -12.5]
    """
    y, x = _checked_answers(numerators, denominators)
    factors = coefficients(y.sum(axis=0), x.sum(axis=0), weights)
    z: Floats = y @ factors.a - x @ factors.b
    if abs(z.sum()) > ROUNDING * (1 + float(np.abs(z).sum())):
        raise impossible(float(z.sum()), "sum of z", "0")
    return z


def _checked_answers(
    numerators: npt.ArrayLike, denominators: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Return both matrices, 0 <= y <= x for each respondent and term."""
    y = checked_matrix("numerators", numerators)
    x = checked_matrix("denominators", denominators)
    checked_alike(numerators=y, denominators=x)
    if (y < 0).any() or (y > x).any():
        raise impossible((y.min(), x.max()), "answers", "0 <= numerator <= denominator")
    return y, x


def standard_error(
    n: int, sum_z: float, sum_z2: float, *, population_size: int | None = None
) -> float:
    """Error of the score, one standard deviation, from three sums over the respondents.

    Parameters
    ----------
    n : int
        **All** questionnaires of the institution, also those with z = 0.
    sum_z, sum_z2 : float
        Sum of z and of z squared.
    population_size : int, optional
        Recipients of this institution in this period.

    Returns
    -------
    float
        Points; 0 when everybody answered, NaN under two questionnaires.

    Raises
    ------
    ValueError
        If the sums cannot belong to n numbers.

    Notes
    -----
    Takes respondents as independent: not for answers of one family or one interviewer.

    References
    ----------
    Sarndal, Swensson, Wretman (1992), Model Assisted Survey Sampling, eq. 5.5.

    Examples
    --------
    >>> round(standard_error(4, 0.0, 625.0), 4)
    28.8675
    """
    n = checked_count("n", n)
    size = checked_population(n, population_size)
    if n and n == size:
        return 0.0
    if n < FEWEST_FOR_SPREAD:
        return math.nan
    spread = sum_z2 - sum_z**2 / n
    if not spread >= -ROUNDING * (1 + abs(sum_z2)):
        raise impossible(sum_z2, "sum_z2", f"more for sum_z = {sum_z!r}, n = {n}")
    missed = 1.0 if size is None else 1 - n / size
    return math.sqrt(missed * n / (n - 1) * max(spread, 0.0))


def score(
    numerators: npt.ArrayLike,
    denominators: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    constant: Number = 0.0,
    population_size: int | None = None,
    confidence_level: float = 0.95,
) -> Score:
    """Score of one institution with its standard error and bounds.

    Parameters
    ----------
    numerators, denominators : array of shape (n, terms)
        y and x of each respondent, 0 <= y <= x.
    weights : array of shape (terms,)
        Points of each term.
    constant : float
        Points of the checklist, which has no sampling error.
    population_size : int, optional
        Recipients of this institution in this period.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Score
        constant + sum of w*Y/X, on the scale from `constant` to `constant` + sum of weights.

    Raises
    ------
    ValueError
        If a term has no respondent: drop it with renormalised weights.

    Notes
    -----
    Speaks of chance in the choice of respondents, not of the checklist's own errors.

    References
    ----------
    Woodruff (1971), JASA 66:411-414; bounds as in `score_interval`.

    Examples
    --------
    >>> total = score([[1, 1], [0, 1], [1, 0]], [[1, 1], [1, 1], [1, 1]], [30, 50], constant=20)
    >>> round(total.estimate, 2), round(total.standard_error, 2)
    (73.33, 14.53)
    """
    y, x = _checked_answers(numerators, denominators)
    w = checked_weights(weights)
    n = len(y)
    base = float(constant)
    estimate, error = math.nan, math.nan
    if n:
        z = linearised(y, x, w)
        estimate = base + float((w * y.sum(axis=0) / x.sum(axis=0)).sum())
        error = standard_error(
            n, float(z.sum()), float((z**2).sum()), population_size=population_size
        )
    return score_interval(
        estimate,
        error,
        n,
        low_bound=base,
        high_bound=base + float(w.sum()),
        population_size=population_size,
        confidence_level=confidence_level,
    )
