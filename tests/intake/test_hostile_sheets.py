"""Workbooks made to stall, kill or mislead their reader: refused at once, or read the same."""

from __future__ import annotations

import time

import pytest

from nok_analysis.wording import Words
from tests.intake.workbooks import SHEET, SOUND, changed, sound

AT_ONCE = 10  # seconds, on a machine that has other work too
MANY = 100_000


def with_tail(tail):
    return lambda part: part.replace(b"</sheetData>", tail + b"</sheetData>")


def with_merges(*ranges):
    merges = b"".join(b'<mergeCell ref="%s"/>' % one for one in ranges)
    return lambda part: part.replace(
        b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>"
    )


def cell(reference):
    return b'<row r="3"><c r="%s" t="inlineStr"><is><t>x</t></is></c></row>' % reference


MADE = {
    "a row tag of endless attributes": {SHEET: with_tail(b"<row " + b' r="1"' * MANY)},
    "a cell tag of endless attributes": {SHEET: with_tail(b"<c " + b' r="Z1"' * MANY)},
    "a row below every sheet": {SHEET: with_tail(cell(b"A99999999"))},
    "a cell in small letters": {SHEET: with_tail(cell(b"xfd1048576"))},
    "merged ranges that overlap": {SHEET: with_merges(*[b"A1:XFD1048576"] * 3000)},
    "shared texts that claim billions": {
        "xl/sharedStrings.xml": lambda part: part.replace(
            b'uniqueCount="', b'uniqueCount="42949'
        )
    },
}


@pytest.mark.parametrize("changes", MADE.values(), ids=MADE)
def test_a_sheet_made_to_stall_or_kill_its_reader_is_refused_at_once(changes, judged):
    started = time.monotonic()
    (judgement,) = judged({"a.xlsx": changed(sound(), changes.items())}, "door-survey")
    assert [one.code for one in judgement.issues] == ["damaged"]
    assert time.monotonic() - started < AT_ONCE


def test_a_far_cell_of_an_early_row_counts_as_far(judged):
    content = changed(sound(), {SHEET: with_tail(cell(b"ZZ999999"))}.items())
    (judgement,) = judged({"a.xlsx": content}, "door-survey")
    assert judgement.issues[0].code in {"too_many_columns", "too_many_rows"}


def test_single_quotes_in_the_markup_hide_nothing(judged):
    """A formula without its value must not pass for silence, however the markup is quoted."""

    def emptied(part):
        value = b'<c r="E2" t="s"><v>'
        start = part.index(value)
        end = part.index(b"</c>", start)
        return part[:start] + b"<c r = 'E2'><f>1</f></c>" + part[end + 4 :]

    content = changed(sound(SOUND), {SHEET: emptied}.items())
    (judgement,) = judged({"a.xlsx": content}, "door-survey")
    assert [(one.row, one.column, one.code) for one in judgement.issues] == [
        (2, "q1", "formula_without_value")
    ]


def test_the_name_of_a_sheet_moves_no_terminal(judged):
    row = [*SOUND[:4], "может", *SOUND[5:]]
    content = changed(
        sound(row),
        {
            "xl/workbook.xml": lambda part: part.replace("Ответы".encode(), "A\u202eB".encode())
        }.items(),
    )
    (judgement,) = judged({"a.xlsx": content}, "door-survey")
    said = judgement.issues[0].said(Words("en"))
    assert "\u202e" not in said
    assert "A\\u202eB" in said
