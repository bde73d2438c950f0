"""A received table before any form has read it: texts, their rows and what the reader saw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nok_analysis.forms.model import Caps
from nok_analysis.intake.grid import Grid
from nok_analysis.wording.visible import shown

MEGABYTE = 1_000_000
AREA_CAP = 25_000_000  # cells of the rectangle that a parser has to hold


class Refused(Exception):
    """A file cannot be taken; carries what the issue of the file says."""

    def __init__(
        self,
        code: str,
        message: str,
        /,
        *,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
        **values: object,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.sheet = sheet
        self.row = row
        self.column = column
        self.values = values


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of a received file; a form may change them within bounds (``table.caps``).

    Attributes
    ----------
    columns, rows, cell : int
        Columns and rows of a table, characters of a cell.
    file : int
        Bytes of a received file.
    """

    columns: int = 512
    rows: int = 200_000
    cell: int = 32_767
    file: int = 50_000_000

    def of(self, caps: Caps) -> Limits:
        """Return the limits of a table whose form is known."""
        return Limits(
            min(self.columns, caps.columns),
            min(self.rows, caps.rows),
            min(self.cell, caps.characters),
            self.file,
        )


def widest(every: Iterable[Caps]) -> Limits:
    """Return the limits of a file that any of several forms may read."""
    caps = list(every) or [Caps()]
    return Limits(
        max(one.columns for one in caps),
        max(one.rows for one in caps),
        max(one.characters for one in caps),
        max(one.megabytes for one in caps) * MEGABYTE,
    )


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong or odd at a cell, a row or a table.

    Attributes
    ----------
    code, message, values
        As in :class:`nok_analysis.intake.judgement.Issue`.
    place : int or None
        Position of the column, from 0.
    value : str or None
        Cell as received, ready to be shown.
    raw : bytes
        Bytes of a line that could not be decoded.
    """

    code: str
    message: str
    values: dict[str, object] = field(default_factory=dict[str, object])
    place: int | None = None
    value: str | None = None
    raw: bytes = b""


@dataclass(slots=True)
class RawTable:
    """Rows of a received sheet or text file that are not wholly blank.

    Attributes
    ----------
    sheet : str or None
        Name of the sheet; None of a text file.
    position : int
        Position of the sheet in its workbook, from 1.
    lines : list of int
        Physical row of each of `rows`, first row = 1.
    rows : list of list of str, or Grid
        Cells as received; a text file may give rows of unequal length.
    blank_lines : list of int
    dead : dict of int to Flaw
        Physical row → why its cells cannot be trusted at all.
    cells : dict of (int, int) to Flaw
        (physical row, position of the column) → why the cell cannot be trusted.
    notes : list of Flaw
        What is odd about the table as a whole.
    ragged : bool
        Whether the number of cells of a row says something (text files).
    """

    sheet: str | None
    position: int
    lines: list[int]
    rows: list[list[str]] | Grid
    blank_lines: list[int] = field(default_factory=list[int])
    dead: dict[int, Flaw] = field(default_factory=dict[int, Flaw])
    cells: dict[tuple[int, int], Flaw] = field(default_factory=dict[tuple[int, int], Flaw])
    notes: list[Flaw] = field(default_factory=list[Flaw])
    ragged: bool = False


def flaw(
    code: str,
    message: str,
    /,
    *,
    place: int | None = None,
    cell: str | None = None,
    **values: object,
) -> Flaw:
    """Return a flaw that quotes `cell` as its value."""
    value = None if cell is None else shown(cell)
    quoted = {name: shown(one) if isinstance(one, str) else one for name, one in values.items()}
    if value is not None:
        quoted["value"] = value
    return Flaw(code, message, quoted, place, value)
