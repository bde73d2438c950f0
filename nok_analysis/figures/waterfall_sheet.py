"""The drawing of a waterfall."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from nok_analysis.figures.canvas import Sheet
from nok_analysis.figures.chart import Layout
from nok_analysis.figures.lettering import BASE, LINE, NAME, wrapped
from nok_analysis.figures.palette import AXIS, DN, INK, INK2, C
from nok_analysis.figures.pen import TOP, Pen
from nok_analysis.figures.scales import Scale
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.figures.waterfall import Step, Way

PLOT = {"w": (262, 690), "n": (16, 312)}
NAME_ROOM = 248
BAR = 19
PROVEN = {"above": C, "below": DN}


def paint(
    way: Way, layout: Layout, words: Words, *, ends: tuple[Fraction, Fraction], decimals: int
) -> Sheet:
    """Return the drawing: the mean, the steps, the institution."""
    sheet = Sheet(layout.width)
    pen = Pen(sheet, Scale(*ends, *PLOT[layout.name]), words, decimals, layout.is_wide)
    y = pen.head(ruled=False) + 2
    y, joint = _end_row(pen, words.say("Mean of the group"), way.mean, y)
    for step in way.steps:
        y, middle = _step_row(pen, step, y)
        _connect(pen, step.start, joint, middle)
        joint = middle
    y, last = _end_row(pen, way.member.name, way.total, y + 2)
    _connect(pen, way.steps[-1].end, joint, last)
    pen.grid(TOP, y)
    sheet.height = round(y + 4)
    return sheet


def _connect(pen: Pen, value: Fraction, top: float, end: float) -> None:
    x = pen.scale.at(value)
    pen.sheet.under((x, top), (x, end), INK2, thick=1.2)


def _end_row(pen: Pen, name: str, value: Fraction, y: float) -> tuple[float, float]:
    """Draw one end of the way; return where the next row begins, and the middle of this."""
    sheet = pen.sheet
    lines = wrapped(name, NAME, NAME_ROOM if pen.is_wide else sheet.width, bold=True)
    below = sheet.lines(
        (0, y + NAME), lines, size=NAME, color=INK, bold=True, halo=not pen.is_wide
    )
    middle = y + NAME - 5 if pen.is_wide else below + 1
    x = pen.scale.at(value)
    sheet.line((x, middle - 10), (x, middle + 10), INK, thick=4)
    sheet.text(
        (x + 9, middle + 5), pen.number(value), size=NAME, color=INK, bold=True, halo=True
    )
    return (max(below - 4, middle + 16) if pen.is_wide else middle + 16), middle


def _step_row(pen: Pen, step: Step, y: float) -> tuple[float, float]:
    """Draw one step; return where the next row begins, and the middle of this."""
    sheet, proven = pen.sheet, step.verdict in PROVEN
    room = NAME_ROOM if pen.is_wide else sheet.width
    lines = wrapped(step.name, BASE, room, bold=proven)
    high = len(lines) * BASE * LINE
    if pen.is_wide:
        row = max(high, BAR) + 5
        middle = y + row / 2
        pen.beside(middle, step.name, room, size=BASE, bold=proven)
    else:
        row = high + BAR + 8
        middle = y + high + BAR / 2 + 3
        sheet.lines((0, y + BASE), lines, size=BASE, color=INK, bold=proven, halo=True)
    left, right = sorted((pen.scale.at(step.start), pen.scale.at(step.end)))
    sheet.box(
        (left, middle - BAR / 2), max(right - left, 1), BAR, PROVEN.get(step.verdict, AXIS)
    )
    sheet.text(
        (right + 8, middle + 5),
        pen.number(step.effect, signed=True),
        size=BASE,
        color=PROVEN.get(step.verdict, INK2),
        bold=proven,
        halo=True,
    )
    return y + row, middle
