"""Criteria against their indicators, and what the missing ones can have been."""

from fractions import Fraction

import pytest

from nok_analysis.published import Verdict, as_text
from nok_analysis.published.tree import tree_of, values_of
from nok_analysis.wording import Words
from nok_analysis.wording.numbers import round_half_up
from tests.methodology.made import variant
from tests.published.made import COUNCIL, SOCIAL, checked, codes, decimal, row_of

EN = Words("en")
SOCIAL_CODES = [one.code for one in SOCIAL.indicators()]
STEPS = tuple(map(Fraction, (0, 20, 40, 60, 80, 100)))


def criterion(row, code):
    return next(one for one in row.criteria if one.node == code)


@pytest.mark.parametrize(
    ("published", "feasible"), [("80.5", 7), ("71.40", 13), ("71.60", 13), ("65.0", 17)]
)
def test_a_third_criterion_alone_leaves_so_many_pairs(tmp_path, published, feasible):
    row = row_of(tmp_path, f"id,k3\nx,{published}\n")
    found = criterion(row, "3")
    assert (found.feasible, found.combinations) == (feasible, 36)
    assert row.verdict is Verdict.INCOMPLETE


def test_one_combination_gives_the_value_that_nobody_published(tmp_path):
    row = row_of(tmp_path, "id,k1,1.1\nx,97.20,92.00\n")
    remote, content = criterion(row, "1").implied
    assert (remote.node, remote.value) == ("1.2", 100)
    assert (content.node, content.value) == ("1.3", 99)
    assert content.span.low < 99 < content.span.high


def test_without_a_combination_the_row_is_impossible(tmp_path):
    row = row_of(tmp_path, "id,k1,1.1\nx,97.20,12.00\n")
    assert row.verdict is Verdict.IMPOSSIBLE
    assert "no_combination" in codes(row)


def test_two_continuous_unknowns_are_only_enclosed(tmp_path):
    row = row_of(tmp_path, "id,k4,4.1\nx,90.00,100.00\n")
    assert criterion(row, "4").verdict is Verdict.INCOMPLETE
    assert criterion(row, "4").implied == ()
    assert row_of(tmp_path, "id,k4,4.1\nx,90.00,50.00\n").verdict is Verdict.IMPOSSIBLE


def test_the_number_of_answers_narrows_the_combinations(tmp_path):
    """K3 = 63 with n = 2: 3.3 is 0, 50 or 100, and one pair fits; without n seventeen."""
    free = criterion(row_of(tmp_path, "id,k3\nx,63.00\n"), "3")
    bound = criterion(row_of(tmp_path, "id,k3,n_3.3\nx,63.00,2\n"), "3")
    assert (bound.feasible, free.feasible) == (1, 17)
    expected = [
        (a, b)
        for a in STEPS
        for b in STEPS
        if any(
            abs(a * 3 / 10 + b * 4 / 10 + c * 3 / 10 - 63) <= Fraction(1, 200)
            for c in (0, 50, 100)
        )
    ]
    assert bound.feasible == len(expected)


FULL = "id,k3,3.1,3.2,3.3\nx,{}\n"


@pytest.mark.parametrize(
    ("cells", "verdict", "code"),
    [
        ("82.00,80,100,60.00", Verdict.REPRODUCES, None),
        ("82.2,80,100,60.67", Verdict.REPRODUCES, None),
        ("82,80,100,60", Verdict.REPRODUCES, None),
        ("82.13,80,100,60.4", Verdict.CONSISTENT, "unrounded_indicators"),
        ("82.50,80,100,60.00", Verdict.IMPOSSIBLE, "criterion_disagrees"),
    ],
)
def test_a_criterion_against_all_its_indicators(tmp_path, cells, verdict, code):
    row = row_of(tmp_path, FULL.format(cells))
    assert criterion(row, "3").verdict is verdict
    assert (code in codes(row)) if code else not codes(row)
    assert (row.verdict is Verdict.IMPOSSIBLE) == (verdict is Verdict.IMPOSSIBLE)


def test_a_row_of_indicators_alone_gives_criteria_and_total(tmp_path):
    head = ",".join(SOCIAL_CODES)
    row = row_of(tmp_path, f"id,{head},total\nx,{','.join(['100'] * 15)},100.00\n")
    assert row.verdict is Verdict.REPRODUCES
    assert "exact_half_up" in row.total.conventions
    wrong = row_of(tmp_path, f"id,{head},total\nx,{','.join(['100'] * 15)},98.00\n")
    assert wrong.verdict is Verdict.IMPOSSIBLE


