import math
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nok_analysis.statistics import intervals
from tests.statistics.properties import counts, holds, samples

METHODS = ("auto", "wilson", "clopper_pearson")


@pytest.mark.parametrize("method", METHODS)
def test_no_answers_are_not_zero_per_cent(method):
    share = intervals.proportion(0, 0, method=method)
    assert math.isnan(share.estimate)
    assert (share.low, share.high, share.n) == (0.0, 1.0, 0)
    assert (share.status, share.reason) == ("too_few", "no_answers")


def test_no_answers_of_a_known_population_are_no_census():
    for size in (0, 30):
        share = intervals.proportion(0, 0, population_size=size)
        assert (share.status, share.method) == ("too_few", "hypergeometric")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("n", [1, 12, 500])
def test_bounds_at_the_ends_are_exactly_zero_and_one(method, n):
    nobody = intervals.proportion(0, n, method=method)
    everybody = intervals.proportion(n, n, method=method)
    assert nobody.low == 0.0 < nobody.high < 1.0
    assert everybody.high == 1.0 > everybody.low > 0.0


@pytest.mark.parametrize("method", ["auto", "wilson", "hypergeometric"])
@pytest.mark.parametrize("count", [0, 3, 8])
def test_whole_population_has_no_width(method, count):
    share = intervals.proportion(count, 8, population_size=8, method=method)
    assert share.low == share.estimate == share.high == count / 8
    assert (share.method, share.status) == ("census", "ok")


@pytest.mark.parametrize(
    ("size", "method"), [(None, "wilson"), (200, "hypergeometric"), (201, "wilson_fpc")]
)
def test_auto_chooses_by_population(size, method):
    assert intervals.proportion(5, 9, population_size=size).method == method


def test_result_echoes_the_request_and_is_frozen():
    share = intervals.proportion(3, 9, confidence_level=0.9)
    assert (share.n, share.confidence_level, share.status, share.reason) == (9, 0.9, "ok", "")
    with pytest.raises(FrozenInstanceError):
        share.low = 0.0


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ((6, 5), {}),
        ((-1, 5), {}),
        ((1, -5), {}),
        ((1.5, 5), {}),
        ((math.nan, 5), {}),
        ((1, 5), {"population_size": 4}),
        ((1, 5), {"population_size": 9.5}),
        ((1, 5), {"method": "wald"}),
        ((1, 5), {"method": "hypergeometric"}),
        ((1, 5), {"method": "clopper_pearson", "population_size": 9}),
        ((1, 5), {"confidence_level": 95}),
        ((1, 5), {"confidence_level": 0}),
        ((1, 5), {"confidence_level": 1}),
        ((1, 5), {"confidence_level": -0.95}),
        ((1, 5), {"confidence_level": math.nan}),
    ],
)
def test_impossible_share_is_refused(arguments, options):
    with pytest.raises(ValueError, match="expected"):
        intervals.proportion(*arguments, **options)


@given(counts())
@holds
def test_complement_mirrors_the_bounds(case):
    count, n = case
    yes, no = intervals.proportion(count, n), intervals.proportion(n - count, n)
    assert yes.low == pytest.approx(1 - no.high, abs=1e-12)
    assert yes.high == pytest.approx(1 - no.low, abs=1e-12)


@given(samples())
@holds
def test_population_only_narrows_and_bounds_hold_the_share(case):
    count, n, size = case
    future = intervals.proportion(count, n)
    here = intervals.proportion(count, n, population_size=size, method="wilson")
    exact = intervals.proportion(count, n, population_size=size)
    for share in (future, here, exact):
        assert 0.0 <= share.low <= share.estimate <= share.high <= 1.0
    assert future.low - 1e-12 <= here.low
    assert here.high <= future.high + 1e-12


@given(counts(80), st.sampled_from(["wilson", "clopper_pearson"]))
@holds
def test_bounds_rise_with_the_count_and_widen_with_the_level(case, method):
    count, n = case
    here = intervals.proportion(count, n, method=method)
    wide = intervals.proportion(count, n, method=method, confidence_level=0.998)
    assert wide.low <= here.low
    assert wide.high >= here.high
    if count < n:
        more = intervals.proportion(count + 1, n, method=method)
        assert more.low > here.low or here.low == more.low == 0
        assert more.high >= here.high


@pytest.mark.parametrize("n", [1, 7, 29])
def test_hypergeometric_covers_every_population_of_thirty(n):
    found = np.array(
        [
            (share.low, share.high)
            for count in range(n + 1)
            for share in [intervals.proportion(count, n, population_size=30)]
        ]
    )
    for yes in range(31):
        chance = stats.hypergeom.pmf(np.arange(n + 1), 30, yes, n)
        holds_it = (found[:, 0] <= yes / 30 + 1e-12) & (yes / 30 - 1e-12 <= found[:, 1])
        assert chance[holds_it].sum() >= 0.95 - 1e-12


def test_hypergeometric_bounds_equal_a_search_over_all_populations():
    for count, n, size in [(0, 5, 12), (3, 7, 20), (9, 10, 25), (10, 10, 11)]:
        yes = np.arange(count, size - n + count + 1)
        kept = (stats.hypergeom.sf(count - 1, size, yes, n) > 0.025) & (
            stats.hypergeom.cdf(count, size, yes, n) > 0.025
        )
        share = intervals.proportion(count, n, population_size=size)
        assert share.low == yes[kept].min() / size
        assert share.high == yes[kept].max() / size


