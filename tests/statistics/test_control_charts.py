import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nok_analysis.statistics import control_charts as charts
from tests.statistics.properties import holds

FLAT = [5.0, 6.0] * 8


def words(values, **options):
    return charts.special_causes(charts.xmr(values, **options))


@pytest.mark.parametrize(
    ("periods", "step"),
    [
        (0, "too_few"),
        (1, "too_few"),
        (2, "two_periods"),
        (3, "trial"),
        (11, "trial"),
        (12, "xmr"),
        (40, "xmr"),
    ],
)
def test_ladder_has_four_steps(periods, step):
    assert charts.ladder(periods) == step


def test_ladder_refuses_a_negative_number():
    with pytest.raises(ValueError, match="periods"):
        charts.ladder(-1)


def test_limits_are_two_point_sixty_six_mean_ranges_away():
    values = np.array([3.0, 5.0, 4.0, 7.0, 5.0, 6.0, 4.0, 5.0, 6.0, 5.0, 4.0, 6.0])
    chart = charts.xmr(values)
    width = 2.66 * np.abs(np.diff(values)).mean()
    assert np.allclose(chart.high - chart.center, width)
    assert np.allclose(chart.center - chart.low, width)
    assert (chart.status, chart.method) == ("ok", "xmr")
    assert math.isnan(chart.sigma_z)


def test_a_wild_range_is_left_out_once_and_the_centre_stays():
    values = [5.0, 6.0] * 6 + [40.0] + [5.0, 6.0] * 6
    screened, raw = charts.xmr(values), charts.xmr(values, screen=False)
    assert screened.center[0] == raw.center[0] == pytest.approx(np.mean(values))
    assert screened.high[0] - screened.center[0] == pytest.approx(2.66)
    assert raw.high[0] > screened.high[0]


def test_equal_values_have_limits_at_the_centre_and_no_signal():
    chart = charts.xmr([5.0] * 14)
    assert set(chart.low) == set(chart.high) == {5.0}
    assert set(charts.special_causes(chart)) == {"common_cause"}


@pytest.mark.parametrize(
    ("n", "status", "reason"),
    [
        (0, "too_few", "short_series"),
        (1, "too_few", "short_series"),
        (2, "too_few", "short_series"),
        (3, "trial", "short_series"),
        (11, "trial", "short_series"),
        (12, "ok", ""),
    ],
)
def test_short_series_says_so(n, status, reason):
    chart = charts.xmr(FLAT[:n])
    assert (chart.status, chart.reason) == (status, reason)
    assert chart.values.size == chart.low.size == n
    assert charts.special_causes(chart) == ("common_cause",) * n


def test_status_comes_from_the_shortest_segment_or_the_baseline():
    assert charts.xmr(FLAT + FLAT, rebase=(12,)).status == "ok"
    assert charts.xmr(FLAT + FLAT, rebase=(28,)).status == "trial"
    assert charts.xmr(FLAT + FLAT, baseline=8).status == "trial"
    assert charts.xmr(FLAT + FLAT, baseline=12).status == "ok"


def test_segments_have_their_own_centre_and_ranges():
    values = [5.0, 6.0] * 6 + [15.0, 17.0] * 6
    chart = charts.xmr(values, rebase=(12,))
    assert chart.segment.tolist() == [0] * 12 + [1] * 12
    assert chart.center[0] == 5.5
    assert chart.center[-1] == 16.0
    assert np.allclose(chart.high[12:] - 16.0, 2 * 2.66)


def test_baseline_sets_lines_for_later_points():
    values = [5.0, 6.0] * 6 + [9.0] * 3
    chart = charts.xmr(values, baseline=12)
    assert chart.center.tolist() == [5.5] * 15
    assert charts.special_causes(chart)[-3:] == ("outside_high",) * 3


@pytest.mark.parametrize(
    "options",
    [
        {"rebase": (0,)},
        {"rebase": (16,)},
        {"rebase": (9, 4)},
        {"rebase": (4, 4)},
        {"baseline": 1},
        {"baseline": 17},
        {"baseline": 9, "rebase": (8,)},
    ],
)
def test_impossible_segments_are_refused(options):
    with pytest.raises(ValueError, match="expected"):
        charts.xmr(FLAT, **options)


def test_a_gap_is_refused_not_closed():
    for draw in (charts.xmr, charts.runs):
        with pytest.raises(ValueError, match="finite"):
            draw([5.0, math.nan, 6.0])


