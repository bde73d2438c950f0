"""What a kernel is, and how a formula is worked out by its kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from nok_analysis.methodology.model import Choices, Formula
from nok_analysis.methodology.worked import TermCount, Worked
from nok_analysis.vocabulary import Reason

HUNDRED = Fraction(100)
MEAN = "mean_of"
EXCLUDE = "exclude_and_renormalise"

Function = Callable[..., Worked]


@dataclass(frozen=True, slots=True)
class Kernel:
    """A kernel with what the reader of methodology files must know of it.

    Attributes
    ----------
    keys : dict of str to str
        Key in the file → kind of its value (``formula_reader.KINDS``).
    work : callable
        ``(counts or parts, formula, choices) -> Worked``.
    highest : callable
        ``formula -> Fraction``, the greatest value that the formula can give.
    fault : callable
        ``formula -> str``, what is wrong with the parameters; empty when nothing.
    """

    keys: dict[str, str]
    work: Function
    highest: Callable[[Formula], Fraction]
    fault: Callable[[Formula], str]


KERNELS: dict[str, Kernel] = {}


def work(
    formula: Formula, counts: Mapping[str, TermCount], choices: Choices, *, rule: str
) -> Worked:
    """Return the formula worked out on the counts of its terms.

    Parameters
    ----------
    formula : Formula
    counts : mapping of str to TermCount
        Question or form → its integers; an absent one counts as nothing observed.
    choices : Choices
    rule : str
        What stands in the place of 0/0: a word of the choice ``undefined``.
    """
    if not formula.parts:
        own = tuple(counts.get(name, TermCount()) for name in formula.names())
        return of_counts(formula, own, choices, rule=rule)
    below = rule_of_parts(formula, rule)
    parts = tuple(work(part, counts, choices, rule=below) for part in formula.parts)
    return of_parts(formula, parts, choices, rule=rule)


def rule_of_parts(formula: Formula, rule: str) -> str:
    """Return the rule for 0/0 below a formula: a mean leaves it to its parts.

    A range or a band takes it for itself: the most of a falling range lies at the least value.
    """
    return rule if formula.kernel == MEAN else EXCLUDE


def of_counts(
    formula: Formula, counts: tuple[TermCount, ...], choices: Choices, *, rule: str
) -> Worked:
    """Return a formula worked out on its counts, in the order of ``formula.names()``."""
    found = KERNELS[formula.kernel].work(counts, formula, choices)
    found = replace(
        found,
        kernel=formula.kernel,
        formula=formula,
        counts=counts,
        incomplete=found.reason == Reason.INCOMPLETE_FORM,
    )
    return _settled(found, formula, rule)


def of_parts(
    formula: Formula, parts: tuple[Worked, ...], choices: Choices, *, rule: str
) -> Worked:
    """Return a composite worked out on its worked parts."""
    found = KERNELS[formula.kernel].work(parts, formula, choices)
    found = replace(
        found,
        kernel=formula.kernel,
        formula=formula,
        parts=parts,
        incomplete=any(part.incomplete for part in parts),
    )
    return _settled(found, formula, rule)


def highest(formula: Formula) -> Fraction:
    """Return the greatest value that the formula can give, in points."""
    return KERNELS[formula.kernel].highest(formula)


def kernel(
    *,
    highest: Callable[[Formula], Fraction] = lambda _: HUNDRED,
    fault: Callable[[Formula], str] = lambda _: "",
    **keys: str,
) -> Callable[[Function], Function]:
    """Register the decorated function as the kernel of its own name."""

    def register(function: Function) -> Function:
        KERNELS[function.__name__] = Kernel(keys, function, highest, fault)
        return function

    return register


def _settled(worked: Worked, formula: Formula, rule: str) -> Worked:
    """Put the value of the rule in the place of 0/0; what was not observed stays undefined."""
    if worked.value is not None or worked.reason != Reason.ZERO_BASE:
        return worked
    if rule == EXCLUDE:
        return worked
    value = Fraction(0) if rule == "zero" else highest(formula)
    return replace(worked, value=value, weights=(), parts=())
