"""The drawing of answers: one stacked bar an institution."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from nok_analysis.figures.canvas import Sheet
from nok_analysis.figures.chart import Layout
from nok_analysis.figures.lettering import BASE, LINE, NAME, SMALL, width, wrapped
from nok_analysis.figures.palette import INK, STACKS
from nok_analysis.figures.voices import Voices, answers_of, label_of, per_cent
from nok_analysis.forms.model import Question
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.figures.answers import Block, Row

PLOT = {"w": (214, 616), "n": (0, 360)}
COUNT_AT = 630
NAME_ROOM = 200
BAR = 27
LEAST_SHARE = Fraction(8, 100)  # smaller parts carry no number
SEAM = 2
KEY = 13


def paint(
    blocks: Sequence[Block], asked: Question, layout: Layout, words: Words, *, good: str
) -> Sheet:
    """Return the drawing: key, then groups, then rows."""
    sheet = Sheet(layout.width)
    y = _key(sheet, asked, layout)
    if layout.is_wide:
        sheet.text((COUNT_AT, y - 15.5), good)
    for number, block in enumerate(blocks):
        if block.title and len(blocks) > 1:
            y += 12 if number else 2
            lines = wrapped(block.title, NAME, layout.width, bold=True)
            y = sheet.lines((0, y + NAME), lines, size=NAME, color=INK, bold=True) - 9
            sheet.line((0, y), (layout.width, y), INK, thick=1.5)
            y += 4
        for row in block.rows:
            y = _wide(sheet, row, y, words) if layout.is_wide else _narrow(sheet, row, y, words)
    sheet.height = round(y + 6)
    return sheet


def _key(sheet: Sheet, asked: Question, layout: Layout) -> float:
    """Draw the key above the bars; return where the rows begin."""
    codes = answers_of(asked)
    start, y = PLOT[layout.name][0], 6.0
    x = start
    for code, (fill, _) in zip(codes, STACKS[len(codes)], strict=True):
        label = label_of(asked, code)
        wide = KEY + 7 + width(label, SMALL) + 22
        if x > start and x + wide > layout.width:
            x, y = start, y + 22
        sheet.box((x, y), KEY, KEY, fill)
        sheet.text((x + KEY + 7, y + 11.5), label, color=INK)
        x += wide
    return y + KEY + 14


def _wide(sheet: Sheet, row: Row, y: float, words: Words) -> float:
    lines = wrapped(row.member.name, BASE, NAME_ROOM, bold=True)
    high = max(BAR, len(lines) * BASE * LINE)
    middle = y + 5 + high / 2
    first = middle + 5 - (len(lines) - 1) * BASE * LINE / 2
    sheet.lines((0, first), lines, size=BASE, color=INK, bold=True)
    if row.voices.is_shown:
        _bar(sheet, row.voices, PLOT["w"], middle - BAR / 2, words)
        silent = row.voices.missing > 0
        counted = words.share(row.voices.satisfied, row.voices.n)
        sheet.text((COUNT_AT, middle + 5 - 8 * silent), counted, color=INK)
        if silent:
            sheet.text((COUNT_AT, middle + 13), _silent(row.voices, words))
    else:
        sheet.text((PLOT["w"][0], middle + 5), row.reason)
    return y + high + 10


def _narrow(sheet: Sheet, row: Row, y: float, words: Words) -> float:
    lines = wrapped(row.member.name, NAME, sheet.width, bold=True)
    below = sheet.lines((0, y + 6 + NAME), lines, size=NAME, color=INK, bold=True)
    if not row.voices.is_shown:
        sheet.text((0, below), row.reason)
        return below + 8
    said = words.share(row.voices.satisfied, row.voices.n)
    if row.voices.missing:
        said = f"{said}; {_silent(row.voices, words)}"
    sheet.text((0, below), said)
    _bar(sheet, row.voices, PLOT["n"], below + 6, words)
    return below + 6 + BAR + 6


def _silent(voices: Voices, words: Words) -> str:
    return words.say("no answer: {n}", n=words.number(voices.missing))


def _bar(
    sheet: Sheet, voices: Voices, plot: tuple[float, float], top: float, words: Words
) -> None:
    start, end = plot
    looks = STACKS[len(voices.counts)]
    given = [(k, look) for k, look in zip(voices.counts, looks, strict=True) if k]
    room = end - start - SEAM * (len(given) - 1)
    x = start
    for k, (fill, ink) in given:
        share = Fraction(k, voices.n)
        wide = float(room * share)
        sheet.box((x, top), wide, BAR, fill)
        if share >= LEAST_SHARE:
            sheet.text(
                (x + wide / 2, top + BAR / 2 + 5),
                per_cent(k, voices.n, words),
                size=BASE,
                color=ink,
                anchor="middle",
            )
        x += wide + SEAM
