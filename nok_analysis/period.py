"""Quarters and years, in order."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from nok_analysis.errors import ParameterError

MONTHS_A_QUARTER = 3
QUARTERS = 4
_WRITTEN = re.compile(r"(?P<year>20[0-9][0-9])(?:Q(?P<quarter>[1-4]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter (``2026Q3``) or a year (``2026``).

    Attributes
    ----------
    year : int
    quarter : int or None
        1–4; None for a whole year.

    Examples
    --------
    >>> Period.parse("2026Q1").previous()
    Period(2025Q4)
    """

    year: int
    quarter: int | None = None

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period written as ``2026Q3`` or ``2026``.

        Raises
        ------
        ParameterError
            When the text is neither.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ParameterError(
                "“{value}” is not a period; write a quarter like 2026Q3 or a year like 2026",
                value=text,
            )
        quarter = found["quarter"]
        return cls(int(found["year"]), int(quarter) if quarter else None)

    def previous(self) -> Period:
        """Return the period of the same length just before."""
        return self.shifted(-1)

    def shifted(self, steps: int) -> Period:
        """Return the period `steps` later (earlier when negative)."""
        if self.quarter is None:
            return Period(self.year + steps)
        years, quarter = divmod(self.year * QUARTERS + self.quarter - 1 + steps, QUARTERS)
        return Period(years, quarter + 1)

    @property
    def first_day(self) -> dt.date:
        """First day of the span."""
        month = 1 if self.quarter is None else (self.quarter - 1) * MONTHS_A_QUARTER + 1
        return dt.date(self.year, month, 1)

    @property
    def last_day(self) -> dt.date:
        """Last day of the span."""
        return self.shifted(1).first_day - dt.timedelta(days=1)

    def holds(self, day: dt.date) -> bool:
        """Return whether `day` lies in the span."""
        return self.first_day <= day <= self.last_day

    @classmethod
    def of(cls, day: dt.date) -> Period:
        """Return the quarter of `day`."""
        return cls(day.year, (day.month - 1) // MONTHS_A_QUARTER + 1)

    def __str__(self) -> str:
        return str(self.year) if self.quarter is None else f"{self.year}Q{self.quarter}"

    def __repr__(self) -> str:
        return f"Period({self})"

    def __lt__(self, other: Period) -> bool:
        return (self.year, self.quarter or 0) < (other.year, other.quarter or 0)

    def __le__(self, other: Period) -> bool:
        return self == other or self < other
