import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nok_analysis.statistics import effect
from tests.statistics.properties import holds

NAN = math.nan


def panel(rows, treated, **options):
    return effect.measure_effect(rows, treated, **{"first_after": 3, **options})


PARALLEL = [[60, 61, 62, 70], [50, 51, 52, 53], [70, 71, 72.1, 73], [40, 41, 42, 43.2]]


@pytest.mark.parametrize("covariance", ["ols", "hc2"])
def test_estimate_and_error_are_those_of_the_regression(covariance):
    rng = np.random.default_rng(2)
    group, period = rng.integers(0, 2, 60), rng.integers(0, 2, 60)
    y = 3 + group + 2 * period + 1.5 * group * period + rng.normal(0, 1 + group, 60)
    design = np.column_stack([np.ones(60), group, period, group * period])
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ y
    residual = y - design @ beta
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    meat = design.T @ (design * (residual**2 / (1 - leverage))[:, np.newaxis])
    spread = {"ols": inverse * (residual**2).sum() / 56, "hc2": inverse @ meat @ inverse}
    found = effect.difference_in_differences(y, group, period, covariance=covariance)
    assert found.estimate == pytest.approx(beta[3])
    assert found.standard_error == pytest.approx(math.sqrt(spread[covariance][3, 3]))
    half = stats.t.ppf(0.975, 56) * found.standard_error
    assert found.high - found.estimate == pytest.approx(half)
    assert (found.n, found.df) == (60, 56)


def test_missing_answers_are_dropped_and_a_thin_cell_cannot_judge():
    y, group, period = [1, 3, 2, 4, 1, 3, 6, 8], [0] * 4 + [1] * 4, [0, 0, 1, 1] * 2
    found = effect.difference_in_differences([*y, NAN], [*group, 1], [*period, 0])
    assert found == effect.difference_in_differences(y, group, period)
    for thin in ([*y[:7], NAN], [NAN] * 8):
        few = effect.difference_in_differences(thin, group, period)
        assert (few.status, few.reason) == ("too_few", "cell_below_two")
        assert math.isnan(few.estimate)
    assert effect.difference_in_differences([], [], []).reason == "cell_below_two"


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (([1, 2], [0, 2], [0, 1]), {}),
        (([1, 2], [0, 1], [0]), {}),
        (([1, 2], [0, 1], [0, 1]), {"covariance": "hc9"}),
        (([1, 2], [0, 1], [0, 1]), {"confidence_level": 95}),
    ],
)
def test_impossible_difference_in_differences_is_refused(arguments, options):
    with pytest.raises(ValueError, match="expected"):
        effect.difference_in_differences(*arguments, **options)


def test_effect_is_the_change_of_the_treated_less_that_of_the_controls():
    found = panel(PARALLEL, [1, 0, 0, 0])
    changes = [70 - 61, 53 - 51, 73 - 213.1 / 3, 43.2 - 41]
    spread = np.std(changes[1:], ddof=1) * math.sqrt(1 + 1 / 3)
    assert found.estimate == pytest.approx(changes[0] - np.mean(changes[1:]))
    assert found.standard_error == pytest.approx(spread)
    half = stats.t.ppf(0.975, 2) * spread
    assert (found.low, found.high) == (
        pytest.approx(found.estimate - half),
        pytest.approx(found.estimate + half),
    )
    assert (found.n_treated, found.n_controls, found.pre_periods) == (1, 3, 3)
    assert found.placebo_p == 0.25
    slopes = [1, 1, 1.05, 1]
    t = (1 - np.mean(slopes[1:])) / (np.std(slopes[1:], ddof=1) * math.sqrt(4 / 3))
    assert found.pre_trend_p == pytest.approx(2 * stats.t.sf(abs(t), 2))


def test_several_treated_have_no_placebo():
    found = panel([*PARALLEL, [55, 56, 57, 66]], [1, 0, 0, 0, 1])
    assert math.isnan(found.placebo_p)
    assert found.n_treated == 2
    assert found.status == "ok"


@pytest.mark.parametrize(
    ("rows", "treated", "first_after", "reason"),
    [
        ([[1, NAN, 3]] * 2, [0, 0], 0, "gap_in_series"),
        ([[1, 2, 3]] * 2, [0, 0], 0, "no_treated_or_no_period_after"),
        ([[1, 2, 3]] * 2, [1, 0], 3, "no_treated_or_no_period_after"),
        ([[1, 2, 3]] * 2, [1, 0], 1, "fewer_than_two_periods_before"),
        ([[1, 2, 3]] * 3, [1, 0, 0], 2, "fewer_than_three_controls"),
        ([[1, 2, 3]] * 3, [1, 1, 1], 2, "fewer_than_three_controls"),
    ],
)
def test_refusals_come_in_their_order(rows, treated, first_after, reason):
    found = effect.measure_effect(rows, treated, first_after=first_after)
    assert (found.status, found.reason) == ("refused", reason)
    assert math.isnan(found.estimate)


def test_trends_that_differed_before_show_the_estimate_without_bounds():
    rows = [[60, 65, 70, 80], *PARALLEL[1:]]
    found = panel(rows, [1, 0, 0, 0])
    assert found.reason == "trends_not_parallel_before"
    assert found.pre_trend_p < 0.10
    assert math.isfinite(found.estimate)
    assert math.isnan(found.low)
    tolerant = panel(rows, [1, 0, 0, 0], parallel_alpha=found.pre_trend_p)
    assert tolerant.status == "ok"


def test_controls_that_move_alike_decide_without_chance():
    rows = [[60, 61, 62, 70], [50, 51, 52, 53], [70, 71, 72, 73], [40, 41, 42, 43]]
    found = panel(rows, [1, 0, 0, 0])
    assert found.low == found.estimate == found.high == pytest.approx(7.0)
    assert found.pre_trend_p == 1.0


@given(st.integers(0, 999), st.floats(-20, 20), st.integers(3, 8))
@holds
def test_common_shift_of_a_period_or_an_institution_changes_nothing(seed, shift, controls):
    rng = np.random.default_rng(seed)
    rows = rng.normal(80, 3, (controls + 1, 6))
    treated = np.arange(controls + 1) == 0
    found = panel(rows, treated, parallel_alpha=1e-9)
    moved = rows + shift
    moved[:, 4] += shift
    moved[2] += shift
    again = panel(moved, treated, parallel_alpha=1e-9)
    assert again.estimate == pytest.approx(found.estimate, abs=1e-8)
    assert again.placebo_p == pytest.approx(found.placebo_p)
    assert 1 / (controls + 1) <= found.placebo_p <= 1


def test_impossible_panel_is_refused():
    for arguments, options in [
        (([[1, 2, 3]], [1, 0]), {}),
        (([1, 2, 3], [1]), {}),
        (([[1, 2, 3]], [2]), {}),
        (([[1, 2, 3]], [1]), {"first_after": -1}),
        (([[1, 2, 3]], [1]), {"confidence_level": 95}),
        (([[1, 2, 3]], [1]), {"parallel_alpha": 0}),
    ]:
        with pytest.raises(ValueError, match="expected"):
            panel(*arguments, **options)
