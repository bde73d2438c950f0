"""A published total recomputed from its criteria under every convention of publishers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from nok_analysis.published.checks import Check, Implied, Part
from nok_analysis.published.criteria import span_of
from nok_analysis.published.model import TOTAL, Number, Record, Verdict
from nok_analysis.published.numbers import MODES, POINT_ZERO, ZERO, Span, half_unit, modes
from nok_analysis.published.tree import Branch, Tree

Values = Mapping[str, Fraction]


def check_total(record: Record, tree: Tree) -> Check:
    """Return the check of the total; what was not read is not invented.

    Parameters
    ----------
    record : Record
    tree : Tree

    Notes
    -----
    Conventions: ``shown_*`` combines the criteria as shown (so does whoever rounds at each
    stage), ``exact_*`` the indicators without rounding between, ``staged_*`` the criteria
    rounded from the indicators; each ends in ``half_up``, ``half_even`` or ``truncated``. A
    total that none of them gives may still come from unrounded criteria: ``possible`` says
    between which values, and beyond it no rounding of the criteria explains the total.
    """
    shown = record.level(tree.criteria)
    leaves = record.level(tree.indicators)
    published = record.numbers.get(TOTAL)
    known = _known(tree, shown, leaves)
    computed = _combined(tree, known) if len(known) == len(tree.branches) else None
    spans = _spans(tree, shown, leaves)
    possible = sum((spans[one.code].times(one.weight) for one in tree.branches), POINT_ZERO)
    found = tuple(_conventions(tree, shown, leaves, published)) if published else ()
    parts = tuple(Part(one.code, one.weight, shown.get(one.code)) for one in tree.branches)
    verdict = _verdict(published, computed, possible, found)
    left = _implied(tree, known, spans, published)
    return Check(
        TOTAL,
        verdict,
        tree.combine,
        parts,
        tree.range,
        published,
        computed,
        found,
        possible,
        implied=left if verdict is Verdict.INCOMPLETE else (),
    )


def _verdict(
    published: Number | None, computed: Fraction | None, possible: Span, found: tuple[str, ...]
) -> Verdict:
    if published is None:
        return Verdict.INCOMPLETE
    if found:
        return Verdict.REPRODUCES
    around = Span(published.value, published.value).widened(published.half)
    if around.cut(possible) is None:
        return Verdict.IMPOSSIBLE
    return Verdict.INCOMPLETE if computed is None else Verdict.CONSISTENT


def _known(tree: Tree, shown: Mapping[str, Number], leaves: Mapping[str, Number]) -> Values:
    """Return the criteria as shown, else from their indicators where all are shown."""
    found = {code: number.value for code, number in shown.items()}
    for branch in tree.branches:
        if branch.code not in found and all(leaf.code in leaves for leaf in branch.leaves):
            found[branch.code] = _from_leaves(branch, leaves)
    return found


def _from_leaves(branch: Branch, leaves: Mapping[str, Number]) -> Fraction:
    return sum((leaf.weight * leaves[leaf.code].value for leaf in branch.leaves), ZERO)


def _combined(tree: Tree, values: Values) -> Fraction:
    return sum((one.weight * values[one.code] for one in tree.branches), ZERO)


def _conventions(
    tree: Tree,
    shown: Mapping[str, Number],
    leaves: Mapping[str, Number],
    published: Number,
) -> Iterator[str]:
    """Yield the names of the conventions that give exactly the published total."""

    def found(basis: str, values: Values, only: str = "") -> Iterator[str]:
        if len(values) == len(tree.branches):
            ways = modes(_combined(tree, values), published.value, published.decimals)
            yield from (f"{basis}_{way}" for way in ways if not only or way == only)

    yield from found("shown", {code: number.value for code, number in shown.items()})
    worked = {
        branch.code: _from_leaves(branch, leaves)
        for branch in tree.branches
        if all(leaf.code in leaves for leaf in branch.leaves)
    }
    if not worked:
        return
    others = {code: number.value for code, number in shown.items()}
    yield from found("exact", others | worked)
    places = _decimals(tree, shown)
    for way, rounded in MODES.items():
        staged = {code: rounded(value, places) for code, value in worked.items()}
        yield from found("staged", others | staged, way)


def _spans(
    tree: Tree, shown: Mapping[str, Number], leaves: dict[str, Number]
) -> dict[str, Span]:
    """Return all values that each criterion may have had when the total was computed."""
    half = half_unit(_decimals(tree, shown))
    found = {}
    for branch in tree.branches:
        below = span_of(branch, leaves)
        if branch.code not in shown:
            found[branch.code] = below.widened(half).cut(branch.range) or below
            continue
        number = shown[branch.code]
        point = Span(number.value, number.value)
        around = point.widened(number.half).cut(branch.range) or point
        found[branch.code] = point.hull(around.cut(below) or around)
    return found


def _decimals(tree: Tree, shown: Mapping[str, Number]) -> int:
    """Return the decimals of the criteria: of this row, else of the methodology."""
    return max(
        (number.decimals for number in shown.values()),
        default=tree.methodology.decimals("criterion"),
    )


def _implied(
    tree: Tree, known: Values, spans: Mapping[str, Span], published: Number | None
) -> tuple[Implied, ...]:
    """Return what the total leaves to the one criterion that is not known."""
    lacking = [branch for branch in tree.branches if branch.code not in known]
    if len(lacking) != 1 or published is None:
        return ()
    (branch,) = lacking
    others = sum(
        (spans[one.code].times(one.weight) for one in tree.branches if one is not branch),
        POINT_ZERO,
    )
    around = Span(published.value, published.value).widened(published.half)
    left = Span(around.low - others.high, around.high - others.low).times(1 / branch.weight)
    left = left.cut(spans[branch.code]) or left
    return (Implied(branch.code, left, (left.low + left.high) / 2, published.decimals),)