def test_mean_equals_scipy_and_drops_missing_answers():
    values = [7, 9, math.nan, 10, 6, 9, None]
    given_values = [7, 9, 10, 6, 9]
    found = intervals.mean(values, confidence_level=0.9)
    low, high = stats.t.interval(
        0.9, 4, loc=np.mean(given_values), scale=stats.sem(given_values)
    )
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert (found.n, found.method) == (5, "t")


@pytest.mark.parametrize(("values", "estimate"), [([], math.nan), ([4.0], 4.0)])
def test_mean_of_fewer_than_two_has_no_bounds(values, estimate):
    found = intervals.mean(values)
    assert found.estimate == pytest.approx(estimate, nan_ok=True)
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert (found.status, found.reason) == ("too_few", "fewer_than_two")


@pytest.mark.parametrize("values", [[4.0], [1.0, 5.0, 6.0]])
def test_mean_of_the_whole_population_has_no_width(values):
    found = intervals.mean(values, population_size=len(values))
    assert found.low == found.estimate == found.high
    assert found.method == "census"


def test_mean_refuses_more_answers_than_people_and_infinite_answers():
    with pytest.raises(ValueError, match="population_size"):
        intervals.mean([1, 2, 3], population_size=2)
    with pytest.raises(ValueError, match="finite"):
        intervals.mean([1, math.inf])
    with pytest.raises(ValueError, match="one dimension"):
        intervals.mean([[1, 2], [3, 4]])


def test_mean_leaves_its_argument_alone():
    values = np.array([3.0, np.nan, 5.0])
    intervals.mean(values)
    assert np.array_equal(values, [3.0, np.nan, 5.0], equal_nan=True)


def test_rate_without_events_starts_at_zero():
    found = intervals.rate(0, exposure=4.0)
    assert (found.estimate, found.low, found.n) == (0.0, 0.0, 0)
    assert found.high == pytest.approx(3.69 / 4, abs=0.15)


def test_rate_clips_the_low_bound_of_one_event_at_a_high_level():
    assert intervals.rate(1, confidence_level=0.998).low == 0.0


@given(st.integers(0, 3000), st.floats(0.1, 50))
@holds
def test_rate_is_near_the_exact_bounds_and_scales_with_exposure(count, exposure):
    found = intervals.rate(count, exposure=exposure)
    exact_high = stats.chi2.ppf(0.975, 2 * (count + 1)) / 2
    assert found.high * exposure == pytest.approx(exact_high, rel=0.02)
    assert 0 <= found.low <= found.estimate <= found.high


def test_rate_without_exposure_is_unknown_unless_events_happened():
    found = intervals.rate(0, exposure=0.0)
    assert math.isnan(found.estimate)
    assert (found.low, found.high, found.reason) == (0.0, math.inf, "no_answers")
    for exposure in (0.0, -1.0, math.inf, math.nan):
        with pytest.raises(ValueError, match="exposure"):
            intervals.rate(3, exposure=exposure)


def test_boxes_count_every_level_and_sum_to_one():
    scale = intervals.boxes([2, 0, 5, 0, 3], top=1, bottom=2)
    assert (scale.top.estimate, scale.bottom.estimate) == (0.3, 0.2)
    assert scale.middle.estimate == 0.5
    assert scale.n == 10


def test_boxes_without_answers_and_of_the_whole_population():
    empty = intervals.boxes([0, 0, 0], top=1, bottom=1)
    assert {box.reason for box in (empty.top, empty.middle, empty.bottom)} == {"no_answers"}
    whole = intervals.boxes([1, 2, 3], top=1, bottom=1, population_size=6)
    assert whole.top.method == "census"


def test_boxes_may_cover_the_scale_but_not_overlap():
    assert intervals.boxes([1, 2], top=1, bottom=1).middle.estimate == 0.0
    for options in (
        {"top": 2, "bottom": 1},
        {"top": -1, "bottom": 1},
        {"top": 1.5, "bottom": 0},
    ):
        with pytest.raises(ValueError, match=r"top"):
            intervals.boxes([1, 2], **options)
    with pytest.raises(ValueError, match="counts"):
        intervals.boxes([1, -2], top=1, bottom=1)


def test_nonresponse_bounds_what_the_silent_could_have_said():
    ends = intervals.nonresponse(40, 50, 80)
    assert (ends.worst_low, ends.worst_high) == (0.5, 0.875)
    assert ends.missing.estimate == 0.375
    nobody_silent = intervals.nonresponse(40, 50, 50)
    assert nobody_silent.worst_low == nobody_silent.worst_high == 0.8
    assert nobody_silent.missing.low == 0.0


def test_nonresponse_of_nobody_asked_knows_nothing():
    ends = intervals.nonresponse(0, 0, 0)
    assert (ends.worst_low, ends.worst_high) == (0.0, 1.0)
    assert ends.missing.status == "too_few"


@pytest.mark.parametrize("case", [(5, 4, 9), (3, 10, 9), (-1, 4, 9)])
def test_impossible_nonresponse_is_refused(case):
    with pytest.raises(ValueError, match="expected"):
        intervals.nonresponse(*case)
