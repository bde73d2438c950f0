import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nok_analysis.statistics import sampling
from tests.statistics.properties import holds


@pytest.mark.parametrize(
    ("size", "needed"), [(None, 385), (100_000, 383), (1000, 278), (100, 80), (1, 1), (0, 0)]
)
def test_required_size_is_the_textbook_table(size, needed):
    assert sampling.required_size(0.05, population_size=size) == needed


@given(st.floats(0.01, 0.5), st.integers(1, 5000), st.floats(0.05, 0.95))
@holds
def test_required_size_is_the_least_that_keeps_the_margin(margin, size, p):
    q = stats.norm.ppf(0.975)
    n = sampling.required_size(margin, population_size=size, proportion=p)

    def half(people):
        if people >= size:
            return 0.0
        return q * math.sqrt(p * (1 - p) / people * (size - people) / (size - 1))

    assert 0 <= n <= size
    assert n == 0 or half(n) <= margin * (1 + 1e-6)
    assert n <= 1 or half(n - 1) >= margin * (1 - 1e-6)


@pytest.mark.parametrize(
    ("margin", "options"),
    [
        (0, {}),
        (5, {}),
        (0.05, {"proportion": 0}),
        (0.05, {"proportion": 1}),
        (0.05, {"confidence_level": 95}),
        (0.05, {"population_size": -1}),
    ],
)
def test_impossible_size_is_refused(margin, options):
    with pytest.raises(ValueError, match="expected"):
        sampling.required_size(margin, **options)


@pytest.mark.parametrize(
    ("population", "share", "cap", "needed"),
    [
        (100, 0.07, 600, 7),
        (100, "0.07", 600, 7),
        (100, Fraction(7, 100), 600, 7),
        (101, 0.4, 600, 41),
        (1500, 0.4, 600, 600),
        (1501, 0.4, 600, 600),
        (0, 0.4, 600, 0),
        (1, 0.4, 600, 1),
        (10, 1, 600, 10),
        (10, 0.4, 0, 0),
    ],
)
def test_prescribed_size_is_exact(population, share, cap, needed):
    assert sampling.prescribed_size(population, share=share, cap=cap) == needed


def test_floats_alone_would_ask_for_one_form_too_many():
    assert math.ceil(0.07 * 100) == 8


@pytest.mark.parametrize("options", [{"share": 40, "cap": 600}, {"share": 0.4, "cap": -1}])
def test_impossible_prescription_is_refused(options):
    with pytest.raises(ValueError, match="expected"):
        sampling.prescribed_size(100, **options)


def test_coverage_compares_with_the_requirement_and_the_population():
    met = sampling.coverage(60, 60, population_size=60)
    assert (met.share, met.met, met.of_population) == (1.0, True, 1.0)
    short = sampling.coverage(0, 60, population_size=150)
    assert (short.share, short.met, short.of_population) == (0.0, False, 0.0)
    free = sampling.coverage(0, 0)
    assert free.met
    assert math.isnan(free.share)
    assert math.isnan(free.of_population)
    with pytest.raises(ValueError, match="population_size"):
        sampling.coverage(61, 60, population_size=60)


@pytest.mark.parametrize(("n", "groups", "power"), [(30, 2, 0.8), (300, 10, 0.8), (5, 3, 0.95)])
def test_detectable_difference_has_the_stated_power(n, groups, power):
    found = sampling.detectable_difference(n, groups, power=power)
    df = groups * (n - 1)
    critical = stats.t.ppf(0.975, df)
    shift = found / math.sqrt(1 / n + 1 / (n * (groups - 1)))
    passed = stats.nct.sf(critical, df, shift) + stats.nct.cdf(-critical, df, shift)
    assert passed == pytest.approx(power, abs=1e-6)


def test_detectable_difference_is_detected_as_often_in_simulation():
    rng, n, groups = np.random.default_rng(9), 20, 4
    delta = sampling.detectable_difference(n, groups)
    draws = rng.normal(size=(4000, groups, n))
    draws[:, 0] += delta
    means, s2 = draws.mean(axis=2), draws.var(axis=2, ddof=1).mean(axis=1)
    t = (means[:, 0] - means[:, 1:].mean(axis=1)) / np.sqrt(s2 / n * (1 + 1 / 3))
    passed = (np.abs(t) > stats.t.ppf(0.975, groups * (n - 1))).mean()
    assert passed == pytest.approx(0.8, abs=0.03)


def test_detectable_difference_shrinks_with_n_and_needs_two_of_each():
    sizes = [sampling.detectable_difference(n, 5) for n in (2, 5, 20, 100, 1000)]
    assert sizes == sorted(sizes, reverse=True)
    assert math.isnan(sampling.detectable_difference(1, 5))
    assert math.isnan(sampling.detectable_difference(0, 5))
    for arguments, options in [
        ((30, 1), {}),
        ((30, 2), {"power": 1}),
        ((30, 2), {"power": 0.01}),
        ((30, 2), {"confidence_level": 95}),
    ]:
        with pytest.raises(ValueError, match="expected"):
            sampling.detectable_difference(*arguments, **options)
