"""Cells of published tables: a number, nothing, or a remark on what stands there."""

from __future__ import annotations

import re
from fractions import Fraction

from nok_analysis.folding import cleaned, fold
from nok_analysis.intake.table import Flaw
from nok_analysis.intake.word_lists import is_error
from nok_analysis.published.model import Number, Place, Record, Remark, Severity
from nok_analysis.published.numbers import typed
from nok_analysis.published.reading import Sheet
from nok_analysis.published.vocabulary import listed
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import shown

_RANK = re.compile(r"([0-9]{1,7})\s*([^0-9\s]{1,4})\s*([0-9]{1,7})")
_DASHES = frozenset("-\u2013\u2014\u2212")


def number_at(
    sheet: Sheet, line: int, row: list[str], column: int | None, record: Record
) -> Number | None:
    """Return the number of a cell; None when nothing was read there.

    Parameters
    ----------
    sheet : Sheet
    line : int
        Physical row of `row`.
    row : list of str
    column : int or None
        None when the table has no such column.
    record : Record
        Takes the remark on a cell that holds no number.
    """
    cell = cleaned(sheet.cell(row, column))
    if column is None:
        return None
    place = sheet.at(line, column)
    flaw = sheet.table.cells.get((line, column))
    if flaw is not None and (flaw.code != "merged_cells" or not cell):
        note_flaw(record, place, flaw)
    elif is_error(cell):
        message = _("the cell holds an error of the spreadsheet")
        note_error(record, "error_cell", place, cell, message)
    elif cell and fold(cell) not in listed("not_read"):
        return _typed(cell, place, record)
    return None


def rank_at(
    sheet: Sheet, line: int, row: list[str], record: Record
) -> tuple[Number | None, Number | None]:
    """Return a place and of how many; “1–2” is a shared place, “20 of 144” both at once."""
    column = sheet.header.roles.get("rank")
    of_all = number_at(sheet, line, row, sheet.header.roles.get("rank_of"), record)
    found = _RANK.fullmatch(cleaned(sheet.cell(row, column)))
    joint = fold(found[2]) if found else ""
    if column is None or found is None or joint not in _DASHES | listed("of_words"):
        return number_at(sheet, line, row, column, record), of_all
    place = sheet.at(line, column)
    if joint in listed("of_words"):
        of_all = of_all or Number(Fraction(int(found[3])), 0, place)
    return Number(Fraction(int(found[1])), 0, place), of_all


def note_flaw(record: Record, place: Place, flaw: Flaw) -> None:
    """Note what the reader of the file saw."""
    record.remarks.append(
        Remark(Severity.ERROR, flaw.code, place, flaw.value, flaw.message, dict(flaw.values))
    )


def note_error(
    record: Record, code: str, place: Place, cell: str, message: str, **values: object
) -> None:
    """Note what is wrong with a cell, quoting it."""
    quoted = {"value": cell, **values}
    record.remarks.append(Remark(Severity.ERROR, code, place, shown(cell), message, quoted))


def _typed(cell: str, place: Place, record: Record) -> Number | None:
    found = typed(cell)
    if found is None:
        message = _("“{value}” is not a number; expected is one like 97,20, or an empty cell")
        note_error(record, "not_a_number", place, cell, message)
        return None
    value, decimals = found
    return Number(value, decimals, place, decimals)
