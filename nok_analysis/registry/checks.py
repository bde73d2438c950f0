"""What must hold inside a registry: codes, check digits, successors, names, events."""

from __future__ import annotations

import datetime as dt
import re

from nok_analysis.folding import fold
from nok_analysis.look_alikes import skeleton
from nok_analysis.registry.model import Event, Institution, names_of
from nok_analysis.registry.records import Record, Sheet, words_of
from nok_analysis.wording import mark_for_catalog as _

CODE_CAP = 64
_PATH_LIKE = re.compile(r"[/\\:~$<>\"|?*\x00-\x1f\x7f]|^\.|\.$|\.\.")
_DEVICE = re.compile(r"(con|nul|aux|prn|com\d|lpt\d)(\..*)?", re.IGNORECASE)

# Weights of the check digits of an INN (order ED-7-14/559@ of the tax service).
_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12_FIRST = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12_LAST = (3, *_INN_12_FIRST)
_OGRN_DIVISORS = {13: 11, 15: 13}
ONE_DAY = dt.timedelta(days=1)


def check_code(sheet: Sheet, record: Record, code: str) -> None:
    """Record a fault when `code` is empty or could be taken for a path."""
    if "institution" not in sheet.headers:
        return
    if not code:
        sheet.fault(record, "institution", _("this cell must not be empty"), code="empty_key")
    elif _PATH_LIKE.search(code) or _DEVICE.fullmatch(code) or len(code) > CODE_CAP:
        sheet.fault(
            record,
            "institution",
            _("the code “{value}” cannot name a page: use letters, digits, “-”, “_”"),
            value=code,
            code="bad_path",
        )


def inn_is_sound(text: str) -> bool:
    """Return whether `text` is empty or an INN of 10 or 12 digits whose check digits agree.

    Examples
    --------
    >>> inn_is_sound("7707083893"), inn_is_sound("7707083892")
    (True, False)
    """
    digits = [int(one) for one in text] if text.isascii() and text.isdigit() else []
    if len(digits) == len(_INN_10) + 1:
        return _checks(digits, _INN_10)
    if len(digits) == len(_INN_12_LAST) + 1:
        return _checks(digits[:-1], _INN_12_FIRST) and _checks(digits, _INN_12_LAST)
    return not text


def ogrn_is_sound(text: str) -> bool:
    """Return whether `text` is empty or an OGRN of 13 or 15 digits whose check digit agrees.

    Examples
    --------
    >>> ogrn_is_sound("1027700132195"), ogrn_is_sound("1027700132194")
    (True, False)
    """
    divisor = _OGRN_DIVISORS.get(len(text))
    if divisor is None or not (text.isascii() and text.isdigit()):
        return not text
    return int(text[:-1]) % divisor % 10 == int(text[-1])


def check_agreement(
    sheet: Sheet,
    institutions: dict[str, Institution],
    events: tuple[Event, ...],
    events_sheet: Sheet | None,
) -> None:
    """Record what does not agree between the rows of a registry and with its events."""
    records = {record.texts.get("institution", ""): record for record in sheet.records}
    for code, institution in institutions.items():
        if institution.merged_into:
            _check_successor(sheet, records[code], institution, institutions)
    _check_names(sheet, records, institutions, events)
    _check_equal(sheet, records, institutions)
    _check_alike(sheet, records, institutions)
    for event in events if events_sheet else ():
        _check_event(events_sheet, event, institutions.get(event.institution))


def _checks(digits: list[int], weights: tuple[int, ...]) -> bool:
    body = zip(digits[:-1], weights, strict=True)
    return sum(digit * weight for digit, weight in body) % 11 % 10 == digits[-1]


