import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nok_analysis.statistics import variance
from tests.statistics.properties import holds


def answers(n, terms, seed, yes=0.7):
    """Rows in which everybody answers the first term and some answer the others."""
    rng = np.random.default_rng(seed)
    x = rng.random((n, terms)) < 0.8
    x[:, 0] = True
    x[0] = True
    y = (rng.random((n, terms)) < yes) & x
    return y.astype(float), x.astype(float)


def test_score_adds_weighted_shares_to_the_checklist():
    y, x = [[1, 1], [0, 1], [1, 0], [1, 0]], [[1, 1], [1, 1], [1, 1], [1, 0]]
    found = variance.score(y, x, [40, 30], constant=Fraction(30))
    assert found.estimate == pytest.approx(30 + 40 * 3 / 4 + 30 * 2 / 3)
    assert (found.n, found.method, found.status) == (4, "wilson_effective", "ok")


def test_one_question_gives_the_binomial_error_and_wilson_with_student():
    y = np.array([[1.0]] * 18 + [[0.0]] * 7)
    found = variance.score(y, np.ones_like(y), [100])
    p = 18 / 25
    assert found.standard_error == pytest.approx(100 * math.sqrt(p * (1 - p) / 24))
    assert found.n_effective == pytest.approx(24)
    q = stats.t.ppf(0.975, 24)
    root = q * math.sqrt(p * (1 - p) / 24 + q**2 / (4 * 24**2))
    assert found.low == pytest.approx(100 * (p + q**2 / 48 - root) / (1 + q**2 / 24))
    assert found.high == pytest.approx(100 * (p + q**2 / 48 + root) / (1 + q**2 / 24))


def test_linearised_error_is_near_the_jackknife_of_the_score():
    y, x = answers(200, 4, seed=5)
    w = np.array([12.0, 8.0, 30.0, 50.0])
    full = variance.score(y, x, w)
    others = [
        float((w * np.delete(y, i, 0).sum(0) / np.delete(x, i, 0).sum(0)).sum())
        for i in range(200)
    ]
    jackknife = math.sqrt(199 / 200 * ((others - np.mean(others)) ** 2).sum())
    assert full.standard_error == pytest.approx(jackknife, rel=0.02)


@given(st.integers(0, 10_000), st.integers(2, 40), st.integers(1, 5))
@holds
def test_linearised_scores_sum_to_zero_and_add_over_criteria(seed, n, terms):
    y, x = answers(n, terms, seed)
    w = np.linspace(5, 40, terms)
    z = variance.linearised(y, x, w)
    assert z.sum() == pytest.approx(0, abs=1e-9)
    parts = [variance.linearised(y[:, [j]], x[:, [j]], w[[j]]) for j in range(terms)]
    assert np.allclose(sum(parts), z)


@given(st.integers(0, 10_000), st.integers(2, 40))
@holds
def test_order_of_respondents_and_of_terms_changes_nothing(seed, n):
    y, x = answers(n, 3, seed)
    w = np.array([20.0, 30.0, 50.0])
    found = variance.score(y, x, w)
    rng = np.random.default_rng(seed)
    rows, terms = rng.permutation(n), rng.permutation(3)
    shuffled = variance.score(y[rows][:, terms], x[rows][:, terms], w[terms])
    assert shuffled.estimate == pytest.approx(found.estimate)
    assert shuffled.low == pytest.approx(found.low)
    assert 0 <= found.low <= found.estimate + 1e-9
    assert found.estimate - 1e-9 <= found.high <= 100 + 1e-9


def test_person_without_any_answer_counts_as_a_questionnaire():
    y, x = np.array([[1.0], [0.0], [0.0]]), np.array([[1.0], [1.0], [0.0]])
    assert variance.linearised(y, x, [100]).tolist() == [25.0, -25.0, 0.0]
    assert variance.score(y, x, [100]).n == 3


@pytest.mark.parametrize("yes", [0.0, 1.0])
def test_identical_answers_at_the_end_of_the_scale_still_have_width(yes):
    y = np.full((8, 3), yes)
    found = variance.score(y, np.ones((8, 3)), [20, 30, 50])
    assert found.standard_error == 0.0
    assert found.n_effective == 8
    assert found.high - found.low > 20
    assert (found.low if yes == 0 else 100 - found.high) == pytest.approx(0, abs=1e-9)


def test_identical_answers_inside_the_scale_use_the_number_of_people():
    y = np.tile([1.0, 0.0], (10, 1))
    found = variance.score(y, np.ones((10, 2)), [60, 40])
    assert found.standard_error == pytest.approx(0, abs=1e-9)
    assert found.n_effective == 10
    here = variance.score(y, np.ones((10, 2)), [60, 40], population_size=16)
    assert here.n_effective == pytest.approx(10 * 15 / 6)


