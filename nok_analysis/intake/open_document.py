"""ODS workbooks: values only, repeated cells unfolded within the caps, and what marks them.

The library that reads xlsx reads ODS too, but gives an empty text for a cell in error and tells
nothing of merged ranges; so the sheet is walked here, tag by tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from nok_analysis.intake.archive import damaged, part
from nok_analysis.intake.markup import NO_VALUE, Range, mark_merged
from nok_analysis.intake.table import AREA_CAP, Flaw, Limits, RawTable, Refused, flaw
from nok_analysis.wording import mark_for_catalog as _

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SHORT = {
    f"{_OASIS}table:1.0": "table",
    f"{_OASIS}text:1.0": "text",
    f"{_OASIS}office:1.0": "office",
    f"{_OASIS}style:1.0": "style",
    f"{_OASIS}drawing:1.0": "draw",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
_CELLS = ("table:table-cell", "table:covered-table-cell")
_UNREAD = ("office:annotation", "table:shapes", "table:table", "text:note")  # within a cell
_NUMBERS = ("float", "percentage", "currency")
_HIDDEN = ("collapse", "filter")
_LAST_ROW = 1_048_576
_ABOVE = 20  # titles and header above the rows that the cap counts
_LONGEST_COUNT = 7
_WHOLE_FLOAT = re.compile(r"(-?\d+)\.0+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ERROR = re.compile(r"#|Err:")

Attributes = dict[str, str]


def read_open_document(content: bytes, limits: Limits) -> Iterator[RawTable]:
    """Yield every sheet of a checked ODS file as texts, in the file's order.

    Numbers are written without ``.0``, dates as ``2026-07-12 00:00:00``, as of xlsx files.

    Parameters
    ----------
    content : bytes
        A file that :func:`nok_analysis.intake.archive.check_archive` has let pass.
    limits : Limits

    Raises
    ------
    Refused
        When the markup is broken, or a sheet has too many rows or columns.
    """
    walk = _Walk(limits)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(part(content, "content.xml"), True)  # noqa: FBT003 - the last block
    except expat.ExpatError:
        raise damaged() from None
    yield from walk.tables


@dataclass(slots=True)
class _Cell:
    """A cell while its text is read."""

    attributes: Attributes
    texts: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class _Walk:
    """The sheets so far, and where in the markup the parser stands."""

    limits: Limits
    tables: list[RawTable] = field(default_factory=list[RawTable])
    path: list[str] = field(default_factory=list[str])
    hidden_styles: set[str] = field(default_factory=set[str])
    style: str = ""
    unread: int = 0  # depth below an element whose text is no part of the cell
    cell: _Cell | None = None
    row: list[str] = field(default_factory=list[str])
    gap: int = 0  # empty cells since the last filled one
    repeat: int = 1
    line: int = 1
    area: int = 0
    hidden_rows: int = 0
    hidden_columns: bool = False
    merges: list[Range] = field(default_factory=list[Range])
    marks: dict[int, Flaw] = field(default_factory=dict[int, Flaw])  # of the row

    def start(self, raw: str, raw_attributes: Attributes) -> None:
        name = _short(raw)
        attributes = {_short(key): value for key, value in raw_attributes.items()}
        self.path.append(name)
        if self.unread or (self.cell and (name in _UNREAD or name.startswith("draw:"))):
            self.unread += 1
        elif self.cell:
            self._in_cell(name, attributes)
        else:
            self._in_sheet(name, attributes)

    def end(self, raw: str) -> None:
        name = _short(raw)
        self.path.pop()
        if self.unread:
            self.unread -= 1
        elif name in _CELLS and self.cell:
            self._end_cell(self.cell)
            self.cell = None
        elif name == "table:table-row" and self.tables:
            self._end_row(self.tables[-1])
        elif name == "table:table" and self.tables:
            self._end_table(self.tables[-1])

    def text(self, text: str) -> None:
        if self.cell and not self.unread and "text:p" in self.path:
            self.cell.texts.append(text)

    def _in_cell(self, name: str, attributes: Attributes) -> None:
        assert self.cell is not None
        if name == "text:p" and self.cell.texts:
            self.cell.texts.append("\n")
        elif name == "text:s":
            count = min(_count(attributes, "text:c"), self.limits.cell + 1)
            self.cell.texts.append(" " * count)
        elif name in {"text:tab", "text:line-break"}:
            self.cell.texts.append("\t" if name == "text:tab" else "\n")

    def _in_sheet(self, name: str, attributes: Attributes) -> None:
        hidden = attributes.get("table:visibility") in _HIDDEN
        if name == "table:table":
            self._start_table(attributes)
        elif name == "table:table-row":
            self.row, self.gap, self.marks = [], 0, {}
            self.repeat = _count(attributes, "table:number-rows-repeated")
            self.hidden_rows += self.repeat * hidden
        elif name == "table:table-column":
            self.hidden_columns |= hidden
        elif name in _CELLS and self.tables:
            self.cell = _Cell(attributes)
        else:
            self._in_style(name, attributes)

    def _in_style(self, name: str, attributes: Attributes) -> None:
        if name == "style:style":
            self.style = attributes.get("style:name", "")
        elif attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)

    def _start_table(self, attributes: Attributes) -> None:
        table = RawTable(attributes.get("table:name", ""), len(self.tables) + 1, [], [])
        if attributes.get("table:style-name") in self.hidden_styles:
            table.notes.append(flaw("hidden_rows", _("the sheet is hidden; it was read")))
        self.tables.append(table)
        self.line, self.hidden_rows, self.hidden_columns = 1, 0, False
        self.merges = []

    def _end_cell(self, cell: _Cell) -> None:
        repeat = _count(cell.attributes, "table:number-columns-repeated")
        shown = "".join(cell.texts)
        value = _value(cell.attributes, shown)
        place = len(self.row) + self.gap
        self._mark(cell.attributes, shown, place, repeat)
        if not value:
            self.gap += repeat
            return
        if place + repeat > self.limits.columns:
            message = _("the sheet has more than {cap} columns")
            name = self.tables[-1].sheet
            cap = self.limits.columns
            raise Refused("too_many_columns", message, sheet=name, cap=cap)
        self.row += [""] * self.gap + [value] * repeat
        self.gap = 0

    def _mark(self, attributes: Attributes, shown: str, place: int, repeat: int) -> None:
        """Mark a cell whose value is missing, and remember the range that it covers."""
        formula = "table:formula" in attributes
        wide = _count(attributes, "table:number-columns-spanned")
        high = _count(attributes, "table:number-rows-spanned")
        if wide > 1 or high > 1:
            self.merges.append(Range(place, self.line, place + wide, self.line + high - 1))
        in_error = attributes.get("calcext:value-type") == "error" or _ERROR.match(shown)
        if formula and in_error:
            code, message = "error_cell", _("the cell holds an error of the spreadsheet")
        elif formula and "office:value-type" not in attributes:
            code, message = "formula_without_value", NO_VALUE
        else:
            return
        for one in range(place, min(place + repeat, self.limits.columns)):
            self.marks[one] = flaw(code, message, place=one)

    def _end_row(self, table: RawTable) -> None:
        line, self.line = self.line, self.line + self.repeat
        if self.line > _LAST_ROW + 1:
            raise damaged()
        if not any(map(str.strip, self.row)):
            return
        self.area += self.repeat * len(self.row)
        if self.area > AREA_CAP or len(table.rows) + self.repeat > self.limits.rows + _ABOVE:
            message = _("the sheet has more than {cap} rows")
            cap = self.limits.rows
            raise Refused("too_many_rows", message, sheet=table.sheet, cap=cap)
        before = table.lines[-1] if table.lines else 0
        table.blank_lines.extend(range(before + 1, line))
        for number in range(line, line + self.repeat):
            table.lines.append(number)
            table.rows.append(list(self.row))
            for place, found in self.marks.items():
                table.cells[number, place] = found

    def _end_table(self, table: RawTable) -> None:
        width = max(map(len, table.rows), default=0)
        for row in table.rows:
            row.extend([""] * (width - len(row)))
        mark_merged(table, self.merges)
        if self.hidden_rows:
            message = _("hidden rows: {n}; they were read")
            table.notes.append(flaw("hidden_rows", message, n=self.hidden_rows))
        if self.hidden_columns:
            message = _("the sheet has hidden columns; they were read")
            table.notes.append(flaw("hidden_rows", message))


def _short(raw: str) -> str:
    space, _blank, name = raw.rpartition(" ")
    return f"{_SHORT.get(space, '?')}:{name}"


def _count(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "1")
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT):
        raise damaged()
    return max(int(text), 1)


def _value(attributes: Attributes, shown: str) -> str:
    """Return the value of a cell as a text; of a cell in error what it shows."""
    kind = attributes.get("office:value-type", "")
    if kind in _NUMBERS:
        number = attributes.get("office:value", shown)
        whole = _WHOLE_FLOAT.fullmatch(number)
        return whole[1] if whole else number
    if kind == "date":
        day = attributes.get("office:date-value", shown)
        return f"{day} 00:00:00" if _DAY.fullmatch(day) else day.replace("T", " ")
    if kind == "boolean":
        return attributes.get("office:boolean-value", shown)
    return attributes.get("office:string-value") or shown


def _no_doctype(*_declared: object) -> NoReturn:
    raise damaged()
