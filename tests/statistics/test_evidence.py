import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nok_analysis.statistics import evidence, intervals
from tests.statistics.properties import counts, holds, scores

p_lists = st.lists(st.floats(0, 1), max_size=12)
small = st.lists(st.integers(1, 5), min_size=2, max_size=9)


@given(p_lists)
@holds
def test_adjusted_p_only_rises_and_keeps_the_order(values):
    for adjust in (evidence.holm, evidence.benjamini_hochberg):
        adjusted = adjust(values)
        assert (adjusted >= np.array(values) - 1e-15).all()
        assert (adjusted <= 1).all()
        assert (np.diff(adjusted[np.argsort(values, kind="stable")]) >= 0).all()
    if values:
        assert (evidence.benjamini_hochberg(values) <= evidence.holm(values) + 1e-15).all()


def test_test_that_was_not_done_is_not_counted():
    assert evidence.holm([0.01, math.nan, 0.04]).tolist() == pytest.approx(
        [0.02, math.nan, 0.04], nan_ok=True
    )
    assert evidence.benjamini_hochberg([math.nan]).shape == (1,)
    assert evidence.holm([]).shape == (0,)


@pytest.mark.parametrize("value", [-0.1, 1.1])
def test_p_outside_its_range_is_refused(value):
    with pytest.raises(ValueError, match="p_values"):
        evidence.holm([0.5, value])


def test_pairs_come_in_order_with_the_difference_first_less_second():
    pairs = evidence.pairwise_proportions([45, 30, 20], [50, 50, 50])
    assert pairs.first.tolist() == [0, 0, 1]
    assert pairs.second.tolist() == [1, 2, 2]
    assert pairs.difference.tolist() == pytest.approx([0.3, 0.5, 0.2])
    assert pairs.p_adjusted.tolist() == pytest.approx(evidence.holm(pairs.p).tolist())


@given(counts(60), counts(60))
@holds
def test_pair_has_the_bounds_of_the_difference(first, second):
    pair = evidence.pairwise_proportions([first[0], second[0]], [first[1], second[1]])
    gap = intervals.difference_of_proportions(*first, *second)
    assert pair.low[0] == pytest.approx(gap.low)
    assert pair.high[0] == pytest.approx(gap.high)
    back = evidence.pairwise_proportions([second[0], first[0]], [second[1], first[1]])
    assert back.p[0] == pytest.approx(pair.p[0], nan_ok=True)


def test_score_test_is_the_chi_square_without_correction():
    pair = evidence.pairwise_proportions([30, 20], [50, 60])
    table = [[30, 20], [20, 40]]
    assert pair.p[0] == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)


def test_small_institutions_get_no_verdict_and_leave_the_adjustment_alone():
    pairs = evidence.pairwise_proportions([45, 30, 0, 0], [50, 50, 4, 0])
    assert pairs.verdict == ("higher", *["too_few"] * 5)
    assert np.isnan(pairs.p[1:]).all()
    assert pairs.p_adjusted[0] == pairs.p[0]
    assert (pairs.low[2], pairs.high[2]) == (-1.0, 1.0)
    assert math.isnan(pairs.difference[2])


def test_verdict_needs_both_evidence_and_size():
    counts_, n = [4500, 4250], [5000, 5000]
    small_gap = evidence.pairwise_proportions(counts_, n, threshold=0.06)
    enough = evidence.pairwise_proportions(counts_, n, threshold=0.05)
    assert small_gap.p_adjusted[0] < 0.001
    assert small_gap.verdict == ("no_evidence",)
    assert enough.verdict == ("higher",)
    assert evidence.pairwise_proportions([6, 4], [8, 8]).verdict == ("no_evidence",)
    assert evidence.pairwise_proportions(counts_[::-1], n).verdict == ("lower",)


def test_equal_certain_shares_do_not_differ():
    pair = evidence.pairwise_proportions([50, 60], [50, 60])
    assert pair.p[0] == pytest.approx(1.0)
    assert pair.verdict == ("no_evidence",)


@pytest.mark.parametrize(
    ("counts_", "n", "options"),
    [
        ([6, 1], [5, 5], {}),
        ([1], [5, 5], {}),
        ([1, 1], [5, 5], {"threshold": -0.1}),
        ([1, 1], [5, 5], {"confidence_level": 95}),
        ([1, 1], [5, 5], {"min_n": -1}),
    ],
)
def test_impossible_pairs_are_refused(counts_, n, options):
    with pytest.raises(ValueError, match="expected"):
        evidence.pairwise_proportions(counts_, n, **options)


def test_one_institution_or_none_have_no_pairs():
    assert evidence.pairwise_proportions([3], [9]).verdict == ()
    assert evidence.pairwise_scores([], []).verdict == ()


def test_scores_are_compared_by_the_normal_law():
    pairs = evidence.pairwise_scores([80.0, 86.0, math.nan, 81.0], [2.0, 1.5, 1.0, math.nan])
    z = -6 / math.hypot(2, 1.5)
    assert pairs.p[0] == pytest.approx(2 * stats.norm.sf(-z))
    assert pairs.low[0] == pytest.approx(-6 - 1.959964 * 2.5, abs=1e-5)
    assert pairs.verdict == ("lower", *["too_few"] * 5)


def test_two_censuses_differ_by_any_difference_and_by_none_not():
    pairs = evidence.pairwise_scores([80.0, 80.1, 80.1], [0.0, 0.0, 0.0])
    assert pairs.p.tolist() == [0.0, 0.0, 1.0]
    assert pairs.verdict == ("lower", "lower", "no_evidence")


