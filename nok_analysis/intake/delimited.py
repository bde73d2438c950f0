"""Text files: bytes to text to records, with the physical line of every record."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nok_analysis.intake.rectangle import read_rectangle
from nok_analysis.intake.table import Limits, RawTable, Refused, flaw
from nok_analysis.wording import mark_for_catalog as _

QUOTE = '"'
SEPARATORS = (";", ",", "\t", "|")
BOM = "\ufeff"
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[ \t]*(?:\n|$)', re.IGNORECASE)
_UNDECODED = re.compile("[\udc80-\udcff]")
_NO_TEXT = re.compile("[\x00\x1a]")
_CELLS_CAP = 4096  # of one line, whatever the separator: far above the cap of columns
_SWALLOWED_FROM = 3  # columns from which a line inside quotes is taken for a row


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text of a file.

    Attributes
    ----------
    text : str
        Line ends are LF; undecodable bytes stand as lone surrogates.
    encoding : str
    sure : bool
        Whether every byte was valid and the encoding says so of itself (UTF).
    foreign : frozenset of int
        Lines, first = 1, that are in another encoding than the rest.
    """

    text: str
    encoding: str
    sure: bool
    foreign: frozenset[int] = frozenset()


def decoded(content: bytes, fixed: str = "auto") -> Text:
    """Return the text of a file: by its mark, else UTF-8, else Windows-1251.

    A file whose lines disagree is read in the encoding of most of them; the others are marked.

    Parameters
    ----------
    content : bytes
    fixed : str
        ``auto``, or the encoding that the form names for files without a mark.

    Raises
    ------
    Refused
        When the mark of the file is false.
    """
    if content.startswith(_UTF16_BOMS):
        return Text(_marked(content), "utf-16", sure=True)
    body = content.removeprefix(_UTF8_BOM)
    with contextlib.suppress(UnicodeDecodeError):
        return Text(_with_lf(body.decode()), "utf-8", sure=True)
    lines = body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    foreign_utf8 = frozenset(i for i, line in enumerate(lines, 1) if _only_utf8(line))
    broken = sum(not line.isascii() and not _is_utf8(line) for line in lines)
    is_utf8 = body is not content or fixed == "utf-8" or broken <= len(foreign_utf8)
    if is_utf8:
        text = b"\n".join(lines).decode("utf-8", "surrogateescape")
        return Text(text, "utf-8", sure=broken == 0)
    text = b"\n".join(lines).decode("cp1251", "surrogateescape")
    return Text(text, "cp1251", sure=False, foreign=foreign_utf8)


def head_of(text: str, separator: str, lines: int) -> list[tuple[int, list[str]]]:
    """Return the records that begin on the first `lines` lines, without faults."""
    found: list[tuple[int, list[str]]] = []
    try:
        for line, cells in _records(text, separator):
            if line > lines:
                break
            found.append((line, cells))
    except Refused:
        pass  # the whole reading names the line
    return found


def separators(text: str, fixed: str = "auto") -> tuple[str, ...]:
    """Return the separators to try: that of a ``sep=`` line, the form's, or all four."""
    named = _SEPARATOR_LINE.match(text)
    if named or fixed != "auto":
        return (named[1] if named else fixed.replace("tab", "\t"),)
    return SEPARATORS


def read_text(source: Text, separator: str, limits: Limits) -> RawTable:
    """Return the records of a text; rows that are not whole text are marked dead.

    Raises
    ------
    Refused
        When a quotation mark is never closed, or there are too many rows or columns.
    """
    return _rectangle(source, separator, limits) or read_line_by_line(source, separator, limits)


def read_line_by_line(source: Text, separator: str, limits: Limits) -> RawTable:
    """Return what :func:`read_text` does, of rows of any length."""
    table = RawTable(None, 1, [], [], ragged=True)
    for line, cells in _records(source.text, separator):
        if len(cells) > limits.columns:
            raise _too_many_columns(line, limits.columns)
        if not any(map(str.strip, cells)):
            table.blank_lines.append(line)
            continue
        if _SEPARATOR_LINE.match(separator.join(cells)) and line == 1:
            continue
        table.lines.append(line)
        table.rows.append(cells)
    _mark_bad_bytes(table, source, separator)
    return table


def _rectangle(source: Text, separator: str, limits: Limits) -> RawTable | None:
    """Return the records of a text whose rows are of one length; None when they are not."""

    def line_of(text: str, at: int, line: int, width: int) -> tuple[list[str], int]:
        return _quoted(text, at, separator, line=line, width=width)

    if source.foreign or not (source.sure or _UNDECODED.search(source.text) is None):
        return None
    named = _SEPARATOR_LINE.match(source.text)
    start = named.end() if named else 0
    found = read_rectangle(source.text, separator, start, line_of)
    too_wide = found is not None and len(found.rows.columns) > limits.columns
    return None if too_wide else found


