"""Sampling: how many forms are needed, and how many are there."""

import math
from dataclasses import dataclass
from fractions import Fraction

from nok_analysis.statistics._checks import (
    checked_count,
    checked_inside,
    checked_level,
    checked_population,
    impossible,
)
from nok_analysis.statistics._distributions import (
    noncentrality,
    two_sided_normal,
    two_sided_t,
)

__all__ = [
    "Coverage",
    "coverage",
    "detectable_difference",
    "prescribed_size",
    "required_size",
]

# A size that is whole but for rounding must not be rounded up to the next.
_ROUNDING = 1e-9
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Coverage:
    """Forms achieved against forms required."""

    share: float
    met: bool
    of_population: float


def required_size(
    margin: float,
    *,
    population_size: int | None = None,
    proportion: float = 0.5,
    confidence_level: float = 0.95,
) -> int:
    """Forms that bring the bounds of a share within the margin.

    Parameters
    ----------
    margin : float
        Half width of the interval, as a share: 0.05 is five points.
    population_size : int, optional
        Recipients of this institution in this period; None speaks of future recipients.
    proportion : float
        Expected share; 0.5 is the cautious choice.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    int
        At most the population.

    Raises
    ------
    ValueError
        If margin or proportion lies outside (0, 1).

    Notes
    -----
    Normal approximation; near 0 and 1 the true interval is wider than asked.

    References
    ----------
    Cochran (1977), Sampling Techniques, eq. 4.1-4.2.

    Examples
    --------
    >>> required_size(0.05), required_size(0.05, population_size=200)
    (385, 132)
    """
    margin = checked_inside("margin", margin, 0, 1)
    p = checked_inside("proportion", proportion, 0, 1)
    first = two_sided_normal(checked_level(confidence_level)) ** 2 * p * (1 - p) / margin**2
    size = checked_population(0, population_size)
    if size is None:
        return math.ceil(first - _ROUNDING)
    if size == 0:
        return 0
    # n/(1 + (n - 1)/N), which is (nN)/(N + n - 1) and never exceeds N
    return min(size, math.ceil(first * size / (size + first - 1) - _ROUNDING))


def prescribed_size(population_size: int, *, share: float | str | Fraction, cap: int) -> int:
    """Forms that a rule of the form "so many per cent, at most so many" prescribes.

    Parameters
    ----------
    population_size : int
        Recipients of this institution in this period.
    share : float, str or Fraction
        Share as it is written: 0.07 is 7/100 exactly.
    cap : int
        Most forms that the rule asks for.

    Returns
    -------
    int
        min(cap, share of the population rounded up).

    Raises
    ------
    ValueError
        If the share lies outside [0, 1].

    Notes
    -----
    A rule of an order, not of precision: see `required_size` for that.

    Examples
    --------
    >>> prescribed_size(100, share=0.07, cap=600), prescribed_size(5000, share=0.4, cap=600)
    (7, 600)
    """
    exact = Fraction(str(share))
    if not 0 <= exact <= 1:
        raise impossible(share, "share", "a share from 0 to 1")
    wanted = math.ceil(exact * checked_count("population_size", population_size))
    return min(checked_count("cap", cap), wanted)


def coverage(achieved: int, required: int, *, population_size: int | None = None) -> Coverage:
    """Forms achieved as a share of the required ones and of the recipients.

    Parameters
    ----------
    achieved, required : int
        Forms.
    population_size : int, optional
        Recipients of this institution in this period.

    Returns
    -------
    Coverage
        `share` is NaN when nothing was required, `of_population` when it is not known.

    Raises
    ------
    ValueError
        If more forms were achieved than there are recipients.

    Notes
    -----
    Enough forms from the wrong people are not enough: see `intervals.nonresponse`.

    Examples
    --------
    >>> coverage(45, 60, population_size=150)
    Coverage(share=0.75, met=False, of_population=0.3)
    """
    got, wanted = checked_count("achieved", achieved), checked_count("required", required)
    size = checked_population(got, population_size)
    share = got / wanted if wanted else math.nan
    return Coverage(share, got >= wanted, got / size if size else math.nan)


def detectable_difference(
    n_per_group: int, groups: int, *, power: float = 0.8, confidence_level: float = 0.95
) -> float:
    """Difference, in standard deviations, that so many forms would show.

    Parameters
    ----------
    n_per_group, groups : int
        Forms of each institution, and institutions.
    power : float
        Chance of showing the difference, between 1 - level and 1.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    float
        One institution against the mean of the others; NaN under two forms each.

    Raises
    ------
    ValueError
        If there are fewer than two groups.

    Notes
    -----
    Before the survey only; afterwards the interval says what was shown.

    References
    ----------
    Instructions for Analyzing Data from CAHPS Surveys 4.1 (2017), table 3.

    Examples
    --------
    >>> round(detectable_difference(300, 10), 3)
    0.171
    """
    level = checked_level(confidence_level)
    power = checked_inside("power", power, 1 - level, 1)
    n, institutions = checked_count("n_per_group", n_per_group), checked_count("groups", groups)
    if institutions < _FEWEST:
        raise impossible(groups, "groups", "at least two")
    if n < _FEWEST:
        return math.nan
    df = institutions * (n - 1)
    shift = noncentrality(df, two_sided_t(level, df), power)
    # variance of one mean less the mean of P - 1 others: 1/n + 1/(n(P - 1))
    return shift * math.sqrt((1 + 1 / (institutions - 1)) / n)
