"""What goes into a formula and what comes out: counts, and a value with how it was reached."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nok_analysis.methodology.model import Formula
from nok_analysis.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class TermCount:
    """The integers of one term (table ``tally``).

    Attributes
    ----------
    k, n : int
        Survey: satisfied of those of the group who answered. Checklist: met of required.
        ``waiting``: measured and term. ``scale_mean``: Σ(x − low) of answered·(high − low).
        ``pooled_share``: n = the whole group.
    missing : int
        Asked and silent; items not seen.
    not_applicable : int
        Not asked, or said so; items that do not apply.
    reason : str
        Why there is nothing to count, where the tally knows it (``question_absent``,
        ``filter_missing``); empty otherwise.
    """

    k: int = 0
    n: int = 0
    missing: int = 0
    not_applicable: int = 0
    reason: str = ""

    @property
    def everybody(self) -> int:
        """All questionnaires, or all items, that stand behind these integers."""
        return self.n + self.missing + self.not_applicable


@dataclass(frozen=True, slots=True)
class Worked:
    """A value as worked out: exact, or undefined with its reason.

    Attributes
    ----------
    value : Fraction or None
        In points; None = undefined.
    reason : str
        Word of ``vocabulary.Reason``; stays beside a value that a rule of the methodology put
        in the place of 0/0.
    weights : tuple of Fraction or None
        Survey formulas: points per unit share of each count. Composite formulas and
        combinations: points per point of each part; None = the part was left out.
    linear : bool
        False where the value is no linear function of the parts (bands).
    clamped : bool
        True where a value outside the range was brought to its end.
    incomplete : bool
        True where some item of a checklist was not seen.
    kernel : str
        Formula or combination that made it.
    formula : Formula or None
        The formula with its parameters; None for a combination of nodes.
    counts : tuple of TermCount
        What a leaf counted, in the order of ``formula.names()``.
    parts : tuple of Worked
        What a composite or a combination was made of.
    """

    value: Fraction | None
    reason: str = ""
    weights: tuple[Fraction | None, ...] = ()
    linear: bool = True
    clamped: bool = False
    incomplete: bool = False
    kernel: str = ""
    formula: Formula | None = None
    counts: tuple[TermCount, ...] = ()
    parts: tuple[Worked, ...] = ()

    def leaves(self, factor: Fraction = Fraction(1)) -> Iterator[tuple[Worked, Fraction]]:
        """Yield the leaves that the value rests on, with points per point of each."""
        if not self.parts:
            yield self, factor
        for part, weight in zip(self.parts, self.weights, strict=False):
            if weight is not None and part.value is not None:
                yield from part.leaves(factor * weight)

    def left_out(self) -> tuple[Worked, ...]:
        """Return the parts that the value does without."""
        pairs = zip(self.parts, self.weights, strict=False)
        return tuple(part for part, weight in pairs if weight is None)


def undefined(reason: str = Reason.ZERO_BASE) -> Worked:
    """Return a value that is not defined, for `reason`."""
    return Worked(None, str(reason))


def weighed(values: Sequence[Fraction | None], factors: Sequence[Fraction | None]) -> Fraction:
    """Return Σ factor·value over the parts that have a factor, exactly.

    Notes
    -----
    All is brought to one denominator and reduced once: a chain of fractions would be reduced
    at every step.

    Examples
    --------
    >>> weighed([Fraction(80), None, Fraction(275, 3)], [Fraction(1, 4), None, Fraction(3, 4)])
    Fraction(355, 4)
    """
    products = [
        (factor.numerator * value.numerator, factor.denominator * value.denominator)
        for value, factor in zip(values, factors, strict=True)
        if factor is not None and value is not None
    ]
    whole = math.lcm(*(below for _above, below in products))
    return Fraction(sum(above * (whole // below) for above, below in products), whole)