def test_rounding_at_each_stage_is_told_from_rounding_once(tmp_path):
    """4.1 = 66.7, others 100: exact K4 = 86.68; staged at one decimal 86.7."""
    values = dict.fromkeys(SOCIAL_CODES, "100.0") | {"4.1": "66.7"}
    text = f"id,{','.join(values)},k1,total\nx,{','.join(values.values())},100.0,{{}}\n"
    exact = row_of(tmp_path, text.format("97.336"))
    staged = row_of(tmp_path, text.format("97.340"))
    assert exact.verdict is staged.verdict is Verdict.REPRODUCES
    assert "exact_half_up" in exact.total.conventions
    assert list(staged.total.conventions) == ["staged_half_up", "staged_half_even"]


def test_discrete_values_come_from_the_kernels(tmp_path):
    leaves = tree_of(SOCIAL).by_code
    assert leaves["1.2"].values == tuple(map(Fraction, (0, 30, 60, 90, 100)))
    assert leaves["2.1"].values == leaves["3.1"].values == leaves["3.2"].values == STEPS
    assert {code for code, leaf in leaves.items() if leaf.values} == {
        "1.2",
        "2.1",
        "3.1",
        "3.2",
    }
    rescaled = variant(tmp_path, na_in_steps="rescale")
    assert not any(leaf.values for leaf in tree_of(rescaled).by_code.values())
    waiting = tree_of(variant(tmp_path, waiting_parts="waiting")).by_code["2.2"]
    assert waiting.values == tuple(map(Fraction, (0, 10, 20, 40, 60, 100)))


def test_points_of_the_council_are_checked_by_its_own_tree(tmp_path):
    leaves = tree_of(COUNCIL).by_code
    assert leaves["2.1"].values == (0, 4, 7, 10)
    assert values_of(leaves["3.1"].formula, COUNCIL.choices) == ()
    text = "id,k1,k2,k3,total\nx,8,{},8.25,{}\n"
    sound = row_of(tmp_path, text.format(7, "23.25"), methodology=COUNCIL)
    assert sound.verdict is Verdict.REPRODUCES
    five = row_of(tmp_path, text.format(5, "21.25"), methodology=COUNCIL)
    assert five.verdict is Verdict.IMPOSSIBLE
    assert "no_combination" in codes(five)


def test_criteria_that_the_methodology_lacks_refuse_the_file(tmp_path):
    found = checked(tmp_path, "id,k1,k2,k3,k4,total\nx,8,7,8,1,23\n", methodology=COUNCIL)
    assert found.exit_code == 2
    assert "“4”" in found.files[0].remarks[0].sentence(EN)
    empty = checked(tmp_path, "id,k1,k2,k3,k4,total\nx,8,7,8,,23\n", methodology=COUNCIL)
    assert empty.exit_code == 0


def test_criteria_that_the_table_lacks_are_named(tmp_path):
    found = checked(tmp_path, "id,k1,k2,k4,k5,total\nx,90,90,95,96,88.2\n")
    assert found.rows[0].verdict is Verdict.INCOMPLETE
    (remark,) = found.files[0].remarks
    assert (remark.code, remark.values["columns"]) == ("header_column_missing", ("3",))
    assert remark.sentence(Words()) == "нет столбцов критериев: К3"


