"""Workbooks made to mislead their reader; those made to stall it stand in the corpus."""

from __future__ import annotations

from nok_analysis.wording import Words
from tests.intake.corpus.sheets import cell, with_tail
from tests.intake.workbooks import SHEET, SOUND, changed, sound


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
