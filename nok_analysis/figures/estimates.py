"""Numbers as figures show them: a value with its interval, rounded once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from nok_analysis.wording.numbers import round_half_up

SHOWN = frozenset(("ok", "trial"))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval, rounded to what is shown; all None where it is not shown."""

    value: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    status: str = "ok"

    @property
    def left(self) -> Fraction | None:
        """Where its band begins in a drawing: at the value where no interval can be given."""
        return self.value if self.low is None else self.low

    @property
    def right(self) -> Fraction | None:
        """Where its band ends in a drawing."""
        return self.value if self.high is None else self.high

    @property
    def is_shown(self) -> bool:
        """Whether there is a number to draw."""
        return self.value is not None


def known(value: object) -> bool:
    """Return whether a cell of a table holds something."""
    return value is not None and value is not pd.NA and value == value


def rounded(value: object, places: int) -> Fraction | None:
    """Return a cell's number rounded half up, None where the cell is empty."""
    return round_half_up(value, places) if known(value) else None


def estimate(row: object, places: int, *, column: str = "value") -> Estimate:
    """Return the number of a row with its interval; nothing where its status forbids."""
    status = getattr(row, "status", "ok") if row is not None else "missing"
    if row is None or status not in SHOWN:
        return Estimate(None, status=status)
    value = rounded(getattr(row, column), places)
    if value is None:
        return Estimate(None, status="missing")
    return Estimate(value, rounded(row.low, places), rounded(row.high, places), status)
