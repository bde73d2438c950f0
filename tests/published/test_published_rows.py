"""The rows that publishers have printed: each reproduces, and no typing error passes."""

from fractions import Fraction

import pytest

from nok_analysis.published import Verdict, as_json, as_text, check
from nok_analysis.wording import Words
from tests.published.made import (
    CASES,
    HEAD,
    SOCIAL,
    checked,
    codes,
    published_rows,
    row_of,
    written,
)

HEADER, ROWS = published_rows()
CELLS = ("k1", "k2", "k3", "k4", "k5", "total_published")
MEANS = {
    "soc52_bogorodsk": "96.1",
    "iskra_2022": "93.28",
    "iskra_2019": "91.6",
    "zernyshko": "85.52",
}
DRAFTS = {
    "soc52_bogorodsk": "97.075",
    "iskra_2022": "94.72",
    "iskra_2019": "92.85",
    "zernyshko": "86.69",
}


def errors():
    """Every cell of every row, one unit of typing too high and too low."""
    for row in ROWS:
        cells = dict(zip(HEADER, row, strict=True))
        two = all(len(cells[name].partition(".")[2]) == 2 for name in CELLS)
        for name in CELLS:
            for sign in (1, -1):
                yield pytest.param(
                    cells, name, sign * Fraction(1, 10 if two else 1),
                    id=f"{cells['id']}-{name}-{sign:+d}",
                )  # fmt: skip


def test_every_published_row_reproduces():
    found = check([CASES / "criteria.csv", CASES / "indicators.csv"], SOCIAL)
    assert [row.verdict for row in found.rows] == [Verdict.REPRODUCES] * 4
    assert found.exit_code == 0
    assert {row.record.id: row.total.computed for row in found.rows} == {
        name: Fraction(mean) for name, mean in MEANS.items()
    }
    assert not any(row.remarks for row in found.rows)


@pytest.mark.parametrize(("cells", "name", "error"), list(errors()))
def test_a_typing_error_in_any_cell_is_impossible(tmp_path, cells, name, error):
    places = len(cells[name].partition(".")[2]) or 1
    wrong = cells | {name: f"{float(Fraction(cells[name]) + error):.{places}f}"}
    row = row_of(tmp_path, written([HEADER, list(wrong.values())]))
    assert row.verdict is Verdict.IMPOSSIBLE
    assert any(one.refutes and one.place.row == 2 for one in row.remarks)


@pytest.mark.parametrize("name", DRAFTS)
def test_weights_of_the_draft_are_named(tmp_path, name):
    cells = next(row for row in ROWS if row[0] == name)
    wrong = [*cells[:10], DRAFTS[name], *cells[11:]]
    row = row_of(tmp_path, written([HEADER, wrong]))
    assert row.verdict is Verdict.IMPOSSIBLE
    draft = next(one for one in row.remarks if one.code == "draft_weights")
    assert "20/20/15/15/30" in draft.said(Words("en"))
    assert MEANS[name].replace(".", ",") in draft.said(Words())


def test_the_arithmetic_is_written_out():
    found = check([CASES / "criteria.csv", CASES / "indicators.csv"], SOCIAL)
    text = as_text(found, Words())
    assert "(100 + 100 + 80,5 + 100 + 100)/5 = 96,1" in text
    assert "(97,20 + 98,00 + 71,40 + 99,80 + 100,00)/5 = 93,28" in text
    assert "1.2 = 100, 1.3 = 99,00" in text
    assert "(98.40 + 97.50 + 71.60 + 94.80 + 95.70)/5 = 91.60" in as_text(found, Words("en"))


def test_the_object_for_programs_holds_exact_numbers():
    found = as_json(check([CASES / "criteria.csv", CASES / "indicators.csv"], SOCIAL), Words())
    assert found["verdicts"]["reproduces"] == 4
    row = found["rows"][1]
    assert (row["id"], row["row"], row["verdict"]) == ("iskra_2022", 4, "reproduces")
    assert (row["published"], row["computed"]) == ("93.28", "93.28")
    assert "shown_half_up" in row["conventions"]
    first = row["criteria"][0]
    assert (first["feasible"], first["combinations"]) == (1, 5)
    assert first["implied"]["1.2"]["value"] == "100"
    assert first["implied"]["1.3"]["value"] == "99.00"


@pytest.mark.parametrize(
    ("total", "verdict", "code"),
    [
        ("88.2", Verdict.REPRODUCES, None),
        ("88.04", Verdict.CONSISTENT, "unrounded_criteria"),
        ("87.70", Verdict.CONSISTENT, "unrounded_criteria"),
        ("87.69", Verdict.IMPOSSIBLE, "total_disagrees"),
        ("88.90", Verdict.CONSISTENT, "cut_off"),
        ("89.21", Verdict.IMPOSSIBLE, "total_disagrees"),
        ("441", Verdict.IMPOSSIBLE, "points_sum"),
    ],
)
def test_whole_criteria_beside_a_finer_total(tmp_path, total, verdict, code):
    row = row_of(tmp_path, f"id,k1,k2,k3,k4,k5,total\nx,90,90,70,95,96,{total}\n")
    assert row.verdict is verdict
    assert (code in codes(row)) if code else not codes(row)


