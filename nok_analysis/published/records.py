"""Rows of wide published tables made into records."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from nok_analysis.folding import cleaned, fold
from nok_analysis.intake.word_lists import is_total
from nok_analysis.published.cells import note_flaw, number_at, rank_at
from nok_analysis.published.model import TOTAL, Number, Record, Remark, Severity, remark
from nok_analysis.published.reading import LIMITS, Sheet
from nok_analysis.published.tree import Tree
from nok_analysis.published.vocabulary import listed
from nok_analysis.wording import mark_for_catalog as _

PEOPLE = ("respondents", "recipients")
GROUP = ("year", "sector", "region", "type", "founder", "rank_of")
_NUMBERED_FROM = 3  # columns from which a row 1, 2, 3 … numbers them


def wide_records(sheet: Sheet, tree: Tree) -> Iterable[Record]:
    """Yield one record for each row of a wide table; rows of totals and maxima are noted.

    Parameters
    ----------
    sheet : Sheet
    tree : Tree
    """
    for line, row in sheet.rows:
        if sheet.rows[0][0] == line and _numbers_columns(row):
            continue
        record = record_at(sheet, line, row)
        if is_broken(sheet, line, row, record):
            yield record
            continue
        named = [text for text in (record.id, record.institution) if text]
        if any(fold(text) in listed("maxima") for text in named):
            _note_maxima(sheet, line, row, tree)
        elif any(fold(text) in listed("averages") or is_total(text) for text in named):
            message = _("a row of totals or averages (“{value}”); it was not checked")
            _note(sheet, line, message, record.label)
        else:
            _fill(sheet, line, row, record, tree)
            yield record


def record_at(sheet: Sheet, line: int, row: list[str]) -> Record:
    """Return the record of a row with its names, no number yet."""

    def text(role: str) -> str:
        return cleaned(sheet.cell(row, sheet.header.roles.get(role)))

    group = (sheet.place.file, sheet.place.sheet or "", *map(text, GROUP))
    named = text("institution") or text("what")
    return Record(sheet.at(line), text("id"), text("year"), named, group)


def is_broken(sheet: Sheet, line: int, row: list[str], record: Record) -> bool:
    """Note a row whose cells cannot be trusted at all, and say whether it is one."""
    width, dead = len(sheet.header.texts), sheet.table.dead.get(line)
    if dead is not None:
        note_flaw(record, record.place, dead)
    elif max(map(len, row), default=0) > LIMITS.cell:
        message = _("a cell is too long")
        record.remarks.append(remark(Severity.ERROR, "cell_too_long", record.place, message))
    elif sheet.table.ragged and (len(row) < width or any(map(str.strip, row[width:]))):
        message = _("{found} fields stand here, the header has {expected}")
        values = {"found": len(row), "expected": width}
        record.remarks.append(
            remark(Severity.ERROR, "wrong_field_count", record.place, message, **values)
        )
    return bool(record.remarks)


def _fill(sheet: Sheet, line: int, row: list[str], record: Record, tree: Tree) -> None:
    header = sheet.header
    for found, columns in ((record.numbers, header.nodes), (record.bases, header.bases)):
        for code, column in columns.items():
            number = number_at(sheet, line, row, column, record)
            if number is not None:
                found[code] = number
    rank, of_all = rank_at(sheet, line, row, record)
    found = {"rank": rank, "rank_of": of_all}
    record.facts |= {role: number for role, number in found.items() if number is not None}
    for role in PEOPLE:
        number = number_at(sheet, line, row, header.roles.get(role), record)
        if number is not None:
            record.facts[role] = number
    for code, column in header.tops.items():
        number = number_at(sheet, line, row, column, record)
        record.remarks += scale_remarks(code, number, tree)


def _note(sheet: Sheet, line: int, message: str, label: str) -> None:
    sheet.remarks.append(
        Remark(Severity.WARNING, "totals_row", sheet.at(line), label, message, {"value": label})
    )


def _numbers_columns(row: list[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return len(filled) >= _NUMBERED_FROM and filled == [
        str(i) for i in range(1, len(filled) + 1)
    ]


def _note_maxima(sheet: Sheet, line: int, row: list[str], tree: Tree) -> None:
    """Compare a row of maxima with the scale of the methodology."""
    found = Record(sheet.at(line))
    for code, column in sheet.header.nodes.items():
        number = number_at(sheet, line, row, column, found)
        found.remarks += scale_remarks(code, number, tree)
    sheet.remarks += found.remarks


def scale_remarks(code: str, number: Number | None, tree: Tree) -> list[Remark]:
    """Return a remark on a published maximum that is not that of the methodology."""
    top = _top(code, tree)
    if number is None or number.value == top:
        return []
    message = _(
        "the maximum {value} of “{node}” is of another scale; by the methodology it is "
        "{expected}"
    )
    return [remark(Severity.ERROR, "other_scale", number, message, node=code, expected=top)]


def _top(code: str, tree: Tree) -> Fraction:
    if code == TOTAL:
        return tree.range.high
    if code in tree.by_code:
        return tree.by_code[code].range.high
    return next(one.range.high for one in tree.branches if one.code == code)
