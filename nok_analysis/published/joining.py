"""Records of all tables: rows of single numbers joined to the rows of their institutions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from nok_analysis.folding import cleaned, fold
from nok_analysis.published.cells import note_error, number_at
from nok_analysis.published.header import node_of
from nok_analysis.published.model import TOTAL, Number, Record, Remark, Severity, remark
from nok_analysis.published.reading import Sheet
from nok_analysis.published.records import is_broken, record_at, scale_remarks, wide_records
from nok_analysis.published.tree import Tree
from nok_analysis.published.vocabulary import listed
from nok_analysis.wording import mark_for_catalog as _

Key = tuple[str, str]


def records_of(sheets: Iterable[Sheet], tree: Tree) -> list[Record]:
    """Return one record for each published row, in the order of the tables.

    Rows of indicators are joined to the rows of criteria by id (or institution) and year;
    those that find none make records of their own.

    Parameters
    ----------
    sheets : iterable of Sheet
    tree : Tree
    """
    sheets = list(sheets)
    wide = [sheet for sheet in sheets if not sheet.header.is_long]
    records = [record for sheet in wide for record in wide_records(sheet, tree)]
    _mark_repeated(records)
    known: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for name in {fold(record.id), fold(record.institution)} - {""}:
            known[name].append(record)
    for sheet in sheets:
        if sheet.header.is_long:
            for line, row in sheet.rows:
                _join(sheet, line, row, tree, known, records)
    return records


def _join(
    sheet: Sheet,
    line: int,
    row: list[str],
    tree: Tree,
    known: dict[str, list[Record]],
    records: list[Record],
) -> None:
    """Put the number of a row into the record that it belongs to."""
    entry = record_at(sheet, line, row)
    broken = is_broken(sheet, line, row, entry)
    rivals = [one for one in known[_name(entry)] if _same_year(one, entry)]
    if len(rivals) == 1:
        (record,) = rivals
        record.remarks += entry.remarks
    else:
        record = entry
        records.append(entry)
        if rivals:
            message = _("“{value}” stands in several rows; which of them is meant is not said")
            note_error(entry, "ambiguous_row", entry.place, entry.label, message)
        elif _name(entry):
            known[_name(entry)].append(entry)
    if not broken:
        _take(sheet, line, row, record, tree)


def _take(sheet: Sheet, line: int, row: list[str], record: Record, tree: Tree) -> None:
    roles = sheet.header.roles
    named = cleaned(sheet.cell(row, roles["node"]))
    number = number_at(sheet, line, row, roles["value"], record)
    if fold(named) in listed("not_a_node"):
        return
    code, is_known = node_of(named, tree, in_cell=True)
    if not is_known:
        message = _("“{value}” is no node of the methodology; expected is one of {expected}")
        place, nodes = sheet.at(line, roles["node"]), (TOTAL, *tree.criteria, *tree.indicators)
        note_error(record, "unknown_node", place, named, message, expected=nodes)
        return
    base = number_at(sheet, line, row, roles.get("base"), record)
    if base is not None:
        record.bases[code] = base
    top = number_at(sheet, line, row, roles.get("maximum"), record)
    record.remarks += scale_remarks(code, top, tree)
    if number is not None:
        _keep(record, code, number)


def _keep(record: Record, node: str, number: Number) -> None:
    """Keep a number; one that stands already must be the same."""
    other = record.numbers.setdefault(node, number)
    if other is number:
        return
    same = other.value == number.value
    severity = Severity.WARNING if same else Severity.ERROR
    code = "duplicate_identical" if same else "two_values"
    message = _(
        "“{node}” stands twice: {value} here, {other} in row {row}; leave the right one"
    )
    values = {"node": node, "other": other, "expected": other, "row": other.place.row}
    record.remarks.append(remark(severity, code, number, message, **values))


def _name(record: Record) -> str:
    return fold(record.id or record.institution)


def _same_year(one: Record, other: Record) -> bool:
    return not (one.year and other.year) or one.year == other.year


def _mark_repeated(records: list[Record]) -> None:
    """Note rows of one institution and year: identical ones, and those that disagree."""
    seen: dict[Key, Record] = {}
    for record in records:
        if not _name(record) or not record.numbers:
            continue
        first = seen.setdefault((_name(record), record.year), record)
        if first is record:
            continue
        same = _values(first) == _values(record)
        message = _("“{value}” stands already in row {row}, with other numbers; leave one")
        if same:
            message = _("“{value}” stands already in row {row}, with the same numbers")
        record.remarks.append(
            Remark(
                Severity.WARNING if same else Severity.ERROR,
                "duplicate_identical" if same else "duplicate_conflict",
                record.place,
                record.label,
                message,
                {"value": record.label, "row": first.place.row},
            )
        )


def _values(record: Record) -> dict[str, Fraction]:
    return {node: number.value for node, number in record.numbers.items()}
