"""What the rows of one drawing share: the sheet, the scale, the voice, the decimals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nok_analysis.figures.canvas import Sheet
from nok_analysis.figures.lettering import LINE, wrapped
from nok_analysis.figures.palette import INK, RULE
from nok_analysis.figures.scales import Scale
from nok_analysis.wording import Words

TICKS = 6
TOP = 24.0  # where rows begin, under the numbers of the scale


@dataclass(frozen=True, slots=True)
class Pen:
    """A sheet with its scale and the form of its numbers."""

    sheet: Sheet
    scale: Scale
    words: Words
    decimals: int
    is_wide: bool
    ticks: int = TICKS

    def number(self, value: Fraction, *, signed: bool = False) -> str:
        """Return a number as this drawing shows it."""
        return self.words.number(value, self.decimals, signed=signed)

    def span(self, low: Fraction, high: Fraction, *, signed: bool = False) -> str:
        """Return an interval as this drawing shows it."""
        return self.words.interval(low, high, self.decimals, signed=signed)

    def head(self, *, signed: bool = False, ruled: bool = True) -> float:
        """Write the numbers of the scale above the rows; return where the rows begin."""
        for tick in self.scale.ticks(self.ticks):
            said = self.words.number(tick, signed=signed)
            self.sheet.text((self.scale.at(tick), 16), said, anchor="middle")
        if ruled:
            self.sheet.line((0, TOP), (self.sheet.width, TOP), INK, thick=1.5)
        return TOP

    def grid(self, top: float, end: float) -> None:
        """Draw the lines of the scale behind a row."""
        for tick in self.scale.ticks(self.ticks):
            self.sheet.under((self.scale.at(tick), top), (self.scale.at(tick), end), RULE)

    def beside(self, middle: float, text: str, room: float, *, size: float, bold: bool) -> None:
        """Write wrapped text at the left edge, centred on a row."""
        lines = wrapped(text, size, room, bold=bold)
        first = middle + size * 0.36 - (len(lines) - 1) * size * LINE / 2
        self.sheet.lines((0, first), lines, size=size, color=INK, bold=bold)
