"""Reading of ``registry.csv`` and its companions: any fault refuses, all are named at once."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from nok_analysis.errors import NokError, RegistryError
from nok_analysis.folding import fold
from nok_analysis.period import Period
from nok_analysis.registry.checks import (
    check_agreement,
    check_code,
    inn_is_sound,
    ogrn_is_sound,
)
from nok_analysis.registry.model import Event, Institution, Recipients, Registry
from nok_analysis.registry.records import Record, Sheet, read_sheets, words_of
from nok_analysis.wording import mark_for_catalog as _

REQUIRED = ("institution", "name", "institution_type")
EVENTS = "registry_events"
EVENTS_REQUIRED = ("institution", "date", "kind")
RECIPIENTS = "registry_recipients"
RECIPIENTS_REQUIRED = ("institution", "period", "population")
COMPANIONS = {EVENTS: EVENTS_REQUIRED, RECIPIENTS: RECIPIENTS_REQUIRED}
SUFFIXES = (".csv", ".xlsx", ".ods")
PLAIN = (
    "short_name",
    "institution_type",
    "founder",
    "municipality",
    "region",
    "settlement",
    "website",
    "bus_gov",
)
_LIST_MARK = re.compile(r"\s*\|\s*")
_WHOLE = re.compile(r"[0-9]{1,9}")
DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d 00:00:00")  # the last: of a workbook


def read_registry(path: Path, *, shown_as: str = "") -> Registry:
    """Return the registry of a file and of the companions found in it or beside it.

    Parameters
    ----------
    path : Path
        ``registry.csv`` or a workbook; ``registry_events`` and ``registry_recipients`` are
        read as sheets of that workbook, or as files beside it.
    shown_as : str
        Name of the file in messages; its own name when empty.

    Returns
    -------
    Registry
        Institutions in the order of their codes.

    Raises
    ------
    RegistryError
        With every fault of the three tables: file, sheet, row, column, value.
    """
    wanted = {"registry": REQUIRED} | COMPANIONS
    sheets = read_sheets(path, wanted, shown_as or path.name)
    sheet = sheets["registry"]
    for name, required in COMPANIONS.items():
        _add_companion(path, name, required, sheets)
    institutions = _institutions(sheet)
    if not institutions and sheet.faults:  # the companions would say it again on every line
        raise RegistryError(*sheet.faults)
    events = _events(sheets.get(EVENTS), institutions)
    recipients = _recipients(sheets.get(RECIPIENTS), institutions)
    check_agreement(sheet, institutions, events, sheets.get(EVENTS))
    faults = [fault for one in sheets.values() for fault in one.faults]
    if faults:
        raise RegistryError(*faults)
    return Registry(
        dict(sorted(institutions.items())),
        recipients,
        events,
        {one.file: one.sha256 for one in sheets.values()},
        tuple(fault for one in sheets.values() for fault in one.warnings),
    )


def _add_companion(
    path: Path, name: str, required: tuple[str, ...], sheets: dict[str, Sheet]
) -> None:
    """Read the companion that lies beside the registry; two of one name are a fault."""
    beside = [path.with_name(f"{name}{end}") for end in SUFFIXES]
    files = [one for one in beside if one.exists()]
    if len(files) + (name in sheets) > 1:
        where = [sheets[name].file] if name in sheets else []
        sheets["registry"].fault(
            None,
            "",
            _("the table {table} is in several places ({places}); leave one of them"),
            table=name,
            places=", ".join([*where, *(one.name for one in files)]),
            code="duplicate_key",
        )
    elif files:
        sheets |= read_sheets(files[0], {name: required}, files[0].name)


def _institutions(sheet: Sheet) -> dict[str, Institution]:
    found: dict[str, Institution] = {}
    lines: dict[str, int] = {}
    for record in sheet.records:
        code = record.texts.get("institution", "")
        check_code(sheet, record, code)
        first = lines.setdefault(code.casefold(), record.line)
        if code and first != record.line:
            sheet.fault(
                record,
                "institution",
                _("the code “{value}” stands already on line {line}"),
                value=code,
                line=first,
                code="duplicate_key",
            )
        elif code:
            found[code] = _institution(sheet, record)
    if not sheet.records and not sheet.faults:
        sheet.fault(None, "", _("there is no institution in the file"), code="no_rows")
    return found


def _institution(sheet: Sheet, record: Record) -> Institution:
    texts = record.texts
    for column in ("name", "institution_type"):
        if column in sheet.headers and not texts[column]:
            sheet.fault(record, column, _("this cell must not be empty"), code="empty_key")
    _check_number(sheet, record, "inn", sound=inn_is_sound(texts.get("inn", "")))
    _check_number(sheet, record, "ogrn", sound=ogrn_is_sound(texts.get("ogrn", "")))
    aliases = [one for one in _LIST_MARK.split(texts.get("aliases", "")) if one]
    found = Institution(
        code=texts["institution"],
        name=texts.get("name", ""),
        aliases=tuple(aliases),
        inn=texts.get("inn", ""),
        ogrn=texts.get("ogrn", ""),
        population=_whole(sheet, record, "population"),
        active_from=_date(sheet, record, "active_from"),
        active_to=_date(sheet, record, "active_to"),
        merged_into=texts.get("merged_into", ""),
        **{column: texts.get(column, "") for column in PLAIN},
    )
    if found.active_from and found.active_to and found.active_to < found.active_from:
        sheet.fault(
            record,
            "active_to",
            _("the last day {value} lies before the first"),
            value=found.active_to,
            code="bad_date",
        )
    return found


def _check_number(sheet: Sheet, record: Record, column: str, *, sound: bool) -> None:
    if not sound:
        sheet.fault(
            record,
            column,
            _("“{value}” is mistyped: its check digits do not agree"),
            value=record.texts[column],
            code="bad_type",
        )


def _events(sheet: Sheet | None, institutions: dict[str, Institution]) -> tuple[Event, ...]:
    found: dict[tuple[str, str, str, str], Event] = {}
    for record in sheet.records if sheet else ():
        texts = record.texts
        day = _date(sheet, record, "date", required=True)
        kind = words_of("kinds").get(fold(texts.get("kind", "")))
        if kind is None:
            sheet.fault(
                record,
                "kind",
                _("“{value}” is not one of: {allowed}"),
                value=texts.get("kind", ""),
                allowed=", ".join(dict.fromkeys(words_of("kinds").values())),
                code="bad_type",
            )
        _check_known(sheet, record, institutions)
        rest = [texts.get(column, "") for column in ("old_value", "new_value", "document")]
        event = Event(texts.get("institution", ""), day or dt.date.min, kind or "", *rest)
        key = (event.institution, str(event.date), event.kind, event.old_value)
        _check_new(sheet, record, key, found)
        found[key] = event
    return tuple(found[key] for key in sorted(found))


def _recipients(sheet: Sheet | None, institutions: dict[str, Institution]) -> Recipients:
    found: Recipients = {}
    for record in sheet.records if sheet else ():
        texts = record.texts
        period = _period(sheet, record)
        number = _whole(sheet, record, "population", required=True)
        _check_known(sheet, record, institutions)
        key = (
            texts.get("institution", ""),
            period,
            texts.get("breakdown", ""),
            texts.get("category", ""),
        )
        _check_new(sheet, record, key, found)
        found[key] = number or 0
    return found


def _check_known(sheet: Sheet, record: Record, institutions: dict[str, Institution]) -> None:
    code = record.texts.get("institution", "")
    if code not in institutions:
        sheet.fault(
            record,
            "institution",
            _("the registry has no institution “{value}”"),
            value=code,
            code="unknown_institution",
        )


def _check_new(
    sheet: Sheet,
    record: Record,
    key: tuple[object, ...],
    found: dict[tuple[str, str, str, str], Event] | Recipients,
) -> None:
    if key in found:
        sheet.fault(record, "institution", _("the same row stands twice"), code="duplicate_key")


def _period(sheet: Sheet, record: Record) -> Period:
    text = record.texts.get("period", "")
    try:
        return Period.parse(text)
    except NokError as error:
        fault = error.faults[0]
        sheet.fault(record, "period", fault.message, code="bad_period", **fault.values)
        return Period(2000)


def _date(
    sheet: Sheet, record: Record, column: str, *, required: bool = False
) -> dt.date | None:
    text = record.texts.get(column, "")
    for written in DATE_FORMATS if text else ():
        try:
            return dt.datetime.strptime(text, written).date()  # noqa: DTZ007 - a day, no clock
        except ValueError:
            continue
    if text or required:
        sheet.fault(
            record,
            column,
            _("“{value}” is not a date like 2026-07-01 or 01.07.2026"),
            value=text,
            code="bad_date",
        )
    return None


def _whole(sheet: Sheet, record: Record, column: str, *, required: bool = False) -> int | None:
    text = record.texts.get(column, "").replace("\u00a0", "").replace(" ", "")
    if _WHOLE.fullmatch(text):
        return int(text)
    if text or required:
        sheet.fault(
            record,
            column,
            _("“{value}” is not a whole number from 0 up"),
            value=text,
            code="out_of_range",
        )
    return None
