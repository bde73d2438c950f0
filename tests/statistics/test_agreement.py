import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nok_analysis.statistics import agreement
from tests.statistics.properties import holds

NAN = math.nan
tables = st.lists(
    st.lists(st.integers(1, 4), min_size=3, max_size=3), min_size=3, max_size=9
).filter(lambda rows: any(len(set(column)) > 1 for column in zip(*rows, strict=True)))


@given(tables)
@holds
def test_concordance_is_the_mean_rank_correlation_rescaled(rows):
    table = np.array(rows, dtype=float)
    found = agreement.kendall_w(table)
    assert -1e-12 <= found.w <= 1 + 1e-12
    assert found.statistic == pytest.approx(3 * (len(rows) - 1) * found.w)
    if all(len(set(column)) > 1 for column in table.T):
        friedman = stats.friedmanchisquare(*table)
        assert found.statistic == pytest.approx(friedman.statistic)
        assert found.p == pytest.approx(friedman.pvalue)


def test_raters_who_agree_fully_and_raters_who_oppose():
    assert agreement.kendall_w([[1, 10], [2, 20], [3, 30]]).w == 1.0
    assert agreement.kendall_w([[1, 3], [2, 2], [3, 1]]).w == 0.0


def test_row_with_a_gap_is_dropped_and_ties_lower_the_uncorrected_w():
    rows = [[1, 2, 1], [2, 2, 3], [3, 4, 2], [4, 4, 4]]
    gap = agreement.kendall_w([*rows, [5, NAN, 5]])
    assert gap == agreement.kendall_w(rows)
    assert gap.subjects == 4
    assert agreement.kendall_w(rows, correct_ties=False).w < gap.w


@pytest.mark.parametrize(
    ("rows", "status", "reason"),
    [
        ([[1, 2], [2, 1]], "too_few", "subjects_or_raters"),
        ([[1], [2], [3]], "too_few", "subjects_or_raters"),
        ([[1, NAN], [2, 1], [3, 2]], "too_few", "subjects_or_raters"),
        (np.empty((0, 3)), "too_few", "subjects_or_raters"),
        ([[2, 2], [2, 2], [2, 2]], "refused", "no_variation"),
    ],
)
def test_concordance_says_why_it_cannot_judge(rows, status, reason):
    found = agreement.kendall_w(rows)
    assert (found.status, found.reason) == (status, reason)
    assert math.isnan(found.w)


def test_association_counts_pairs():
    first, second = [1, 2, 3, 4], [1, 3, 2, 4]
    found = agreement.kendall_tau(first, second)
    assert found.tau_b == pytest.approx((5 - 1) / 6)
    chances = [
        abs(stats.kendalltau(first, order).statistic) >= 4 / 6 - 1e-9
        for order in permutations(second)
    ]
    assert found.p == pytest.approx(np.mean(chances))


@pytest.mark.parametrize(
    ("first", "second", "status", "reason"),
    [
        ([1, 2, 3], [1, 2, 3], "too_few", "fewer_than_four"),
        ([1, 2, 3, NAN], [1, 2, 3, 4], "too_few", "fewer_than_four"),
        ([], [], "too_few", "fewer_than_four"),
        ([2, 2, 2, 2], [1, 2, 3, 4], "refused", "no_variation"),
    ],
)
def test_association_says_why_it_cannot_judge(first, second, status, reason):
    found = agreement.kendall_tau(first, second)
    assert (found.status, found.reason) == (status, reason)


def test_association_refuses_lists_of_different_length():
    with pytest.raises(ValueError, match="shapes"):
        agreement.kendall_tau([1, 2, 3, 4], [1, 2, 3])


LEVELS = ("nominal", "ordinal", "interval", "ratio")


@pytest.mark.parametrize("level", LEVELS)
def test_full_agreement_is_one_and_no_variation_is_unknown(level):
    agree = agreement.krippendorff_alpha([[1, 1], [2, 2], [4, 4]], level=level)
    assert agree == pytest.approx(1.0)
    assert math.isnan(agreement.krippendorff_alpha([[2, 2], [2, 2]], level=level))
    assert math.isnan(agreement.krippendorff_alpha([[1, NAN], [NAN, 2]], level=level))


@given(tables)
@holds
def test_nominal_and_interval_alpha_equal_a_count_over_pairs(rows):
    def alpha(distance):
        within, pooled = [], [a for row in rows for a in row]
        for row in rows:
            within += [distance(a, b) for a, b in permutations(row, 2)]
        between = [distance(a, b) for a, b in permutations(pooled, 2)]
        return 1 - np.mean(within) / np.mean(between) if any(between) else NAN

    nominal = agreement.krippendorff_alpha(rows, level="nominal")
    interval = agreement.krippendorff_alpha(rows, level="interval")
    assert nominal == pytest.approx(alpha(lambda a, b: float(a != b)), nan_ok=True)
    assert interval == pytest.approx(alpha(lambda a, b: (a - b) ** 2), nan_ok=True)


def test_order_of_institutions_and_raters_changes_nothing_and_gaps_are_kept():
    rows = np.array([[1, 1, NAN], [2, 3, 2], [4, 4, 4], [NAN, 3, 1], [NAN, NAN, 5]])
    for level in LEVELS:
        alpha = agreement.krippendorff_alpha(rows, level=level)
        moved = agreement.krippendorff_alpha(rows[::-1, [2, 0, 1]], level=level)
        without = agreement.krippendorff_alpha(rows[:4], level=level)
        assert moved == pytest.approx(alpha)
        assert without == pytest.approx(alpha)


def test_unknown_level_is_refused():
    with pytest.raises(ValueError, match="level"):
        agreement.krippendorff_alpha([[1, 1]], level="ordered")
