import math

import numpy as np
import pytest

from nok_analysis.statistics import control_charts as charts


def test_p_chart_has_binomial_limits_inside_the_scale():
    chart = charts.p_chart([8, 9, 10], [10, 10, 10])
    p, half = 0.9, 3 * math.sqrt(0.9 * 0.1 / 10)
    assert np.allclose(chart.low, p - half)
    assert set(chart.high) == {1.0}
    assert (chart.method, chart.sigma_z, chart.status) == ("p", 1.0, "trial")


@pytest.mark.parametrize("draw", [charts.p_chart, charts.laney_p])
@pytest.mark.parametrize("count", [0, 20])
def test_certain_shares_have_no_width(draw, count):
    chart = draw([count] * 12, [20] * 12)
    assert set(chart.low) == set(chart.high) == {count / 20}
    assert chart.status == "ok"
    assert set(charts.special_causes(chart)) == {"common_cause"}


@pytest.mark.parametrize("draw", [charts.p_chart, charts.laney_p, charts.u_chart])
def test_counting_charts_refuse_a_period_without_anybody(draw):
    with pytest.raises(ValueError, match="more than 0"):
        draw([3, 0], [10, 0])
    with pytest.raises(ValueError, match="baseline"):
        draw([3, 4], [10, 10], baseline=3)
    with pytest.raises(ValueError, match="expected"):
        draw([3, -4], [10, 10])


def test_laney_equals_p_chart_times_sigma_z_inside_the_scale():
    counts, n = [50, 60, 40, 55, 65], [100, 110, 90, 100, 120]
    plain, laney = charts.p_chart(counts, n), charts.laney_p(counts, n)
    width = (plain.high - plain.center) * laney.sigma_z
    assert np.allclose(laney.high - laney.center, width)
    assert laney.method == "laney_p"


def test_one_period_has_no_moving_range():
    chart = charts.laney_p([5], [10])
    assert math.isnan(chart.sigma_z)
    assert math.isnan(chart.low[0])
    assert (chart.status, chart.reason) == ("too_few", "short_series")


def test_empty_series_has_empty_charts():
    for draw in (charts.p_chart, charts.laney_p, charts.u_chart):
        chart = draw([], [])
        assert chart.values.size == 0
        assert charts.special_causes(chart) == ()


def test_u_chart_counts_events_not_people():
    chart = charts.u_chart([3, 40], [2.0, 20.0])
    assert chart.center[0] == pytest.approx(43 / 22)
    assert chart.low[0] == 0.0
    assert chart.high[0] > 1.0
    assert chart.method == "u"


def test_baseline_of_counts_sets_the_centre():
    chart = charts.p_chart([5, 5, 9], [10, 10, 10], baseline=2)
    assert set(chart.center) == {0.5}
