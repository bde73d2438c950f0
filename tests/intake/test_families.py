"""Every family of text files: a case file, the expected judgement beside it."""

from __future__ import annotations

import pytest

from nok_analysis.intake import as_json, as_text
from nok_analysis.vocabulary import CODES
from nok_analysis.wording import Words
from tests.intake.corpus.texts import content_of, golden


def _cases():
    for family, case in golden():
        yield pytest.param(case, id=f"{family}: {case['case']}")


@pytest.mark.parametrize("case", list(_cases()))
def test_the_door_judges_the_case_as_expected(case, judged):
    (judgement,) = judged({"anketa.csv": content_of(case)}, case.get("form", "door-survey"))
    expected = case["expect"]
    told = as_json([judgement], Words("en"))["files"][0]
    assert [[one["row"], one["column"], one["code"]] for one in told["issues"]] == \
        expected["issues"]  # fmt: skip
    for name in ("status", "rows_in", "accepted", "quarantined"):
        assert told[name] == expected[name], name
    assert told["rows_in"] == told["accepted"] + told["quarantined"]
    if "keys" in expected:
        assert told["accepted_keys"] == expected["keys"]
    if "values" in expected:
        assert [one["value"] for one in told["issues"]] == expected["values"]
    if "blank" in expected:
        assert judgement.blank == expected["blank"]
    assert {one["code"] for one in told["issues"]} <= CODES


def test_the_table_for_people_names_files_counts_and_places(judged):
    content = "institution;respondent;date;channel;q1;q2;q3;q4;words\nI01;1;;;да;;да;5;\n"
    text = as_text(judged({"anketa.csv": content}), Words("en"))
    assert "anketa.csv" in text
    assert "row 2, column “date”: the date is empty." in text
