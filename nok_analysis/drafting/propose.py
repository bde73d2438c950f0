"""A form file proposed from a received table of a survey that no form knows."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nok_analysis.drafting.entries import Entry, Part
from nok_analysis.drafting.known import forms_of, known_entry, nearest
from nok_analysis.drafting.recognition import (
    doubled,
    on_five_points,
    recognised,
    scales_alike,
)
from nok_analysis.drafting.seen import Export, Seen, read_export
from nok_analysis.drafting.words import listed
from nok_analysis.drafting.writing import written_form
from nok_analysis.errors import Fault, FormError
from nok_analysis.folding import fold
from nok_analysis.forms import Questionnaire, read_form
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

SHOWN = 40  # characters of a header in a remark
_NO_INSTITUTION = _(
    "no column is surely that of the institution: write it under “institution”, or give one "
    "institution there by “fixed”"
)
_NO_TIME = _("no column is surely that of the date: the rows get the period asked for")
_OTHER_SHEETS = _("read is the sheet “{sheet}”; not read: {others}")
_ODD = _(
    "in known questions some cells hold words that their lists lack; their rows will be set "
    "aside: {columns}"
)
_NO_FILTER = _(
    "no column is surely the question that opens {codes}; “filter_missing” says so, take it "
    "away if the column is among the unrecognised ones"
)
_SCALES = _(
    "of a scale 4 and 5 are written as satisfied; change “positive” if your methodology counts "
    "otherwise"
)
#: Parts that a form has once; the first column of a kind is taken, the others are left.
ONCE = frozenset(Part) - {Part.QUESTION, Part.IGNORE, Part.PERSONAL, Part.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed form file.

    Attributes
    ----------
    text : str
        The file; every column is in it once, mapped or in a comment.
    mapped, unmapped : int
        Columns that the form reads or drops on purpose; columns left to a person.
    remarks : tuple of Fault
        What a person must do before the form can be used.
    """

    text: str
    mapped: int
    unmapped: int
    remarks: tuple[Fault, ...]


def propose(
    path: Path,
    *,
    sheet: str = "",
    forms: Sequence[Questionnaire] = (),
    words: Words = Words(),  # noqa: B008 - frozen
) -> Proposal:
    """Return a form file that reads of a table what is certain, and names all the rest.

    Parameters
    ----------
    path : Path
        Received file: a workbook or a text with separators.
    sheet : str
        Sheet to look at; the first that holds something when empty.
    forms : sequence of Questionnaire
        Forms whose questions are known.
    words : Words
        Language of the comments.

    Returns
    -------
    Proposal

    Raises
    ------
    RunError
        When the file cannot be read or holds no table.
    """
    export = read_export(path, sheet)
    entries = _settled(_entries(export, forms, words), words)
    text = written_form(export, entries, words, zone=_zone(forms))
    unmapped = sum(one.part is Part.UNKNOWN for one in entries)
    remarks = (*_remarks(export, entries), *_faults(text))
    return Proposal(text, len(entries) - unmapped, unmapped, remarks)


def _entries(export: Export, forms: Sequence[Questionnaire], words: Words) -> list[Entry]:
    twice = doubled(export)
    ordered = nearest(forms, export)
    whole = forms_of(ordered, export)
    sure = {one.place: known_entry(ordered, one, whole) for one in export.columns}
    rest = [one for one in export.columns if sure[one.place] is None]
    alike = scales_alike(rest)
    found: list[Entry] = []
    for column in export.columns:
        if not column.header:
            why = words.say("the column has no header")
            found.append(Entry(column, Part.UNKNOWN, f"q{column.place:02d}", why=why))
        elif fold(column.header) in twice:
            why = words.say("the header stands twice; the door refuses such a file")
            found.append(Entry(column, Part.UNKNOWN, f"q{column.place:02d}", why=why))
        else:
            found.append(sure[column.place] or _new(column, alike, words))
    return found


def _new(column: Seen, alike: set[int], words: Words) -> Entry:
    return on_five_points(column) if column.place in alike else recognised(column, words)


def _settled(entries: list[Entry], words: Words) -> list[Entry]:
    """Return the entries with each part and each code once; branches only to known filters."""
    parts: set[Part] = set()
    codes: set[str] = set()
    asked = {one.code for one in entries if one.keys.get("role") == "filter"}
    found: list[Entry] = []
    for one in entries:
        if one.part in parts:
            found.append(_second(one, words))
            continue
        if one.part in ONCE:
            parts.add(one.part)
        code = one.code if one.code not in codes else f"q{one.column.place:02d}"
        codes.add(code)
        settled = replace(one, code=code)
        if one.asked_if and one.asked_if not in asked:
            keys = one.keys | {"filter_missing": one.asked_if}
            settled = replace(settled, asked_if="", keys=keys)
        found.append(settled)
    return found


def _second(one: Entry, words: Words) -> Entry:
    """Return what a column becomes whose part another column has: technical, or unknown."""
    if fold(one.column.header) in listed("technical"):
        return Entry(one.column, Part.IGNORE)
    why = words.say("another column is read as “{part}” already", part=one.part)
    return Entry(one.column, Part.UNKNOWN, f"q{one.column.place:02d}", why=why)


def _zone(forms: Sequence[Questionnaire]) -> str:
    """Return the time zone that all known forms share, UTC where they do not."""
    zones = {form.time.zone for form in forms if form.time}
    return zones.pop() if len(zones) == 1 else "UTC"


def _remarks(export: Export, entries: list[Entry]) -> list[Fault]:
    """Return what a person must know of the proposal as a whole, then of single questions."""
    parts = {one.part for one in entries}
    others = {"sheet": export.sheet or "", "others": ", ".join(export.other_sheets)}
    scaled = any("positive" in one.keys for one in entries if one.part is Part.QUESTION)
    told = [
        (Part.INSTITUTION not in parts, _NO_INSTITUTION, {}),
        (Part.TIME not in parts, _NO_TIME, {}),
        (bool(export.other_sheets), _OTHER_SHEETS, others),
        *_of_questions(entries),
        (scaled, _SCALES, {}),
    ]
    return [Fault(message, dict(values)) for holds, message, values in told if holds]


def _of_questions(entries: list[Entry]) -> list[tuple[bool, str, dict[str, str]]]:
    odd = [f"{one.column.header[:SHOWN]} ({one.odd})" for one in entries if one.odd]
    alone = [one.code for one in entries if "filter_missing" in one.keys]
    return [
        (bool(odd), _ODD, {"columns": "; ".join(odd)}),
        (bool(alone), _NO_FILTER, {"codes": ", ".join(alone)}),
    ]


def _faults(text: str) -> tuple[Fault, ...]:
    """Return what a reading of the proposed file would complain of."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            read_form(path, shown_as="form.yaml")
        except FormError as error:
            said = [one for one in error.faults if not one.path.startswith("institution")]
            return tuple(said)
    return ()