def test_census_has_no_width_and_near_census_little():
    y, x = answers(30, 3, seed=2)
    whole = variance.score(y, x, [20, 30, 50], population_size=30)
    assert whole.low == whole.estimate == whole.high
    assert (whole.method, whole.standard_error) == ("census", 0.0)
    nearly = variance.score(y, x, [20, 30, 50], population_size=31)
    future = variance.score(y, x, [20, 30, 50])
    assert nearly.standard_error == pytest.approx(future.standard_error / math.sqrt(31))


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_questionnaires_know_only_the_scale(n):
    found = variance.score(np.ones((n, 2)), np.ones((n, 2)), [30, 40], constant=20)
    assert (found.low, found.high) == (20.0, 90.0)
    assert (found.status, found.reason) == ("too_few", "fewer_than_two")
    assert found.estimate == pytest.approx(90.0 if n else math.nan, nan_ok=True)
    assert math.isnan(found.standard_error)


def test_single_recipient_who_answered_is_a_census():
    found = variance.score([[1.0]], [[1.0]], [100], population_size=1)
    assert (found.low, found.high, found.method) == (100.0, 100.0, "census")


@pytest.mark.parametrize(
    ("y", "x", "w"),
    [
        ([[1.0], [0.0]], [[0.0], [0.0]], [100]),
        ([[0.0, 1.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]], [50, 50]),
        ([[1.0], [2.0]], [[1.0], [1.0]], [100]),
        ([[1.0], [-1.0]], [[1.0], [1.0]], [100]),
        ([[1.0], [math.nan]], [[1.0], [1.0]], [100]),
        ([[1.0]], [[1.0, 1.0]], [100]),
        ([[1.0], [0.0]], [[1.0], [1.0]], [-100]),
        ([[1.0], [0.0]], [[1.0], [1.0]], [0]),
    ],
)
def test_impossible_answers_are_refused(y, x, w):
    with pytest.raises(ValueError, match="expected"):
        variance.score(y, x, w)


def test_coefficients_serve_many_institutions_at_once():
    totals_y, totals_x = [[8, 3], [4, 4]], [[10, 4], [5, 5]]
    both = variance.coefficients(totals_y, totals_x, [60, 40])
    one = variance.coefficients(totals_y[1], totals_x[1], [60, 40])
    assert both.a[1].tolist() == one.a.tolist() == [12.0, 8.0]
    assert both.b[1].tolist() == one.b.tolist()
    with pytest.raises(ValueError, match="denominator > 0"):
        variance.coefficients([0], [0], [1])


def test_standard_error_comes_from_three_sums():
    z = np.array([3.0, -1.0, -2.5, 0.5])
    found = variance.standard_error(4, z.sum(), (z**2).sum())
    assert found == pytest.approx(4 * z.std(ddof=1) / 2)
    assert variance.standard_error(4, z.sum(), (z**2).sum(), population_size=4) == 0.0
    assert math.isnan(variance.standard_error(1, 0.0, 0.0))
    assert math.isnan(variance.standard_error(0, 0.0, 0.0))
    with pytest.raises(ValueError, match="sum_z2"):
        variance.standard_error(4, 10.0, 1.0)
    with pytest.raises(ValueError, match="population_size"):
        variance.standard_error(4, 0.0, 1.0, population_size=3)


def test_score_interval_without_a_standard_error_knows_only_the_scale():
    found = variance.score_interval(80, math.nan, 20, low_bound=10, high_bound=90)
    assert (found.low, found.high, found.reason) == (10.0, 90.0, "no_standard_error")


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ((101.0, 1.0, 20), {}),
        ((-0.1, 1.0, 20), {}),
        ((50.0, -1.0, 20), {}),
        ((50.0, 1.0, 20), {"low_bound": 60, "high_bound": 60}),
        ((50.0, 1.0, 20), {"population_size": 19}),
        ((50.0, 1.0, 20), {"confidence_level": 95}),
        ((math.nan, 1.0, 20), {}),
    ],
)
def test_impossible_score_interval_is_refused(arguments, options):
    with pytest.raises(ValueError, match="expected"):
        variance.score_interval(*arguments, **options)


@given(st.floats(0.5, 99.5), st.floats(0.01, 10), st.integers(2, 400))
@holds
def test_score_interval_mirrors_and_stays_on_the_scale(estimate, error, n):
    found = variance.score_interval(estimate, error, n)
    mirror = variance.score_interval(100 - estimate, error, n)
    assert found.low == pytest.approx(100 - mirror.high, abs=1e-6)
    assert 0 <= found.low <= estimate <= found.high <= 100
