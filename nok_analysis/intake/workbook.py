"""Workbooks: every cell a text, the sheet's own row numbers, and what the markup tells."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

import defusedxml.ElementTree as ElementTree
import fastexcel
import numpy as np

from nok_analysis.intake.archive import Office, check_archive, damaged, part
from nok_analysis.intake.extent import Extent, extent
from nok_analysis.intake.grid import Coded, Grid, coded_array
from nok_analysis.intake.markup import (
    COLUMNS_AT_LEAST,
    LAST_ROW,
    first_column,
    is_sound,
    mark_sheet,
    plain,
    spread,
)
from nok_analysis.intake.open_document import read_open_document
from nok_analysis.intake.table import AREA_CAP, Limits, RawTable, Refused, flaw
from nok_analysis.wording import mark_for_catalog as _

_HEAD = 4096  # the root of a part with its counts stands in its first bytes
_LONGEST_COUNT = 9
_CLAIMED = re.compile(rb"""\buniqueCount\s*=\s*["']\s*(\d+)""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
ROW_END = b"row>"  # bytes here: the extraction of sentences looks into every `count(…)`


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet by its name, the part that holds it and whether a person sees it."""

    name: str
    path: str
    hidden: bool


def read_workbook(content: bytes, limits: Limits) -> Iterator[RawTable]:
    """Yield every sheet of a workbook as texts, in the workbook's order.

    Parameters
    ----------
    content : bytes
        The received file; its container is checked first.
    limits : Limits

    Raises
    ------
    Refused
        When the container is not sound, or a sheet has too many rows or columns.
    """
    if check_archive(content) is Office.ODS:
        yield from read_open_document(content, limits)
        return
    parts = _sheets(content)
    _check_counts(part(content, "xl/sharedStrings.xml"))
    reader = _opened(content)
    known = set(reader.sheet_names)
    for position, sheet in enumerate(parts, start=1):
        markup = part(content, sheet.path)
        if not markup:
            raise damaged()
        if sheet.name in known:
            yield _sheet(reader, sheet, position, markup, limits)


def _sheet(
    reader: fastexcel.ExcelReader,
    sheet: SheetPart,
    position: int,
    markup: bytes,
    limits: Limits,
) -> RawTable:
    bound = extent(markup)
    if not bound.usual:
        markup = plain(markup)
    rows, first, last = _reach(markup, bound, limits)
    if last > limits.columns:
        raise Refused(
            "too_many_columns",
            _("the sheet has more than {cap} columns"),
            sheet=sheet.name,
            cap=limits.columns,
        )
    if rows * (last - first + 1) > AREA_CAP:
        raise Refused(
            "too_many_rows",
            _("the sheet has more than {cap} rows"),
            sheet=sheet.name,
            cap=limits.rows,
        )
    table = RawTable(sheet.name, position, [], [])
    _fill(table, _columns(reader, sheet.name), first)
    mark_sheet(table, markup)
    if sheet.hidden:
        table.notes.append(flaw("hidden_rows", _("the sheet is hidden; it was read")))
    return table


def _reach(markup: bytes, bound: Extent, limits: Limits) -> tuple[int, int, int]:
    """Return last row, first and last column; the quick bound where it lies within the caps."""
    rows = max(bound.rows, len(markup.split(ROW_END)) - 1)
    columns = max(bound.columns, COLUMNS_AT_LEAST)
    within = columns <= limits.columns and rows <= LAST_ROW and rows * columns <= AREA_CAP
    if bound.usual and within:
        return rows, first_column(markup), columns
    if not is_sound(markup):
        raise damaged()
    return spread(markup)


def _check_counts(strings: bytes) -> None:
    """Refuse shared texts that claim to be more than their bytes can hold."""
    most = len(strings) // len(b"<si/>")
    claimed = _CLAIMED.findall(strings[:_HEAD])
    if any(len(one) > _LONGEST_COUNT or int(one) > most for one in claimed):
        raise damaged()


def _fill(table: RawTable, columns: list[Coded], first: int) -> None:
    """Fill the rows; `first` empty columns stood before the used part of the sheet."""
    size = len(columns[0].codes) if columns else 0
    nothing = Coded(np.zeros(size, np.int32), [""])
    rows = Grid([*[nothing] * (first - 1), *columns], size)
    blank = rows.blank()
    lines = np.arange(1, size + 1)
    table.rows = rows.taken(~blank) if blank.any() else rows
    table.lines = lines[~blank].tolist()
    table.blank_lines = lines[blank].tolist()


def _columns(reader: fastexcel.ExcelReader, name: str) -> list[Coded]:
    try:
        sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        columns = sheet.to_arrow().columns
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # the parser's panics are no Exception
        raise damaged() from None
    return [coded_array(column) for column in columns]


def _opened(content: bytes) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(content)
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # the parser's panics are no Exception
        raise damaged() from None


def _sheets(content: bytes) -> list[SheetPart]:
    try:
        book = ElementTree.fromstring(part(content, "xl/workbook.xml"))
        links = ElementTree.fromstring(part(content, "xl/_rels/workbook.xml.rels"))
    except (ElementTree.ParseError, ValueError):
        raise damaged() from None
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = []
    for sheet in book.iter():
        if re.sub(r"{.*}", "", str(sheet.tag)) == "sheet":
            target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
            path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            found.append(
                SheetPart(
                    sheet.get("name", ""), path, sheet.get("state", "visible") != "visible"
                )
            )
    if not found:
        raise damaged()
    return found
