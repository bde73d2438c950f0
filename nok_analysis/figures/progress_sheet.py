"""The drawing of progress: panels by offset on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from nok_analysis.figures.canvas import Sheet
from nok_analysis.figures.chart import Layout
from nok_analysis.figures.lettering import BASE, LINE, SMALL, width, wrapped
from nok_analysis.figures.palette import (
    AXIS,
    BAND,
    DN,
    DNT,
    INK,
    INK2,
    RULE,
    S2,
    S3,
    TONES,
    C,
)
from nok_analysis.figures.scales import Scale
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.figures.progress_panels import Panel, Point

GAP = 20
TICK_ROOM = 34
LABEL_ROOM = 48  # at the right, for the last value
HEAD_ROOM = 16  # above the highest value, for its label
PLOT_HIGH = 62
TICKS = 4
DOTS_UP_TO = 12


def paint(
    panels: Sequence[Panel],
    layout: Layout,
    words: Words,
    *,
    ends: tuple[Fraction, Fraction],
    decimals: int,
    per_row: int,
) -> Sheet:
    """Return the drawing, `per_row` panels beside each other, rows as high as they need."""
    sheet = Sheet(layout.width)
    wide = (layout.width - GAP * (per_row - 1)) / per_row
    y = 1.0
    for start in range(0, len(panels), per_row):
        row = panels[start : start + per_row]
        titles = [wrapped(panel.title, BASE, wide, bold=True) for panel in row]
        under_titles = y + 18 + max(len(lines) for lines in titles) * BASE * LINE
        for column, (panel, lines) in enumerate(zip(row, titles, strict=True)):
            x = column * (wide + GAP)
            sheet.line((x, y), (x + wide, y), INK, thick=1.5)
            sheet.lines((x, y + 5 + BASE), lines, size=BASE, color=INK, bold=True)
            top = under_titles + SMALL + HEAD_ROOM
            brush = _Brush(sheet, panel, x, wide - TICK_ROOM, top, ends)
            under = y + 18 + len(lines) * BASE * LINE
            _verdict(sheet, panel, (x, under + 4), words, decimals)
            brush.paint(words, decimals)
        y = under_titles + SMALL + HEAD_ROOM + PLOT_HIGH + 42
    sheet.height = round(y - 14)
    return sheet


def _verdict(
    sheet: Sheet, panel: Panel, at: tuple[float, float], words: Words, decimals: int
) -> None:
    if panel.look is None:
        sheet.text(at, words.say("nothing to compare"))
        return
    color, _, _ = TONES[panel.look.tone]
    said = f"{panel.look.mark} {panel.look.word}"
    if panel.step is not None:
        said += f" {words.number(panel.step, decimals, signed=True)}"
    sheet.text(at, said, color=color, bold=bool(panel.look.tone))


class _Brush:
    """One panel's place on the sheet."""

    def __init__(
        self,
        sheet: Sheet,
        panel: Panel,
        left: float,
        wide: float,
        top: float,
        ends: tuple[Fraction, Fraction],
    ) -> None:
        self.sheet, self.panel, self.left, self.wide = sheet, panel, left, wide
        self.floor = top + PLOT_HIGH
        self.scale = Scale(*ends, self.floor, top)
        declined = panel.look is not None and panel.look.tone == "down"
        self.color, self.edge, self.fill = (DN, S3, DNT) if declined else (C, S2, BAND)

    def paint(self, words: Words, decimals: int) -> None:
        """Draw grid, band, line, words of the gaps, and the last value."""
        sheet, right = self.sheet, self.left + self.wide
        for tick in self.scale.ticks(TICKS):
            y = self.scale.at(tick)
            sheet.under((self.left, y), (right, y), RULE)
            sheet.text((right + TICK_ROOM, y + 5), words.number(tick), anchor="end")
        if self.panel.mean is not None:
            y = self.scale.at(self.panel.mean)
            sheet.under((self.left, y), (right, y), AXIS, thick=1.5, dashed=True)
        points = self.panel.points
        sheet.text((self.left, self.floor + 19), words.period_short(points[0].period))
        if len(points) > 1:
            sheet.text(
                (right, self.floor + 19), words.period_short(points[-1].period), anchor="end"
            )
        for run in self._runs():
            self._band(run)
            self._line(run)
        self._gaps()
        if self.panel.last.is_shown:
            self._last(words, decimals)

    def _x(self, index: int) -> float:
        steps = len(self.panel.points) - 1
        inner = self.wide - 12
        return self.left + 6 + (inner * index / steps if steps else inner)

    def _runs(self) -> list[list[tuple[int, Point]]]:
        """Return stretches of the line between gaps and new beginnings."""
        found: list[list[tuple[int, Point]]] = [[]]
        for index, point in enumerate(self.panel.points):
            if not point.value.is_shown or point.starts_anew:
                found.append([])
            if point.value.is_shown:
                found[-1].append((index, point))
        return [run for run in found if run]

    def _band(self, run: list[tuple[int, Point]]) -> None:
        lows = [(self._x(i), self.scale.at(point.value.low)) for i, point in run]
        highs = [(self._x(i), self.scale.at(point.value.high)) for i, point in run]
        if len(run) == 1:
            self.sheet.line(lows[0], highs[0], self.edge, thick=5)
        else:
            self.sheet.area([*lows, *reversed(highs)], self.fill, self.edge)

    def _line(self, run: list[tuple[int, Point]]) -> None:
        places = [(self._x(i), self.scale.at(point.value.value)) for i, point in run]
        if len(places) > 1:
            self.sheet.path(places, self.color, thick=2.2)
        last = len(self.panel.points) - 1
        for (index, _), at in zip(run, places, strict=True):
            if index == last or len(run) == 1 or len(self.panel.points) <= DOTS_UP_TO:
                self.sheet.dot(at, radius=4 if index == last else 2.8, fill=self.color)

    def _gaps(self) -> None:
        """Say in words why the line stops, above the floor."""
        found = groupby(
            enumerate(self.panel.points), key=lambda one: (one[1].value.is_shown, one[1].gap)
        )
        for (shown, said), run in found:
            held = [index for index, _ in run]
            if shown or (held[0] == 0 and self.panel.is_drawn):
                continue  # before its first score an institution owes no words
            middle = (self._x(held[0]) + self._x(held[-1])) / 2
            half = width(said, SMALL) / 2
            middle = min(max(middle, self.left + half), self.left + self.wide - half)
            at = (middle, self._free(middle - half, middle + half))
            self.sheet.text(at, said, color=INK2, anchor="middle", halo=True)

    def _free(self, start: float, end: float) -> float:
        """Return a baseline that crosses no band between `start` and `end`."""
        bottom, ceiling = self.floor - 6, self.scale.end - 5
        crossed = any(
            point.value.is_shown
            and start - 6 <= self._x(index) <= end + 6
            and self.scale.at(point.value.low) > bottom - SMALL
            for index, point in enumerate(self.panel.points)
        )
        labelled = self.panel.last.is_shown and end > self.left + self.wide - LABEL_ROOM
        return ceiling if crossed and not labelled else bottom

    def _last(self, words: Words, decimals: int) -> None:
        last, points = self.panel.last, self.panel.points
        before = next((p.value for p in points[-2::-1] if p.value.is_shown), last)
        x = self._x(len(points) - 1)
        rose = last.value >= before.value or any(not p.value.is_shown for p in points[1:])
        y = self.scale.at(last.high) - 6 if rose else self.scale.at(last.low) + 16
        if y > self.floor + 6:  # below, it would stand in the names of periods
            y = self.scale.at(last.high) - 6
        self.sheet.text(
            (x + 5, y),
            words.number(last.value, decimals),
            size=BASE,
            color=INK,
            bold=True,
            anchor="end",
            halo=True,
        )
