"""Bounds of one share and of the difference of two."""

import math

from nok_analysis.statistics._checks import (
    checked_level,
    checked_option,
    checked_population,
    checked_share_counts,
    impossible,
)
from nok_analysis.statistics._distributions import two_sided_normal
from nok_analysis.statistics._results import Interval
from nok_analysis.statistics._shares import (
    clopper_pearson_bounds,
    effective_size,
    population_bounds,
    wilson_bounds,
)

METHODS = ("auto", "wilson", "clopper_pearson", "hypergeometric")

# Up to this size the exact bounds are computed at once and cover better than Wilson.
_SMALL_POPULATION = 200


def proportion(
    count: int,
    n: int,
    *,
    population_size: int | None = None,
    method: str = "auto",
    confidence_level: float = 0.95,
) -> Interval:
    """Share of a count with bounds that stay inside [0, 1].

    Parameters
    ----------
    count, n : int
        People who said yes, and people who answered.
    population_size : int, optional
        Recipients of this institution in this period; None speaks of future recipients.
    method : {"auto", "wilson", "clopper_pearson", "hypergeometric"}
        "auto": Wilson without a population, hypergeometric up to 200 recipients, else Wilson
        with the finite population correction.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Interval
        Shares in [0, 1]; `method` names the formula used, "census" when n = population_size.

    Raises
    ------
    ValueError
        If count > n > population_size, or the method does not go with the population.

    Notes
    -----
    Bounds speak of chance only, not of who refused to answer (`nonresponse`). Without answers
    the estimate is NaN and the bounds are 0 and 1: never 0 %.

    References
    ----------
    Newcombe (1998), Stat Med 17:857-872, method 3; Clopper and Pearson (1934), Biometrika 26.

    Examples
    --------
    >>> share = proportion(45, 50)
    >>> round(share.low, 4), round(share.high, 4), share.method
    (0.7864, 0.9565, 'wilson')
    """
    level = checked_level(confidence_level)
    count, n = checked_share_counts(count, n)
    size = checked_population(n, population_size)
    used = _method(n, size, method)
    if n == 0:
        return Interval(math.nan, 0.0, 1.0, 0, used, level, "too_few", "no_answers")
    if used == "census":
        low = high = count / n
    elif used == "clopper_pearson":
        low, high = clopper_pearson_bounds(count, n, level)
    elif used == "hypergeometric" and size is not None:
        low, high = population_bounds(count, n, size, level)
    else:
        bounds = wilson_bounds(count / n, effective_size(n, size), two_sided_normal(level))
        low, high = float(bounds[0]), float(bounds[1])
    return Interval(count / n, low, high, n, used, level)


def _method(n: int, population_size: int | None, method: str) -> str:
    """Name the formula that answers the request."""
    checked_option("method", method, METHODS)
    if population_size is None:
        if method == "hypergeometric":
            raise impossible(population_size, "population_size", "a number for this method")
        return "wilson" if method == "auto" else method
    if method == "clopper_pearson":
        raise impossible(population_size, "population_size", "None for this method")
    if n == population_size and n > 0:
        return "census"
    small = method == "auto" and population_size <= _SMALL_POPULATION
    return "hypergeometric" if small or method == "hypergeometric" else "wilson_fpc"


def difference_of_proportions(
    count_1: int,
    n_1: int,
    count_2: int,
    n_2: int,
    *,
    population_size_1: int | None = None,
    population_size_2: int | None = None,
    confidence_level: float = 0.95,
) -> Interval:
    """Difference first - second of two independent shares with Newcombe's bounds.

    Parameters
    ----------
    count_1, n_1, count_2, n_2 : int
        Yes and answers of either group.
    population_size_1, population_size_2 : int, optional
        Recipients of either group; None speaks of future recipients.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Interval
        Difference in [-1, 1]; n is the sum; method "newcombe", "newcombe_fpc" or "census".

    Raises
    ------
    ValueError
        If a count exceeds its n, or an n its population.

    Notes
    -----
    Not for the same people asked twice: it takes the groups as independent.

    References
    ----------
    Newcombe (1998), Stat Med 17:873-890, method 10.

    Examples
    --------
    >>> change = difference_of_proportions(56, 70, 48, 80)
    >>> round(change.low, 4), round(change.high, 4)
    (0.0524, 0.3339)
    """
    level = checked_level(confidence_level)
    p_1, low_1, high_1 = _share_with_bounds(count_1, n_1, population_size_1, level)
    p_2, low_2, high_2 = _share_with_bounds(count_2, n_2, population_size_2, level)
    future = population_size_1 is None and population_size_2 is None
    method = "newcombe" if future else "newcombe_fpc"
    if n_1 == 0 or n_2 == 0:
        return Interval(math.nan, -1.0, 1.0, n_1 + n_2, method, level, "too_few", "no_answers")
    if n_1 == population_size_1 and n_2 == population_size_2:
        method = "census"
    low = p_1 - p_2 - math.hypot(p_1 - low_1, high_2 - p_2)
    high = p_1 - p_2 + math.hypot(high_1 - p_1, p_2 - low_2)
    return Interval(p_1 - p_2, low, high, n_1 + n_2, method, level)


def _share_with_bounds(
    count: int, n: int, population_size: int | None, level: float
) -> tuple[float, float, float]:
    """Share and its Wilson bounds; NaN and the whole range without answers."""
    count, n = checked_share_counts(count, n)
    size = checked_population(n, population_size)
    if n == 0:
        return math.nan, 0.0, 1.0
    low, high = wilson_bounds(count / n, effective_size(n, size), two_sided_normal(level))
    return count / n, float(low), float(high)
