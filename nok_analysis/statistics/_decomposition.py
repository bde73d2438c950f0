"""Parts of a change that add up to it exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial, prod

import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Floats,
    Number,
    checked_alike,
    checked_vector,
    impossible,
)

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Contributions:
    """Points that each component added by its value and by its weight."""

    value_effects: tuple[Number, ...]
    weight_effects: tuple[Number, ...]
    total: Number


@dataclass(frozen=True, slots=True, eq=False)
class Kitagawa:
    """Change of a total split into who was asked and how they answered."""

    composition: float
    rate: float
    total: float
    composition_effects: Floats
    rate_effects: Floats


def contributions(
    values_before: Sequence[Number],
    values_after: Sequence[Number],
    weights_before: Sequence[Number],
    weights_after: Sequence[Number] | None = None,
) -> Contributions:
    """Bars of a waterfall from the weighted sum before to the weighted sum after.

    Parameters
    ----------
    values_before, values_after : sequence of Fraction, int or float
        Value of each component in either period.
    weights_before, weights_after : sequence of Fraction, int or float
        Weights of either period; without the second the weights stayed.

    Returns
    -------
    Contributions
        Mean weight times change of value, and mean value times change of weight; with
        fractions and integers they add up to `total` exactly.

    Raises
    ------
    ValueError
        If the lengths differ.

    Notes
    -----
    Says which component moved the total, not why it moved.

    References
    ----------
    Bennet (1920), JRSS 83:455-462.

    Examples
    --------
    >>> moved = contributions([80, 90], [90, 85], [Fraction(3, 10), Fraction(7, 10)])
    >>> [str(effect) for effect in moved.value_effects], str(moved.total)
    (['3', '-7/2'], '-1/2')
    """
    new_weights = weights_before if weights_after is None else weights_after
    columns = (values_before, values_after, weights_before, new_weights)
    if len({len(column) for column in columns}) > 1:
        raise impossible([len(column) for column in columns], "lengths", "the same of all")
    rows = list(zip(*columns, strict=True))
    by_value = tuple(_HALF * (w_0 + w_1) * (v_1 - v_0) for v_0, v_1, w_0, w_1 in rows)
    by_weight = tuple(_HALF * (v_0 + v_1) * (w_1 - w_0) for v_0, v_1, w_0, w_1 in rows)
    total = sum((v_1 * w_1 - v_0 * w_0 for v_0, v_1, w_0, w_1 in rows), Fraction(0))
    return Contributions(by_value, by_weight, total)


def kitagawa(
    sizes_before: npt.ArrayLike,
    rates_before: npt.ArrayLike,
    sizes_after: npt.ArrayLike,
    rates_after: npt.ArrayLike,
) -> Kitagawa:
    """Change of a total split into who was asked and how each group answered.

    Parameters
    ----------
    sizes_before, sizes_after : array of shape (groups,)
        Shares of the groups in either period, used as given.
    rates_before, rates_after : array of shape (groups,)
        Rate of each group in either period.

    Returns
    -------
    Kitagawa
        composition + rate = total.

    Raises
    ------
    ValueError
        If a rate is missing: merge a group that is empty in one period.

    Notes
    -----
    Arithmetic, without an interval: a small group's effect may be chance.

    References
    ----------
    Kitagawa (1955), JASA 50:1168-1194.

    Examples
    --------
    >>> split = kitagawa([0.5, 0.5], [0.8, 0.6], [0.25, 0.75], [0.8, 0.6])
    >>> round(split.composition, 3), round(split.rate, 3)
    (-0.05, 0.0)
    """
    s_0, r_0 = checked_vector("sizes_before", sizes_before), checked_vector("r", rates_before)
    s_1, r_1 = checked_vector("sizes_after", sizes_after), checked_vector("r", rates_after)
    checked_alike(sizes_before=s_0, rates_before=r_0, sizes_after=s_1, rates_after=r_1)
    composition = (s_1 - s_0) * (r_0 + r_1) / 2
    rate = (r_1 - r_0) * (s_0 + s_1) / 2
    total = float(s_1 @ r_1 - s_0 @ r_0)
    return Kitagawa(float(composition.sum()), float(rate.sum()), total, composition, rate)


def product_effects(
    factors_before: Sequence[float], factors_after: Sequence[float]
) -> tuple[float, ...]:
    """Effect of each factor on the change of their product, whatever the order.

    Parameters
    ----------
    factors_before, factors_after : sequence of float
        Factors of the product in either period.

    Returns
    -------
    tuple of float
        Effects that add up to the change of the product.

    Raises
    ------
    ValueError
        If the lengths differ.

    Notes
    -----
    The number of terms doubles with each factor: meant for at most a dozen.

    References
    ----------
    Das Gupta (1993), Standardization and Decomposition of Rates, eq. 2.5-2.16.

    Examples
    --------
    >>> product_effects([2.0, 3.0], [4.0, 5.0])
    (8.0, 6.0)
    """
    if len(factors_before) != len(factors_after):
        raise impossible(len(factors_after), "factors_after", f"{len(factors_before)} factors")
    places = range(len(factors_before))
    pairs = list(zip(factors_before, factors_after, strict=True))

    def others_mean(factor: int) -> float:
        others = [place for place in places if place != factor]
        total = 0.0
        for size in range(len(others) + 1):
            share = factorial(size) * factorial(len(others) - size) / factorial(len(places))
            for after in combinations(others, size):
                total += share * prod(pairs[place][place in after] for place in others)
        return total

    return tuple(
        float(after - before) * others_mean(place)
        for place, (before, after) in enumerate(pairs)
    )
