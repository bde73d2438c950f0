"""An unknown table as it is seen: its header, and what stands in each column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from nok_analysis.errors import RunError
from nok_analysis.folding import cleaned, fold
from nok_analysis.intake.delimited import SEPARATORS, decoded, head_of, read_text
from nok_analysis.intake.preflight import Kind, kind_of, read_bytes
from nok_analysis.intake.table import Limits, RawTable, Refused
from nok_analysis.intake.workbook import read_workbook
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import visible

HEADER_ROWS = 20
MOSTLY = 0.6  # of the widest row near the top must a header fill


@dataclass(frozen=True, slots=True)
class Seen:
    """One column of an unknown table.

    Attributes
    ----------
    place : int
        Position, from 1.
    header : str
        As written, spaces collapsed.
    cells : Counter of str
        Folded cells that are not empty, with how often each stands.
    written : dict of str to str
        Folded cell → as it is first written.
    """

    place: int
    header: str
    cells: Counter[str]
    written: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def words(self) -> set[str]:
        """The different cells, folded."""
        return set(self.cells)

    @property
    def filled(self) -> int:
        """How many cells are not empty."""
        return self.cells.total()


@dataclass(frozen=True, slots=True)
class Export:
    """An unknown table with where it lies.

    Attributes
    ----------
    name : str
        Name of the file.
    reader : str
        ``xlsx`` or ``csv``.
    sheet : str or None
    other_sheets : tuple of str
        Sheets that also hold something.
    separator : str
        As a form file names it.
    header_row : int
    columns : tuple of Seen
    rows : int
    """

    name: str
    reader: str
    sheet: str | None
    other_sheets: tuple[str, ...]
    separator: str
    header_row: int
    columns: tuple[Seen, ...]
    rows: int


def read_export(path: Path, sheet: str = "") -> Export:
    """Return the table of a received file, read by the guarded readers of the door.

    Parameters
    ----------
    path : Path
    sheet : str
        Name of a sheet; the first that holds something when empty.

    Raises
    ------
    RunError
        When the file cannot be read, has no such sheet, or holds no row below a header.
    """
    name = visible(path.name)
    try:
        content = read_bytes(path)
        separator, tables = _tables(content)
    except Refused as reason:
        said = Words().say(reason.message, **reason.values)
        raise RunError("{file}: {reason}", file=name, reason=said) from None
    filled = [table for table in tables if table.rows]
    named = [table for table in filled if not sheet or fold(table.sheet or "") == fold(sheet)]
    if not named:
        raise RunError(
            "{file}: there is no sheet “{sheet}” with anything in it; sheets: {known}",
            file=name,
            sheet=sheet or "–",
            known=", ".join(visible(one.sheet or "–") for one in filled) or "–",
        )
    table = named[0]
    top = _header_of(table)
    columns = _columns(table, top)
    if not columns or top + 1 >= len(table.rows):
        raise RunError(
            "{file}: no row stands below a header; a form cannot be proposed", file=name
        )
    return Export(
        name=name,
        reader="csv" if table.sheet is None else "xlsx",
        sheet=table.sheet,
        other_sheets=tuple(one.sheet or "" for one in filled if one is not table),
        separator=separator,
        header_row=table.lines[top],
        columns=columns,
        rows=len(table.rows) - top - 1,
    )


def _tables(content: bytes) -> tuple[str, list[RawTable]]:
    kind = kind_of(content)
    if kind is Kind.WORKBOOK:
        return "auto", list(read_workbook(content, Limits()))
    if kind is not Kind.TEXT:
        message = _(
            "this is a file of the type {kind}, not a table; save the table as xlsx or CSV"
        )
        raise Refused("wrong_type", message, kind=str(kind))
    text = decoded(content)
    best = max(SEPARATORS, key=lambda one: _even(text.text, one))
    return {"\t": "tab"}.get(best, best), [read_text(text, best, Limits())]


def _even(text: str, separator: str) -> tuple[int, int]:
    """Return how many of the first rows are as wide as the widest, and how wide, if parted."""
    widths = [len(cells) for _line, cells in head_of(text, separator, HEADER_ROWS)]
    widest = max(widths, default=1)
    return (widths.count(widest), widest) if widest > 1 else (0, 1)


def _header_of(table: RawTable) -> int:
    """Return the position of the first row near the top as wide as the widest, or nearly."""
    near = table.rows[:HEADER_ROWS]
    widths = [sum(bool(cell.strip()) for cell in row) for row in near]
    return next(i for i, width in enumerate(widths) if width >= MOSTLY * max(widths))


def _columns(table: RawTable, top: int) -> tuple[Seen, ...]:
    headers = [" ".join(cleaned(cell).split()) for cell in table.rows[top]]
    found: list[Seen] = []
    for place, header in enumerate(headers):
        cells = [cleaned(row[place]) for row in table.rows[top + 1 :] if place < len(row)]
        given = [cell for cell in cells if cell]
        written: dict[str, str] = {}
        for cell in given:
            written.setdefault(fold(cell), cell)
        if header or given:
            found.append(Seen(place + 1, header, Counter(map(fold, given)), written))
    return tuple(found)
