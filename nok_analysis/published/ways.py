"""How a publisher may have brought the numbers of a row to the decimals that they show."""

from __future__ import annotations

from dataclasses import dataclass

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

#: In the order in which they are tried. A publisher who cuts digits off cuts them everywhere:
#: mixed ways would explain a typing error of 0.1 in a row of two decimals.
EVERY = (
    ROUNDED,
    Ways("half_even", "half_even", "half_even"),
    Ways("truncated", "truncated", "truncated"),
)
