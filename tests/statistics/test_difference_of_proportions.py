import math

import pytest
from hypothesis import given

from nok_analysis.statistics import intervals
from tests.statistics.properties import counts, holds


def test_difference_of_two_silent_groups_still_has_width():
    gap = intervals.difference_of_proportions(0, 10, 0, 10)
    assert gap.low < gap.estimate == 0.0 < gap.high
    assert gap.low == -gap.high


def test_difference_of_certain_groups_stays_inside_the_scale():
    gap = intervals.difference_of_proportions(10, 10, 0, 10)
    assert gap.estimate == gap.high == 1.0 > gap.low


def test_difference_of_two_censuses_has_no_width():
    gap = intervals.difference_of_proportions(
        8, 10, 3, 6, population_size_1=10, population_size_2=6
    )
    assert gap.low == gap.estimate == gap.high == pytest.approx(0.3)
    assert (gap.method, gap.n) == ("census", 16)


def test_difference_with_one_known_population_is_corrected():
    plain = intervals.difference_of_proportions(8, 10, 3, 6)
    gap = intervals.difference_of_proportions(8, 10, 3, 6, population_size_1=11)
    assert gap.method == "newcombe_fpc"
    assert gap.high - gap.low < plain.high - plain.low


@pytest.mark.parametrize("case", [(0, 0, 3, 9), (3, 9, 0, 0), (0, 0, 0, 0)])
def test_difference_without_answers_is_unknown(case):
    gap = intervals.difference_of_proportions(*case)
    assert math.isnan(gap.estimate)
    assert (gap.low, gap.high) == (-1.0, 1.0)
    assert (gap.status, gap.reason) == ("too_few", "no_answers")


@pytest.mark.parametrize("case", [(6, 5, 1, 5), (1, 5, 6, 5), (-1, 5, 1, 5)])
def test_impossible_difference_is_refused(case):
    with pytest.raises(ValueError, match="count"):
        intervals.difference_of_proportions(*case)


@given(counts(60), counts(60))
@holds
def test_exchanged_groups_mirror_the_difference(first, second):
    gap = intervals.difference_of_proportions(*first, *second)
    back = intervals.difference_of_proportions(*second, *first)
    assert gap.estimate == pytest.approx(-back.estimate)
    assert gap.low == pytest.approx(-back.high)
    assert -1 - 1e-12 <= gap.low <= gap.estimate + 1e-12
    assert gap.estimate - 1e-12 <= gap.high <= 1 + 1e-12
