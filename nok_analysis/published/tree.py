"""The tree of a methodology as the check of published numbers needs it: weights and ranges."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

from nok_analysis.folding import fold
from nok_analysis.methodology.evaluate import highest_of, highest_total, total_weights
from nok_analysis.methodology.kernels import highest
from nok_analysis.methodology.model import Choices, Criterion, Formula, Indicator, Methodology
from nok_analysis.published.model import TOTAL
from nok_analysis.published.numbers import ZERO, Span
from nok_analysis.published.vocabulary import totals

HUNDRED = Fraction(100)
VALUES_CAP = 400  # of one indicator; more are taken for a continuum

#: Points that a choice of discrete values brings to the criterion, and the choice.
Combination = tuple[Fraction, tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator: its share in the criterion and the values that it can take.

    Attributes
    ----------
    code : str
    weight : Fraction
        Points of the criterion per point of the indicator.
    range : Span
    values : tuple of Fraction
        Every value of a discrete indicator, rising; empty = any value of `range`.
    formula : Formula
    omissible : bool
        Whether the criterion is taken without it where it is not defined.
    """

    code: str
    weight: Fraction
    range: Span
    values: tuple[Fraction, ...]
    formula: Formula
    omissible: bool = False

    def lattice(self, n: Fraction) -> Fraction | None:
        """Return the step between the values that `n` answers can give; None = any value."""
        if self.formula.kernel == "share":
            return HUNDRED / n
        if self.formula.kernel == "pooled_share":
            return HUNDRED / (n * len(self.formula.questions))
        return None


@dataclass(frozen=True, slots=True)
class Branch:
    """A criterion with its indicators and its share in the total."""

    code: str
    combine: str
    weight: Fraction
    range: Span
    leaves: tuple[Leaf, ...]

    def without(self, codes: Collection[str]) -> Branch:
        """Return the criterion without some indicators, the others scaled up in their place."""
        kept = tuple(leaf for leaf in self.leaves if leaf.code not in codes)

        def whole(leaves: Iterable[Leaf]) -> Fraction:
            tops = (one.range.high if self.combine == "sum" else one.weight for one in leaves)
            return sum(tops, ZERO)

        factor = whole(self.leaves) / whole(kept) if whole(kept) else ZERO
        return replace(
            self, leaves=tuple(replace(one, weight=one.weight * factor) for one in kept)
        )


@dataclass(frozen=True, slots=True)
class Tree:
    """A methodology: the range of the total, the criteria, how they combine."""

    methodology: Methodology
    combine: str
    range: Span
    branches: tuple[Branch, ...]
    by_code: dict[str, Leaf]
    names: dict[str, str]  # folded code, name, symbol → node
    memo: dict[tuple[tuple[str, Fraction], ...], list[Combination]] = field(
        default_factory=dict
    )

    def combinations(self, leaves: tuple[Leaf, ...]) -> list[Combination]:
        """Return every choice of values of discrete indicators, by the points it brings."""
        key = tuple((leaf.code, leaf.weight) for leaf in leaves)
        if key not in self.memo:
            chosen = product(*(leaf.values for leaf in leaves))
            self.memo[key] = sorted(
                (sum((leaf.weight * v for leaf, v in zip(leaves, one, strict=True)), ZERO), one)
                for one in chosen
            )
        return self.memo[key]

    @property
    def criteria(self) -> tuple[str, ...]:
        """Codes of the criteria."""
        return tuple(one.code for one in self.branches)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of the indicators."""
        return tuple(self.by_code)


def tree_of(methodology: Methodology) -> Tree:
    """Return the weights and ranges of every node.

    Parameters
    ----------
    methodology : Methodology
        Any number of criteria, combined in any way.
    """
    weights = total_weights(methodology, {one.code for one in methodology.criteria})
    branches = tuple(
        _branch(one, weights[one.code], methodology.choices) for one in methodology.criteria
    )
    return Tree(
        methodology,
        methodology.total.combine,
        Span(ZERO, highest_total(methodology)),
        branches,
        {leaf.code: leaf for branch in branches for leaf in branch.leaves},
        _names(methodology),
    )


def values_of(formula: Formula, choices: Choices) -> tuple[Fraction, ...]:
    """Return every value that a formula can take, rising; empty when it is a continuum."""
    found: set[Fraction] = set()
    numbers = formula.numbers
    if formula.kernel == "step_points" and choices.na_in_steps != "rescale":
        found = _multiples(numbers["step"], numbers["cap"])
    elif formula.kernel == "item_points":
        found = _multiples(numbers["each"], numbers["cap"])
    elif formula.kernel == "waiting_points":
        found = {numbers["over"], numbers["equal"], numbers["half"]}
        found |= {points for _by, points in formula.steps}
    elif formula.kernel == "points_by_band":
        found = {points for _low, points in formula.steps}
    elif formula.kernel == "mean_of":
        found = _means([values_of(part, choices) for part in formula.parts])
    return tuple(sorted(found)) if len(found) <= VALUES_CAP else ()


def _names(methodology: Methodology) -> dict[str, str]:
    found = dict.fromkeys(totals(), TOTAL)
    for criterion in methodology.criteria:
        for one in criterion.indicators:
            found |= {fold(text): one.code for text in (one.name, one.symbol) if text}
        found |= {fold(text): criterion.code for text in (criterion.name, criterion.label)}
    found |= {fold(text): TOTAL for text in (TOTAL, methodology.total.symbol) if text}
    for criterion in methodology.criteria:  # a code is never taken for a name
        found[fold(criterion.code)] = criterion.code
        found |= {fold(one.code): one.code for one in criterion.indicators}
    return found


def _branch(criterion: Criterion, weight: Fraction, choices: Choices) -> Branch:
    leaves = tuple(_leaf(one, criterion, choices) for one in criterion.indicators)
    span = Span(ZERO, highest_of(criterion))
    return Branch(criterion.code, criterion.combine, weight, span, leaves)


def _leaf(indicator: Indicator, criterion: Criterion, choices: Choices) -> Leaf:
    shares = {
        "mean": Fraction(1, len(criterion.indicators)),
        "weighted_mean": indicator.weight or ZERO,
        "sum": Fraction(1),
    }
    return Leaf(
        indicator.code,
        shares[criterion.combine],
        Span(ZERO, highest(indicator.formula)),
        values_of(indicator.formula, choices),
        indicator.formula,
        (indicator.undefined or choices.undefined) == "exclude_and_renormalise",
    )


def _multiples(step: Fraction, cap: Fraction) -> set[Fraction]:
    count = math.ceil(cap / step)
    return {min(cap, step * k) for k in range(count + 1)} if count <= VALUES_CAP else set()


def _means(parts: list[tuple[Fraction, ...]]) -> set[Fraction]:
    """Return the means of every choice of values, parts left out too; none of a continuum."""
    if not all(parts) or math.prod(len(part) + 1 for part in parts) > VALUES_CAP:
        return set()
    chosen = product(*((None, *part) for part in parts))
    kept = [[value for value in one if value is not None] for one in chosen]
    return {sum(one, ZERO) / len(one) for one in kept if one}