def _too_many_columns(line: int, cap: int) -> Refused:
    message = _("more than {cap} columns stand on this line")
    return Refused("too_many_columns", message, row=line, cap=cap)


def _marked(content: bytes) -> str:
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError:
        raise Refused(
            "encoding",
            _("the file says it is UTF-16, but its bytes are not; save it as “CSV UTF-8”"),
        ) from None
    return _with_lf(text.removeprefix(BOM))


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _only_utf8(line: bytes) -> bool:
    return not line.isascii() and _is_utf8(line)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which the record begins, its cells); lines without a quote are split."""
    at, line, size = 0, 1, len(text)
    width = 0
    while at < size:
        end = text.find("\n", at)
        end = size if end < 0 else end
        if text.find(QUOTE, at, end) < 0:
            if text.count(separator, at, end) >= _CELLS_CAP:
                raise _too_many_columns(line, _CELLS_CAP)
            cells = text[at:end].split(separator)
            yield line, cells
            at, line = end + 1, line + 1
        else:
            cells, end = _quoted(text, at, separator, line=line, width=width)
            yield line, cells
            line += text.count("\n", at, end) + 1
            at = end + 1
        width = max(width, len(cells))


def _quoted(
    text: str, at: int, separator: str, *, line: int, width: int
) -> tuple[list[str], int]:
    """Return the cells of a record that holds a quote, and the position of its line end."""
    cells: list[str] = []
    end_of_cell = re.compile(f"[{re.escape(separator)}\n]")  # each cell is walked once
    while True:
        opened = at
        while text[opened : opened + 1] == " ":
            opened += 1
        cell = ""
        if text[opened : opened + 1] == QUOTE:
            cell, at = _quoted_cell(text, opened)
            inner = text[opened:at] if at > 0 else ""
            shape = _Shape(separator, width, place=len(cells))
            _check_closed(inner, text[at : at + 1], shape, line)
            line += inner.count("\n")
        end = end_of_cell.search(text, at)
        stop = end.start() if end else len(text)
        cells.append(cell + text[at:stop])
        if len(cells) > _CELLS_CAP:
            raise _too_many_columns(line, _CELLS_CAP)
        at = stop
        if text[at : at + 1] != separator:
            return cells, at
        at += 1


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a row swallowed by a quote looks like: cells of a row, cells before the quote."""

    separator: str
    width: int
    place: int

    def swallowed(self, inner: str) -> bool:
        """Return whether lines inside a quoted cell are rows of the table."""
        lines = inner.split("\n")[1:]
        if not lines:
            return False
        whole = any(one.count(self.separator) == self.width - 1 for one in lines[:-1])
        # The quote of a later row stands in the same column: its cells before are here.
        last = lines[-1].count(self.separator) == self.place
        return (self.width >= _SWALLOWED_FROM and whole) or (
            self.place >= _SWALLOWED_FROM and last
        )


def _quoted_cell(text: str, opened: int) -> tuple[str, int]:
    """Return the cell behind the quote at `opened`, and the position after its last quote."""
    at = opened + 1
    while True:
        closed = text.find(QUOTE, at)
        if closed < 0:
            return "", -1
        if text[closed + 1 : closed + 2] != QUOTE:
            return text[opened + 1 : closed].replace(QUOTE * 2, QUOTE), closed + 1
        at = closed + 2


def _check_closed(inner: str, follows: str, shape: _Shape, line: int) -> None:
    """Refuse a quote never closed (`inner` is empty), or closed by that of a later row."""
    broken = "\n" in inner and follows not in {shape.separator, "\n", ""}
    if not inner or broken or shape.swallowed(inner):
        message = _(
            "a quotation mark opened on this line is not closed where it should be; close it"
        )
        raise Refused("unclosed_quote", message, row=line)


def _mark_bad_bytes(table: RawTable, source: Text, separator: str) -> None:
    suspicious = _NO_TEXT.search(source.text) or _UNDECODED.search(source.text)
    if not suspicious and not source.foreign:
        return
    encoding = "utf-8" if source.encoding == "utf-16" else source.encoding
    for line, cells in zip(table.lines, table.rows, strict=True):
        whole = separator.join(cells)
        lines = range(line, line + whole.count("\n") + 1)
        if _UNDECODED.search(whole) or not source.foreign.isdisjoint(lines):
            message = _(
                "some bytes of this row are not in the encoding of the file ({encoding})"
            )
        elif _NO_TEXT.search(whole):
            message = _("this row holds a zero byte or a Ctrl-Z: the file may be cut")
        else:
            continue
        found = flaw("bad_bytes", message, encoding=source.encoding)
        raw = whole.encode(encoding, "surrogateescape")
        table.dead[line] = replace(found, raw=raw)
