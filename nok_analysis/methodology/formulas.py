"""The kernels: small exact functions, one a form of formula. To add one, write it here.

A kernel takes what it counts (a tuple of counts, or of worked parts), its formula and the
choices of the methodology, and returns a :class:`Worked`. Its decorator states which keys it
reads in the file, the highest value it can reach and what must hold for its parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from nok_analysis.methodology.kernels import HUNDRED, KERNELS, highest, kernel, work
from nok_analysis.methodology.model import Choices, Formula
from nok_analysis.methodology.worked import TermCount, Worked, undefined, weighed
from nok_analysis.vocabulary import Reason
from nok_analysis.wording import mark_for_catalog as _

__all__ = ["KERNELS", "WAITS", "answered", "highest", "required_items", "work"]

ZERO = Fraction(0)
WAITS = ("waiting_points", "share_of_term")  # kernels whose count is a wait and its term
UNBOUNDED = Fraction(10**9)  # of a value that only goalposts bring to a scale

Counts = tuple[TermCount, ...]
Parts = tuple[Worked, ...]


def _number(name: str) -> Callable[[Formula], Fraction]:
    return lambda formula: formula.numbers[name]


def _range_fault(formula: Formula) -> str:
    above = formula.numbers["high"] > formula.numbers["low"]
    return "" if above else _("“high” must lie above “low”")


def _bands_fault(formula: Formula) -> str:
    lows = [low for low, _points in formula.steps]
    if not lows or lows[0] != 0:
        return _("the bands must begin at 0, the lowest value")
    top = highest(formula.parts[0]) if formula.parts else HUNDRED
    if lows != sorted(set(lows)) or lows[-1] > top:
        return _("the bands must follow each other upwards, none twice, none above the scale")
    if any(points < 0 for _low, points in formula.steps):
        return _("points must not lie below 0")
    return ""


def _zones_fault(formula: Formula) -> str:
    numbers, steps = formula.numbers, [points for _by, points in formula.steps]
    ladder = [numbers["over"], numbers["equal"], *steps, numbers["half"]]
    if numbers["over"] < 0 or ladder != sorted(ladder):
        return _("the points must not fall as the wait grows shorter, nor lie below 0")
    return ""


# Survey --------------------------------------------------------------------------------------


@kernel(question="question", among="group")
def share(counts: Counts, _formula: Formula, choices: Choices) -> Worked:
    """Return 100·k/n: satisfied of those who answered (or of the group, if so chosen)."""
    (count,) = counts
    n = answered(count, choices)
    return Worked(Fraction(100 * count.k, n), weights=(HUNDRED,)) if n else _nobody(count)


@kernel(question="question", low="number", high="number", among="group", fault=_range_fault)
def scale_mean(counts: Counts, _formula: Formula, _choices: Choices) -> Worked:
    """Return the mean of a scale on 0–100; the tally gives Σ(x − low) of n·(high − low)."""
    (count,) = counts
    if not count.n:
        return _nobody(count)
    return Worked(Fraction(100 * count.k, count.n), weights=(HUNDRED,))


@kernel(questions="questions", among="group")
def pooled_share(counts: Counts, _formula: Formula, _choices: Choices) -> Worked:
    """Return 100·Σk/(c·n), n = the whole group whatever the choice `denominator`."""
    n = max(count.n for count in counts)
    absent = next((count for count in counts if count.reason), None)
    if absent is not None or not n:
        return _nobody(absent or counts[0])
    weight = Fraction(100, len(counts))
    return Worked(
        weight * sum(count.k for count in counts) / n, weights=(weight,) * len(counts)
    )


def answered(count: TermCount, choices: Choices) -> int:
    """Return the denominator of a share by the choice `denominator`."""
    return count.n + count.missing if choices.denominator == "all" else count.n


def _nobody(count: TermCount) -> Worked:
    return undefined(count.reason or Reason.ZERO_BASE)


# Checklists ----------------------------------------------------------------------------------


@kernel(form="form")
def share_of_required(counts: Counts, _formula: Formula, choices: Choices) -> Worked:
    """Return 100·placed/required of this institution; absent information counts 0."""
    return pooled_share_of_required(counts, _formula, choices)


@kernel(forms="forms")
def pooled_share_of_required(counts: Counts, _formula: Formula, choices: Choices) -> Worked:
    """Return 100·Σplaced/Σrequired over several forms."""
    gap = next(filter(None, map(_gap, counts)), None)
    required = sum(required_items(count, choices) for count in counts)
    if gap is not None or not required:
        return undefined(gap or Reason.ZERO_BASE)
    return Worked(Fraction(100 * sum(count.k for count in counts), required))


@kernel(form="form", step="positive", cap="positive", highest=_number("cap"))
def step_points(counts: Counts, formula: Formula, choices: Choices) -> Worked:
    """Return min(cap, step·items met); an item that does not apply follows `na_in_steps`."""
    (count,) = counts
    gap = _gap(count)
    if gap is not None:
        return undefined(gap)
    met = Fraction(count.k)
    if choices.na_in_steps == "count_as_met":
        met += count.not_applicable
    elif not count.n:
        return undefined()
    elif choices.na_in_steps == "rescale":
        met *= Fraction(count.everybody, count.n)
    return Worked(min(formula.numbers["cap"], formula.numbers["step"] * met))


@kernel(form="form", each="positive", cap="positive", highest=_number("cap"))
def item_points(counts: Counts, formula: Formula, _choices: Choices) -> Worked:
    """Return the points of the items met, at most the stated maximum."""
    (count,) = counts
    gap = _gap(count)
    if gap is not None:
        return undefined(gap)
    return Worked(min(formula.numbers["cap"], formula.numbers["each"] * count.k))


@kernel(
    form="form",
    over="number",
    equal="number",
    shorter="steps",
    half="number",
    highest=_number("half"),
    fault=_zones_fault,
)
def waiting_points(counts: Counts, formula: Formula, choices: Choices) -> Worked:
    """Return the points of the zone in which the measured wait lies against its term."""
    (count,) = counts
    reason = _no_wait(count)
    if reason == Reason.NOT_OBSERVED and choices.missing_waiting == "zero":
        return Worked(ZERO, str(reason))
    if reason is not None:
        return undefined(reason)
    return Worked(_zone(count.k, count.n, formula, half_first=_half_first(choices)))


@kernel(form="form", highest=lambda _formula: UNBOUNDED)
def share_of_term(counts: Counts, _formula: Formula, _choices: Choices) -> Worked:
    """Return the measured wait in per cent of its term: 391a counts it downwards."""
    (count,) = counts
    reason = _no_wait(count)
    return undefined(reason) if reason else Worked(Fraction(100 * count.k, count.n))


def required_items(count: TermCount, choices: Choices) -> int:
    """Return the norm of a checklist: its items, less those that do not apply here."""
    return count.n + (count.not_applicable if choices.required_items == "form" else 0)


def _gap(count: TermCount) -> Reason | None:
    """Say what of a checklist was not seen: all of it, some of it, nothing."""
    if count.missing >= count.n and not count.k and not (count.not_applicable and not count.n):
        return Reason.NOT_OBSERVED
    return Reason.INCOMPLETE_FORM if count.missing else None


def _no_wait(count: TermCount) -> Reason | None:
    """Say why there is no wait: a service without waiting, or nobody measured it."""
    if count.not_applicable and not count.n and not count.missing:
        return Reason.ZERO_BASE
    return Reason.NOT_OBSERVED if not count.n or count.missing else None


def _half_first(choices: Choices) -> bool:
    return choices.waiting_precedence == "half_first"


def _zone(wait: int, term: int, formula: Formula, *, half_first: bool) -> Fraction:
    """Return the points of the one zone that holds (wait, term); `domain` section 2."""
    numbers, shorter = formula.numbers, term - wait
    if shorter <= 0:
        return numbers["over"] if shorter else numbers["equal"]
    last = formula.steps[-1][0]
    if 2 * wait <= term and (half_first or shorter >= last):
        return numbers["half"]
    return [points for by, points in formula.steps if by <= shorter][-1]


# Of other formulas ---------------------------------------------------------------------------


def _mean_highest(formula: Formula) -> Fraction:
    return sum(map(highest, formula.parts), ZERO) / len(formula.parts)


@kernel(parts="parts", highest=_mean_highest)
def mean_of(parts: Parts, _formula: Formula, _choices: Choices) -> Worked:
    """Return the mean of the defined parts."""
    values = [part.value for part in parts]
    known = sum(value is not None for value in values)
    if not known:
        return undefined(parts[0].reason)
    weight = Fraction(1, known)
    weights = tuple(weight if value is not None else None for value in values)
    return Worked(weighed(values, weights), weights=weights)


@kernel(
    of="part",
    low="number",
    high="number",
    direction="direction",
    points="positive",
    highest=_number("points"),
    fault=_range_fault,
)
def range_points(parts: Parts, formula: Formula, _choices: Choices) -> Worked:
    """Return the place of a value in [low, high] in points; outside it is clamped (391a)."""
    (part,) = parts
    if part.value is None:
        return undefined(part.reason)
    low, high = formula.numbers["low"], formula.numbers["high"]
    inside = min(max(part.value, low), high)
    slope = formula.numbers["points"] / (high - low)
    if formula.words["direction"] == "falling":
        value, slope = slope * (high - inside), -slope
    else:
        value = slope * (inside - low)
    clamped = inside != part.value
    return Worked(value, weights=(ZERO if clamped else slope,), clamped=clamped)


@kernel(
    of="part",
    bands="bands",
    fault=_bands_fault,
    highest=lambda formula: max(points for _low, points in formula.steps),
)
def points_by_band(parts: Parts, formula: Formula, _choices: Choices) -> Worked:
    """Return the points of the band that holds the value; bands are closed below."""
    (part,) = parts
    if part.value is None:
        return undefined(part.reason)
    points = [points for low, points in formula.steps if low <= part.value][-1]
    return Worked(points, weights=(ZERO,), linear=False)
