"""Rules that the numbers of one published row must keep, each remark with its cell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from nok_analysis.published.model import (
    TOTAL,
    Check,
    CriterionCode,
    Number,
    Record,
    Remark,
    Severity,
    Verdict,
    remark,
)
from nok_analysis.published.numbers import ZERO, Span, modes
from nok_analysis.published.tree import Leaf, Tree
from nok_analysis.published.vocabulary import drafts
from nok_analysis.wording import mark_for_catalog as _

VALUES_SHOWN = 12


def remarks_on(record: Record, tree: Tree, checks: Sequence[Check]) -> Iterator[Remark]:
    """Yield everything about the numbers of a row that is wrong or odd.

    Parameters
    ----------
    record : Record
    tree : Tree
    checks : sequence of Check
        Of the total and of the criteria of this row.
    """
    yield from _ranges(record, tree)
    yield from _discrete(record, tree)
    yield from _shares(record, tree)
    for check in checks:
        if check.published is not None:
            of = _of_total(tree, check, check.published)
            yield from of if check.node == TOTAL else _of_criterion(check, check.published)
    yield from _counts(record)
    yield from _people(record, tree)


def _ranges(record: Record, tree: Tree) -> Iterator[Remark]:
    ranges = {TOTAL: tree.range} | {one.code: one.range for one in tree.branches}
    ranges |= {code: leaf.range for code, leaf in tree.by_code.items()}
    for code, number in record.numbers.items():
        span = ranges[code]
        if number.value in span:
            continue
        if code == TOTAL and number.value > span.high and tree.combine != "sum":
            message = _(
                "{value} is above {high}: this is a sum of points of the old regime, not the "
                "mean of the criteria"
            )
            yield remark(Severity.ERROR, "points_sum", number, message, high=span.high)
            continue
        message = _("{value} lies outside the scale; expected is a value from {low} to {high}")
        yield remark(
            Severity.ERROR, "out_of_range", number, message, low=span.low, high=span.high
        )


def _discrete(record: Record, tree: Tree) -> Iterator[Remark]:
    for code, number in record.numbers.items():
        values = tree.by_code[code].values if code in tree.by_code else ()
        if values and not any(modes(one, number.value, number.decimals) for one in values):
            yield remark(
                Severity.ERROR,
                "not_a_step",
                number,
                _("indicator {node} cannot be {value}; expected is one of {expected}"),
                node=code,
                expected=_few(values),
            )


def _shares(record: Record, tree: Tree) -> Iterator[Remark]:
    """Hold shares to their number of answers, and that number to the respondents."""
    people = record.facts.get("respondents")
    shown = record.level(tree.indicators)
    for code, base in record.bases.items():
        if base.value < 0 or base.value.denominator != 1:
            yield _not_whole(base)
            continue
        if people is not None and base.value > people.value:
            yield remark(
                Severity.ERROR,
                "more_than_respondents",
                base,
                _("{value} answers to {node}, but only {expected} respondents"),
                node=code,
                expected=people,
            )
        if code in shown:
            yield from _share(tree.by_code[code], shown[code], base)


def _share(leaf: Leaf, number: Number, base: Number) -> Iterator[Remark]:
    """Note a share that no whole number of answers gives, rounded in any way."""
    if not base.value:
        message = _("{value} of nobody: there were 0 answers")
        yield remark(Severity.ERROR, "zero_base", number, message)
        return
    step = leaf.lattice(base.value)
    if step is None:
        return
    near = math.floor(number.value / step)
    if not any(modes(step * k, number.value, number.decimals) for k in (near, near + 1)):
        yield remark(
            Severity.ERROR,
            "not_a_share",
            number,
            _("no whole number of {n} answers gives {value}; the nearest are {expected}"),
            n=base,
            expected=tuple(_rounded(step * k) for k in (near, near + 1)),
        )


def _of_total(tree: Tree, check: Check, number: Number) -> Iterator[Remark]:
    if check.left_out:
        yield remark(
            Severity.WARNING,
            "left_out",
            number,
            _("the total {value} is that of the other criteria, if {left_out} was left out"),
            left_out=tuple(CriterionCode(code) for code in check.left_out),
        )
        return
    if check.verdict is Verdict.CONSISTENT:
        message = _(
            "the total {value} does not follow from the criteria as shown; it may have "
            "been computed from unrounded criteria, which leave {low} to {high}"
        )
        yield _beside(check, number, Severity.WARNING, "unrounded_criteria", message)
    elif check.verdict is Verdict.IMPOSSIBLE:
        message = _(
            "the total {value} and the criteria cannot both be true; expected is from "
            "{low} to {high}"
        )
        yield _beside(check, number, Severity.ERROR, "total_disagrees", message)
    if check.verdict in {Verdict.CONSISTENT, Verdict.IMPOSSIBLE}:
        yield from _known_mistakes(tree, check, number)


def _known_mistakes(tree: Tree, check: Check, number: Number) -> Iterator[Remark]:
    """Name weights of a draft, or a sum in the place of a mean, where they give the total."""
    values = [part.number.value for part in check.parts if part.number is not None]
    if len(values) < len(check.parts) or tree.combine != "mean":
        return
    severe = Severity.ERROR if check.verdict is Verdict.IMPOSSIBLE else Severity.WARNING
    for draft in drafts():
        if len(draft.weights) == len(values) and modes(
            sum((w * k for w, k in zip(draft.weights, values, strict=True)), ZERO),
            number.value,
            number.decimals,
        ):
            yield remark(
                severe,
                "draft_weights",
                number,
                _(
                    "{value} follows from the weights {draft} of a draft that was never in "
                    "force; the order takes the plain mean, {expected}"
                ),
                draft=draft.name,
                expected=check.computed,
            )
    if sum(values) == number.value:
        message = _(
            "{value} is the sum of the criteria; the order takes their mean, {expected}"
        )
        yield remark(severe, "sum_of_criteria", number, message, expected=check.computed)


def _of_criterion(check: Check, number: Number) -> Iterator[Remark]:
    if check.left_out:
        message = _("{value} is possible, if {left_out} are left out as not defined")
        if len(check.left_out) == 1:
            message = _("{value} is possible, if {left_out} is left out as not defined")
        yield remark(Severity.WARNING, "left_out", number, message, left_out=check.left_out)
    elif check.verdict is Verdict.CONSISTENT:
        message = _(
            "criterion {node} shows {value}, its indicators as shown give {computed}; "
            "their rounding explains it"
        )
        yield _beside(check, number, Severity.WARNING, "unrounded_indicators", message)
    elif check.verdict is Verdict.IMPOSSIBLE and check.computed is not None:
        message = _(
            "criterion {node} shows {value}, its indicators give {computed}: they disagree "
            "by {gap}; expected is from {low} to {high}"
        )
        yield _beside(check, number, Severity.ERROR, "criterion_disagrees", message)
    elif check.verdict is Verdict.IMPOSSIBLE:
        yield remark(
            Severity.ERROR,
            "no_combination",
            number,
            _("no values of {lacking} give criterion {node} = {value} with what was published"),
            node=check.node,
            lacking=check.lacking,
        )


def _beside(
    check: Check, number: Number, severity: Severity, code: str, message: str
) -> Remark:
    """Return a remark on a number that its parts give only roughly, or not at all."""
    values: dict[str, object] = {"node": check.node, "computed": check.computed}
    if check.computed is not None:
        values["gap"] = _rounded(abs(number.value - check.computed))
    possible = check.possible or check.range
    below, above = number.value - number.span.low, number.span.high - number.value
    whole = Span(possible.low - above, possible.high + below)
    whole = whole.cut(check.range) or possible
    low, high = _rounded(whole.low), _rounded(whole.high)
    return remark(severity, code, number, message, low=low, high=high, **values)


def _counts(record: Record) -> Iterator[Remark]:
    """Hold people to whole numbers, a place to the number of places."""
    for role, number in record.facts.items():
        is_place = role in {"rank", "rank_of"}
        if number.value.denominator == 1 and number.value >= (1 if is_place else 0):
            continue
        if is_place:
            message = _("place {value} is no whole number; a shared place is written 1–2")
            yield remark(Severity.WARNING, "place_not_whole", number, message)
        else:
            yield _not_whole(number)
    rank, last = record.facts.get("rank"), record.facts.get("rank_of")
    if rank is not None and last is not None and rank.value > last.value:
        message = _("place {value} of {expected}: a place is not below the last")
        yield remark(Severity.WARNING, "rank_beyond", rank, message, expected=last)


def _people(record: Record, tree: Tree) -> Iterator[Remark]:
    asked, recipients = record.facts.get("respondents"), record.facts.get("recipients")
    if asked is None or recipients is None:
        return
    choices = tree.methodology.choices
    norm = min(
        Fraction(math.ceil(Fraction(choices.sample_share) * recipients.value)),
        Fraction(choices.sample_cap),
    )
    if asked.value > recipients.value:
        message = _("{value} respondents, but only {expected} recipients")
        yield remark(
            Severity.ERROR, "more_than_population", asked, message, expected=recipients
        )
    elif asked.value < norm:
        message = _("{value} respondents; the norm of the sample is {expected}")
        yield remark(Severity.WARNING, "below_norm", asked, message, expected=norm)


def _not_whole(number: Number) -> Remark:
    message = _("{value} is no number of people; expected is a whole number")
    return remark(Severity.ERROR, "not_whole", number, message)


def _few(values: tuple[Fraction, ...]) -> tuple[object, ...]:
    rest = ("…",) if len(values) > VALUES_SHOWN else ()
    return (*values[:VALUES_SHOWN], *rest)


def _rounded(value: Fraction) -> Fraction:
    """Return a bound to four decimals, enough to be read."""
    return Fraction(round(value * 10_000), 10_000)
