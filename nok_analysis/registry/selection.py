"""The council's choice: which institutions a cycle assesses, and why not the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nok_analysis.errors import NokError, RegistryError
from nok_analysis.folding import fold
from nok_analysis.period import Period
from nok_analysis.registry.model import Registry
from nok_analysis.registry.records import Record, Sheet, read_sheets, words_of
from nok_analysis.wording import mark_for_catalog as _

TABLE = "selection"
REQUIRED = ("period", "institution", "assessed")
FILES = ("selection.csv", "selection.xlsx", "selection.ods", "council.xlsx", "council.ods")


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice on one institution for one cycle.

    Attributes
    ----------
    period : Period
    institution : str
    assessed : bool
    reason : str
        Why not; empty of an institution that is assessed.
    decision : str
        Code of the council's decision; empty when none is noted.
    """

    period: Period
    institution: str
    assessed: bool
    reason: str = ""
    decision: str = ""


def read_selection(folder: Path, registry: Registry) -> tuple[Choice, ...]:
    """Return the council's choices of every cycle; none when it keeps no such table.

    Parameters
    ----------
    folder : Path
        Folder of the council's tables: ``selection.csv``, or a sheet of ``council.xlsx``.
    registry : Registry

    Raises
    ------
    RegistryError
        With every fault: an unknown institution, a refusal without a reason, a row twice.
    """
    sheets = [sheet for sheet in _sheets(folder) if sheet is not None]
    found: dict[tuple[str, str], Choice] = {}
    for sheet in sheets:
        for record in sheet.records:
            choice = _choice(sheet, record, registry)
            if choice is not None:
                _add(sheet, record, choice, found)
    if len(sheets) > 1:
        message = _("the table {table} is in several places ({places}); leave one of them")
        places = ", ".join(one.file for one in sheets)
        sheets[0].fault(None, "", message, table=TABLE, places=places, code="duplicate_key")
    faults = [fault for sheet in sheets for fault in sheet.faults]
    if faults:
        raise RegistryError(*faults)
    return tuple(found[key] for key in sorted(found))


def _sheets(folder: Path) -> Iterable[Sheet | None]:
    for name in FILES:
        path = folder / name
        if not path.is_file():
            continue
        sheet = read_sheets(path, {TABLE: REQUIRED}, name).get(TABLE)
        own = name.startswith(TABLE)
        # A workbook of the council may hold other tables alone.
        yield sheet if own or (sheet is not None and not sheet.faults) else None


def _choice(sheet: Sheet, record: Record, registry: Registry) -> Choice | None:
    texts = record.texts
    period = _period(sheet, record)
    code = texts.get("institution", "")
    assessed = words_of("flags").get(fold(texts.get("assessed", "")))
    reason = texts.get("reason", "")
    if code not in registry.institutions:
        message = _("the registry has no institution “{value}”")
        sheet.fault(record, "institution", message, code="unknown_institution")
    if assessed is None:
        message = _("“{value}” is neither yes nor no")
        sheet.fault(record, "assessed", message, code="bad_type")
    if assessed == "no" and not reason:
        message = _("an institution that is not assessed needs a reason")
        sheet.fault(record, "reason", message, code="missing_key")
    if period is None or assessed is None:
        return None
    return Choice(period, code, assessed == "yes", reason, texts.get("decision", ""))


def _period(sheet: Sheet, record: Record) -> Period | None:
    try:
        return Period.parse(record.texts.get("period", ""))
    except NokError as error:
        fault = error.faults[0]
        sheet.fault(record, "period", fault.message, code="bad_period", **fault.values)
        return None


def _add(
    sheet: Sheet, record: Record, choice: Choice, found: dict[tuple[str, str], Choice]
) -> None:
    key = (str(choice.period), choice.institution)
    if key in found:
        sheet.fault(record, "institution", _("the same row stands twice"), code="duplicate_key")
    found[key] = choice
