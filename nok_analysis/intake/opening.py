"""Tables of our own, kept or returned by people, opened by the guarded readers of the door."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from nok_analysis.folding import fold
from nok_analysis.intake.delimited import SEPARATORS, decoded, head_of, read_text
from nok_analysis.intake.preflight import Kind, kind_of, read_bytes
from nok_analysis.intake.table import Limits, RawTable, Refused
from nok_analysis.intake.workbook import read_workbook
from nok_analysis.wording import mark_for_catalog as _

HEADER_LINES = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of tables, opened.

    Attributes
    ----------
    content : bytes
    tables : list of RawTable
        Those that are not empty; every cell is a text.
    is_unicode : bool
        Whether a text says by itself how it is encoded; workbooks do.
    """

    content: bytes
    tables: list[RawTable]
    is_unicode: bool = True


def open_tables(
    path: Path,
    headers: Collection[str],
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Opened:
    """Return the tables of a file that people keep: a text with separators, or a workbook.

    Parameters
    ----------
    path : Path
    headers : collection of str
        Folded headers by which the separator of a text is known.
    limits : Limits

    Raises
    ------
    Refused
        When the file is not sound, too big, of another type or empty.
    """
    content = read_bytes(path)
    kind = kind_of(content)
    if kind is Kind.TEXT:
        text = decoded(content)
        best = max(SEPARATORS, key=lambda one: _recognised(text.text, one, headers))
        return Opened(content, _filled([read_text(text, best, limits)]), text.sure)
    if kind is not Kind.WORKBOOK:
        message = _(
            "this is a file of the type {kind}, not a table; save the table as xlsx or CSV"
        )
        raise Refused("wrong_type", message, kind=str(kind))
    return Opened(content, _filled(list(read_workbook(content, limits))))


def _filled(tables: list[RawTable]) -> list[RawTable]:
    filled = [table for table in tables if table.rows]
    if not filled:
        raise Refused("empty", _("the file is empty"))
    return filled


def _recognised(text: str, separator: str, headers: Collection[str]) -> int:
    rows = head_of(text, separator, HEADER_LINES)
    return max(
        (sum(fold(cell) in headers for cell in cells) for _line, cells in rows), default=0
    )
