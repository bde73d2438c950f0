import math
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nok_analysis.statistics import evidence, integrity, variance
from tests.statistics.properties import holds

NAN = math.nan
forms = st.lists(
    st.lists(st.sampled_from([1.0, 2.0, NAN]), min_size=4, max_size=4), min_size=1, max_size=9
)


@given(forms)
@holds
def test_runs_duplicates_and_spread_equal_a_plain_count(rows):
    answered = [[a for a in row if not math.isnan(a)] for row in rows]
    runs = [max((len(list(g)) for _, g in groupby(row)), default=0) for row in answered]
    assert integrity.longest_run(rows).tolist() == runs
    spread = [np.std(row, ddof=1) if len(row) > 1 else NAN for row in answered]
    assert integrity.individual_variability(rows).tolist() == pytest.approx(spread, nan_ok=True)
    keys = [tuple(map(str, row)) for row in rows]
    found = integrity.duplicates(rows)
    assert found.flag.tolist() == [key in keys[:i] for i, key in enumerate(keys)]
    assert found.group_size.tolist() == [keys.count(key) for key in keys]
    assert found.share == pytest.approx(1 - len(set(keys)) / len(keys))


def test_gap_does_not_break_a_run():
    assert integrity.longest_run([[2, NAN, 2, 2, 1]]).tolist() == [3]


def test_straight_line_needs_enough_answers():
    rows = [[3] * 8, [3] * 7 + [NAN], [3] * 7 + [4], [NAN] * 8]
    assert integrity.straight_lining(rows).tolist() == [True, False, False, False]
    assert integrity.straight_lining(rows, min_items=7).tolist() == [True, True, False, False]
    assert not integrity.straight_lining([[NAN, NAN]], min_items=0).any()


def test_no_forms_have_no_patterns():
    empty = np.empty((0, 3))
    assert integrity.longest_run(empty).shape == (0,)
    assert integrity.straight_lining(empty).shape == (0,)
    assert math.isnan(integrity.duplicates(empty).share)
    assert integrity.individual_variability(empty).shape == (0,)


def test_one_form_repeats_nobody():
    found = integrity.duplicates([[1, 2]])
    assert (found.flag.tolist(), found.group_size.tolist(), found.share) == ([False], [1], 0.0)


def test_answers_must_be_a_finite_table():
    for measure in (integrity.longest_run, integrity.duplicates, integrity.straight_lining):
        with pytest.raises(ValueError, match="expected"):
            measure([1, 2, 3])
        with pytest.raises(ValueError, match="expected"):
            measure([[1, math.inf]])


def test_burst_is_the_poisson_tail_at_the_median_adjusted_by_holm():
    days = np.array([3, 4, 2, 3, 18, 0, 5])
    found = integrity.bursts(days)
    p = stats.poisson.sf(days - 1, 3.0)
    assert found.expected == 3.0
    assert found.p_adjusted.tolist() == pytest.approx(evidence.holm(p).tolist())
    assert found.flag.tolist() == [False] * 4 + [True] + [False] * 2


def test_quiet_stream_expects_at_least_one_form():
    assert integrity.bursts([0, 0, 0, 2]).expected == 1.0
    assert integrity.bursts([]).flag.shape == (0,)
    assert not integrity.bursts([0, 0]).flag.any()
    for arguments, options in [(([1, -1],), {}), (([1.5],), {}), (([1],), {"alpha": 5})]:
        with pytest.raises(ValueError, match="expected"):
            integrity.bursts(*arguments, **options)


def test_unknown_filter_is_neither_open_nor_closed():
    found = integrity.skip_violations([NAN, NAN, 0, 0, 1, 1, 1], [1, NAN, 1, NAN, 1, NAN, NAN])
    assert (found.closed_answered, found.open_missing, found.closed) == (1, 2, 2)
    assert found.share == 0.5


def test_any_of_several_follow_ups_counts_and_the_opening_answer_is_an_option():
    found = integrity.skip_violations([2, 5, 5], [[NAN, NAN], [NAN, 3], [1, 1]], opens=2)
    assert (found.closed_answered, found.open_missing, found.closed) == (2, 1, 2)


def test_nothing_closed_has_no_share():
    assert math.isnan(integrity.skip_violations([1, 1], [1, 1]).share)
    assert integrity.skip_violations([], []).closed == 0
    with pytest.raises(ValueError, match="follow_ups"):
        integrity.skip_violations([1, 0], [1])


def test_score_without_suspects_is_the_score_of_the_others():
    rng = np.random.default_rng(6)
    y, x = (rng.random((30, 2)) < 0.7).astype(float), np.ones((30, 2))
    suspects = np.arange(30) < 6
    found = integrity.score_with_and_without(y, x, [60, 40], suspects, population_size=90)
    assert found.everyone == variance.score(y, x, [60, 40], population_size=90)
    assert found.without == variance.score(y[6:], x[6:], [60, 40], population_size=90)
    assert found.shift == pytest.approx(found.without.estimate - found.everyone.estimate)
    assert found.removed == 6


def test_no_suspects_shift_nothing_and_all_suspects_leave_nothing():
    y, x = [[1.0], [0.0], [1.0]], [[1.0]] * 3
    nobody = integrity.score_with_and_without(y, x, [100], [0, 0, 0])
    assert (nobody.shift, nobody.removed) == (0.0, 0)
    everybody = integrity.score_with_and_without(y, x, [70], [1, 1, 1], constant=30)
    assert (everybody.without.low, everybody.without.high) == (30.0, 100.0)
    assert everybody.without.status == "too_few"
    assert math.isnan(everybody.shift)


def test_suspects_who_alone_answered_a_term_leave_the_score_unknown():
    y, x = [[1, 1], [1, 0], [0, 0]], [[1, 1], [1, 0], [1, 0]]
    found = integrity.score_with_and_without(y, x, [50, 50], [1, 0, 0])
    assert math.isnan(found.without.estimate)
    assert found.without.status == "too_few"
    with pytest.raises(ValueError, match="suspects"):
        integrity.score_with_and_without(y, x, [50, 50], [1, 0])
