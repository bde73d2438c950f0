import math

import numpy as np
import pytest

from nok_analysis.statistics import intervals, variance


def test_weighted_mean_of_a_simple_sample_is_the_plain_mean():
    values = [7, 9, 8, math.nan, 10, 6, 9]
    plain = intervals.mean(values, population_size=15)
    found = variance.weighted_mean(values, population_sizes=15)
    assert (found.low, found.high) == (pytest.approx(plain.low), pytest.approx(plain.high))
    assert (found.n, found.df) == (6, 5)
    assert found.design_effect_wr == pytest.approx(1 - 6 / 15)
    assert math.isnan(found.design_effect_wor)


def test_weighted_mean_of_strata_equals_hand_arithmetic():
    values = np.array([1.0, 3.0, 10.0, 14.0, 12.0])
    strata, sizes = list("aabbb"), {"a": 10, "b": 30}
    found = variance.weighted_mean(
        values, weights=[5, 5, 10, 10, 10], strata=strata, population_sizes=sizes
    )
    error = (10 / 40) ** 2 * (1 - 2 / 10) * 2 / 2 + (30 / 40) ** 2 * (1 - 3 / 30) * 4 / 3
    assert found.estimate == pytest.approx((10 * 2 + 30 * 12) / 40)
    assert found.standard_error == pytest.approx(math.sqrt(error))
    assert found.df == 3
    assert found.design_effect_wor == pytest.approx(found.design_effect_wr / (1 - 5 / 40))


def test_clusters_are_summed_before_the_variance_and_nested_in_strata():
    values, clusters = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1, 1, 2, 2, 3, 3]
    found = variance.weighted_mean(values, clusters=clusters)
    assert found.standard_error == pytest.approx(np.std([1.5, 3.5, 5.5], ddof=1) / math.sqrt(3))
    assert found.df == 2
    nested = variance.weighted_mean(values, strata=list("aaaabb"), clusters=[1, 1, 2, 2, 1, 1])
    assert nested.reason == "single_unit_stratum"


def test_census_of_every_stratum_has_no_width():
    found = variance.weighted_mean(
        [1.0, 2.0, 5.0], strata=["a", "a", "b"], population_sizes={"a": 2, "b": 1}
    )
    assert found.low == found.estimate == found.high
    assert found.method == "census"


@pytest.mark.parametrize(
    ("values", "options", "reason"),
    [
        ([], {}, "no_answers"),
        ([math.nan], {}, "no_answers"),
        ([3.0], {}, "fewer_than_two"),
        ([3.0, 4.0, 5.0], {"strata": ["a", "a", "b"]}, "single_unit_stratum"),
        (
            [3.0, 4.0],
            {"strata": ["a", "a"], "population_sizes": {"a": 5, "b": 5}},
            "empty_stratum",
        ),
    ],
)
def test_designs_that_cannot_judge_say_why(values, options, reason):
    found = variance.weighted_mean(values, **options)
    assert math.isnan(found.low)
    assert found.reason == reason
    assert found.status == ("refused" if reason == "empty_stratum" else "too_few")


@pytest.mark.parametrize(
    "options",
    [
        {"weights": [1, -1]},
        {"weights": [0, 0]},
        {"weights": [1]},
        {"strata": ["a"]},
        {"clusters": ["a"]},
        {"strata": ["a", "a"], "population_sizes": 9},
        {"strata": ["a", "b"], "population_sizes": {"a": 9}},
        {"strata": ["a", "a"], "population_sizes": {"a": 1}},
        {"population_sizes": {"a": 9}},
        {"population_sizes": 1},
        {"confidence_level": 95},
    ],
)
def test_impossible_designs_are_refused(options):
    with pytest.raises(ValueError, match="expected"):
        variance.weighted_mean([1.0, 2.0], **options)


def test_poststratified_mean_weighs_by_the_register():
    values, strata = [1.0, 3.0, 6.0, 8.0, 7.0], ["m", "m", "w", "w", "w"]
    found = variance.poststratified_mean(values, strata, population_sizes={"m": 20, "w": 80})
    residuals = np.array([10 * -1, 10 * 1, 80 / 3 * -1, 80 / 3 * 1, 0.0]) / 100
    error = math.sqrt((1 - 5 / 100) * 5 / 4 * (residuals**2).sum())
    assert found.estimate == pytest.approx(0.2 * 2 + 0.8 * 7)
    assert found.standard_error == pytest.approx(error)
    assert found.df == 4


@pytest.mark.parametrize(
    ("values", "strata", "sizes", "status", "reason"),
    [
        ([1.0, 2.0], ["m", "m"], {"m": 5, "w": 5}, "refused", "empty_stratum"),
        ([1.0, 2.0, 3.0], ["m", "m", "w"], {"m": 5, "w": 5}, "too_few", "single_unit_stratum"),
        ([], [], {"m": 5}, "too_few", "no_answers"),
    ],
)
def test_poststrata_without_answers_say_why(values, strata, sizes, status, reason):
    found = variance.poststratified_mean(values, strata, population_sizes=sizes)
    assert (found.status, found.reason) == (status, reason)


def test_poststratified_census_has_no_width_and_empty_register_stratum_is_harmless():
    sizes = {"m": 2, "w": 1, "x": 0}
    found = variance.poststratified_mean(
        [1.0, 2.0, 6.0], ["m", "m", "w"], population_sizes=sizes
    )
    assert found.low == found.estimate == found.high == 3.0
    assert found.method == "census"


def test_weight_loss_is_one_for_equal_weights_and_the_ratio_else():
    assert variance.weight_loss([3, 3, 3]) == pytest.approx(1.0)
    assert variance.weight_loss([1, 1, 2]) == 1.125
    assert math.isnan(variance.weight_loss([]))
    with pytest.raises(ValueError, match="weights"):
        variance.weight_loss([1, -1])
