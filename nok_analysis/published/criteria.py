"""A criterion against its indicators, and the reverse check of those that were not published.

A published criterion leaves only some values of its discrete indicators possible: the others
would push what remains out of its range. One left gives the value that nobody published. None
left means that indicators were not defined and left out, or else a typing error.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, combinations, islice
from operator import itemgetter

from nok_analysis.published.model import Check, Implied, Number, Part, Record, Verdict
from nok_analysis.published.numbers import MODES, POINT_ZERO, ZERO, Span, modes
from nok_analysis.published.tree import Branch, Combination, Leaf, Tree
from nok_analysis.published.ways import ROUNDED, STAGES, Ways

COMBINATIONS_CAP = 10_000
OMISSIONS_CAP = 100  # sets of indicators that are tried as left out
MULTIPLES_CAP = 400


@dataclass(frozen=True, slots=True)
class Known:
    """What was published of the indicators of a row.

    Attributes
    ----------
    shown : dict of str to Number
        Indicator → what was published, with the decimals of its level.
    bases : dict of str to Fraction
        Indicator → number of answers, where given.
    """

    shown: dict[str, Number]
    bases: dict[str, Fraction]


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
    n : Fraction or None
        Number of answers of the only continuous one, where given.
    """

    discrete: tuple[Leaf, ...]
    continuous: tuple[Leaf, ...]
    left: Span
    combinations: list[Combination]
    n: Fraction | None


