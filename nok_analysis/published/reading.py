"""Published files opened by the guarded readers of the door, and the tables found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nok_analysis.folding import fold
from nok_analysis.intake.delimited import SEPARATORS, decoded, head_of, read_text
from nok_analysis.intake.preflight import Kind, kind_of, read_bytes
from nok_analysis.intake.table import Limits, RawTable, Refused
from nok_analysis.intake.workbook import read_workbook
from nok_analysis.published.header import HEADER_ROWS, Header, header_of, is_comment
from nok_analysis.published.model import CriterionCode, Place, Remark, Severity
from nok_analysis.published.tree import Tree
from nok_analysis.wording import mark_for_catalog as _

LIMITS = Limits(columns=256, rows=50_000)
SHOWN = 6

Row = tuple[int, list[str]]


@dataclass(slots=True)
class Sheet:
    """A table with its header; `rows` are those below it, comments left out."""

    place: Place
    table: RawTable
    header: Header
    rows: list[Row]
    remarks: list[Remark] = field(default_factory=list[Remark])

    def cell(self, row: list[str], place: int | None) -> str:
        """Return the trimmed cell of a row; the empty text when there is no such column."""
        if place is None or place >= len(row):
            return ""
        return row[place].strip()

    def at(self, line: int, column: int | None = None) -> Place:
        """Return the place of a row or of one of its cells."""
        text = None if column is None else self.header.texts[column] or None
        return replace(self.place, row=line, column=text)


def read_file(path: Path, name: str, tree: Tree, limits: Limits = LIMITS) -> list[Sheet]:
    """Return the published tables of a file: every sheet whose header is known.

    Parameters
    ----------
    path : Path
    name : str
        Name of the file in places.
    tree : Tree
    limits : Limits

    Raises
    ------
    Refused
        When the file is not sound, too big, or no table of published numbers is in it.
    """
    content = read_bytes(path)
    text = kind_of(content) is Kind.TEXT
    tables = _of_text(content, tree, limits) if text else _of_workbook(content, limits)
    found: list[Sheet] = []
    refused: list[Refused] = []
    for table in tables:
        try:
            found.append(_sheet(table, name, tree, limits))
        except Refused as reason:
            refused.append(reason)
    unknown = [one for one in refused if one.code == "header_missing"]
    if len(unknown) < len(refused) or not found:
        raise next(one for one in refused if len(unknown) == len(refused) or one not in unknown)
    for reason in unknown:
        message = _("the sheet holds no published numbers; it was not read")
        place = Place(name, reason.sheet)
        found[0].remarks.append(
            Remark(Severity.WARNING, "several_sheets", place, None, message)
        )
    return found


def _of_text(content: bytes, tree: Tree, limits: Limits) -> list[RawTable]:
    source = decoded(content)
    if source.text.count("\n") > limits.rows:
        raise _too_many_rows(limits)
    # Comments may hold quotation marks and separators that mean nothing.
    lines = ["" if one.lstrip().startswith("#") else one for one in source.text.split("\n")]
    source = replace(source, text="\n".join(lines))
    if not source.text.strip():
        raise Refused("no_rows", _("the file holds no table"))
    first = next(i for i, one in enumerate(lines) if one.strip())
    tries = {
        one: header_of(
            [row for row in head_of(source.text, one, first + 2 * HEADER_ROWS) if any(row[1])],
            tree,
        )
        for one in SEPARATORS
    }
    known = {one: head.found for one, head in tries.items() if head and head.complete}
    marks = known or {one: lines[first].count(one) for one in SEPARATORS}
    best = max(marks, key=lambda one: marks[one])
    return [read_text(source, best, limits)]


def _of_workbook(content: bytes, limits: Limits) -> list[RawTable]:
    tables = [table for table in read_workbook(content, limits) if table.rows]
    if not tables:
        raise Refused("empty", _("the file is empty"))
    return tables


def _sheet(table: RawTable, name: str, tree: Tree, limits: Limits) -> Sheet:
    if len(table.rows) > limits.rows:
        raise _too_many_rows(limits, table.sheet)
    top = list(zip(table.lines, table.rows, strict=True))
    top = [row for row in top[: 2 * HEADER_ROWS] if not is_comment(row[1])]
    header = header_of(top, tree)
    if header is None or not header.complete:
        raise _no_header(header, table, tree)
    sheet = Sheet(Place(name, table.sheet), table, header, [])
    heads = [fold(text) for text in header.texts]
    for line, cells in zip(table.lines, table.rows, strict=True):
        again = [fold(cell) for cell in cells[: len(heads)]] == heads
        if line > header.line and not is_comment(cells) and not again:
            sheet.rows.append((line, cells))
    _check_columns(sheet, tree)
    _note_table(sheet, tree)
    if not sheet.rows:
        message = _("there is a header but no row below it")
        raise Refused("no_rows", message, sheet=table.sheet, row=header.line)
    return sheet


def _no_header(header: Header | None, table: RawTable, tree: Tree) -> Refused:
    nearest = header.texts if header and header.found else ()
    message = _(
        "no header of published numbers was found in the first {rows} rows; expected is either "
        "an institution with criteria ({criteria}) and total, or id, indicator and value; the "
        "nearest row reads: {nearest}"
    )
    return Refused(
        "header_missing",
        message,
        sheet=table.sheet,
        row=header.line if header else None,
        rows=HEADER_ROWS,
        criteria=tuple(map(CriterionCode, tree.criteria)),
        nearest=", ".join(text for text in nearest if text)[:200] or "–",
    )


def _check_columns(sheet: Sheet, tree: Tree) -> None:
    """Refuse doubled columns, and filled columns of nodes that the methodology lacks."""
    header = sheet.header
    if header.doubled:
        raise Refused(
            "header_duplicate",
            _("the column stands twice; leave one"),
            sheet=sheet.place.sheet,
            row=header.line,
            column=header.doubled[0],
        )
    filled = {
        code: place
        for code, place in header.foreign.items()
        if any(sheet.cell(row, place) for _line, row in sheet.rows)
    }
    if filled:
        message = _(
            "the methodology {methodology} has no “{codes}”; it has {known}. Name the "
            "methodology by which the table was made with --methodology"
        )
        raise Refused(
            "unknown_node",
            message,
            sheet=sheet.place.sheet,
            row=header.line,
            column=header.texts[next(iter(filled.values()))],
            methodology=tree.methodology.code,
            codes=", ".join(filled),
            known=", ".join((*tree.criteria, *tree.indicators)),
        )


def _note_table(sheet: Sheet, tree: Tree) -> None:
    """Note hidden rows, criteria without a column and columns that nobody knows."""
    for flaw in sheet.table.notes:
        sheet.remarks.append(
            Remark(Severity.WARNING, flaw.code, sheet.place, None, flaw.message, flaw.values)
        )
    absent = [CriterionCode(code) for code in tree.criteria if code not in sheet.header.nodes]
    if absent and not sheet.header.is_long and len(absent) < len(tree.criteria):
        sheet.remarks.append(
            Remark(
                Severity.WARNING,
                "header_column_missing",
                sheet.at(sheet.header.line),
                None,
                _("columns of criteria that are not there: {columns}"),
                {"columns": tuple(absent)},
            )
        )
    unread = [sheet.header.texts[place] for place in sheet.header.unread]
    if unread:
        sheet.remarks.append(
            Remark(
                Severity.WARNING,
                "header_column_unknown",
                sheet.at(sheet.header.line),
                None,
                _("columns that were not read: {columns}"),
                {"columns": tuple(_shortened(unread))},
            )
        )


def _shortened(texts: Sequence[str]) -> list[str]:
    rest = ["…"] if len(texts) > SHOWN else []
    return [f"“{text}”" for text in texts[:SHOWN]] + rest


def _too_many_rows(limits: Limits, sheet: str | None = None) -> Refused:
    message = _("the table has more than {cap} rows; split it")
    return Refused("too_many_rows", message, sheet=sheet, cap=limits.rows)
