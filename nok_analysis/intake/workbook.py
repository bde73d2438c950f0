"""Workbooks: every cell a text, the sheet's own row numbers, and what the markup tells."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

import defusedxml.ElementTree as ElementTree
import fastexcel

from nok_analysis.intake.archive import check_archive, damaged, part
from nok_analysis.intake.markup import is_sound, mark_sheet, plain, spread
from nok_analysis.intake.table import Limits, RawTable, Refused, flaw
from nok_analysis.wording import mark_for_catalog as _

_HEAD = 4096  # the root of a part with its counts stands in its first bytes
_LONGEST_COUNT = 9
_CLAIMED = re.compile(rb"""\buniqueCount\s*=\s*["']\s*(\d+)""")
AREA_CAP = 25_000_000  # cells of the rectangle that a parser has to hold
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


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
    check_archive(content)
    parts = _sheets(content)
    _check_counts(part(content, "xl/sharedStrings.xml"))
    reader = _opened(content)
    known = set(reader.sheet_names)
    for position, sheet in enumerate(parts, start=1):
        markup = plain(part(content, sheet.path))
        if sheet.name in known and markup:
            yield _sheet(reader, sheet, position, markup, limits)


def _sheet(
    reader: fastexcel.ExcelReader,
    sheet: SheetPart,
    position: int,
    markup: bytes,
    limits: Limits,
) -> RawTable:
    if not is_sound(markup):
        raise damaged()
    rows, first, last = spread(markup)
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


def _check_counts(strings: bytes) -> None:
    """Refuse shared texts that claim to be more than their bytes can hold."""
    most = len(strings) // len(b"<si/>")
    claimed = _CLAIMED.findall(strings[:_HEAD])
    if any(len(one) > _LONGEST_COUNT or int(one) > most for one in claimed):
        raise damaged()


def _fill(table: RawTable, columns: list[list[str | None]], first: int) -> None:
    """Fill the rows; `first` empty columns stood before the used part of the sheet."""
    before = [""] * (first - 1)
    for line, cells in enumerate(zip(*columns, strict=True), start=1):
        texts = [cell or "" for cell in cells]
        if any(map(str.strip, texts)):
            table.lines.append(line)
            table.rows.append(before + texts)
        else:
            table.blank_lines.append(line)


def _columns(reader: fastexcel.ExcelReader, name: str) -> list[list[str | None]]:
    try:
        sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        return [column.to_pylist() for column in sheet.to_arrow().columns]
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # the parser's panics are no Exception
        raise damaged() from None


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
