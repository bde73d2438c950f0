"""Rules of single numbers and of places; each remark with its cell and what was expected."""

import pytest

from nok_analysis.published import Severity, Verdict
from nok_analysis.wording import Words
from tests.published.made import HEAD, checked, codes, row_of

EN = Words("en")


@pytest.mark.parametrize(
    ("node", "cell", "allowed"),
    [
        ("1.2", "90", True), ("1.2", "100", True), ("1.2", "30,00", True), ("1.2", "50", False),
        ("1.2", "120", False), ("2.1", "80", True), ("2.1", "90", False), ("3.1", "0", True),
        ("3.1", "79.9", False), ("3.2", "60", True), ("3.2", "33.3", False),
        ("3.3", "33.3", True), ("5.3", "0.01", True),
    ],
)  # fmt: skip
def test_a_step_indicator_takes_only_its_steps(tmp_path, node, cell, allowed):
    row = row_of(tmp_path, f"id;indicator;value\nx;{node};{cell}\n")
    assert ("not_a_step" in codes(row)) is not allowed
    assert (row.verdict is Verdict.IMPOSSIBLE) is not allowed


@pytest.mark.parametrize(
    ("value", "n", "code"),
    [
        ("97.50", 40, None), ("97.5", 40, None), ("98", 40, None), ("97.51", 40, "not_a_share"),
        ("97.40", 40, "not_a_share"), ("66.67", 3, None), ("66.66", 3, None),
        ("66.65", 3, "not_a_share"), ("100", 7, None), ("0.00", 7, None), ("92.34", 235, None),
        ("92.35", 235, "not_a_share"), ("50", 0, "zero_base"), ("50", "4,5", "not_whole"),
    ],
)  # fmt: skip
def test_a_share_is_a_whole_number_of_answers(tmp_path, value, n, code):
    row = row_of(tmp_path, f"id;indicator;value;n\nx;4.1;{value};{n}\n")
    assert codes(row) == ([code] if code else [])


def test_more_answers_than_respondents(tmp_path):
    row = row_of(tmp_path, "id,respondents,4.1,n_4.1\nx,39,97.50,40\n")
    (remark,) = row.remarks
    assert (remark.code, remark.place.column) == ("more_than_respondents", "n_4.1")


@pytest.mark.parametrize(
    ("people", "recipients", "code"),
    [(100, 250, None), (99, 250, "below_norm"), (251, 250, "more_than_population"),
     (600, 9000, None), (599, 9000, "below_norm")],
)  # fmt: skip
def test_the_norm_of_the_sample(tmp_path, people, recipients, code):
    row = row_of(tmp_path, f"id,k1,respondents,recipients\nx,90,{people},{recipients}\n")
    assert codes(row) == ([code] if code else [])


@pytest.mark.parametrize("facts", ["20,144,-1", "20,144,23.5"])
def test_people_are_whole_numbers(tmp_path, facts):
    row = row_of(tmp_path, f"{HEAD}\na,,x,97.20,98.00,71.40,99.80,100.00,93.28,{facts}\n")
    assert codes(row) == ["not_whole"]
    assert row.verdict is Verdict.IMPOSSIBLE


@pytest.mark.parametrize("facts", ["1.5,144,235", "0,144,235", "20,144.5,235"])
def test_a_fault_of_a_place_is_no_fault_of_the_numbers(tmp_path, facts):
    found = checked(tmp_path, f"{HEAD}\na,,x,97.20,98.00,71.40,99.80,100.00,93.28,{facts}\n")
    assert codes(found.rows[0]) == ["place_not_whole"]
    assert found.rows[0].verdict is Verdict.REPRODUCES
    assert found.exit_code == 0


def test_a_maximum_of_another_scale_is_named_with_its_cell(tmp_path):
    found = checked(tmp_path, "id,indicator,value,maximum_shown\nx,1.1,92,40\nx,1.2,90,100\n")
    (remark,) = found.rows[0].remarks
    assert (remark.code, remark.place.row, remark.value) == ("other_scale", 2, "40")
    assert remark.place.column == "maximum_shown"
    assert found.exit_code == 1
    wide = checked(tmp_path, "Учреждение;К1;К2\nМаксимум;100;70\nx;90;90\n")
    (remark,) = [one for one in wide.files[0].remarks if one.severity is Severity.ERROR]
    assert (remark.code, remark.place.row, remark.place.column) == ("other_scale", 2, "К2")
    beside = row_of(tmp_path, "id,k1,k1_max\nx,90,40\n")
    assert codes(beside) == ["other_scale"]


