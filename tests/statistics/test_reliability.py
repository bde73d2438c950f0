import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nok_analysis.statistics import reliability
from tests.statistics.properties import holds, scores

ratings = st.lists(st.tuples(scores, st.floats(0.1, 30)), min_size=4, max_size=12)


def items(seed=4, n=30, k=4):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 1)) + rng.normal(size=(n, k))


def test_alpha_is_the_formula_with_feldt_bounds():
    x = items()
    alpha = reliability.cronbach_alpha(x, confidence_level=0.9)
    expected = 4 / 3 * (1 - x.var(axis=0, ddof=1).sum() / x.sum(axis=1).var(ddof=1))
    assert alpha.estimate == pytest.approx(expected)
    assert alpha.low == pytest.approx(1 - (1 - expected) * stats.f.ppf(0.95, 29, 87))
    assert alpha.high == pytest.approx(1 - (1 - expected) * stats.f.ppf(0.05, 29, 87))
    assert (alpha.n, alpha.items, alpha.missing) == (30, 4, "listwise")


def test_listwise_counts_complete_rows_and_pairwise_uses_all():
    x = items()
    x[0, 0] = x[1, 2] = np.nan
    listwise = reliability.cronbach_alpha(x)
    pairwise = reliability.cronbach_alpha(x, missing="pairwise")
    assert (listwise.n, pairwise.n) == (28, 30)
    assert listwise.estimate == pytest.approx(reliability.cronbach_alpha(x[2:]).estimate)
    covariances = np.empty((4, 4))
    for i in range(4):
        for j in range(4):
            both = ~np.isnan(x[:, i] + x[:, j])
            covariances[i, j] = np.cov(x[both, i], x[both, j])[0, 1]
    expected = 4 / 3 * (1 - np.trace(covariances) / covariances.sum())
    assert pairwise.estimate == pytest.approx(expected)


def test_complete_answers_give_one_alpha_both_ways():
    listwise = reliability.cronbach_alpha(items())
    pairwise = reliability.cronbach_alpha(items(), missing="pairwise")
    assert pairwise.estimate == pytest.approx(listwise.estimate)


@pytest.mark.parametrize(
    "x", [np.empty((0, 3)), [[1, 2], [2, 3]], np.ones((9, 3)), [[1, np.nan]] * 5]
)
@pytest.mark.parametrize("missing", ["listwise", "pairwise"])
def test_alpha_of_too_few_rows_or_no_variance_is_unknown(x, missing):
    alpha = reliability.cronbach_alpha(x, missing=missing)
    assert math.isnan(alpha.estimate)
    assert (alpha.status, alpha.reason) == ("too_few", "no_variance_or_rows")


@pytest.mark.parametrize(
    ("x", "options"),
    [
        ([[1], [2], [3]], {}),
        (np.eye(4), {"missing": "mean"}),
        (np.eye(4), {"confidence_level": 95}),
    ],
)
def test_impossible_alpha_is_refused(x, options):
    with pytest.raises(ValueError, match="expected"):
        reliability.cronbach_alpha(x, **options)


def test_reliability_is_one_less_the_inverse_of_f():
    scores_, v = np.array([88.1, 80.9, 93.4]), np.array([4.1, 9.5, 2.2])
    center = (scores_ / v).sum() / (1 / v).sum()
    f = ((scores_ - center) ** 2 / v).sum() / 2
    found = reliability.between_institutions(scores_, v)
    assert (found.f, found.value) == (pytest.approx(f), pytest.approx(1 - 1 / f))
    assert found.df == 2
    assert found.distinguishes
    assert not reliability.between_institutions(scores_, v, gate=0.99).distinguishes


def test_equal_scores_have_no_reliability():
    found = reliability.between_institutions([80, 80, 80], [1, 2, 3])
    assert (found.value, found.f, found.distinguishes) == (0.0, 0.0, False)


@pytest.mark.parametrize(
    ("estimates", "variances", "status", "reason"),
    [
        ([], [], "too_few", "fewer_than_two_institutions"),
        ([80], [1], "too_few", "fewer_than_two_institutions"),
        ([80, math.nan], [1, 1], "too_few", "fewer_than_two_institutions"),
        ([80, 90], [1, 0], "refused", "zero_variance"),
    ],
)
def test_reliability_says_why_it_cannot_judge(estimates, variances, status, reason):
    found = reliability.between_institutions(estimates, variances)
    assert (found.status, found.reason, found.distinguishes) == (status, reason, False)
    assert math.isnan(found.value)


def test_institution_without_a_score_does_not_count():
    with_gap = reliability.between_institutions([80, 90, math.nan], [1, 1, 4])
    assert with_gap == reliability.between_institutions([80, 90], [1, 1])


@pytest.mark.parametrize(
    ("estimates", "variances", "options"),
    [([1, 2], [1, -1], {}), ([1, 2], [1], {}), ([1, 2], [1, 1], {"gate": 1.2})],
)
def test_impossible_reliability_is_refused(estimates, variances, options):
    with pytest.raises(ValueError, match="expected"):
        reliability.between_institutions(estimates, variances, **options)


@given(ratings, st.floats(-50, 50), st.floats(0.1, 5))
@holds
def test_reliability_ignores_shift_and_scale(rows, shift, scale):
    estimates, v = np.array(rows).T
    found = reliability.between_institutions(estimates, v)
    moved = reliability.between_institutions(shift + scale * estimates, scale**2 * v)
    assert 0 <= found.value < 1
    assert moved.value == pytest.approx(found.value, abs=1e-6)


@given(ratings)
@holds
def test_shrinking_moves_every_score_towards_the_center_and_never_past_it(rows):
    estimates, v = np.array(rows).T
    drawn = reliability.shrink(estimates, v)
    assert ((drawn.kept >= 0) & (drawn.kept <= 1)).all()
    assert (
        np.abs(drawn.values - drawn.center) <= np.abs(estimates - drawn.center) + 1e-9
    ).all()
    order = np.argsort(v)
    assert (np.diff(drawn.kept[order]) <= 1e-12).all()


@pytest.mark.parametrize(
    ("estimates", "variances", "reason"),
    [
        ([80, 90, 70], [1, 1, 1], "fewer_than_four"),
        ([80, 90, 70, math.nan], [1, 1, 1, 1], "fewer_than_four"),
        ([80, 90, 70, 75], [1, 1, 0, 1], "zero_variance"),
        ([], [], "fewer_than_four"),
    ],
)
def test_shrinking_refuses_and_leaves_scores_as_they_are(estimates, variances, reason):
    drawn = reliability.shrink(estimates, variances)
    assert np.array_equal(drawn.values, np.array(estimates, dtype=float), equal_nan=True)
    assert (drawn.status, drawn.reason) == ("refused", reason)


def test_unknown_score_stays_unknown_and_moves_nobody():
    known = reliability.shrink([80, 90, 70, 75, 66], [1, 2, 3, 4, 5])
    gap = reliability.shrink([80, 90, math.nan, 70, 75, 66], [1, 2, 9, 3, 4, 5])
    assert np.delete(gap.values, 2).tolist() == pytest.approx(known.values.tolist())
    assert math.isnan(gap.values[2])


def test_equal_scores_stay():
    drawn = reliability.shrink([80, 80, 80, 80], 2.0)
    assert drawn.tau2 == 0.0
    assert drawn.values.tolist() == [80.0] * 4
