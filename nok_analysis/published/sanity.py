"""Rules that the numbers of one published row must keep, each remark with its cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from nok_analysis.published.checks import Check
from nok_analysis.published.model import TOTAL, Number, Record, Severity, Verdict
from nok_analysis.published.numbers import ZERO, half_unit, modes
from nok_analysis.published.tree import Leaf, Tree
from nok_analysis.published.vocabulary import drafts
from nok_analysis.wording import mark_for_catalog as _

VALUES_SHOWN = 12


def remark_row(record: Record, tree: Tree, checks: Sequence[Check]) -> None:
    """Note in `record` everything about its numbers that is wrong or odd.

    Parameters
    ----------
    record : Record
    tree : Tree
    checks : sequence of Check
        Of the total and of the criteria of this row.
    """
    _check_ranges(record, tree)
    _check_discrete(record, tree)
    _check_shares(record, tree)
    for check in checks:
        if check.node == TOTAL:
            _remark_total(record, tree, check)
        else:
            _remark_criterion(record, check)
    _check_counts(record)
    _check_people(record, tree)


def _check_ranges(record: Record, tree: Tree) -> None:
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
            record.remark(Severity.ERROR, "points_sum", number, message, high=span.high)
            continue
        record.remark(
            Severity.ERROR,
            "out_of_range",
            number,
            _("{value} lies outside the scale; expected is a value from {low} to {high}"),
            low=span.low,
            high=span.high,
        )


def _check_discrete(record: Record, tree: Tree) -> None:
    for code, number in _indicators(record, tree):
        leaf = tree.by_code[code]
        possible = any(modes(one, number.value, number.decimals) for one in leaf.values)
        if leaf.values and not possible:
            record.remark(
                Severity.ERROR,
                "not_a_step",
                number,
                _("indicator {node} cannot be {value}; expected is one of {expected}"),
                node=code,
                expected=_few(leaf.values),
            )


def _check_shares(record: Record, tree: Tree) -> None:
    """Hold shares to their number of answers, and that number to the respondents."""
    people = record.facts.get("respondents")
    shown = record.level(tree.indicators)
    for code, base in record.bases.items():
        if base.value < 0 or base.value.denominator != 1:
            _not_whole(record, base)
            continue
        if people is not None and base.value > people.value:
            message = _("{value} answers to {node}, but only {expected} respondents")
            record.remark(
                Severity.ERROR,
                "more_than_respondents",
                base,
                message,
                node=code,
                expected=people,
            )
        if code in shown:
            _check_share(record, tree.by_code[code], shown[code], base)


def _check_share(record: Record, leaf: Leaf, number: Number, base: Number) -> None:
    """Note a share that no whole number of answers gives, rounded in any way."""
    if not base.value:
        message = _("{value} of nobody: there were 0 answers")
        record.remark(Severity.ERROR, "zero_base", number, message)
        return
    step = leaf.lattice(base.value)
    if step is None:
        return
    near = math.floor(number.value / step)
    if any(modes(step * k, number.value, number.decimals) for k in (near, near + 1)):
        return
    record.remark(
        Severity.ERROR,
        "not_a_share",
        number,
        _("no whole number of {n} answers gives {value}; the nearest are {expected}"),
        n=base,
        expected=tuple(_rounded(step * k) for k in (near, near + 1)),
    )


def _remark_total(record: Record, tree: Tree, check: Check) -> None:
    if check.verdict is Verdict.CONSISTENT:
        _remark(
            record,
            check,
            Severity.WARNING,
            "unrounded_criteria",
            _(
                "the total {value} does not follow from the criteria as shown; it may have "
                "been computed from unrounded criteria, which leave {low} to {high}"
            ),
        )
    elif check.verdict is Verdict.IMPOSSIBLE:
        _remark(
            record,
            check,
            Severity.ERROR,
            "total_disagrees",
            _(
                "the total {value} and the criteria cannot both be true; expected is from "
                "{low} to {high}"
            ),
        )
    if check.verdict in {Verdict.CONSISTENT, Verdict.IMPOSSIBLE}:
        _name_known_mistake(record, tree, check)


def _name_known_mistake(record: Record, tree: Tree, check: Check) -> None:
    """Name weights of a draft, or a sum in the place of a mean, where they give the total."""
    values = [part.number.value for part in check.parts if part.number is not None]
    number = check.published
    if number is None or len(values) < len(check.parts) or tree.combine != "mean":
        return
    severe = Severity.ERROR if check.verdict is Verdict.IMPOSSIBLE else Severity.WARNING
    for draft in drafts():
        if len(draft.weights) == len(values) and modes(
            sum((w * k for w, k in zip(draft.weights, values, strict=True)), ZERO),
            number.value,
            number.decimals,
        ):
            message = _(
                "{value} follows from the weights {draft} of a draft that was never in force; "
                "the order takes the plain mean, {expected}"
            )
            record.remark(
                severe,
                "draft_weights",
                number,
                message,
                draft=draft.name,
                expected=check.computed,
            )
    if sum(values) == number.value:
        message = _(
            "{value} is the sum of the criteria; the order takes their mean, {expected}"
        )
        record.remark(severe, "sum_of_criteria", number, message, expected=check.computed)


def _remark_criterion(record: Record, check: Check) -> None:
    if check.verdict is Verdict.CONSISTENT:
        _remark(
            record,
            check,
            Severity.WARNING,
            "unrounded_indicators",
            _(
                "criterion {node} shows {value}, its indicators as shown give {computed}; "
                "their rounding explains it"
            ),
        )
    elif check.verdict is Verdict.IMPOSSIBLE and check.computed is not None:
        _remark(
            record,
            check,
            Severity.ERROR,
            "criterion_disagrees",
            _(
                "criterion {node} shows {value}, its indicators give {computed}: they disagree "
                "by {gap}; expected is from {low} to {high}"
            ),
        )
    elif check.verdict is Verdict.IMPOSSIBLE:
        lacking = tuple(part.node for part in check.parts if part.number is None)
        record.remark(
            Severity.ERROR,
            "no_combination",
            check.published,
            _("no values of {lacking} give criterion {node} = {value} with what was published"),
            node=check.node,
            lacking=lacking,
        )


def _remark(record: Record, check: Check, severity: Severity, code: str, message: str) -> None:
    """Note a published number that its parts give only roughly, or not at all."""
    number, possible = check.published, check.possible
    if number is None or possible is None:
        return
    half = half_unit(number.decimals)
    values: dict[str, object] = {"node": check.node, "computed": check.computed}
    if check.computed is not None:
        values["gap"] = _rounded(abs(number.value - check.computed))
    whole = possible.widened(half).cut(check.range) or possible
    low, high = _rounded(whole.low), _rounded(whole.high)
    record.remark(severity, code, number, message, low=low, high=high, **values)


def _check_counts(record: Record) -> None:
    """Hold places and people to whole numbers, a place to the number of places."""
    for role, number in record.facts.items():
        least = 1 if role in {"rank", "rank_of"} else 0
        if number.value.denominator != 1 or number.value < least:
            _not_whole(record, number)
    rank, last = record.facts.get("rank"), record.facts.get("rank_of")
    if rank is not None and last is not None and rank.value > last.value:
        message = _("place {value} of {expected}: a place is not below the last")
        record.remark(Severity.WARNING, "rank_beyond", rank, message, expected=last)


def _check_people(record: Record, tree: Tree) -> None:
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
        record.remark(
            Severity.ERROR, "more_than_population", asked, message, expected=recipients
        )
    elif asked.value < norm:
        message = _("{value} respondents; the norm of the sample is {expected}")
        record.remark(Severity.WARNING, "below_norm", asked, message, expected=norm)


def _not_whole(record: Record, number: Number) -> None:
    message = _("{value} is no number of people or place; expected is a whole number")
    record.remark(Severity.ERROR, "not_whole", number, message)


def _indicators(record: Record, tree: Tree) -> list[tuple[str, Number]]:
    return [(code, one) for code, one in record.numbers.items() if code in tree.by_code]


def _few(values: tuple[Fraction, ...]) -> tuple[object, ...]:
    rest = ("…",) if len(values) > VALUES_SHOWN else ()
    return (*values[:VALUES_SHOWN], *rest)


def _rounded(value: Fraction) -> Fraction:
    """Return a bound to four decimals, enough to be read."""
    return Fraction(round(value * 10_000), 10_000)