def check_criteria(record: Record, tree: Tree, ways: Ways = ROUNDED) -> tuple[Check, ...]:
    """Return a check of every criterion that was published.

    Parameters
    ----------
    record : Record
    tree : Tree
    ways : Ways
        How the numbers of each level are taken to have been brought to their decimals.
    """
    bases = {code: one.value for code, one in record.bases.items() if one.value > 0}
    known = Known(record.level(tree.indicators, ways.indicators), bases)
    criteria = record.level(tree.criteria, ways.criteria)
    return tuple(
        _checked(tree, branch, criteria[branch.code], known)
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
    """Return the values that an indicator shown so may have: few, where it is discrete."""
    point = Span(number.value, number.value)
    exact = [one for one in leaf.values if modes(one, number.value, number.decimals)]
    if exact:
        return point.hull(Span(exact[0], exact[-1]))
    return number.span.cut(leaf.range) or point


def _checked(tree: Tree, branch: Branch, published: Number, known: Known) -> Check:
    """Return the check with every indicator, else the first with some of them left out."""
    found = _attempt(tree, branch, published, known, ())
    if found.verdict is not Verdict.IMPOSSIBLE and not found.implied:
        return found
    rest = [leaf for leaf in branch.leaves if leaf.code not in known.shown]
    left = _left(branch, published, known)
    if left.cut(_reach(rest)) is None:
        return found  # to leave one out is to put the mean of the others in its place
    tries = (
        _attempt(tree, branch, published, known, codes) for codes in _omissions(branch, rest)
    )
    other = next((one for one in tries if one.verdict is not Verdict.IMPOSSIBLE), None)
    if found.implied:
        return found if other is None else replace(found, implied=())
    return found if other is None else other


def _omissions(branch: Branch, rest: Sequence[Leaf]) -> Iterator[tuple[str, ...]]:
    """Yield the sets of indicators that may have been left out, small ones first."""
    codes = [leaf.code for leaf in rest if leaf.omissible]
    most = min(len(codes), len(branch.leaves) - 1)
    every = chain.from_iterable(combinations(codes, size) for size in range(1, most + 1))
    return islice(every, OMISSIONS_CAP)


def _attempt(
    tree: Tree, whole: Branch, published: Number, known: Known, left_out: tuple[str, ...]
) -> Check:
    branch = whole.without(left_out) if left_out else whole
    rest = [leaf for leaf in branch.leaves if leaf.code not in known.shown]
    if rest:
        unknowns = _unknowns(tree, rest, _left(branch, published, known), known.bases)
        found = _reversed(branch, published, known, unknowns)
    else:
        found = _compared(branch, published, known)
    if not left_out:
        return found
    exact = found.verdict is Verdict.REPRODUCES
    return replace(
        found,
        verdict=Verdict.CONSISTENT if exact else found.verdict,
        parts=_parts([leaf for leaf in whole.leaves if leaf.code not in left_out], known),
        left_out=left_out,
    )


def _parts(leaves: Sequence[Leaf], known: Known) -> tuple[Part, ...]:
    return tuple(Part(one.code, one.weight, known.shown.get(one.code)) for one in leaves)


def _left(branch: Branch, published: Number, known: Known) -> Span:
    """Return the points that the published criterion leaves to what was not published."""
    brought = (
        enclosed(leaf, known.shown[leaf.code]).times(leaf.weight)
        for leaf in branch.leaves
        if leaf.code in known.shown
    )
    return published.span - sum(brought, POINT_ZERO)


def _reach(leaves: Sequence[Leaf]) -> Span:
    return sum((leaf.range.times(leaf.weight) for leaf in leaves), POINT_ZERO)


def _compared(branch: Branch, published: Number, known: Known) -> Check:
    parts, possible = _parts(branch.leaves, known), span_of(branch, known.shown)
    exact = sum((one.weight * one.number.value for one in parts if one.number), ZERO)
    found = modes(exact, published.value, published.decimals)
    verdict = Verdict.CONSISTENT if published.span.cut(possible) else Verdict.IMPOSSIBLE
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
    n = bases.get(continuous[0].code) if len(continuous) == 1 else None
    return Unknowns(discrete, continuous, left, tree.combinations(discrete), n)


def _reversed(branch: Branch, published: Number, known: Known, unknowns: Unknowns) -> Check:
    parts = _parts(branch.leaves, known)
    feasible = [*_feasible(unknowns)] or [*_feasible(unknowns, rounded=True)]
    numbers = [published, *(one.number for one in parts if one.number)]
    decimals = max(number.decimals for number in numbers)
    return Check(
        branch.code,
        Verdict.INCOMPLETE if feasible else Verdict.IMPOSSIBLE,
        branch.combine,
        parts,
        branch.range,
        published,
        feasible=len(feasible),
        combinations=len(unknowns.combinations),
        implied=_implied(unknowns, feasible[0], decimals) if len(feasible) == 1 else (),
    )


def _feasible(unknowns: Unknowns, *, rounded: bool = False) -> Iterator[tuple[Fraction, ...]]:
    """Yield the combinations of discrete values that leave the rest inside its range.

    Where n is known the one share that remains is k/n, or k/n `rounded` before it was used.
    """
    reach = _reach(unknowns.continuous)
    points = itemgetter(0)
    first = bisect_left(unknowns.combinations, unknowns.left.low - reach.high, key=points)
    last = bisect_right(unknowns.combinations, unknowns.left.high, key=points)
    for _points, values in unknowns.combinations[first:last]:
        rest = _rest(unknowns, values).cut(reach)
        if rest is not None and _countable(unknowns, rest, rounded=rounded):
            yield values


def _rest(unknowns: Unknowns, values: tuple[Fraction, ...]) -> Span:
    """Return the points left to the continuous indicators."""
    pairs = zip(unknowns.discrete, values, strict=True)
    taken = sum((leaf.weight * value for leaf, value in pairs), ZERO)
    return unknowns.left - Span(taken, taken)


def _countable(unknowns: Unknowns, rest: Span, *, rounded: bool) -> bool:
    """Return whether a whole number of the known n can give the one value that remains."""
    leaf = unknowns.continuous[0] if unknowns.n is not None else None
    step = leaf.lattice(unknowns.n) if leaf and unknowns.n else None
    if leaf is None or step is None:
        return True
    inside = rest.times(1 / leaf.weight)
    if not rounded:
        return any(value in inside for value in _multiples(inside, step, ZERO))
    return any(
        MODES[way](value, places) in inside
        for places in STAGES
        for value in _multiples(inside, step, Fraction(1, 10**places))
        for way in MODES
    )


def _multiples(inside: Span, step: Fraction, around: Fraction) -> Iterator[Fraction]:
    """Yield the multiples of a step inside a span, or that near to it."""
    first = math.ceil((inside.low - around) / step)
    last = min(math.floor((inside.high + around) / step), first + MULTIPLES_CAP)
    return (k * step for k in range(first, last + 1))


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
