"""Rows set aside, as they are written for a person."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nok_analysis.guard import guarded, unguarded
from nok_analysis.intake import write_quarantine
from nok_analysis.intake.quarantine import slug
from nok_analysis.wording import Words
from tests.intake.conftest import HEADER

ENGLISH = Words("en")


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@given(st.text())
def test_the_guard_against_formulas_comes_off_again(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(
        ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    )


def test_a_row_set_aside_is_written_whole_and_no_formula_survives(judged, tmp_path):
    text = f"{HEADER}\nI01;=1+1;12.07.2026;;х;;да;5;@SUM(A1)\n"
    found = judged({"Анкета I01.csv": text})
    (path,) = write_quarantine(tmp_path / "quarantine", found, words=ENGLISH)
    assert path.name == "i01.csv"
    (row,) = rows_of(path)
    assert (row["row"], row["code"], row["status"], row["q1"]) == (
        "2",
        "unknown_answer",
        "",
        "х",
    )
    assert (row["respondent"], row["words"]) == ("'=1+1", "'@SUM(A1)")
    assert row["source_sha256"] == found[0].sha256


def test_undecodable_bytes_are_kept(judged, tmp_path):
    text = (
        f"{HEADER}\nI01;1;12.07.2026;;да;;да;5;\nI01;2;12.07.2026;;да;;да;5;\nI01;3;".encode()
    )
    found = judged({"a.csv": text + b"\xe4\xe0;;;;;;\n"})
    (path,) = write_quarantine(tmp_path / "q", found, words=ENGLISH)
    (row,) = rows_of(path)
    assert row["raw_base64"] == "STAxOzM75OA7Ozs7Ozs="


def test_two_files_of_one_slug_do_not_overwrite_each_other(judged, tmp_path):
    bad = f"{HEADER}\nI01;1;;;да;;да;5;\n"
    found = judged({"a.csv": bad, "А-a.csv": bad.replace("I01;1", "I01;2")})
    paths = write_quarantine(tmp_path / "q", found, words=ENGLISH)
    assert len(set(paths)) == 2


def test_what_a_person_has_begun_to_answer_is_left_alone(judged, tmp_path):
    found = judged({"a.csv": f"{HEADER}\nI01;1;;;да;;да;5;\n"})
    (path,) = write_quarantine(tmp_path / "q", found, words=ENGLISH)
    first = path.read_bytes()
    write_quarantine(tmp_path / "q", found, words=ENGLISH)
    assert path.read_bytes() == first
    answered = path.read_text(encoding="utf-8-sig").replace(
        "corrected.;;", "corrected.;corrected;"
    )
    path.write_text(answered, encoding="utf-8-sig")
    write_quarantine(tmp_path / "q", found, words=ENGLISH)
    assert path.read_text(encoding="utf-8-sig") == answered


def test_refused_files_have_one_line_each_until_a_sound_one_comes(judged, tmp_path):
    folder = tmp_path / "q"
    write_quarantine(folder, judged({"a.csv": "", "b.csv": "нет"}), words=ENGLISH)
    assert [row["file"] for row in rows_of(folder / "refused.csv")] == ["a.csv", "b.csv"]
    write_quarantine(folder, judged({"a.csv": f"{HEADER}\nI01;1;12.07.2026;;да;;да;5;\n"}))
    assert [row["file"] for row in rows_of(folder / "refused.csv")] == ["b.csv"]


def test_a_slug_is_never_a_device_nor_the_list_of_refusals():
    assert [slug(name) for name in ("con.csv", "Refused.xlsx", "../../x y.csv")] == \
        ["con-file", "refused-file", "x-y"]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code", "kept"),
    [
        ("I01;1;12.07.2026;;х;;да;5;;a@b.ru;Петрова", "unknown_answer", "I01"),
        ("I01;12.07.2026;;х;;да;5;;a@b.ru;Петрова", "wrong_field_count", ""),
        ("I01;1;12.07.2026;;\x00;;да;5;;a@b.ru;Петрова", "bad_bytes", "I01"),
    ],
)
def test_columns_of_persons_do_not_reach_the_quarantine(row, code, kept, judged, tmp_path):
    """Neither those the form names nor those it does not know, nor by a slip of a row."""
    found = judged({"a.csv": f"{HEADER};e-mail;ФИО\n{row}\n"})
    (path,) = write_quarantine(tmp_path / "q", found, words=ENGLISH)
    (written,) = rows_of(path)
    assert (written["code"], written.get("institution", "")) == (code, kept)
    content = path.read_text(encoding="utf-8-sig")
    assert not any(one in content for one in ("a@b.ru", "Петрова", "e-mail"))
    assert not written.get("raw_base64")


def test_a_quarantine_saved_in_another_encoding_stops_nothing(judged, tmp_path):
    found = judged({"a.csv": f"{HEADER}\nI01;1;12.07.2026;;х;;да;5;\n"})
    (path,) = write_quarantine(tmp_path / "q", found, words=ENGLISH)
    answered = path.read_text(encoding="utf-8-sig").replace(";;;I01", ";corrected;почта;I01")
    path.write_bytes(answered.encode("cp1251", "replace"))
    before = path.read_bytes()
    write_quarantine(tmp_path / "q", found, words=ENGLISH)
    assert path.read_bytes() == before


def test_a_cell_longer_than_a_spreadsheet_holds_is_written_cut(judged, tmp_path):
    found = judged({"a.csv": f"{HEADER}\nI01;1;12.07.2026;;да;;да;5;{'я' * 200_000}\n"})
    for _time in range(2):
        (path,) = write_quarantine(tmp_path / "q", found, words=ENGLISH)
    assert len(rows_of(path)[0]["words"]) == 32_767
