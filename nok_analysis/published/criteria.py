"""A criterion against its indicators, and the reverse check of those that were not published.

A published criterion leaves only some values of its discrete indicators possible: the others
would push what remains out of its range. None left means a typing error; one left gives the
value that nobody published.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter

from nok_analysis.published.checks import Check, Implied, Part
from nok_analysis.published.model import Number, Record, Verdict
from nok_analysis.published.numbers import POINT_ZERO, ZERO, Span, modes
from nok_analysis.published.tree import Branch, Combination, Leaf, Tree

COMBINATIONS_CAP = 10_000


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What of a criterion was not published, and what the rest leaves to it.

    Attributes
    ----------
    discrete, continuous : tuple of Leaf
    combinations : list of Combination
        Of the discrete ones, by the points that they bring.
    left : Span
        Points of the criterion that the unknown indicators bring.
    bases : dict of str to Fraction
        Indicator → number of answers, where given.
    """

    discrete: tuple[Leaf, ...]
    continuous: tuple[Leaf, ...]
    left: Span
    combinations: list[Combination]
    bases: dict[str, Fraction]


def check_criteria(record: Record, tree: Tree) -> tuple[Check, ...]:
    """Return a check of every criterion that was published.

    Parameters
    ----------
    record : Record
    tree : Tree
    """
    shown = record.level(tree.indicators)
    criteria = record.level(tree.criteria)
    bases = {code: one.value for code, one in record.bases.items() if one.value > 0}
    return tuple(
        _checked(tree, branch, criteria[branch.code], shown, bases)
        for branch in tree.branches
        if branch.code in criteria
    )


def span_of(branch: Branch, shown: dict[str, Number]) -> Span:
    """Return all values of a criterion that its published indicators leave.

    Parameters
    ----------
    branch : Branch
    shown : dict of str to Number
        Indicator → what was published, with the decimals of its level.
    """
    if not any(leaf.code in shown for leaf in branch.leaves):
        return branch.range
    spans = (
        enclosed(leaf, shown[leaf.code]) if leaf.code in shown else leaf.range
        for leaf in branch.leaves
    )
    return sum(
        (span.times(leaf.weight) for span, leaf in zip(spans, branch.leaves, strict=True)),
        POINT_ZERO,
    )


def enclosed(leaf: Leaf, number: Number) -> Span:
    """Return the values that an indicator shown so may have: one, where it is discrete."""
    exact = [value for value in leaf.values if _shows(value, number)]
    if exact:
        return Span(exact[0], exact[-1])
    around = Span(number.value, number.value).widened(number.half)
    return around.cut(leaf.range) or around


def _shows(value: Fraction, number: Number) -> bool:
    return bool(modes(value, number.value, number.decimals))


def _checked(
    tree: Tree,
    branch: Branch,
    published: Number,
    shown: dict[str, Number],
    bases: dict[str, Fraction],
) -> Check:
    parts = tuple(Part(one.code, one.weight, shown.get(one.code)) for one in branch.leaves)
    known = [leaf for leaf in branch.leaves if leaf.code in shown]
    if len(known) == len(branch.leaves):
        return _compared(branch, published, parts, span_of(branch, shown))
    rest = [leaf for leaf in branch.leaves if leaf.code not in shown]
    brought = sum(
        (enclosed(one, shown[one.code]).times(one.weight) for one in known), POINT_ZERO
    )
    around = Span(published.value, published.value).widened(published.half)
    left = Span(around.low - brought.high, around.high - brought.low)
    return _reversed(branch, published, parts, _unknowns(tree, rest, left, bases))


def _compared(
    branch: Branch, published: Number, parts: Sequence[Part], possible: Span
) -> Check:
    exact = sum((one.weight * one.number.value for one in parts if one.number), ZERO)
    found = modes(exact, published.value, published.decimals)
    around = Span(published.value, published.value).widened(published.half)
    verdict = Verdict.CONSISTENT if around.cut(possible) else Verdict.IMPOSSIBLE
    return Check(
        branch.code,
        Verdict.REPRODUCES if found else verdict,
        branch.combine,
        parts,
        branch.range,
        published,
        exact,
        found,
        possible,
    )


def _unknowns(
    tree: Tree, rest: Sequence[Leaf], left: Span, bases: dict[str, Fraction]
) -> Unknowns:
    discrete = tuple(leaf for leaf in rest if leaf.values)
    if math.prod(len(leaf.values) for leaf in discrete) > COMBINATIONS_CAP:
        discrete = ()  # too many to try: their range alone is looked at
    continuous = tuple(leaf for leaf in rest if leaf not in discrete)
    return Unknowns(discrete, continuous, left, tree.combinations(discrete), bases)


def _reversed(
    branch: Branch, published: Number, parts: Sequence[Part], unknowns: Unknowns
) -> Check:
    feasible = list(_feasible(unknowns))
    only = feasible[0] if len(feasible) == 1 else None
    nodes = [part.number for part in parts if part.number]
    decimals = max([published.decimals, *(one.decimals for one in nodes)])
    return Check(
        branch.code,
        Verdict.INCOMPLETE if feasible else Verdict.IMPOSSIBLE,
        branch.combine,
        parts,
        branch.range,
        published,
        feasible=len(feasible),
        combinations=len(unknowns.combinations),
        implied=_implied(unknowns, only, decimals) if only is not None else (),
    )


def _feasible(unknowns: Unknowns) -> Iterator[tuple[Fraction, ...]]:
    """Yield the combinations of discrete values that leave the rest inside its range."""
    reach = sum((one.weight * one.range.high for one in unknowns.continuous), ZERO)
    points = itemgetter(0)
    first = bisect_left(unknowns.combinations, unknowns.left.low - reach, key=points)
    last = bisect_right(unknowns.combinations, unknowns.left.high, key=points)
    lattice = len(unknowns.continuous) == 1 and unknowns.continuous[0].code in unknowns.bases
    for _points, values in unknowns.combinations[first:last]:
        if not lattice or _countable(unknowns, _rest(unknowns, values)):
            yield values


def _rest(unknowns: Unknowns, values: tuple[Fraction, ...]) -> Span:
    """Return the points left to the continuous indicators."""
    pairs = zip(unknowns.discrete, values, strict=True)
    taken = sum((leaf.weight * value for leaf, value in pairs), ZERO)
    return Span(unknowns.left.low - taken, unknowns.left.high - taken)


def _countable(unknowns: Unknowns, rest: Span) -> bool:
    """Return whether a whole number of the known n can give the one value that remains."""
    (leaf,) = unknowns.continuous
    step = leaf.lattice(unknowns.bases[leaf.code])
    inside = rest.times(1 / leaf.weight).cut(leaf.range)
    return step is None or inside is None or math.ceil(inside.low / step) * step in inside


def _implied(
    unknowns: Unknowns, values: tuple[Fraction, ...], decimals: int
) -> tuple[Implied, ...]:
    """Return what the only combination left says of each indicator that was not published."""
    found = [
        Implied(leaf.code, Span(value, value), value, 0)
        for leaf, value in zip(unknowns.discrete, values, strict=True)
    ]
    if len(unknowns.continuous) == 1:
        (leaf,) = unknowns.continuous
        rest = _rest(unknowns, values).times(1 / leaf.weight)
        middle = min(max((rest.low + rest.high) / 2, leaf.range.low), leaf.range.high)
        found.append(Implied(leaf.code, rest.cut(leaf.range) or rest, middle, decimals))
    return tuple(found)
