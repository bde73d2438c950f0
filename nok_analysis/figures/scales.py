"""From numbers to places on the sheet: windows, ticks, positions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from nok_analysis.figures.estimates import known
from nok_analysis.figures.material import TOTAL, Material, rows

_STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5))
_WINDOW_FROM = Fraction(7, 10)  # of the scale: the total rarely falls below
_TENTH = 10
FEWEST = 3  # ticks; two say little about a distance


@dataclass(frozen=True, slots=True)
class Scale:
    """A span of numbers laid over a span of the sheet."""

    low: Fraction
    high: Fraction
    start: float
    end: float

    def at(self, value: Fraction | float) -> float:
        """Return the position of a value; what lies outside is held at the edge."""
        held = min(max(float(value), float(self.low)), float(self.high))
        share = (held - float(self.low)) / float(self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self, most: int) -> list[Fraction]:
        """Return at most `most` round values, both ends of the scale where that can be."""
        span = self.high - self.low
        step = step_of(span, most)
        even = [one for one in steps() if span % one == 0 and self.low % one == 0]
        step = next((one for one in even if FEWEST <= span / one + 1 <= most), step)
        first = math.ceil(self.low / step)
        return [step * i for i in range(first, math.floor(self.high / step) + 1)]


def step_of(span: Fraction, most: int) -> Fraction:
    """Return the least of 1, 2, 5, 10, 20, 25 … (or tenths) that gives at most `most` ticks.

    Examples
    --------
    >>> step_of(Fraction(40), 5), step_of(Fraction(1), 5)
    (Fraction(10, 1), Fraction(1, 2))
    """
    return next((step for step in steps() if span / step + 1 <= most), Fraction(span))


def steps() -> Iterator[Fraction]:
    """Yield round steps between ticks, the least first; 2.5 is no such step, 25 is."""
    for power in range(-2, 7):
        for step in _STEPS:
            found = Fraction(10) ** power * step
            if step.denominator == 1 or found.denominator == 1:
                yield found


def full(assessment: Material) -> tuple[Fraction, Fraction]:
    """Return the whole scale of the methodology."""
    return assessment.methodology.low, assessment.methodology.high


def window(assessment: Material) -> tuple[Fraction, Fraction]:
    """Return the one window in which every figure of a report shows the total.

    From seven tenths of the scale, or the lowest interval end of all periods, rounded down to
    a tenth of the scale, to its end.
    """
    low, high = full(assessment)
    tenth = (high - low) / _TENTH
    drawn = rows(
        assessment.scores, node=TOTAL, methodology=assessment.methodology.code, status="ok"
    )
    ends = [Fraction(row.low) for row in drawn if known(row.low) and known(row.value)]
    ends += [Fraction(row.value) for row in drawn if known(row.value)]
    lowest = min([low + (high - low) * _WINDOW_FROM, *ends])
    return max(low, low + tenth * math.floor((lowest - low) / tenth)), high


def around(values: Iterable[Fraction], *, step: int = 1) -> tuple[Fraction, Fraction]:
    """Return whole multiples of `step` around the values.

    Examples
    --------
    >>> around([Fraction(813, 10), Fraction(87)], step=2)
    (Fraction(80, 1), Fraction(88, 1))
    """
    found = list(values)
    low = math.floor(min(found) / step) * step
    high = math.ceil(max(found) / step) * step
    return Fraction(low), Fraction(high if high > low else low + step)
