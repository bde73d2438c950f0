"""What a sheet's markup tells that its values do not: merges, errors, formulas, hidden rows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from nok_analysis.intake.archive import damaged
from nok_analysis.intake.table import RawTable, flaw
from nok_analysis.wording import mark_for_catalog as _

_LETTERS = COLUMNS_AT_LEAST = 26  # a column of one letter counts as the last of them
_ANY = rb"(?:\w+:)?"
_ROW = re.compile(rb"<" + _ANY + rb'row\b(?:[^<>]*?\sr="(\d{1,7})")?[^<>]*>')
_CONTENT = (b"v>", b"is>")  # ends of </v> and </is>, with any prefix
_WIDE = re.compile(rb'\br="([A-Z]{2,3})\d')
_CELL_OPEN = rb"<" + _ANY + rb'c\s(?:[^<>]*?\s)?r="'
_WIDE_CELL = re.compile(_CELL_OPEN + rb'([A-Z]{2,3})\d{1,7}"[^<>]*?(?<!/)>')
_ERROR = re.compile(rb"<" + _ANY + rb'c\s[^<>]*?\bt="e"[^<>]*>')
_FORMULA = re.compile(
    rb"<"
    + _ANY
    + rb"c(\s[^<>]*)>\s*<"
    + _ANY
    + rb"f\b(?:[^<>]*/>|[^<>]*>[^<]*</"
    + _ANY
    + rb"f>)\s*(?:<"
    + _ANY
    + rb"v\s*/>|<"
    + _ANY
    + rb"v>\s*</"
    + _ANY
    + rb"v>)?\s*</"
    + _ANY
    + rb"c>"
)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_CORNER = rb"([A-Z]{1,3})(\d{1,7})"
_MERGE = re.compile(
    rb"<" + _ANY + rb'mergeCell\s[^<>]*?\bref="' + _CORNER + rb":" + _CORNER + rb'"'
)
_HIDDEN_ROW = re.compile(rb"<" + _ANY + rb'row\s[^<>]*?\bhidden="(?:1|true)"[^<>]*?(?<!/)>')
_HIDDEN_COLUMN = re.compile(rb"<" + _ANY + rb'col\s[^<>]*?\bhidden="(?:1|true)"')
_TEXT_RESULT = re.compile(rb'\bt="str"')
LAST_ROW = 1_048_576  # of every spreadsheet program
_LONG_TAG = re.compile(rb"<[^<>]{4096}")
_ODD = re.compile(rb'[ \t\r\n]r="(?![A-Z]{0,3}[1-9]\d{0,6}")')  # quick; the next is exact
_OFF_GRID = re.compile(
    rb"<" + _ANY + rb'(?:c|row)\s(?:[^<>]*?\s)??r="(?![A-Z]{0,3}[1-9]\d{0,6}")'
)
_HAS_FAR_ROW = re.compile(rb'[ \t\r\n]r="[A-Z]{1,3}\d{6}')
_FAR_ROW = re.compile(_CELL_OPEN + rb'[A-Z]{1,3}(\d{6,7})"[^<>]*?(?<!/)>')
_OTHER_QUOTES = re.compile(rb"(\s[\w:]+)\s*=\s*'([^'<>\"]*)'|(\s[\w:]+)(?:\s+=\s*|=\s+)(?=\")")
_HAS_OTHER_QUOTES = re.compile(rb"<[^<>]*?\s[\w:]+(?:\s*=\s*'|\s+=|=\s)")


NO_VALUE = _(
    "the cell holds a formula without its value; save the file in a spreadsheet program"
)


@dataclass(frozen=True, slots=True)
class Range:
    """A merged range: columns from `left` to before `end`, from 0; rows as the sheet counts."""

    left: int
    top: int
    end: int
    bottom: int

    @property
    def span(self) -> str:
        """The range as a spreadsheet writes it."""
        return f"{_letters(self.left)}{self.top}:{_letters(self.end - 1)}{self.bottom}"


def plain(markup: bytes) -> bytes:
    """Return markup whose attributes are written ``name="value"``, as the rules here read."""
    if not _HAS_OTHER_QUOTES.search(markup):
        return markup
    return _OTHER_QUOTES.sub(
        lambda one: one[3] + b"=" if one[3] else one[1] + b'="' + one[2] + b'"', markup
    )


def is_sound(markup: bytes) -> bool:
    """Return whether tags are of bearable length and every reference lies on a sheet."""
    if _LONG_TAG.search(markup) or (_ODD.search(markup) and _OFF_GRID.search(markup)):
        return False
    return _farthest(markup) <= LAST_ROW


def spread(markup: bytes) -> tuple[int, int, int]:
    """Return the last row, the first and the last column that hold something, from 1.

    The sheet's own ``<dimension>`` is not believed, and cells without content do not count.
    """
    row = last_row = 0
    starts = list(_ROW.finditer(markup))
    ends = [found.start() for found in starts[1:]] + [len(markup)]
    for found, end in zip(starts, ends, strict=False):
        row = int(found[1]) if found[1] else row + 1
        if row > last_row and any(markup.find(mark, found.end(), end) > 0 for mark in _CONTENT):
            last_row = row
    last_row = max(last_row, _farthest(markup))
    return last_row, first_column(markup), _last_column(markup)


def _farthest(markup: bytes) -> int:
    """Return the last row that a filled cell names of itself, 0 when none is far down."""
    if not _HAS_FAR_ROW.search(markup):
        return 0
    return max(map(int, _FAR_ROW.findall(markup)), default=0)


def first_column(markup: bytes) -> int:
    """Return the first column with content, from 1."""
    for number in range(_LETTERS):
        letter = bytes([ord("A") + number])
        if re.search(_CELL_OPEN + letter + rb'\d{1,7}"[^<>]*?(?<!/)>', markup):
            return number + 1
    return min({_number(found[1]) for found in _WIDE_CELL.finditer(markup)}, default=1)


def _last_column(markup: bytes) -> int:
    """Return the last column with content; one of a single letter counts as the 26th."""
    named = {found[1] for found in _WIDE.finditer(markup)}
    filled = (
        one
        for one in sorted(named, key=_number, reverse=True)
        if re.search(_CELL_OPEN + one + rb'\d{1,7}"[^<>]*?(?<!/)>', markup)
    )
    widest = next(filled, None)
    return _number(widest) if widest else _LETTERS


def mark_sheet(table: RawTable, markup: bytes) -> None:
    """Mark the cells of `table` whose values are missing or not their own."""
    for found in _ERROR.finditer(markup) if b't="e"' in markup else ():
        _mark(table, found[0], "error_cell", _("the cell holds an error of the spreadsheet"))
    has_formula = b"<f" in markup or b":f" in markup
    for found in _FORMULA.finditer(markup) if has_formula else ():
        if not _TEXT_RESULT.search(found[1]):
            _mark(table, found[1], "formula_without_value", NO_VALUE)
    if b"mergeCell" in markup:
        mark_merged(table, (_range(found) for found in _MERGE.finditer(markup)))
    has_hidden = b"hidden=" in markup
    rows = len(_HIDDEN_ROW.findall(markup)) if has_hidden else 0
    if rows:
        table.notes.append(flaw("hidden_rows", _("hidden rows: {n}; they were read"), n=rows))
    if has_hidden and _HIDDEN_COLUMN.search(markup):
        table.notes.append(
            flaw("hidden_rows", _("the sheet has hidden columns; they were read"))
        )


def mark_merged(table: RawTable, ranges: Iterable[Range]) -> None:
    """Mark every cell of merged ranges but those that hold the value of their range.

    Raises
    ------
    Refused
        When the ranges overlap, which no spreadsheet program writes.
    """
    widest = len(table.rows[0]) if table.rows else 0  # all rows of a sheet are of one length
    spare = len(table.lines) * widest
    message = _("the cell is merged ({span}) and has no value of its own")
    for one in ranges:
        rows = table.lines[
            bisect_left(table.lines, one.top) : bisect_right(table.lines, one.bottom)
        ]
        end = min(one.end, widest)
        spare -= len(rows) * max(0, end - one.left)
        if spare < 0:
            raise damaged()
        for place in range(one.left, end):
            found = flaw("merged_cells", message, place=place, span=one.span)
            owner = one.top if place == one.left else None
            table.cells.update({(line, place): found for line in rows if line != owner})


def _mark(table: RawTable, cell: bytes, code: str, message: str) -> None:
    reference = _REFERENCE.search(cell)
    if reference:
        place = _number(reference[1]) - 1
        table.cells[int(reference[2]), place] = flaw(code, message, place=place)


def _range(found: re.Match[bytes]) -> Range:
    left, top, right, bottom = found.groups()
    return Range(_number(left) - 1, int(top), _number(right), int(bottom))


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _letters(place: int) -> str:
    letters = ""
    while place >= 0:
        place, letter = divmod(place, _LETTERS)
        letters = chr(ord("A") + letter) + letters
        place -= 1
    return letters
