"""The drawing of the rating."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from nok_analysis.figures.canvas import Sheet
from nok_analysis.figures.chart import Layout
from nok_analysis.figures.lettering import LINE, NAME, PLACE, SMALL, TOTAL, wrapped
from nok_analysis.figures.material import TOTAL as TOTAL_NODE
from nok_analysis.figures.palette import AXIS, BAND, INK, INK2, RULE, S2
from nok_analysis.figures.scales import Scale
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.figures.rating_places import Block, Place

PLOT = {"w": (296, 500), "n": (32, 322)}
NAMES = {"w": (48, 212), "n": (32, 200)}  # start and room
LANES = {"w": 266, "n": 339}
LANE = 9
TOTALS = {"w": 526, "n": 330}
BOXES = (640, 756)
LEAST_TICK = 15  # units between numbers of places
WIDEST_PLACE = 26
DOT_RADIUS = 5.2
EMPTY_BOX = "\u25a1"


def paint(
    blocks: Sequence[Block],
    layout: Layout,
    words: Words,
    *,
    ends: tuple[Fraction, Fraction],
    decimals: int,
    level: str,
) -> Sheet:
    """Return the drawing of all blocks under each other."""
    sheet = Sheet(layout.width)
    scale = Scale(*ends, *PLOT[layout.name])
    brush = _Brush(sheet, layout, words, scale, decimals)
    y = 0.0
    for number, block in enumerate(blocks):
        y = brush.block(block, y, caption=level if number == 0 else "")
    sheet.height = round(y)
    return sheet


class _Brush:
    """One pass over the sheet: what all rows share."""

    def __init__(
        self, sheet: Sheet, layout: Layout, words: Words, scale: Scale, decimals: int
    ) -> None:
        self.sheet, self.layout, self.words = sheet, layout, words
        self.scale, self.decimals = scale, decimals
        self.strips: list[tuple[float, float]] = []  # where grid and mean are drawn

    def block(self, block: Block, y: float, *, caption: str) -> float:
        """Draw title, heads, rows; return where the next block begins."""
        y = self._heads(block, y if caption else y + 30, caption)
        top, spans, self.strips = y, {}, []
        for place in block.scored:
            start, y = y, self._row(place, block, y)
            spans[place.member.code] = (start, y)
        if self.layout.is_wide and block.scored:
            self.strips = [(top, y)]
        self._grid()
        self._lanes(block, spans)
        if block.mean is not None:
            y = self._mean(block.mean, y)
        return self._unscored(block, y)

    def _heads(self, block: Block, y: float, caption: str) -> float:
        """Draw the group's name, the captions of the first block, and the scales."""
        sheet, words, wide = self.sheet, self.words, self.layout.is_wide
        room = PLOT["w"][0] - 20 if wide and not caption else self.layout.width
        lines = wrapped(block.title, NAME, room, bold=True) if block.title else []
        below = sheet.lines((0, y + NAME), lines, size=NAME, color=INK, bold=True)
        shares_line = wide and not caption and bool(lines)
        y = below - NAME * LINE if shares_line else below
        if caption:
            said = words.say("Points and {level} interval", level=caption)
            sheet.text((PLOT[self.layout.name][0] - 8 * wide, y - 2), said)
            y += 17
        if wide and caption:
            if block.ranked:
                sheet.text((BOXES[1], y - 19), words.say("Possible places"), anchor="end")
            sheet.text((0, y - 2), words.say("Place"))
            sheet.text((NAMES["w"][0], y - 2), words.say("Institution, answers"))
            head = words.say("Total") if block.node == TOTAL_NODE else words.say("Points")
            sheet.text((TOTALS["w"], y - 2), head)
        if wide:
            self._place_numbers(len(block.ranked), y - 2)
        for tick in self.scale.ticks(6):
            sheet.text((self.scale.at(tick), y - 2), words.number(tick), anchor="middle")
        sheet.line((0, y + 7), (self.layout.width, y + 7), INK, thick=1.5)
        return y + 7

    def _row(self, place: Place, block: Block, y: float) -> float:
        start, room = NAMES[self.layout.name]
        lines = wrapped(place.member.name, NAME, room, bold=True)
        text = y + 8 + NAME
        below = self.sheet.lines((start, text), lines, size=NAME, color=INK, bold=True)
        self.sheet.text((start, below - 1), place.answered)
        if place.rank is not None:
            self.sheet.text(
                (14, text + 3),
                self.words.places(place.rank, place.rank_last),
                size=PLACE if place.rank == place.rank_last else SMALL,
                color=INK,
                bold=True,
                anchor="middle",
            )
        if self.layout.is_wide:
            end = max(below + 9, y + 44, y + 14 + SMALL * LINE * len(self._unplaced(place)))
            self._wide(place, len(block.ranked), (y + end) / 2)
        else:
            end = self._narrow(place, text, below)
        self.sheet.line((0, end), (self._right, end), RULE)
        return end

    def _wide(self, place: Place, of: int, middle: float) -> None:
        self._dot(place, middle)
        value = self.words.number(place.total.value, self.decimals)
        self.sheet.text((TOTALS["w"], middle - 2), value, size=TOTAL, color=INK, bold=True)
        self.sheet.text((TOTALS["w"], middle + 15), self._interval(place))
        if place.rank_low is None:
            lines = self._unplaced(place)
            self.sheet.lines((BOXES[0], middle + 5 - 8 * (len(lines) - 1)), lines)
            return
        cell = _cell(of)
        left = BOXES[0] + cell * (place.rank_low - 1)
        wide = cell * (place.rank_high - place.rank_low + 1)
        self.sheet.box((left, middle - 8), wide, 16, BAND, S2)
        self.sheet.dot((BOXES[0] + cell * (place.rank - 0.5), middle), radius=5)

    def _narrow(self, place: Place, text: float, below: float) -> float:
        value = self.words.number(place.total.value, self.decimals)
        self.sheet.text(
            (TOTALS["n"], text), value, size=TOTAL, color=INK, bold=True, anchor="end"
        )
        self.sheet.text((TOTALS["n"], text + NAME * LINE), self._interval(place), anchor="end")
        below += SMALL * LINE
        self.sheet.text((NAMES["n"][0], below - 1), self._possible(place))
        self._dot(place, below + 17)
        self.strips.append((below + 7, below + 27))
        return below + 31

    def _possible(self, place: Place) -> str:
        if place.rank_low is None:
            return self.words.say(place.unplaced)
        span = self.words.places(place.rank_low, place.rank_high)
        return self.words.say("possible places: {span}", span=span)

    def _unplaced(self, place: Place) -> list[str]:
        """Return why there is no place, as lines of the last column."""
        if place.rank_low is not None:
            return []
        return wrapped(self.words.say(place.unplaced), SMALL, BOXES[1] - BOXES[0])

    def _interval(self, place: Place) -> str:
        return self.words.interval(place.total.low, place.total.high, self.decimals)

    def _dot(self, place: Place, y: float) -> None:
        total = place.total
        self.sheet.line(
            (self.scale.at(total.left), y), (self.scale.at(total.right), y), S2, thick=7
        )
        self.sheet.dot((self.scale.at(total.value), y), radius=DOT_RADIUS)

    def _grid(self) -> None:
        for tick in self.scale.ticks(6):
            for top, end in self.strips:
                self.sheet.under((self.scale.at(tick), top), (self.scale.at(tick), end), RULE)

    def _lanes(self, block: Block, spans: dict[str, tuple[float, float]]) -> None:
        """Draw the lines of groups that cannot be told apart, overlapping ones side by side."""
        ends: list[float] = []
        for name in dict.fromkeys(name for one in block.ranked for name in one.groups):
            held = [spans[one.member.code] for one in block.ranked if name in one.groups]
            if len(held) < 2:  # noqa: PLR2004 - a group needs two
                continue
            start, end = held[0][0] + 6, held[-1][1] - 6
            lane = next((i for i, last in enumerate(ends) if last < start), len(ends))
            ends[lane : lane + 1] = [end]
            x = LANES[self.layout.name] + LANE * lane
            self.sheet.line((x, start), (x, end), INK, thick=2.5)

    def _mean(self, mean: Fraction, y: float) -> float:
        x = self.scale.at(mean)
        for top, end in self.strips:
            self.sheet.under((x, top), (x, end), AXIS, thick=1.5, dashed=True)
        said = self.words.say("mean {value}", value=self.words.number(mean, self.decimals))
        start, end = PLOT[self.layout.name]
        anchor = "end" if x > (start + end) / 2 else "start"
        edge = end + 8 if anchor == "end" else start - 8
        near = min(x + 30, edge) if anchor == "end" else max(x - 30, edge)
        self.sheet.text((near, y + 5 + SMALL), said, anchor=anchor)
        return y + 24

    def _unscored(self, block: Block, y: float) -> float:
        left = [place for place in block.places if not place.total.is_shown]
        if left and block.scored:
            self.sheet.line((0, y), (self.layout.width, y), INK, thick=1.5)
        for place in left:
            y = self._unscored_row(place, y)
        return y + 2

    def _unscored_row(self, place: Place, y: float) -> float:
        start, room = NAMES[self.layout.name]
        wide = self.layout.is_wide
        lines = wrapped(place.member.name, NAME, room if wide else 320, bold=True)
        self.sheet.text((14, y + 8 + NAME), EMPTY_BOX, size=TOTAL, anchor="middle")
        below = self.sheet.lines((start, y + 8 + NAME), lines, size=NAME, color=INK, bold=True)
        self.sheet.text((start, below - 1), place.answered)
        said = self.words.say("No score and no place: {reason}", reason=place.reason)
        at = (PLOT["w"][0], y + 8 + NAME) if wide else (start, below - 1 + SMALL * LINE)
        after = self.sheet.lines(at, wrapped(said, SMALL, 480 if wide else 320), color=INK2)
        return max(below + 10, after)

    def _place_numbers(self, of: int, y: float) -> None:
        cell = _cell(of)
        every = next(step for step in (1, 2, 5, 10, 50, of) if cell * step >= LEAST_TICK)
        for place in range(1, of + 1):
            if place == 1 or place % every == 0:
                self.sheet.text(
                    (BOXES[0] + cell * (place - 0.5), y), str(place), anchor="middle"
                )

    @property
    def _right(self) -> float:
        return self.layout.width if self.layout.is_wide else TOTALS["n"]


def _cell(of: int) -> float:
    return min(WIDEST_PLACE, (BOXES[1] - BOXES[0]) / max(of, 1))
