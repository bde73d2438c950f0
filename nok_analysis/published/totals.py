"""A published total recomputed from its criteria under every convention of publishers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from nok_analysis.methodology.evaluate import total_weights
from nok_analysis.published.criteria import span_of
from nok_analysis.published.model import TOTAL, Check, Implied, Number, Part, Record, Verdict
from nok_analysis.published.numbers import MODES, POINT_ZERO, ZERO, Span, modes, rounded_span
from nok_analysis.published.tree import Branch, Tree
from nok_analysis.published.ways import ROUNDED, STAGES, Ways

Values = Mapping[str, Fraction]
Numbers = Mapping[str, Number]
Spans = Mapping[str, Span]


def check_total(record: Record, tree: Tree, ways: Ways = ROUNDED) -> Check:
    """Return the check of the total; what was not read is not invented.

    Parameters
    ----------
    record : Record
    tree : Tree
    ways : Ways
        How the numbers of each level are taken to have been brought to their decimals.

    Notes
    -----
    Conventions: ``shown_*`` combines the criteria as shown (so does whoever rounds at each
    stage), ``exact_*`` the indicators without rounding between, ``staged_*`` the criteria
    rounded from the indicators, to any decimals where criteria are not shown; each ends in
    ``half_up``, ``half_even`` or ``truncated``. A total that none of them gives may still come
    from unrounded criteria: ``possible`` says between which values, and beyond it no rounding
    of the criteria explains the total.
    """
    shown = record.level(tree.criteria, ways.criteria)
    leaves = record.level(tree.indicators, ways.indicators)
    published = record.level((TOTAL,), ways.total).get(TOTAL)
    known = _known(tree, shown, leaves)
    found = tuple(dict.fromkeys(_conventions(tree, shown, leaves, published)))
    below = {one.code: span_of(one, leaves) for one in tree.branches}
    possible, fits = _possible(tree, shown, below, published, ways.criteria)
    check = Check(
        TOTAL,
        Verdict.INCOMPLETE,
        tree.combine,
        tuple(Part(one.code, one.weight, shown.get(one.code)) for one in tree.branches),
        tree.range,
        published,
        _combined(tree, known) if len(known) == len(tree.branches) else None,
        found,
        possible,
    )
    if published is None:
        return check
    if found or not fits:
        return replace(check, verdict=Verdict.REPRODUCES if found else Verdict.IMPOSSIBLE)
    if check.computed is not None:
        return replace(check, verdict=Verdict.CONSISTENT)
    without = _without(tree, known, leaves, check, published)
    return without or replace(
        check, implied=_implied(tree, known, _spans(tree, shown, below), published)
    )


def _without(
    tree: Tree, known: Values, leaves: Numbers, check: Check, published: Number
) -> Check | None:
    """Return the check without criteria of which nothing is known, if that is exact."""
    read = {
        one.code for one in tree.branches if any(leaf.code in leaves for leaf in one.leaves)
    }
    left_out = tuple(one.code for one in tree.branches if one.code not in {*known, *read})
    allowed = tree.methodology.choices.undefined_criterion == "exclude"
    if not allowed or len(left_out) + len(known) < len(tree.branches) or not known:
        return None
    weights = total_weights(tree.methodology, known)
    value = sum((weight * known[code] for code, weight in weights.items()), ZERO)
    found = modes(value, published.value, published.decimals)
    if not found:
        return None
    return replace(
        check,
        verdict=Verdict.CONSISTENT,
        parts=tuple(part for part in check.parts if part.node not in left_out),
        computed=value,
        conventions=tuple(f"shown_{way}" for way in found),
        left_out=left_out,
    )


def _known(tree: Tree, shown: Numbers, leaves: Numbers) -> Values:
    """Return the criteria as shown, else from their indicators where all are shown."""
    found = {code: number.value for code, number in shown.items()}
    for branch in tree.branches:
        if branch.code not in found and all(leaf.code in leaves for leaf in branch.leaves):
            found[branch.code] = _from_leaves(branch, leaves)
    return found


def _from_leaves(branch: Branch, leaves: Numbers) -> Fraction:
    return sum((leaf.weight * leaves[leaf.code].value for leaf in branch.leaves), ZERO)


def _combined(tree: Tree, values: Values) -> Fraction:
    return sum((one.weight * values[one.code] for one in tree.branches), ZERO)


def _conventions(
    tree: Tree, shown: Numbers, leaves: Numbers, published: Number | None
) -> Iterator[str]:
    """Yield the names of the conventions that give exactly the published total."""
    if published is None:
        return

    def found(basis: str, values: Values, only: str = "") -> Iterator[str]:
        if len(values) == len(tree.branches):
            ways = modes(_combined(tree, values), published.value, published.decimals)
            yield from (f"{basis}_{way}" for way in ways if not only or way == only)

    others = {code: number.value for code, number in shown.items()}
    yield from found("shown", others)
    worked = {
        branch.code: _from_leaves(branch, leaves)
        for branch in tree.branches
        if all(leaf.code in leaves for leaf in branch.leaves)
    }
    if not worked:
        return
    yield from found("exact", others | worked)
    for places in _stages(tree, shown):
        for way, rounded in MODES.items():
            staged = {code: rounded(value, places) for code, value in worked.items()}
            yield from found("staged", others | staged, way)


def _stages(tree: Tree, shown: Numbers) -> range:
    """Return the decimals to which criteria may have been rounded: those that are shown."""
    most = max((number.decimals for number in shown.values()), default=0)
    return range(
        most, most + 1 if len(shown) == len(tree.branches) else max(STAGES.stop, most + 1)
    )


def _possible(
    tree: Tree, shown: Numbers, below: Spans, published: Number | None, way: str
) -> tuple[Span, bool]:
    """Return what the parts leave to the total, and whether the published one is there.

    Criteria that are not shown are `below`, as their indicators leave them, or rounded from it.
    """
    whole = _sum(tree, _spans(tree, shown, below))
    if published is None or published.span.cut(whole):
        return whole, True
    if len(shown) == len(tree.branches):
        return whole, False
    for places in _stages(tree, shown):
        staged = {
            code: rounded_span(span, places, way)
            for code, span in below.items()
            if code not in shown
        }
        found = _sum(tree, _spans(tree, shown, {**below, **staged}))
        if published.span.cut(found):
            return found, True
    return whole, False


def _sum(tree: Tree, spans: Spans) -> Span:
    return sum((spans[one.code].times(one.weight) for one in tree.branches), POINT_ZERO)


def _spans(tree: Tree, shown: Numbers, below: Spans) -> dict[str, Span]:
    """Return all values that each criterion may have had when the total was computed."""
    found = {}
    for branch in tree.branches:
        span = below[branch.code]
        if branch.code in shown:
            number = shown[branch.code]
            point = Span(number.value, number.value)
            around = number.span.cut(branch.range) or point
            span = point.hull(around.cut(span) or around)
        found[branch.code] = span
    return found


def _implied(tree: Tree, known: Values, spans: Spans, published: Number) -> tuple[Implied, ...]:
    """Return what the total leaves to the one criterion that is not known."""
    lacking = [branch for branch in tree.branches if branch.code not in known]
    if len(lacking) != 1:
        return ()
    (branch,) = lacking
    others = sum(
        (spans[one.code].times(one.weight) for one in tree.branches if one is not branch),
        POINT_ZERO,
    )
    left = (published.span - others).times(1 / branch.weight)
    left = left.cut(spans[branch.code]) or left
    return (Implied(branch.code, left, (left.low + left.high) / 2, published.decimals),)
