"""Change since the last period, and what moved it."""

import math
from dataclasses import dataclass

from nok_analysis.statistics._checks import (
    Number,
    checked_count,
    checked_level,
    checked_threshold,
    impossible,
)
from nok_analysis.statistics._decomposition import (
    Contributions,
    Kitagawa,
    contributions,
    kitagawa,
    product_effects,
)
from nok_analysis.statistics._distributions import two_sided_normal
from nok_analysis.statistics._proportions import difference_of_proportions
from nok_analysis.statistics.verdicts import ChangeVerdict, Reason, Status, reaches, side

__all__ = [
    "Change",
    "Contributions",
    "Kitagawa",
    "contributions",
    "kitagawa",
    "product_effects",
    "score_change",
    "two_periods",
]

# Covariances printed with few digits may pass the product of the errors by rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """Difference after - before with its bounds and the word for it."""

    difference: float
    low: float
    high: float
    method: str
    confidence_level: float
    verdict: ChangeVerdict
    status: Status = "ok"
    reason: Reason = ""


def two_periods(
    count_before: int,
    n_before: int,
    count_after: int,
    n_after: int,
    *,
    population_before: int | None = None,
    population_after: int | None = None,
    threshold: float = 0.0,
    min_n: int = 5,
    higher_is_better: bool = True,
    confidence_level: float = 0.95,
) -> Change:
    """Share of this period against the share of the period before.

    Parameters
    ----------
    count_before, n_before, count_after, n_after : int
        Yes and answers of either period.
    population_before, population_after : int, optional
        Recipients of either period; None speaks of future recipients.
    threshold : float
        Least change that matters, as a share.
    min_n : int
        Fewest answers of either period that allow a verdict.
    higher_is_better : bool
        Direction of the share.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Change
        after - before with Newcombe's bounds; improved or declined only when the bounds
        exclude 0 **and** the change reaches the threshold.

    Raises
    ------
    ValueError
        If a count exceeds its n, or an n its population.

    Notes
    -----
    Takes the periods as independent; if the same people answer twice the bounds are wide.

    References
    ----------
    Newcombe (1998), Stat Med 17:873-890, method 10.

    Examples
    --------
    >>> change = two_periods(48, 80, 56, 70, threshold=0.05)
    >>> round(change.difference, 2), change.verdict
    (0.2, 'improved')
    """
    threshold = checked_threshold(threshold)
    gap = difference_of_proportions(
        count_after,
        n_after,
        count_before,
        n_before,
        population_size_1=population_after,
        population_size_2=population_before,
        confidence_level=confidence_level,
    )
    bounds = (gap.estimate, gap.low, gap.high)
    few = min(n_before, n_after) < checked_count("min_n", min_n)
    if few or gap.status != "ok":
        reason = gap.reason or "below_min_n"
        level = gap.confidence_level
        return Change(*bounds, gap.method, level, "too_few", "too_few", reason)
    verdict = _verdict(bounds, threshold, higher_is_better=higher_is_better)
    return Change(*bounds, gap.method, gap.confidence_level, verdict)


def score_change(
    before: Number,
    after: Number,
    standard_error_before: float,
    standard_error_after: float,
    *,
    covariance: float = 0.0,
    threshold: float = 0.0,
    higher_is_better: bool = True,
    confidence_level: float = 0.95,
) -> Change:
    """Score of this period against the score of the period before.

    Parameters
    ----------
    before, after : Fraction or float
        Points.
    standard_error_before, standard_error_after : float
        Points; near the end of the scale (high - low) / 2q of `variance.score_interval`.
    covariance : float
        Of the two scores, when the same people answered; 0 is cautious if they did.
    threshold : float
        Least change that matters, in points.
    higher_is_better : bool
        Direction of the score.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Change
        after - before with normal bounds; `too_few` when an error is NaN.

    Raises
    ------
    ValueError
        If an error is negative or the covariance exceeds their product.

    Notes
    -----
    Never across a new version of the methodology: break the line there.

    References
    ----------
    Kish (1965), Survey Sampling, sec. 12.4.

    Examples
    --------
    >>> score_change(80.0, 88.0, 2.0, 2.0, threshold=5.0).verdict
    'improved'
    """
    level, threshold = checked_level(confidence_level), checked_threshold(threshold)
    difference = float(after - before)
    product = standard_error_before * standard_error_after
    if standard_error_before < 0 or standard_error_after < 0:
        raise impossible((standard_error_before, standard_error_after), "errors", ">= 0")
    if abs(covariance) > product * (1 + _ROUNDING):
        raise impossible(covariance, "covariance", f"at most {product:g} either way")
    if math.isnan(difference + product):
        reason: Reason = "no_answers" if math.isnan(difference) else "no_standard_error"
        unknown = (difference, math.nan, math.nan)
        return Change(*unknown, "normal", level, "too_few", "too_few", reason)
    variance = standard_error_before**2 + standard_error_after**2 - 2 * covariance
    half = two_sided_normal(level) * math.sqrt(max(variance, 0.0))
    bounds = (difference, difference - half, difference + half)
    verdict = _verdict(bounds, threshold, higher_is_better=higher_is_better)
    return Change(*bounds, "normal", level, verdict)


def _verdict(
    bounds: tuple[float, float, float], threshold: float, *, higher_is_better: bool
) -> ChangeVerdict:
    """Word for a change: bounds that exclude 0 and a size that matters."""
    difference, low, high = bounds
    direction = side(low, high)
    if direction == 0 or not reaches(difference, threshold):
        return "no_evidence"
    return "improved" if (direction > 0) == higher_is_better else "declined"