@given(st.lists(st.tuples(scores, st.floats(0.1, 9)), min_size=2, max_size=6))
@holds
def test_scores_in_another_order_give_the_same_pairs(rows):
    estimates, errors = np.array(rows).T
    pairs = evidence.pairwise_scores(estimates, errors, threshold=5)
    back = evidence.pairwise_scores(estimates[::-1], errors[::-1], threshold=5)
    assert sorted(pairs.p_adjusted) == pytest.approx(sorted(back.p_adjusted))
    turned = {"higher": "lower", "lower": "higher"}
    assert sorted(pairs.verdict) == sorted(turned.get(word, word) for word in back.verdict)


def test_kruskal_drops_missing_answers_and_equals_scipy():
    groups = [[1, 2, 2, math.nan, 5], [3, 3, 4], [5, 5, 1, 2]]
    ours = evidence.kruskal_wallis(groups)
    theirs = stats.kruskal([1, 2, 2, 5], [3, 3, 4], [5, 5, 1, 2])
    assert (ours.statistic, ours.p) == (
        pytest.approx(theirs.statistic),
        pytest.approx(theirs.pvalue),
    )
    assert (ours.n, ours.df) == (11, 2)


@pytest.mark.parametrize(
    ("groups", "status", "reason"),
    [
        ([[1, 2, 3], [1, 2]], "too_few", "group_below_three"),
        ([[1, 2, 3], [1, 2, math.nan]], "too_few", "group_below_three"),
        ([[1, 2, 3]], "too_few", "fewer_than_two"),
        ([], "too_few", "fewer_than_two"),
        ([[2, 2, 2], [2, 2, 2]], "refused", "no_variation"),
    ],
)
def test_kruskal_says_why_it_cannot_judge(groups, status, reason):
    test = evidence.kruskal_wallis(groups)
    assert (test.status, test.reason) == (status, reason)
    assert math.isnan(test.p)


@given(st.lists(small, min_size=2, max_size=4))
@holds
def test_dunn_is_not_moved_by_missing_answers(groups):
    plain = evidence.dunn(groups)
    gaps = evidence.dunn([[*group, math.nan] for group in groups])
    assert np.array_equal(plain.z, gaps.z, equal_nan=True)
    assert np.array_equal(plain.p_adjusted, gaps.p_adjusted, equal_nan=True)


def test_dunn_of_two_groups_squared_is_kruskal():
    groups = [[1, 2, 2, 5], [3, 3, 4, 4, 1]]
    pair = evidence.dunn(groups)
    assert pair.z[0] ** 2 == pytest.approx(evidence.kruskal_wallis(groups).statistic)


def test_dunn_adjusts_as_asked_and_knows_nothing_without_variation():
    groups = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    assert evidence.dunn(groups).p_adjusted.tolist() == pytest.approx(
        evidence.holm(evidence.dunn(groups).p).tolist()
    )
    relaxed = evidence.dunn(groups, adjustment="benjamini_hochberg")
    assert (relaxed.p_adjusted <= evidence.dunn(groups).p_adjusted).all()
    assert np.isnan(evidence.dunn([[2, 2], [2, 2]]).z).all()
    assert np.isnan(evidence.dunn([[1, 2], []]).z).all()
    with pytest.raises(ValueError, match="adjustment"):
        evidence.dunn(groups, adjustment="bonferoni")


@given(small, small)
@holds
def test_delta_counts_pairs_and_mirrors(first, second):
    found = evidence.cliffs_delta(first, second)
    signs = [np.sign(a - b) for a, b in product(first, second)]
    back = evidence.cliffs_delta(second, first)
    assert found.estimate == pytest.approx(np.mean(signs))
    assert found.low == pytest.approx(-back.high)
    assert -1 <= found.low <= found.estimate + 1e-12
    assert found.estimate - 1e-12 <= found.high <= 1


def test_delta_variance_equals_the_matrix_formula():
    first, second = [5, 4, 4, 3, 5, 5, 2, 4], [3, 2, 4, 1, 3, 2, 5, 3, 2]
    matrix = np.sign(np.subtract.outer(first, second)).astype(float)
    n, m = matrix.shape
    d = matrix.mean()
    variance = (
        (m - 1) * matrix.mean(axis=1).var(ddof=1)
        + (n - 1) * matrix.mean(axis=0).var(ddof=1)
        + ((matrix - d) ** 2).sum() / ((n - 1) * (m - 1))
    ) / (n * m)
    q = stats.norm.ppf(0.975)
    root = q * math.sqrt(variance) * math.sqrt((1 - d**2) ** 2 + q**2 * variance)
    found = evidence.cliffs_delta(first, second)
    scale = 1 - d**2 + q**2 * variance
    assert found.low == pytest.approx((d - d**3 - root) / scale)
    assert found.high == pytest.approx((d - d**3 + root) / scale)


def test_delta_without_overlap_still_has_width():
    found = evidence.cliffs_delta([4, 5, 5], [1, 2, 3, 3])
    assert found.estimate == found.high == 1.0
    wilson = intervals.proportion(3, 3).low
    assert found.low == pytest.approx(2 * wilson - 1)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ([], [1, 2], "no_answers"),
        ([math.nan], [1, 2], "no_answers"),
        ([3], [1, 2], "fewer_than_two"),
    ],
)
def test_delta_of_too_few_says_why(first, second, reason):
    found = evidence.cliffs_delta(first, second)
    assert (found.low, found.high, found.status) == (-1.0, 1.0, "too_few")
    assert found.reason == reason
