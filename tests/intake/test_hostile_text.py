"""Text files made to swallow rows or to speak to a terminal; others stand in the corpus."""

from __future__ import annotations

import pytest

from nok_analysis.wording import Words
from tests.intake.conftest import HEADER

ROW = "I01;{};12.07.2026;;да;да;да;{};{}\n"


def test_a_quote_that_swallows_only_the_next_row_is_named(judged):
    rows = ROW.format(1, 5, '"ой') + ROW.format(2, 5, 'эх"') + ROW.format(3, 5, "")
    (judgement,) = judged({"a.csv": f"{HEADER}\n{rows}"}, "door-survey")
    assert [(one.row, one.code) for one in judgement.issues] == [(2, "unclosed_quote")]


def test_a_quoted_text_of_several_lines_is_one_answer(judged):
    rows = ROW.format(1, 5, '"строка\nещё; одна"') + ROW.format(2, 5, "")
    (judgement,) = judged({"a.csv": f"{HEADER}\n{rows}"}, "door-survey")
    assert (judgement.status, judgement.accepted) == ("accepted", 2)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ROW.format(1, "٣", ""), "out_of_range"),
        (ROW.format(1, 5, "").replace("12.07.2026", "١٢.٠٧.٢٠٢٦"), "bad_date"),
        (ROW.format(1, 5, "").replace("12.07.2026", "2026-07-12T10:00:00+99:99"), "bad_date"),
    ],
)
def test_digits_of_other_scripts_and_impossible_offsets_are_not_guessed(row, code, judged):
    (judgement,) = judged({"a.csv": f"{HEADER}\n{row}"}, "door-survey")
    assert [one.code for one in judgement.issues] == [code]


def test_a_header_moves_no_terminal(judged):
    text = f"{HEADER};\x1b[31mx;\x1b[31mx\n" + ROW.format(1, 5, "").strip() + ";;\n"
    (judgement,) = judged({"a.csv": text}, "door-survey")
    (issue,) = judgement.issues
    assert (issue.code, issue.column) == ("header_duplicate", "\\x1b[31mx")
    assert "\x1b" not in issue.said(Words("en"))