def _check_successor(
    sheet: Sheet, record: Record, institution: Institution, institutions: dict[str, Institution]
) -> None:
    successor = institution.merged_into
    if successor not in institutions:
        sheet.fault(
            record,
            "merged_into",
            _("the registry has no institution “{value}”"),
            value=successor,
            code="unknown_institution",
        )
    if institution.active_to is None:
        sheet.fault(
            record, "active_to", _("a merged institution needs its last day"), code="empty_key"
        )
    seen = [institution.code]
    while successor in institutions and successor not in seen:
        seen.append(successor)
        successor = institutions[successor].merged_into
    if successor == institution.code:
        sheet.fault(
            record,
            "merged_into",
            _("successors run in a circle: {chain}"),
            chain=" → ".join([*seen, successor]),
            code="duplicate_key",
        )


def _check_names(
    sheet: Sheet,
    records: dict[str, Record],
    institutions: dict[str, Institution],
    events: tuple[Event, ...],
) -> None:
    """Refuse an alias that names two institutions; equal charter names only warn."""
    owners: dict[str, str] = {}
    for code, institution in institutions.items():
        for name in (institution.name, institution.short_name):
            owners.setdefault(fold(name), code)
        owners.setdefault(fold(code), code)
    for code, institution in institutions.items():
        charter = {institution.name, institution.short_name}
        for alias in names_of(institution, events):
            owner = owners.setdefault(fold(alias), code)
            if owner != code and alias not in charter:
                sheet.fault(
                    records[code],
                    "aliases",
                    _("“{value}” names both {owner} and {code_}"),
                    value=alias,
                    owner=owner,
                    code_=code,
                    code="alias",
                )


def _check_equal(
    sheet: Sheet, records: dict[str, Record], institutions: dict[str, Institution]
) -> None:
    for column in ("name", "inn"):
        first: dict[str, str] = {}
        for code, institution in institutions.items():
            value = fold(getattr(institution, column))
            owner = first.setdefault(value, code) if value else code
            if owner != code:
                sheet.warn(
                    records[code],
                    column,
                    _("the same value stands at {owner}"),
                    owner=owner,
                    code="duplicate_key",
                )


def _check_alike(
    sheet: Sheet, records: dict[str, Record], institutions: dict[str, Institution]
) -> None:
    """Warn of codes and names that differ but look the same to the eye."""
    for column, read in (
        ("institution", "code"),
        ("name", "name"),
        ("short_name", "short_name"),
    ):
        first: dict[str, str] = {}
        for code, institution in institutions.items():
            text = getattr(institution, read)
            bones = skeleton(text)
            owner = first.setdefault(bones, code) if bones else code
            if owner != code and fold(getattr(institutions[owner], read)) != fold(text):
                sheet.warn(
                    records[code],
                    column,
                    _("“{value}” looks like that of {owner}; make sure they are two"),
                    value=text,
                    owner=owner,
                    code="looks_like_institution",
                )


def _check_event(sheet: Sheet, event: Event, institution: Institution | None) -> None:
    """Record an event that does not agree with the registry: its day or the successor."""
    if institution is None:
        return
    ends = {
        "opened": institution.active_from,
        "closed": institution.active_to,
        "merged": institution.active_to,
    }
    known = ends.get(event.kind)
    if known is not None and abs(known - event.date) > ONE_DAY:
        sheet.fault(
            _record_of(sheet, event),
            "date",
            _("the event is dated {value}, the registry says {known}"),
            value=event.date,
            known=known,
            code="bad_date",
        )
    successor = institution.merged_into
    if event.kind == "merged" and event.new_value and event.new_value != successor:
        sheet.fault(
            _record_of(sheet, event),
            "new_value",
            _("the event names the successor “{value}”, the registry “{known}”"),
            value=event.new_value,
            known=successor,
            code="unknown_institution",
        )


def _record_of(sheet: Sheet, event: Event) -> Record | None:
    kinds = words_of("kinds")
    return next(
        (
            one
            for one in sheet.records
            if one.texts.get("institution") == event.institution
            and kinds.get(fold(one.texts.get("kind", ""))) == event.kind
            and one.texts.get("old_value", "") == event.old_value
        ),
        None,
    )
