"""The drawing of changes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from nok_analysis.figures.canvas import Sheet
from nok_analysis.figures.chart import Layout
from nok_analysis.figures.lettering import LINE, NAME, SMALL, wrapped
from nok_analysis.figures.palette import INK, RULE, TINT, TONES
from nok_analysis.figures.pen import TOP, Pen
from nok_analysis.figures.scales import Scale, around
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.figures.changes import Row

PLOT = {"w": (252, 472), "n": (14, 346)}
NAME_ROOM = {"w": 228, "n": 250}
DIFFERENCE_AT, VERDICT_AT, NARROW_EDGE = 494, 644, 360
STEP = 5
TICKS = {"w": 7, "n": 8}
ARROW = "\u2192"


def paint(
    found: Sequence[Row], layout: Layout, words: Words, *, decimals: int, threshold: Fraction
) -> Sheet:
    """Return the drawing: rows with a difference, then those without."""
    sheet = Sheet(layout.width)
    shown = [row.difference for row in found if row.difference.is_shown]
    edges = [edge for one in shown for edge in (one.left, one.right)]
    scale = Scale(*around([*edges, -threshold, threshold], step=STEP), *PLOT[layout.name])
    pen = Pen(sheet, scale, words, decimals, layout.is_wide, TICKS[layout.name])
    y = pen.head(signed=True)
    if layout.is_wide:
        sheet.text((0, 16), words.say("Institution, before → after"))
        sheet.text((DIFFERENCE_AT, 16), words.say("Difference"))
        sheet.text((VERDICT_AT, 16), words.say("Verdict"))
    for row in found:
        if row.difference.is_shown:
            y = _wide(pen, row, y) if layout.is_wide else _narrow(pen, row, y, threshold)
            sheet.line((0, y), (layout.width, y), RULE)
    if layout.is_wide:
        _ground(pen, TOP, y, threshold)
    rest = [row for row in found if not row.difference.is_shown]
    if rest:
        sheet.line((0, y), (layout.width, y), INK, thick=1.5)
    for row in rest:
        y = _without(pen, row, y)
    sheet.height = round(y + 3)
    return sheet


def _wide(pen: Pen, row: Row, y: float) -> float:
    sheet, difference = pen.sheet, row.difference
    lines = wrapped(row.member.name, NAME, NAME_ROOM["w"], bold=True)
    below = sheet.lines((0, y + 7 + NAME), lines, size=NAME, color=INK, bold=True)
    sheet.text((0, below - 1), _from_to(pen, row))
    end = below + 9
    middle = (y + end) / 2
    _mark(pen, row, middle)
    sheet.text(
        (DIFFERENCE_AT, middle - 2),
        pen.number(difference.value, signed=True),
        size=NAME,
        color=INK,
        bold=True,
    )
    sheet.text(
        (DIFFERENCE_AT, middle + 15), pen.span(difference.low, difference.high, signed=True)
    )
    _verdict(pen, row, (VERDICT_AT, middle + 5))
    return end


def _narrow(pen: Pen, row: Row, y: float, threshold: Fraction) -> float:
    sheet, difference, text = pen.sheet, row.difference, y + 8 + NAME
    lines = wrapped(row.member.name, NAME, NAME_ROOM["n"], bold=True)
    below = sheet.lines((0, text), lines, size=NAME, color=INK, bold=True)
    sheet.text(
        (NARROW_EDGE, text),
        pen.number(difference.value, signed=True),
        size=NAME,
        color=INK,
        bold=True,
        anchor="end",
    )
    sheet.text((0, below - 1), _from_to(pen, row))
    sheet.text(
        (NARROW_EDGE, below - 1),
        pen.span(difference.low, difference.high, signed=True),
        anchor="end",
    )
    below += SMALL * LINE
    _verdict(pen, row, (0, below))
    _ground(pen, below + 8, below + 30, threshold)
    _mark(pen, row, below + 19)
    return below + 34


def _without(pen: Pen, row: Row, y: float) -> float:
    sheet, text = pen.sheet, y + 7 + NAME
    lines = wrapped(
        row.member.name, NAME, NAME_ROOM["w"] if pen.is_wide else sheet.width, bold=True
    )
    below = sheet.lines((0, text), lines, size=NAME, color=INK, bold=True)
    at = (PLOT["w"][0], text) if pen.is_wide else (0, below - 1)
    after = sheet.lines(
        at, wrapped(f"{row.look.mark} {row.reason}", SMALL, sheet.width - at[0])
    )
    return max(below if pen.is_wide else 0, after) + 1


def _ground(pen: Pen, top: float, end: float, threshold: Fraction) -> None:
    """Draw the zone of differences too small to matter, the grid, and zero."""
    at = pen.scale.at
    pen.sheet.zone((at(-threshold), top), at(threshold) - at(-threshold), end - top, TINT)
    pen.grid(top, end)
    pen.sheet.under((at(0), top), (at(0), end), INK, thick=1.5)


def _mark(pen: Pen, row: Row, y: float) -> None:
    color, _, _ = TONES[row.look.tone]
    at, one = pen.scale.at, row.difference
    pen.sheet.line((at(one.left), y), (at(one.right), y), color, thick=3)
    pen.sheet.sign((at(one.value), y), row.look.mark, color, half=6.5)


def _verdict(pen: Pen, row: Row, at: tuple[float, float]) -> None:
    color, _, _ = TONES[row.look.tone]
    said = f"{row.look.mark} {row.look.word}"
    pen.sheet.text(at, said, color=color, bold=bool(row.look.tone))


def _from_to(pen: Pen, row: Row) -> str:
    return f"{pen.number(row.before.value)} {ARROW} {pen.number(row.after.value)}"
