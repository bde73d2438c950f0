"""What a check of one published number against its parts found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nok_analysis.published.model import Number, Verdict
from nok_analysis.published.numbers import Span


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a node: its weight and what was published for it, if anything was."""

    node: str
    weight: Fraction
    number: Number | None


@dataclass(frozen=True, slots=True)
class Implied:
    """A value that follows from the others although it was not published.

    Attributes
    ----------
    node : str
    span : Span
        All values that the rounding of the others leaves.
    value : Fraction
        The value in the middle, which the numbers as shown give.
    decimals : int
        To how many decimals it may be said.
    """

    node: str
    span: Span
    value: Fraction
    decimals: int


@dataclass(frozen=True, slots=True)
class Check:
    """A published number beside what its parts give.

    Attributes
    ----------
    node : str
    verdict : Verdict
    combine : str
        ``mean``, ``weighted_mean`` or ``sum``.
    parts : tuple of Part
    range : Span
        All values that the methodology lets the node have.
    published : Number or None
    computed : Fraction or None
        From the parts as shown; None when some are not known.
    conventions : tuple of str
        Ways of computing and rounding that give exactly what was published.
    possible : Span or None
        What the parts leave when each may be rounded.
    feasible, combinations : int
        Of a criterion: how many combinations of the discrete indicators that were not
        published it leaves, of how many.
    implied : tuple of Implied
        Values that were not published but follow.
    """

    node: str
    verdict: Verdict
    combine: str
    parts: Sequence[Part]
    range: Span
    published: Number | None = None
    computed: Fraction | None = None
    conventions: tuple[str, ...] = ()
    possible: Span | None = None
    feasible: int = 0
    combinations: int = 0
    implied: tuple[Implied, ...] = ()

    @property
    def worth_saying(self) -> bool:
        """Whether a person wants to read of it: something of its parts is known."""
        known = any(part.number is not None for part in self.parts)
        return known or self.verdict is Verdict.IMPOSSIBLE
