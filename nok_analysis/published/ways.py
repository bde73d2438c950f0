"""How a publisher may have brought the numbers of a row to the decimals that they show."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

STAGES = range(5)  # decimals to which numbers that are not shown may have been rounded


@dataclass(frozen=True, slots=True)
class Ways:
    """The way of rounding (``numbers.MODES``) of each level of a row."""

    indicators: str
    criteria: str
    total: str

    @property
    def cut_off(self) -> bool:
        """Whether digits of some level were cut off."""
        return "truncated" in {self.indicators, self.criteria, self.total}


ROUNDED = Ways("half_up", "half_up", "half_up")
ANY = Ways("any", "any", "any")  # what is impossible so is impossible in every other way

#: In the order in which they are tried: what is usual comes first.
EVERY = (
    ROUNDED,
    Ways("half_even", "half_even", "half_even"),
    *sorted(
        (
            Ways(*one)
            for one in product(("truncated", "half_up"), repeat=3)
            if "truncated" in one
        ),
        key=lambda one: one != Ways("truncated", "truncated", "truncated"),
    ),
)
