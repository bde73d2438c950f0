"""The drawing of progress: panels by offset on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from math import ceil
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
PLOT_HIGH = 56
TICKS = 4
IN_A_ROW = {"w": (5, 4, 3), "n": (2, 1)}  # panels beside each other
DOTS_UP_TO = 12


def paint(
    panels: Sequence[Panel],
    layout: Layout,
    words: Words,
    *,
    ends: tuple[Fraction, Fraction],
    decimals: int,
) -> Sheet:
    """Return the drawing, panels in rows as high as they need."""
    sheet = Sheet(layout.width)
    count = per_row(panels, layout)
    wide = _wide(layout, count)
    y = 1.0
    for start in range(0, len(panels), count):
        row = panels[start : start + count]
        heads = [_head(panel, wide, words, decimals) for panel in row]
        top = y + 18 + HEAD_ROOM + max(_high(*head) for head in heads)
        for column, (panel, (title, verdict)) in enumerate(zip(row, heads, strict=True)):
            x = column * (wide + GAP)
            sheet.line((x, y), (x + wide, y), INK, thick=1.5)
            below = sheet.lines((x, y + 5 + BASE), title, size=BASE, color=INK, bold=True)
            tone = panel.look.tone if panel.look else ""
            sheet.lines((x, below + 2), verdict, color=TONES[tone][0], bold=bool(tone))
            _Brush(sheet, panel, x, wide - TICK_ROOM, top, ends).paint(words, decimals)
        y = top + PLOT_HIGH + 40
    sheet.height = round(y - 16)
    return sheet


def per_row(panels: Sequence[Panel], layout: Layout) -> int:
    """Return how many panels stand beside each other: few rows, and no word broken."""
    parts = [part for panel in panels for part in panel.title.replace("-", " ").split()]
    longest = max(width(part, BASE, bold=True) for part in parts)
    counts = IN_A_ROW[layout.name]
    fitting = [one for one in counts if longest <= _wide(layout, one)] or counts[-1:]
    return min(fitting, key=lambda one: (ceil(len(panels) / one), one))


def _wide(layout: Layout, count: int) -> float:
    return (layout.width - GAP * (count - 1)) / count


def _high(title: list[str], verdict: list[str]) -> float:
    return len(title) * BASE * LINE + len(verdict) * SMALL * LINE


def _head(
    panel: Panel, wide: float, words: Words, decimals: int
) -> tuple[list[str], list[str]]:
    """Return the lines of the name and of the verdict."""
    title = wrapped(panel.title, BASE, wide, bold=True)
    if panel.look is None:
        return title, wrapped(words.say("nothing to compare"), SMALL, wide)
    parts = [f"{panel.look.mark} {panel.look.word}"]
    if panel.step is not None:
        parts.append(words.number(panel.step, decimals, signed=True))
    whole = " ".join(parts)
    fits = width(whole, SMALL, bold=bool(panel.look.tone)) <= wide
    return title, [whole] if fits else parts


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
        under = self.floor + 20
        sheet.text((self.left, under), words.period_short(points[0].period))
        if len(points) > 1:
            ends = [words.period_short(points[one].period) for one in (0, -1)]
            crowded = sum(width(said, SMALL) for said in ends) + 8 > self.wide
            edge = right + TICK_ROOM * crowded
            sheet.text((edge, under), ends[1], anchor="end")
        self._boundaries(points)
        for run in self._runs():
            self._band(run)
            self._line(run)
        self._gaps()
        if self.panel.last.is_shown:
            self._last(words, decimals)

    def _boundaries(self, points: Sequence[Point]) -> None:
        """Draw an upright line before each point from which the line begins anew."""
        for index, point in enumerate(points):
            if index and point.starts_anew:
                x = (self._x(index - 1) + self._x(index)) / 2
                ends = (x, self.scale.end), (x, self.floor)
                self.sheet.under(*ends, AXIS, thick=1.5, dashed=True)

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
        lows = [(self._x(i), self.scale.at(point.value.left)) for i, point in run]
        highs = [(self._x(i), self.scale.at(point.value.right)) for i, point in run]
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
            if self.panel.points[held[0]].is_outside:
                continue  # several kinds of gap would stand in each other's way; see the text
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
            and self.scale.at(point.value.left) > bottom - SMALL
            for index, point in enumerate(self.panel.points)
        )
        beside = end <= self.left + self.wide - LABEL_ROOM or not self.panel.last.is_shown
        is_free = beside or abs(self._last_at() - ceiling) > BASE
        return ceiling if crossed and is_free else bottom

    def _last_at(self) -> float:
        """Return the baseline of the last value: above the band if it rose, else below."""
        last, points = self.panel.last, self.panel.points
        before = next((p.value for p in points[-2::-1] if p.value.is_shown), last)
        gaps = any(not (p.value.is_shown or p.is_outside) for p in points[1:])
        rose = last.value >= before.value or gaps
        y = self.scale.at(last.right) - 6 if rose else self.scale.at(last.left) + 16
        if y > self.floor + 6:  # below, it would stand in the names of periods
            y = self.scale.at(last.right) - 6
        return y

    def _last(self, words: Words, decimals: int) -> None:
        x = self._x(len(self.panel.points) - 1)
        self.sheet.text(
            (x + 5, self._last_at()),
            words.number(self.panel.last.value, decimals),
            size=BASE,
            color=INK,
            bold=True,
            anchor="end",
            halo=True,
        )
