import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nok_analysis.statistics import change, intervals
from tests.statistics.properties import counts, holds

fractions = st.fractions(-100, 100, max_denominator=60)


@given(counts(80), counts(80))
@holds
def test_change_is_the_difference_after_less_before(before, after):
    moved = change.two_periods(*before, *after, min_n=1)
    gap = intervals.difference_of_proportions(*after, *before)
    assert (moved.difference, moved.low, moved.high) == (gap.estimate, gap.low, gap.high)
    back = change.two_periods(*after, *before, min_n=1)
    turned = {"improved": "declined", "declined": "improved"}
    assert back.verdict == turned.get(moved.verdict, moved.verdict)


def test_direction_decides_between_improved_and_declined():
    rise = (48, 80, 56, 70)
    assert change.two_periods(*rise).verdict == "improved"
    assert change.two_periods(*rise, higher_is_better=False).verdict == "declined"


def test_change_needs_both_evidence_and_size():
    assert change.two_periods(4250, 5000, 4500, 5000, threshold=0.05).verdict == "improved"
    assert change.two_periods(4250, 5000, 4500, 5000, threshold=0.06).verdict == "no_evidence"
    assert change.two_periods(6, 10, 8, 10, threshold=0.05).verdict == "no_evidence"


@pytest.mark.parametrize(
    ("case", "reason"),
    [((0, 0, 9, 9), "no_answers"), ((3, 9, 0, 0), "no_answers"), ((4, 4, 9, 9), "below_min_n")],
)
def test_too_few_answers_are_a_verdict(case, reason):
    moved = change.two_periods(*case)
    assert (moved.verdict, moved.status, moved.reason) == ("too_few", "too_few", reason)
    assert moved.low <= moved.high


def test_two_censuses_move_by_any_difference():
    moved = change.two_periods(5, 10, 6, 10, population_before=10, population_after=10)
    assert moved.low == moved.high == pytest.approx(0.1)
    assert (moved.verdict, moved.method) == ("improved", "census")
    still = change.two_periods(5, 10, 5, 10, population_before=10, population_after=10)
    assert still.verdict == "no_evidence"


def test_no_change_of_certain_shares_is_no_evidence():
    assert change.two_periods(10, 10, 10, 10).verdict == "no_evidence"
    assert change.two_periods(0, 10, 0, 10).verdict == "no_evidence"
    assert change.two_periods(0, 10, 10, 10).verdict == "improved"


@pytest.mark.parametrize(
    ("case", "options"),
    [
        ((6, 5, 1, 5), {}),
        ((1, 5, 1, 5), {"population_before": 4}),
        ((1, 5, 1, 5), {"threshold": math.nan}),
        ((1, 5, 1, 5), {"threshold": -1}),
        ((1, 5, 1, 5), {"confidence_level": 95}),
        ((1, 5, 1, 5), {"min_n": 2.5}),
    ],
)
def test_impossible_change_is_refused(case, options):
    with pytest.raises(ValueError, match="expected"):
        change.two_periods(*case, **options)


def test_score_change_has_the_error_of_a_difference():
    moved = change.score_change(Fraction(401, 5), Fraction(881, 10), 2.0, 1.5)
    assert moved.difference == pytest.approx(7.9)
    half = stats.norm.ppf(0.975) * 2.5
    assert (moved.low, moved.high) == (pytest.approx(7.9 - half), pytest.approx(7.9 + half))
    assert (moved.verdict, moved.method) == ("improved", "normal")


def test_same_people_in_both_periods_narrow_the_bounds():
    apart = change.score_change(80.0, 83.0, 2.0, 2.0)
    same = change.score_change(80.0, 83.0, 2.0, 2.0, covariance=3.5)
    assert apart.verdict == "no_evidence"
    assert same.verdict == "improved"
    identical = change.score_change(80.0, 83.0, 2.0, 2.0, covariance=4.0)
    assert identical.low == pytest.approx(3.0)


def test_unknown_score_or_error_is_too_few():
    moved = change.score_change(80.0, 85.0, math.nan, 1.0)
    assert (moved.verdict, moved.reason) == ("too_few", "no_standard_error")
    assert moved.difference == 5.0
    moved = change.score_change(math.nan, 85.0, 1.0, 1.0)
    assert (moved.verdict, moved.reason) == ("too_few", "no_answers")


@pytest.mark.parametrize(
    ("errors", "options"),
    [
        ((-1.0, 1.0), {}),
        ((1.0, -1.0), {}),
        ((-1.0, -1.0), {}),
        ((1.0, 1.0), {"covariance": 1.5}),
        ((1.0, 1.0), {"confidence_level": 95}),
    ],
)
def test_impossible_score_change_is_refused(errors, options):
    with pytest.raises(ValueError, match="expected"):
        change.score_change(80.0, 85.0, *errors, **options)


@given(st.lists(st.tuples(fractions, fractions, fractions, fractions), max_size=5))
@holds
def test_bars_add_up_exactly(rows):
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
    moved = change.contributions(*columns)
    total = sum(v1 * w1 - v0 * w0 for v0, v1, w0, w1 in rows)
    assert moved.total == total
    assert sum(moved.value_effects) + sum(moved.weight_effects) == total
    assert all(isinstance(effect, Fraction) for effect in moved.value_effects)


def test_bars_of_constant_weights_are_weight_times_change():
    weights = [Fraction(3, 10), Fraction(7, 10)]
    moved = change.contributions([80, 90], [85, 80], weights)
    assert moved.value_effects == (Fraction(3, 2), Fraction(-7))
    assert moved.weight_effects == (0, 0)


def test_bars_refuse_columns_of_different_length():
    with pytest.raises(ValueError, match="lengths"):
        change.contributions([1], [1, 2], [1])


@given(
    st.lists(
        st.tuples(*[st.floats(0, 1).map(lambda x: round(x, 4))] * 4), min_size=1, max_size=6
    )
)
@holds
def test_composition_and_rate_add_up(rows):
    split = change.kitagawa(*np.array(rows).T)
    assert split.composition + split.rate == pytest.approx(split.total)
    assert split.composition_effects.sum() == pytest.approx(split.composition)
    assert split.rate_effects.sum() == pytest.approx(split.rate)


def test_same_answers_of_other_people_are_all_composition():
    split = change.kitagawa([0.5, 0.5], [0.8, 0.6], [0.25, 0.75], [0.8, 0.6])
    assert split.rate == pytest.approx(0)
    assert split.composition == pytest.approx(-0.05)
    with pytest.raises(ValueError, match="finite"):
        change.kitagawa([1.0, 0.0], [0.8, math.nan], [0.5, 0.5], [0.8, 0.6])


@given(st.lists(st.tuples(st.floats(0.1, 5), st.floats(0.1, 5)), min_size=1, max_size=5))
@holds
def test_effects_of_factors_add_up_in_any_order(pairs):
    before, after = map(list, zip(*pairs, strict=True))
    effects = change.product_effects(before, after)
    assert sum(effects) == pytest.approx(math.prod(after) - math.prod(before))
    back = change.product_effects(before[::-1], after[::-1])
    assert back[::-1] == pytest.approx(effects)


def test_two_factors_share_as_kitagawa_and_lengths_must_agree():
    effects = change.product_effects([2.0, 3.0], [4.0, 5.0])
    assert effects == (2 * 8 / 2, 2 * 6 / 2)
    assert change.product_effects([], []) == ()
    with pytest.raises(ValueError, match="factors_after"):
        change.product_effects([1.0], [1.0, 2.0])
