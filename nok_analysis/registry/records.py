"""A registry table as records: one dict of texts a line, every fault of the file gathered."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path

from nok_analysis.errors import Fault
from nok_analysis.files import sha256_of
from nok_analysis.folding import cleaned, fold
from nok_analysis.parameters import read_section
from nok_analysis.wording import mark_for_catalog as _

SIZE_CAP = 50_000_000
SHOWN = 80
SEPARATORS = (";", ",", "\t")


@dataclass(frozen=True, slots=True)
class Record:
    """A line of a table: cell texts by our column names."""

    line: int
    texts: dict[str, str]


@dataclass(slots=True)
class Sheet:
    """A table being read: its records, and what is wrong with them."""

    file: str
    records: list[Record] = field(default_factory=list[Record])
    faults: list[Fault] = field(default_factory=list[Fault])
    warnings: list[Fault] = field(default_factory=list[Fault])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    sha256: str = ""

    def fault(
        self, record: Record | None, column: str, message: str, *, code: str, **values: object
    ) -> None:
        """Record what is wrong with a cell, a line or the whole file."""
        shown = {key: str(value)[:SHOWN] for key, value in values.items()}
        place = self.headers.get(column, column)
        line = record.line if record else None
        self.faults.append(Fault(message, dict(shown), self.file, line, place, code))

    def warn(
        self, record: Record | None, column: str, message: str, *, code: str, **values: object
    ) -> None:
        """Record what a person should look at."""
        line = record.line if record else None
        place = self.headers.get(column, column)
        self.warnings.append(Fault(message, dict(values), self.file, line, place, code))


def words_of(group: str) -> dict[str, str]:
    """Return folded word → our word of one group of ``words.yaml``."""
    return _known_words()[group]


def read_sheet(path: Path, table: str, required: tuple[str, ...], shown_as: str) -> Sheet:
    """Return the records of the CSV file of `table`, with every fault of its shape.

    Parameters
    ----------
    path : Path
        UTF-8 text with ``;``, ``,`` or TAB between fields.
    table : str
        ``registry``, ``registry_events`` or ``registry_recipients``.
    required : tuple of str
        Columns without which the file is refused.
    shown_as : str
        Name of the file in messages.
    """
    sheet = Sheet(shown_as)
    text = _text(path, sheet)
    if text is None:
        return sheet
    known = words_of(table)
    separator = max(SEPARATORS, key=lambda one: _recognised(text, one, known))
    lines = _lines(text, separator, sheet)
    columns = _columns(lines[0], known, required, sheet) if lines else {}
    if not lines:
        sheet.fault(None, "", _("the file is empty"), code="empty")
    if columns:
        _fill(sheet, lines[1:], columns, len(lines[0][1]))
    return sheet


def _text(path: Path, sheet: Sheet) -> str | None:
    if not path.is_file():
        sheet.fault(None, "", _("there is no such file"), code="not_a_file")
        return None
    with path.open("rb") as file:
        content = file.read(SIZE_CAP + 1)
    sheet.sha256 = sha256_of(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(content[: error.start].split(b"\n"))
        sheet.faults.append(
            Fault(
                _("the file is not UTF-8; save it as “CSV UTF-8”"),
                {},
                sheet.file,
                line,
                "",
                "encoding",
            )
        )
        text = None
    if text is not None and ("\0" in text or len(content) > SIZE_CAP):
        sheet.fault(
            None,
            "",
            _("the file is no table: zero bytes, or more than 50 MB"),
            code="bad_bytes",
        )
        text = None
    return text


def _recognised(text: str, separator: str, known: dict[str, str]) -> int:
    first = text.lstrip().split("\n", 1)[0]
    return sum(fold(cell.strip(' "\r')) in known for cell in first.split(separator))


def _lines(text: str, separator: str, sheet: Sheet) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((start, cells))
            start = reader.line_num + 1
    except csv.Error:
        sheet.faults.append(
            Fault(
                _("a quotation mark opened on this line is never closed"),
                {},
                sheet.file,
                start,
                "",
                "unclosed_quote",
            )
        )
    return found


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
    sheet: Sheet, lines: list[tuple[int, list[str]]], columns: dict[int, str], width: int
) -> None:
    for line, cells in lines:
        record = Record(
            line,
            {
                name: cleaned(cells[place]) if place < len(cells) else ""
                for place, name in columns.items()
            },
        )
        sheet.records.append(record)
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            sheet.fault(
                record,
                "",
                _("{found} fields stand here, the header has {expected}"),
                found=len(cells),
                expected=width,
                code="wrong_field_count",
            )


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
