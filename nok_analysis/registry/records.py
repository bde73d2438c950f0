"""A registry table as records: one dict of texts a row, every fault of the file gathered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path

from nok_analysis.errors import Fault
from nok_analysis.files import sha256_of
from nok_analysis.folding import cleaned, fold
from nok_analysis.intake.opening import Opened, open_tables
from nok_analysis.intake.table import RawTable, Refused
from nok_analysis.parameters import read_section
from nok_analysis.wording import mark_for_catalog as _

SHOWN = 80
HEADER_ROWS = 20


@dataclass(frozen=True, slots=True)
class Record:
    """A line of a table: cell texts by our column names."""

    line: int
    texts: dict[str, str]


@dataclass(slots=True)
class Sheet:
    """A table being read: its records, and what is wrong with them."""

    file: str
    sheet: str = ""
    records: list[Record] = field(default_factory=list[Record])
    faults: list[Fault] = field(default_factory=list[Fault])
    warnings: list[Fault] = field(default_factory=list[Fault])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    sha256: str = ""

    def fault(
        self, record: Record | None, column: str, message: str, *, code: str, **values: object
    ) -> None:
        """Record what is wrong with a cell, a row or the whole file."""
        self.faults.append(self._said(record, column, message, code, values))

    def warn(
        self, record: Record | None, column: str, message: str, *, code: str, **values: object
    ) -> None:
        """Record what a person should look at."""
        self.warnings.append(self._said(record, column, message, code, values))

    def _said(
        self,
        record: Record | None,
        column: str,
        message: str,
        code: str,
        values: dict[str, object],
    ) -> Fault:
        held = {"value": record.texts[column]} if record and column in record.texts else {}
        said = {key: str(value)[:SHOWN] for key, value in (held | values).items()}
        line = record.line if record else None
        place = self.headers.get(column, column)
        return Fault(message, said, self.file, line, place, code, self.sheet, is_table=True)


def words_of(group: str) -> dict[str, str]:
    """Return folded word → our word of one group of ``words.yaml``."""
    return _known_words()[group]


def read_sheets(
    path: Path, wanted: dict[str, tuple[str, ...]], shown_as: str
) -> dict[str, Sheet]:
    """Return the tables that a file holds, by their names, with every fault of their shape.

    Parameters
    ----------
    path : Path
        Text with separators, or a workbook whose sheets may hold several of the tables.
    wanted : dict of str to tuple of str
        Name of a table (``registry``, ``registry_events``, …) → columns without which it is
        refused. The first one must be there; the others are found where they stand complete.
    shown_as : str
        Name of the file in messages.
    """
    first = next(iter(wanted))
    refused = Sheet(shown_as)
    try:
        opened = open_tables(path, {word for name in wanted for word in words_of(name)})
    except Refused as reason:
        record = None if reason.row is None else Record(reason.row, {})
        refused.fault(record, "", reason.message, code=reason.code, **reason.values)
        return {first: refused}
    if not opened.is_unicode:
        message = _("the file is not UTF-8; save it as “CSV UTF-8”")
        refused.fault(None, "", message, code="encoding")
        return {first: refused}
    return _tables(opened, wanted, shown_as)


def _tables(opened: Opened, wanted: dict[str, tuple[str, ...]], file: str) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    first = next(iter(wanted))
    rest = list(opened.tables)
    for name, required in wanted.items():
        fitting = [table for table in rest if _fits(table, name, required)]
        if name == first and not fitting:
            fitting = [max(rest, key=lambda table: len(_known_places(table, first)))]
        for table in fitting[:1]:
            rest.remove(table)
            found[name] = _sheet(table, name, required, file)
            found[name].sha256 = sha256_of(opened.content)
    for table in rest:
        message = _("the sheet holds no table that is known here; it was not read")
        found[first].warnings.append(
            Fault(
                message, {}, file, None, "", "several_sheets", table.sheet or "", is_table=True
            )
        )
    return found


def _fits(table: RawTable, name: str, required: tuple[str, ...]) -> bool:
    return set(required) <= set(_known_places(table, name).values())


def _known_places(table: RawTable, name: str) -> dict[int, str]:
    """Return the columns of the header that are known, the header being the best first row."""
    return _recognised(table.rows[_header_row(table, name)], words_of(name))


def _header_row(table: RawTable, name: str) -> int:
    known = words_of(name)
    rows = range(min(len(table.rows), HEADER_ROWS))
    return max(rows, key=lambda i: (len(_recognised(table.rows[i], known)), -i))


def _recognised(cells: Sequence[str], known: dict[str, str]) -> dict[int, str]:
    folded = (fold(cell) for cell in cells)
    return {place: known[text] for place, text in enumerate(folded) if text in known}


def _sheet(table: RawTable, name: str, required: tuple[str, ...], file: str) -> Sheet:
    sheet = Sheet(file, table.sheet or "")
    top = _header_row(table, name)
    header = table.lines[top], table.rows[top]
    columns = _columns(header, words_of(name), required, sheet)
    for note in table.notes:
        sheet.warn(None, "", note.message, code=note.code, **note.values)
    if columns:
        lines = zip(table.lines[top + 1 :], table.rows[top + 1 :], strict=True)
        _fill(sheet, lines, columns, table, len(header[1]))
    return sheet


def _columns(
    header: tuple[int, list[str]],
    known: dict[str, str],
    required: tuple[str, ...],
    sheet: Sheet,
) -> dict[int, str]:
    line = Record(header[0], {})
    found: dict[int, str] = {}
    for place, cell in enumerate(header[1]):
        name = known.get(fold(cell), "")
        if name in found.values():
            sheet.fault(
                line, cell.strip(), _("this column stands twice"), code="header_duplicate"
            )
        elif name:
            found[place] = name
            sheet.headers[name] = cell.strip()
        elif cell.strip():
            sheet.warn(
                line,
                cell.strip(),
                _("unknown column; it was not read"),
                code="header_column_unknown",
            )
    for name in required:
        if name not in found.values():
            sheet.fault(
                line,
                _russian(known, name),
                _("this required column is missing"),
                code="header_column_missing",
            )
    return found


def _russian(known: dict[str, str], name: str) -> str:
    """Return the header that a template writes: the first spelling that is not our name."""
    return next((word for word, ours in known.items() if ours == name and word != name), name)


def _fill(
    sheet: Sheet,
    lines: Iterable[tuple[int, list[str]]],
    columns: dict[int, str],
    table: RawTable,
    width: int,
) -> None:
    for line, cells in lines:
        texts = {
            name: cleaned(cells[place]) if place < len(cells) else ""
            for place, name in columns.items()
        }
        record = Record(line, texts)
        sheet.records.append(record)
        dead = table.dead.get(line)
        if dead is not None:
            sheet.fault(record, "", dead.message, code=dead.code, **dead.values)
        elif table.ragged and (len(cells) < width or any(map(str.strip, cells[width:]))):
            sheet.fault(
                record,
                "",
                _("{found} fields stand here, the header has {expected}"),
                found=len(cells),
                expected=width,
                code="wrong_field_count",
            )
        for place, name in columns.items():
            flaw = table.cells.get((line, place))
            if flaw is not None and (flaw.code != "merged_cells" or not texts[name]):
                sheet.fault(record, name, flaw.message, code=flaw.code, **flaw.values)


@lru_cache(maxsize=1)
def _known_words() -> dict[str, dict[str, str]]:
    source = resources.files("nok_analysis.registry").joinpath("words.yaml")
    with resources.as_file(source) as path:
        root = read_section(path, shown_as="words.yaml")
    found: dict[str, dict[str, str]] = {}
    for group in root.names():
        section = root.section(group)
        found[group] = {
            fold(spelling): name for name in section.names() for spelling in section.texts(name)
        }
    return found