@pytest.mark.parametrize(
    ("total", "conventions"),
    [
        ("90.25", ["shown_half_up"]),
        ("90.24", ["shown_half_even", "shown_truncated"]),
        ("90.2", ["shown_half_up", "shown_half_even", "shown_truncated"]),
        ("90", ["shown_half_up", "shown_half_even", "shown_truncated"]),
    ],
)
def test_the_convention_is_named(tmp_path, total, conventions):
    rows = f"id,k1,k2,k3,k4,k5,total\nx,90.225,90.250,90.250,90.250,90.250,{total}\n"
    row = row_of(tmp_path, rows)
    assert list(row.total.conventions) == conventions


def test_zeros_that_a_publisher_trimmed_count_as_decimals(tmp_path):
    """“100” beside “80.5” is 100.0: half a unit is 0.05, not 0.5."""
    rows = "id,k1,k2,k3,k4,k5,total\nx,100,100,80.5,100,100,{}\n"
    assert row_of(tmp_path, rows.format("96.1")).verdict is Verdict.REPRODUCES
    assert row_of(tmp_path, rows.format("96.0")).verdict is Verdict.IMPOSSIBLE


def test_a_criterion_is_never_rounded_from_above_its_maximum(tmp_path):
    """Four times 100.0 leave no more than 96.11, though half a unit each would leave 96.15."""
    rows = "id,k1,k2,k3,k4,k5,total\nx,100,100,80.5,100,100,{}\n"
    assert row_of(tmp_path, rows.format("96.2")).verdict is Verdict.IMPOSSIBLE


@pytest.mark.parametrize(
    ("cells", "verdict", "said"),
    [
        (
            "90,90,,95,96,88.2",
            Verdict.INCOMPLETE,
            "; 88.2 leaves only criterion 3 = 70.0 (from 67.8 to 72.3)",
        ),
        ("90,90,,95,96,", Verdict.INCOMPLETE, "the total was not read"),
        ("90,90,70,95,96,", Verdict.INCOMPLETE, "(90 + 90 + 70 + 95 + 96)/5 = 88.2"),
        (",,,,,88.2", Verdict.INCOMPLETE, "nothing was read"),
        ("–,,,,,", Verdict.INCOMPLETE, "the total was not read"),
        ("90,90,,95,96,60", Verdict.IMPOSSIBLE, "from 73.3 to 95.1"),
        ("100,100,,,100,50", Verdict.IMPOSSIBLE, "from 59.2 to 100"),
        ("100,100,,,100,60", Verdict.INCOMPLETE, "not read: criterion 3, criterion 4"),
    ],
)
def test_what_was_not_read_is_not_invented(tmp_path, cells, verdict, said):
    found = checked(tmp_path, f"id,k1,k2,k3,k4,k5,total\nx,{cells}\n")
    assert found.rows[0].verdict is verdict
    assert said in as_text(found, Words("en"))
    assert found.exit_code == (1 if verdict is Verdict.IMPOSSIBLE else 0)


def test_a_sum_in_the_place_of_a_mean_is_named(tmp_path):
    row = row_of(tmp_path, HEAD + "\na,,Центр,9.5,9.0,8.0,9.5,9.0,45.0,,,\n")
    assert row.verdict is Verdict.IMPOSSIBLE
    assert "sum_of_criteria" in codes(row)


@pytest.mark.parametrize(
    ("criteria", "total", "verdict"),
    [
        # criteria of 80.907 cut off beside a rounded total; criteria and total of 80.99 both
        ("80.90,80.90,80.90,80.90,80.90", "80.907", Verdict.CONSISTENT),
        ("80.9,80.9,80.9,80.9,80.9", "80.99", Verdict.CONSISTENT),
        ("80.9,80.9,80.9,80.9,80.9", "81.01", Verdict.IMPOSSIBLE),
        # cut off at one level and rounded at the other is not believed
        ("91.00,91.00,91.00,91.00,91.00", "90.99", Verdict.IMPOSSIBLE),
    ],
)
def test_digits_that_were_cut_off_are_no_impossibility_but_are_named(
    tmp_path, criteria, total, verdict
):
    row = row_of(tmp_path, f"id,k1,k2,k3,k4,k5,total\nx,{criteria},{total}\n")
    assert row.verdict is verdict
    assert ("cut_off" in codes(row)) is (verdict is Verdict.CONSISTENT)


def test_the_end_of_what_rounds_up_does_not_belong_to_it(tmp_path):
    """Five criteria of 80 were below 80.5: no total of 81 follows from them."""
    rows = "id,k1,k2,k3,k4,k5,total\nx,80,80,80,80,80,{}\n"
    for total in (81, 79):
        assert row_of(tmp_path, rows.format(total)).verdict is Verdict.IMPOSSIBLE