def test_outside_point_is_named_by_its_side():
    assert words([*FLAT, 12.0])[-1] == "outside_high"
    assert words([*FLAT, -1.0])[-1] == "outside_low"


def test_seven_rising_points_are_a_trend_and_six_are_not():
    noise = [0.0, 9.0, 1.0, 8.0, 0.0, 9.0, 1.0, 8.0]
    rise = [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 7.5]
    found = words([*noise, *rise])
    assert found[-7:] == ("trend_up",) * 7
    assert set(found[:-7]) == {"common_cause"}
    assert "trend_up" not in words([*noise, *rise[1:]])
    fall = words([*noise[::-1], *rise[::-1]])
    assert fall[-7:] == ("trend_down",) * 7


def test_an_equal_neighbour_breaks_a_trend():
    noise = [0.0, 9.0, 1.0, 8.0, 0.0, 9.0, 1.0, 8.0]
    assert "trend_up" not in words([*noise, 2.0, 3.0, 4.0, 4.0, 5.0, 6.0, 7.0])


def test_seven_points_on_one_side_are_a_shift_and_six_are_not():
    values = [9.0, 0.0] * 4 + [6.0, 5.5, 6.0, 5.5, 6.0, 5.5, 6.0] + [0.0]
    found = words(values)
    assert found[8:15] == ("shift_high",) * 7
    assert "shift_high" not in words([*values[:8], *values[9:]])
    low = words([9.0 - value for value in values])
    assert low[8:15] == ("shift_low",) * 7


def test_two_of_three_near_a_limit_mark_only_the_near_points():
    chart = charts.Chart(
        np.array([0.0, 2.5, 0.5, 2.5, -1.0]),
        np.zeros(5),
        np.full(5, -3.0),
        np.full(5, 3.0),
        np.zeros(5, dtype=int),
        "xmr",
        math.nan,
    )
    assert charts.special_causes(chart) == (
        "common_cause",
        "two_of_three_high",
        "common_cause",
        "two_of_three_high",
        "common_cause",
    )


def test_two_of_three_does_not_fire_across_the_centre_or_with_an_outside_point():
    def chart(*values):
        n = len(values)
        return charts.Chart(
            np.array(values),
            np.zeros(n),
            np.full(n, -3.0),
            np.full(n, 3.0),
            np.zeros(n, dtype=int),
            "xmr",
            math.nan,
        )

    assert set(charts.special_causes(chart(2.5, -0.1, 2.5))) == {"common_cause"}
    assert charts.special_causes(chart(2.5, 3.5, 0.5)) == (
        "common_cause",
        "outside_high",
        "common_cause",
    )
    assert charts.special_causes(chart(-2.5, -0.1, -2.5))[0] == "two_of_three_low"


def test_rules_do_not_reach_across_segments():
    values = [0.0, 9.0] * 6 + [6.0, 6.5, 7.0] + [7.5, 8.0, 8.5, 9.0, 3.0, 9.5] * 2
    assert "trend_up" in words(values)
    assert "trend_up" not in words(values, rebase=(15,))


def test_rules_need_at_least_two_points():
    for options in ({"trend": 1}, {"shift": 0}, {"shift": 2.5}):
        with pytest.raises(ValueError, match="expected"):
            charts.special_causes(charts.xmr(FLAT), **options)


@given(st.lists(st.integers(0, 30), min_size=2, max_size=40))
@holds
def test_mirrored_series_has_mirrored_words(values):
    turned = {"high": "low", "low": "high", "up": "down", "down": "up"}
    mirror = words([-value for value in values])
    expected = tuple(
        "_".join(turned.get(part, part) for part in word.split("_")) for word in words(values)
    )
    assert mirror == expected


def test_runs_ignore_points_on_the_centre():
    found = charts.runs([1, 5, 1, 9, 9, 5, 1], center=5)
    assert (found.n_useful, found.longest_run, found.crossings) == (5, 2, 2)


def test_runs_without_useful_points_signal_nothing():
    for values in ([], [5.0], [5.0, 5.0, 5.0]):
        found = charts.runs(values)
        assert (found.n_useful, found.longest_run, found.signal) == (0, 0, False)


def test_a_long_run_and_too_few_crossings_are_signals():
    assert charts.runs([1] * 10 + [9] * 10, center=5).signal
    assert not charts.runs([1, 9] * 10, center=5).signal


@given(st.lists(st.integers(0, 9), min_size=1, max_size=50), st.integers(2, 9))
@holds
def test_runs_read_backwards_are_the_same(values, center):
    assert charts.runs(values, center=center) == charts.runs(values[::-1], center=center)
