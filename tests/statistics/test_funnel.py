import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nok_analysis.statistics import funnel
from tests.statistics.properties import counts, holds

institutions = st.lists(counts(300), min_size=1, max_size=20)


def test_limits_have_a_row_a_level_and_narrow_with_n():
    found = funnel.limits([10, 40, 1000], 0.8, confidence_levels=(0.95, 0.998))
    assert found.low.shape == found.high.shape == (2, 3)
    assert (np.diff(found.high - found.low, axis=1) < 0).all()
    assert (found.low[1] <= found.low[0]).all()
    assert found.confidence_levels == (0.95, 0.998)


@pytest.mark.parametrize("target", [0.0, 1.0])
def test_certain_target_has_no_width(target):
    found = funnel.limits([1, 50], target)
    assert set(found.low.ravel()) == set(found.high.ravel()) == {target}


def test_nobody_asked_can_be_anything():
    found = funnel.limits([0, 10], 0.8)
    assert found.low[:, 0].tolist() == [0.0, 0.0]
    assert found.high[:, 0].tolist() == [1.0, 1.0]
    assert funnel.limits([], 0.8).low.shape == (2, 0)


@pytest.mark.parametrize(
    ("n", "target", "options"),
    [
        ([-1], 0.5, {}),
        ([10], 1.5, {}),
        ([10], math.nan, {}),
        ([10], 0.5, {"confidence_levels": (95,)}),
        ([10], 0.5, {"confidence_levels": ()}),
    ],
)
def test_impossible_limits_are_refused(n, target, options):
    with pytest.raises(ValueError, match="expected"):
        funnel.limits(n, target, **options)


def test_overdispersion_follows_the_steps_of_the_method():
    rng = np.random.default_rng(8)
    n = rng.integers(50, 400, 25)
    counts_ = rng.binomial(n, np.clip(rng.normal(0.8, 0.08, 25), 0, 1))
    found = funnel.overdispersed(counts_, n)
    target = counts_.sum() / n.sum()
    z = (np.arcsin(np.sqrt(counts_ / n)) - math.asin(math.sqrt(target))) * 2 * np.sqrt(n)
    phi = (np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2).mean()
    w = 4 * n
    tau2 = (25 * phi - 24) / (w.sum() - (w**2).sum() / w.sum())
    assert (found.phi, found.tau2) == (pytest.approx(phi), pytest.approx(tau2))
    spread = np.sqrt(1 / w + tau2)
    assert np.allclose(found.z_adjusted, z / np.sqrt(w) / spread)
    q = stats.norm.ppf(0.999)
    assert np.array_equal(found.outside[1], np.abs(found.z_adjusted) > q)
    assert np.allclose(found.low[1], np.sin(math.asin(math.sqrt(target)) - q * spread) ** 2)


@given(institutions)
@holds
def test_outside_means_beyond_the_limits(rows):
    yes, n = np.array(rows).T
    found = funnel.overdispersed(yes, n)
    assert found.phi >= 0
    assert found.tau2 >= 0
    assert (np.abs(found.z_adjusted) <= np.abs(found.z) + 1e-9).all()
    if len(rows) < 10:
        assert not found.outside.any()
        assert (found.status, found.reason) == ("too_few", "fewer_than_ten_institutions")
    share = yes / n
    for level in range(2):
        beyond = (share > found.high[level] + 1e-9) | (share < found.low[level] - 1e-9)
        if len(rows) >= 10:
            assert (found.outside[level] | ~beyond).all()


def test_institutions_that_vary_less_than_chance_have_no_extra_variance():
    found = funnel.overdispersed([80] * 12, [100] * 12)
    assert (found.phi, found.tau2) == (pytest.approx(0), 0.0)
    assert not found.outside.any()
    assert found.status == "ok"


def test_institution_without_answers_is_never_outside():
    yes, n = [80] * 11 + [0], [100] * 11 + [0]
    found = funnel.overdispersed(yes, n)
    assert found.phi == pytest.approx(funnel.overdispersed(yes[:11], n[:11]).phi)
    assert math.isnan(found.z[11])
    assert not found.outside[:, 11].any()
    assert found.high[0, 11] == 1.0


def test_certain_shares_and_empty_lists_do_not_break():
    for yes in (0, 30):
        found = funnel.overdispersed([yes] * 10, [30] * 10)
        assert not found.outside.any()
    assert funnel.overdispersed([], []).status == "too_few"
    assert math.isnan(funnel.overdispersed([0], [0]).target)


@pytest.mark.parametrize(
    ("yes", "n", "options"),
    [
        ([6], [5], {}),
        ([1], [5], {"winsorise": 0.5}),
        ([1], [5], {"winsorise": -0.1}),
        ([1], [5], {"target": 2}),
        ([1], [5], {"confidence_levels": (95, 99.8)}),
    ],
)
def test_impossible_funnel_is_refused(yes, n, options):
    with pytest.raises(ValueError, match="expected"):
        funnel.overdispersed(yes, n, **options)