@pytest.mark.parametrize(
    ("head", "cells", "verdict", "left_out", "said"),
    [
        # 3.1 not defined, 3.2 = 0, 3.3 = 40: K3 = (0.3·40)/0.7
        ("k3,3.1,3.2,3.3", "17.14,н/д,0,40", Verdict.CONSISTENT, ("3.1",),
         "(0,4·0 + 0,3·40)/(0,4 + 0,3) ≈ 17,142857"),
        ("k3,3.2,3.3", "17.14,0,40", Verdict.CONSISTENT, ("3.1",), "если 3.1 исключён"),
        ("k3,3.1,3.2,3.3", "17,н/д,0,39.6", Verdict.CONSISTENT, ("3.1",), "если 3.1 исключён"),
        ("k3,3.1,3.3", "17.14,40,", Verdict.CONSISTENT, (), None),
        ("k1,1.1", "100,55.00", Verdict.IMPOSSIBLE, (), None),
        ("k3,3.1,3.2,3.3", "40.00,,,40.00", Verdict.INCOMPLETE, (), None),
        ("k3,3.1,3.2,3.3", "17.14,20,0,40", Verdict.IMPOSSIBLE, (), None),
        ("k3,3.1,3.2,3.3", "17.34,,0,40.00", Verdict.IMPOSSIBLE, (), None),
    ],
)  # fmt: skip
def test_an_indicator_that_is_not_given_may_have_been_left_out(
    tmp_path, head, cells, verdict, left_out, said
):
    found = checked(tmp_path, f"id;{head.replace(',', ';')}\nx;{cells.replace(',', ';')}\n")
    (row,) = found.rows
    (check,) = row.criteria
    assert check.left_out == left_out
    assert ("left_out" in codes(row)) == bool(left_out)
    assert (row.verdict is Verdict.IMPOSSIBLE) == (verdict is Verdict.IMPOSSIBLE)
    if said is not None:
        assert check.verdict is verdict
        assert said in as_text(found, Words())
        assert found.exit_code == 0


def test_a_sound_row_without_an_indicator_is_consistent(tmp_path):
    """K3 = 17.142857… carried into the total: shown it is 17.14, the total 79.43."""
    text = "id,k1,k2,k3,k4,k5,3.1,3.2,3.3,total\nx,90,95,17.14,95,100,н/д,0,40,79.43\n"
    row = row_of(tmp_path, text)
    assert row.verdict is Verdict.CONSISTENT
    assert codes(row) == ["left_out"]


def test_without_several_indicators_the_fewest_are_named(tmp_path):
    row = row_of(tmp_path, "id,k2,2.1,2.2,2.3\nx,83.33,,,83.33\n")
    assert row.verdict is Verdict.INCOMPLETE
    both = row_of(tmp_path, "id,k2,2.3,n_2.2\nx,83.33,83.33,3\n")
    assert both.verdict is Verdict.INCOMPLETE


def test_a_rule_that_fills_in_a_value_leaves_nothing_out(tmp_path):
    zero = variant(tmp_path, undefined="zero")
    row = row_of(tmp_path, "id,k3,3.2,3.3\nx,17.14,0,40\n", methodology=zero)
    assert row.verdict is Verdict.IMPOSSIBLE


def test_a_value_that_may_have_been_left_out_is_not_called_the_only_one(tmp_path):
    """1.1 = 100, K1 = 98 need 1.2 = 100; or 1.2 is left out and 1.3 = 96.5."""
    row = row_of(tmp_path, "id,k1,1.1\nx,98.00,100.00\n")
    assert criterion(row, "1").feasible == 1
    assert criterion(row, "1").implied == ()


def test_a_criterion_is_left_out_only_where_the_methodology_does_so(tmp_path):
    text = "id,k1,k2,k4,k5,total\nx,90,90,95,96,{}\n"
    exclude = variant(tmp_path, undefined_criterion="exclude")
    row = row_of(tmp_path, text.format("92.75"), methodology=exclude)
    assert row.verdict is Verdict.CONSISTENT
    assert row.total.left_out == ("3",)
    assert "К3" in row.remarks[-1].sentence(Words())
    other = row_of(tmp_path, text.format("92.80"), methodology=exclude)
    assert (other.verdict, other.total.left_out) == (Verdict.INCOMPLETE, ())
    assert row_of(tmp_path, text.format("92.75")).verdict is Verdict.INCOMPLETE


@pytest.mark.parametrize("places", range(5))
def test_criteria_that_nobody_shows_may_be_rounded_to_any_decimals(tmp_path, places):
    """4.1 = 66.6667, others 100: K4 = 86.66668, rounded to so many decimals."""
    values = dict.fromkeys(SOCIAL_CODES, "100.0000") | {"4.1": "66.6667"}
    fourth = round_half_up(Fraction("86.66668"), places)
    total = decimal((400 + fourth) / 5, places + 1)
    text = f"id,{','.join(values)},total\nx,{','.join(values.values())},{total}\n"
    row = row_of(tmp_path, text)
    assert row.verdict is Verdict.REPRODUCES
    assert "staged_half_up" in row.total.conventions
    wrong = row_of(tmp_path, text.replace(f",{total}\n", ",96.2\n"))
    assert wrong.verdict is Verdict.IMPOSSIBLE