def table(*rows):
    lines = [f'{i},x,90,90,70,95,96,{total},"{rank}",{last}' for i, (total, rank, last) in
             enumerate(rows)]  # fmt: skip
    return "id,institution,k1,k2,k3,k4,k5,total,rank,rank_of\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("88.2", 1, 3), ("88.1", 2, 3), ("88.0", 3, 3)], [[], [], []]),
        ([("88.2", 1, 3), ("88.2", 1, 3), ("88.0", 3, 3)], [[], [], []]),
        ([("88.2", 1, 3), ("88.2", 2, 3), ("88.0", 3, 3)], [[], ["tied_totals"], []]),
        ([("88.1", 1, 3), ("88.2", 2, 3), ("88.0", 3, 3)], [[], ["rank_order"], []]),
        ([("88.2", 1, 3), ("88.1", 4, 3), ("88.0", 3, 3)],
         [[], ["rank_beyond", "rank_order"], []]),
        ([("88.2", 1, 3), ("88.1", 1, 2)], [[], []]),
        # strictly falling totals: one place stands twice
        ([("88.2", 1, ""), ("88.1", 2, ""), ("88.0", 2, ""), ("87.9", 5, "")],
         [[], [], ["shared_place"], []]),
        # the one wrong place is named, not the innocent rows around it
        ([("88.2", 4, ""), ("88.1", 2, ""), ("88.0", 3, ""), ("87.9", 4, "")],
         [["rank_order"], [], [], []]),
        ([("88.2", 1, ""), ("88.1", 2, ""), ("88.0", 3, ""), ("87.9", 1, ""), ("87.8", 5, "")],
         [[], [], [], ["rank_order"], []]),
        ([("88.2", 1, ""), ("88.1", 2, ""), ("88.0", 3, ""), ("87.9", 2, ""), ("87.8", 5, "")],
         [[], [], [], ["rank_order"], []]),
        ([("88.2", "1,5", ""), ("88.2", "1,5", ""), ("88.0", 3, "")], [[], [], []]),
        ([("88.2", "1–2", 3), ("88.2", "1–2", 3), ("88.1", "3 из 3", "")], [[], [], []]),
    ],
)  # fmt: skip
def test_places_follow_totals(tmp_path, rows, expected):
    found = checked(tmp_path, table(*rows))
    places = {"tied_totals", "rank_order", "rank_beyond", "shared_place"}
    said = [sorted(places & set(codes(row))) for row in found.rows]
    assert said == expected
    assert found.exit_code == 0


def test_a_wrong_place_is_told_beside_a_row_that_is_right(tmp_path):
    rows = [("88.2", 4, ""), ("88.1", 2, ""), ("88.0", 3, "")]
    row = checked(tmp_path, table(*rows)).rows[0]
    assert (
        row.remarks[0]
        .said(EN)
        .endswith("place 4 with the total 88.2, above the total 88.1 of place 2 in row 3")
    )


def test_a_long_table_of_places_is_judged_at_once(tmp_path):
    lines = [f"x{i};{(9000 - i) / 100:.2f};{(i * 7) % 4999}" for i in range(5000)]
    found = checked(tmp_path, "Учреждение;Итог;Рейтинг\n" + "\n".join(lines) + "\n")
    assert sum(not row.remarks for row in found.rows) >= 714


def test_a_column_of_means_that_calls_itself_a_sum(tmp_path):
    found = checked(tmp_path, "id;К1;К2;К3;К4;К5;Итого (сумма баллов)\nx;90;90;70;95;96;88,2\n")
    assert [one.code for one in found.files[0].remarks] == ["called_a_sum"]
    assert found.exit_code == 0


def test_a_remark_names_file_row_column_value_and_what_was_expected(tmp_path):
    row = row_of(tmp_path, "id,indicator,value\nx,3.1,79.9\n")
    said = row.remarks[0].said(EN)
    assert said == (
        "1.csv, row 2, column “value”: indicator 3.1 cannot be 79.9; expected is one of "
        "0, 20, 40, 60, 80, 100"
    )
