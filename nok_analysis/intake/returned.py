"""A quarantine file as a person returns it: which rows were decided, and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nok_analysis.errors import Fault, IntakeError
from nok_analysis.folding import fold
from nok_analysis.guard import unguarded
from nok_analysis.intake.corrections import Verdict
from nok_analysis.intake.opening import open_tables
from nok_analysis.intake.quarantine import HEAD, RAW
from nok_analysis.intake.table import Flaw, RawTable, Refused
from nok_analysis.intake.word_lists import verdict_word
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import visible

SHOWN = 80
_SHA, _SHEET, _ROW, _STATUS, _REASON = (
    HEAD.index(name) for name in ("source_sha256", "sheet", "row", "status", "reason")
)


@dataclass(frozen=True, slots=True)
class Returned:
    """A row set aside, as a person gives it back.

    Attributes
    ----------
    file : str
        Name of the received file; `sha256` of its bytes, `sheet` and `row` in it.
    verdict : Verdict or None
        None: not decided yet.
    cells : dict of str to str
        Header as received → value, corrected where it was wrong.
    line : int
        Row of the quarantine file.
    """

    file: str
    sha256: str
    sheet: str
    row: int
    verdict: Verdict | None
    reason: str
    cells: dict[str, str]
    line: int

    @property
    def spot(self) -> tuple[str, int]:
        """Sheet and row of the received file."""
        return self.sheet, self.row


def read_returned(path: Path, *, shown_as: str) -> tuple[Returned, ...]:
    """Return the rows of a quarantine file, decided or not; a CSV or a workbook of one sheet.

    Parameters
    ----------
    path : Path
    shown_as : str
        Name of the file in messages.

    Raises
    ------
    IntakeError
        When the file is no quarantine file or a decision in it cannot be followed; every fault
        is listed.
    """
    try:
        tables = open_tables(path, frozenset(HEAD)).tables
    except Refused as reason:
        fault = _fault(reason.message, reason.values, shown_as, reason.row, reason.code)
        raise IntakeError(fault) from None
    table = next((one for one in tables if _is_head(one.rows[0])), None)
    if table is None:
        message = _(
            "this is no file of rows set aside: its first row must begin with {head}; leave "
            "the first columns as they are"
        )
        raise IntakeError(
            Fault(message, {"head": ", ".join(HEAD)}, shown_as, code="header_missing")
        )
    faults: list[Fault] = []
    found = tuple(_rows(table, shown_as, faults))
    faults += _twice(found, shown_as)
    if faults:
        raise IntakeError(*faults)
    return found


def _is_head(cells: list[str]) -> bool:
    return tuple(fold(cell) for cell in cells[: len(HEAD)]) == HEAD


def _rows(table: RawTable, file: str, faults: list[Fault]) -> Iterator[Returned]:
    texts = [unguarded(cell) for cell in table.rows[0][len(HEAD) :]]
    for line, cells in zip(table.lines[1:], table.rows[1:], strict=True):
        spoiled = _spoiled(table, line, cells, len(HEAD) + len(texts))
        plain = [unguarded(cell) for cell in cells] + [""] * (len(HEAD) + len(texts))
        verdict = verdict_word(plain[_STATUS])
        wrong = spoiled or _wrong(plain, verdict)
        if wrong is not None:
            faults.append(_fault(wrong.message, wrong.values, file, line, wrong.code))
            continue
        own = dict(zip(texts, plain[len(HEAD) :], strict=False))
        own.pop(RAW, None)
        yield Returned(
            plain[0],
            plain[_SHA],
            plain[_SHEET],
            int(plain[_ROW]),
            Verdict(verdict) if verdict else None,
            plain[_REASON].strip(),
            own,
            line,
        )


def _spoiled(table: RawTable, line: int, cells: list[str], width: int) -> Flaw | None:
    """Return why the cells of a line cannot be trusted."""
    if line in table.dead:
        return table.dead[line]
    if any(cell.strip() for cell in cells[width:]):
        message = _("{found} fields stand here, the header has {expected}")
        return Flaw("wrong_field_count", message, {"found": len(cells), "expected": width})
    return next((found for (at, _place), found in table.cells.items() if at == line), None)


def _wrong(cells: list[str], verdict: str) -> Flaw | None:
    status = cells[_STATUS].strip()
    if not cells[_ROW].strip().isdecimal() or not cells[_SHA].strip():
        message = _("source_sha256 and row must stay as they were written")
        return Flaw("damaged_key", message)
    if status and not verdict:
        message = _("the status “{value}” is not one of: corrected, rejected, or empty")
        return Flaw("unknown_answer", message, {"value": visible(status[:SHOWN])})
    if verdict == Verdict.REJECTED and not cells[_REASON].strip():
        return Flaw("missing_key", _("a rejected row needs its reason in the column “reason”"))
    return None


def _twice(found: tuple[Returned, ...], file: str) -> Iterator[Fault]:
    first: dict[tuple[str, str, int], int] = {}
    for one in found:
        line = first.setdefault((one.sha256, *one.spot), one.line)
        if line != one.line:
            message = _(
                "the same received row stands already on line {line}; leave one of them"
            )
            yield _fault(message, {"line": line}, file, one.line, "duplicate_key")


def _fault(
    message: str, values: dict[str, object], file: str, line: int | None, code: str
) -> Fault:
    return Fault(message, values, file, line, code=code, is_table=True)
