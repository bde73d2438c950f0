"""Texts whose rows are all of one length, read by columns; the general reader takes the rest.

Lines with a quotation mark are read by the general rules, all others by Arrow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from nok_analysis.intake.grid import Coded, Grid, coded, coded_array
from nok_analysis.intake.table import RawTable, Refused

QUOTE = '"'
_FEWEST_LINES = 200  # shorter texts are not worth it
_MOST_QUOTED = 0.5  # of all lines; beyond it nothing is gained
_LINE_END = ord("\n")

#: text, place of a line, its number, width of the lines before → cells, place of its end
QuotedLine = Callable[[str, int, int, int], tuple[list[str], int]]


@dataclass(slots=True)
class _Quoted:
    """Lines that hold a quotation mark.

    Attributes
    ----------
    lines : list of int
        Where each record begins, first line = 1.
    rows : list of list of str
    spans : list of (int, int)
        Place of each record in the text, its line end included.
    more : list of int
        Lines that a record takes beyond its first.
    """

    lines: list[int] = field(default_factory=list[int])
    rows: list[list[str]] = field(default_factory=list[list[str]])
    spans: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    more: list[int] = field(default_factory=list[int])


def read_rectangle(
    text: str, separator: str, start: int, quoted_line: QuotedLine
) -> RawTable | None:
    """Return the records of a text, None when the general reader must look at it.

    Parameters
    ----------
    text : str
        Line ends are LF; every byte of the file was a letter.
    separator : str
    start : int
        Where the records begin: 0, or behind a first line that names the separator.
    quoted_line : callable
        Rule of a line that holds a quotation mark.
    """
    width = text.count(separator, start, _end_of_line(text, start)) + 1
    lines = text.count("\n") + 1
    if lines < _FEWEST_LINES or "\0" in text or "\x1a" in text or _is_quoted(text, start):
        return None
    quoted = _quoted(text, start, width, quoted_line, most=int(lines * _MOST_QUOTED))
    rest = _without(text, start, quoted.spans).encode() if quoted else b""
    columns = _read(rest, separator, width) if quoted and rest else None
    if quoted is None or columns is None:
        return None
    return _table(columns, quoted, _numbers(rest, quoted, first=2 if start else 1))


def _end_of_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _is_quoted(text: str, start: int) -> bool:
    return text.find(QUOTE, start, _end_of_line(text, start)) >= 0


def _quoted(
    text: str, at: int, width: int, quoted_line: QuotedLine, *, most: int
) -> _Quoted | None:
    """Return the lines with a quotation mark; None when one of them is not of `width`."""
    found = _Quoted()
    line = 2 if at else 1
    while (mark := text.find(QUOTE, at)) >= 0:
        begin = text.rfind("\n", 0, mark) + 1
        line += text.count("\n", at, begin)
        try:
            cells, end = quoted_line(text, begin, line, width)
        except Refused:
            return None
        if len(cells) != width or len(found.lines) > most:
            return None
        found.lines.append(line)
        found.rows.append(cells)
        found.spans.append((begin, end + 1))
        found.more.append(text.count("\n", begin, end))
        line += found.more[-1] + 1
        at = end + 1
    return found


def _without(text: str, at: int, spans: list[tuple[int, int]]) -> str:
    if not spans:
        return text[at:] if at else text
    pieces: list[str] = []
    for begin, end in spans:
        pieces.append(text[at:begin])
        at = end
    return "".join([*pieces, text[at:]])


def _read(rest: bytes, separator: str, width: int) -> list[Coded] | None:
    """Return the columns of lines without quotation marks; None when they differ in length."""
    names = [str(number) for number in range(width)]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(rest),
            pyarrow.csv.ReadOptions(
                column_names=names, use_threads=False, block_size=len(rest) + 1
            ),
            pyarrow.csv.ParseOptions(
                delimiter=separator, quote_char=False, double_quote=False, escape_char=False
            ),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [coded_array(column.combine_chunks()) for column in table.columns]


def _numbers(
    rest: bytes, quoted: _Quoted, *, first: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of the lines in `rest`: of those with content, of the empty ones."""
    ends = np.flatnonzero(np.frombuffer(rest, np.uint8) == _LINE_END)
    if not rest.endswith(b"\n"):
        ends = np.append(ends, len(rest))
    filled = np.diff(ends, prepend=-1) > 1
    taken = len(ends) + len(quoted.lines) + sum(quoted.more)
    every = np.ones(taken, bool)
    for line, more in zip(quoted.lines, quoted.more, strict=True):
        every[line - first : line - first + more + 1] = False
    numbers = np.flatnonzero(every) + first
    return numbers[filled], numbers[~filled]


def _table(
    columns: list[Coded],
    quoted: _Quoted,
    numbers: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> RawTable:
    lines, empty = numbers
    if quoted.lines:
        columns = [
            _joined(column, coded(cells))
            for column, cells in zip(columns, zip(*quoted.rows, strict=True), strict=True)
        ]
        lines = np.concatenate([lines, np.array(quoted.lines)])
    order = np.argsort(lines, kind="stable")
    rows = Grid(columns, len(lines)).taken(order) if quoted.lines else Grid(columns, len(lines))
    blank = rows.blank()
    table = RawTable(None, 1, lines[order][~blank].tolist(), rows)
    table.rows = rows.taken(~blank) if blank.any() else rows
    table.blank_lines = sorted([*empty.tolist(), *lines[order][blank].tolist()])
    return table


def _joined(column: Coded, other: Coded) -> Coded:
    """Return both columns as one; a word of the second may be one of the first."""
    known = {word: code for code, word in enumerate(column.words)}
    words = list(column.words)
    codes = np.empty(len(other.words), np.int32)
    for at, word in enumerate(other.words):
        if word not in known:
            known[word] = len(words)
            words.append(word)
        codes[at] = known[word]
    return Coded(np.concatenate([column.codes, codes[other.codes]]), words)
