"""The drawing of a profile."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from nok_analysis.figures.canvas import Sheet
from nok_analysis.figures.chart import Layout
from nok_analysis.figures.lettering import BASE, LINE, NAME, wrapped
from nok_analysis.figures.palette import DN, INK, INK2, RULE, S2, S3, C
from nok_analysis.figures.pen import TOP, Pen
from nok_analysis.figures.scales import Scale
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.figures.profile import Row

PLOT = {"w": (262, 492), "n": (12, 348)}
NAME_ROOM = {"w": 248, "n": 250}
VALUE_AT, SPAN_AT, MEAN_AT = 540, 602, 756
LEAST_HIGH = 27
DIAMOND = "\u25c7"
PROVEN = {"above": C, "below": DN}


def paint(
    found: Sequence[Row],
    layout: Layout,
    words: Words,
    *,
    ends: tuple[Fraction, Fraction],
    decimals: int,
    level: str,
) -> Sheet:
    """Return the drawing, one criterion a row."""
    sheet = Sheet(layout.width)
    pen = Pen(sheet, Scale(*ends, *PLOT[layout.name]), words, decimals, layout.is_wide)
    y = pen.head()
    if layout.is_wide:
        sheet.text((VALUE_AT, 16), words.say("Points, {level} interval", level=level))
        if any(row.mean is not None for row in found):
            sheet.text((MEAN_AT, 16), words.say("Mean"), anchor="end")
    for row in found:
        y = _wide(pen, row, y) if layout.is_wide else _narrow(pen, row, y)
        sheet.line((0, y), (layout.width, y), RULE)
    if pen.is_wide:
        pen.grid(TOP, y)
    sheet.height = round(y + 3)
    return sheet


def _wide(pen: Pen, row: Row, y: float) -> float:
    sheet, proven = pen.sheet, row.verdict in PROVEN
    lines = wrapped(row.name, BASE, NAME_ROOM["w"], bold=proven)
    end = max(y + LEAST_HIGH, y + len(lines) * BASE * LINE + 11)
    middle = (y + end) / 2
    text = middle + 5
    pen.beside(middle, row.name, NAME_ROOM["w"], size=BASE, bold=proven)
    if not row.score.is_shown:
        sheet.text((VALUE_AT, text), row.reason)
        return end
    _marks(pen, row, middle)
    if proven:
        one = row.look(pen.words)
        sheet.text((VALUE_AT - 20, text), one.mark, color=PROVEN[row.verdict], bold=True)
    sheet.text((VALUE_AT, text), pen.number(row.score.value), size=NAME, color=INK, bold=True)
    sheet.text((SPAN_AT, text), pen.span(row.score.low, row.score.high))
    if row.mean is not None:
        sheet.text((MEAN_AT, text), pen.number(row.mean), anchor="end")
    return end


def _narrow(pen: Pen, row: Row, y: float) -> float:
    sheet, right, text = pen.sheet, pen.sheet.width, y + 8 + NAME
    lines = wrapped(row.name, NAME, NAME_ROOM["n"], bold=True)
    below = sheet.lines((0, text), lines, size=NAME, color=INK, bold=True)
    if not row.score.is_shown:
        sheet.text((0, below), row.reason)
        return below + 12
    sheet.text(
        (right, text),
        pen.number(row.score.value),
        size=NAME,
        color=INK,
        bold=True,
        anchor="end",
    )
    sheet.text((right, below), pen.span(row.score.low, row.score.high), anchor="end")
    if row.mean is not None:
        mean, one = pen.number(row.mean), row.look(pen.words)
        if row.verdict in PROVEN:
            sheet.text(
                (0, below),
                f"{one.mark} {one.word} {mean}",
                color=PROVEN[row.verdict],
                bold=True,
            )
        else:
            sheet.text((0, below), pen.words.say("mean {value}", value=mean))
    pen.grid(below + 8, below + 28)
    _marks(pen, row, below + 18)
    return below + 34


def _marks(pen: Pen, row: Row, middle: float) -> None:
    """Draw interval, diamond, tick and dot, the dot uppermost."""
    at, score, worse = pen.scale.at, row.score, row.verdict == "below"
    pen.sheet.line(
        (at(score.left), middle), (at(score.right), middle), S3 if worse else S2, thick=7
    )
    if row.highest is not None:
        pen.sheet.sign((at(row.highest), middle), DIAMOND, INK2, half=6.5)
    if row.mean is not None:
        x = at(row.mean)
        pen.sheet.line((x, middle - 9), (x, middle + 9), INK, thick=2.5)
    pen.sheet.dot((at(score.value), middle), fill=DN if worse else C)
