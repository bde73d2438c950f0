import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.statistics import disclosure
from tests.statistics.properties import holds

small_tables = st.lists(
    st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=2
)
wide_tables = st.lists(
    st.lists(st.integers(0, 40), min_size=4, max_size=4), min_size=3, max_size=4
)


def test_zero_is_shown_and_small_is_hidden():
    found = disclosure.suppress_rows([0, 1, 4, 5, 6])
    assert found.primary.tolist() == [False, True, True, False, False]
    assert found.hidden.tolist() == [False, True, True, False, False]


def test_hidden_rows_must_sum_to_the_minimum():
    found = disclosure.suppress_rows([1, 2, 9, 30])
    assert found.complementary.tolist() == [False, False, True, False]


def test_group_without_small_rows_hides_nothing():
    for totals in ([], [5, 6], [0, 0]):
        assert not disclosure.suppress_rows(totals).hidden.any()


def test_zero_is_hidden_only_when_nobody_else_is_left():
    found = disclosure.suppress_rows([3, 0, 0])
    assert found.complementary.tolist() == [False, True, True]


def test_groups_hide_apart():
    found = disclosure.suppress_rows([3, 20, 40, 50], groups=["A", "A", "B", "B"])
    assert found.hidden.tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("totals", "options"),
    [
        ([1.5], {}),
        ([-1], {}),
        ([[1, 2]], {}),
        ([1, 2], {"groups": ["A"]}),
        ([1, 2], {"minimum": -1}),
    ],
)
def test_impossible_rows_are_refused(totals, options):
    with pytest.raises(ValueError, match="expected"):
        disclosure.suppress_rows(totals, **options)


@given(st.lists(st.integers(0, 60), max_size=10), st.integers(2, 10))
@holds
def test_hidden_rows_are_two_and_sum_to_the_minimum_where_the_group_allows(totals, minimum):
    found = disclosure.suppress_rows(totals, minimum=minimum)
    counts = np.array(totals, dtype=int)
    assert (found.primary == ((counts > 0) & (counts < minimum))).all()
    assert not (found.primary & found.complementary).any()
    assert (found.hidden == (found.primary | found.complementary)).all()
    if found.primary.any() and not found.hidden.all():
        assert found.hidden.sum() >= 2
        assert counts[found.hidden].sum() >= minimum


def test_subtraction_gives_a_lonely_hidden_cell_away():
    seen = disclosure.attack([[2, 8], [5, 9]], [[1, 0], [0, 0]])
    assert seen.pinned[0, 0]
    assert seen.low[0, 0] == seen.high[0, 0] == 2.0


def test_published_cells_hold_their_count_and_are_not_called_pinned():
    seen = disclosure.attack([[2, 8], [5, 9]], np.zeros((2, 2)))
    assert seen.low.tolist() == seen.high.tolist() == [[2.0, 8.0], [5.0, 9.0]]
    assert not seen.pinned.any()


def test_unpublished_totals_leave_cells_open():
    counts, hidden = [[2, 8], [5, 9]], [[1, 1], [0, 0]]
    rows = disclosure.attack(counts, hidden, column_totals=False)
    assert rows.high[0].tolist() == [10.0, 10.0]
    free = disclosure.attack(counts, hidden, row_totals=False, column_totals=False)
    assert free.high[0].tolist() == [math.inf, math.inf]
    one = disclosure.attack(counts, hidden, row_totals=[0, 1], column_totals=[1, 0])
    assert one.pinned.tolist() == [[True, False], [False, False]]


@given(small_tables, st.lists(st.booleans(), min_size=6, max_size=6))
@holds
def test_attacker_finds_what_a_search_over_all_tables_finds(rows, marks):
    table, hidden = np.array(rows), np.array(marks).reshape(2, 3)
    seen = disclosure.attack(table, hidden)
    found = []
    for values in product(range(table.sum(axis=1).max() + 1), repeat=3):
        first = np.array(values)
        both = np.stack([first, table.sum(axis=0) - first])
        same_rows = (both.sum(axis=1) == table.sum(axis=1)).all()
        if same_rows and (both >= 0).all() and (both == table)[~hidden].all():
            found.append(both)
    low, high = np.min(found, axis=0), np.max(found, axis=0)
    assert (seen.low == low).all()
    assert (seen.high == high).all()
    assert (seen.pinned == (hidden & (low == high))).all()


def test_attack_refuses_other_shapes():
    for counts, hidden in [([1, 2], [0, 1]), ([[1, 2]], [[0, 1], [0, 1]]), ([[1.5]], [[1]])]:
        with pytest.raises(ValueError, match="expected"):
            disclosure.attack(counts, hidden)


def protectable(table, minimum):
    """Small cells that the published totals do not give away by themselves."""
    least = np.minimum.outer(table.sum(axis=1), table.sum(axis=0))
    everything = disclosure.attack(table, np.ones_like(table))
    wide = everything.high - everything.low >= minimum - 1
    return (table > 0) & (table < minimum) & wide & (least >= minimum - 1)


@given(wide_tables, st.sampled_from([3, 5, 10]))
@settings(holds, max_examples=25)
def test_small_cells_of_a_table_are_protected_wherever_totals_allow(rows, minimum):
    table = np.array(rows)
    found = disclosure.suppress_table(table, minimum=minimum)
    assert (found.primary == ((table > 0) & (table < minimum))).all()
    assert (found.hidden == (found.primary | found.complementary)).all()
    seen = disclosure.attack(table, found.hidden)
    width = seen.high - seen.low
    assert (width[protectable(table, minimum)] >= minimum - 1).all()


def test_table_hides_a_rectangle_of_its_smallest_neighbours():
    found = disclosure.suppress_table([[2, 20, 30], [15, 25, 35], [40, 45, 50]])
    assert found.hidden.tolist() == [
        [True, True, False],
        [True, True, False],
        [False, False, False],
    ]


def test_table_without_small_cells_hides_nothing():
    for table in ([[10, 20], [30, 0]], np.empty((0, 0)), [[0]]):
        assert not disclosure.suppress_table(table).hidden.any()


def test_total_below_the_minimum_cannot_be_protected_and_attack_says_so():
    table = np.array([[2, 0, 0], [10, 20, 30]])
    found = disclosure.suppress_table(table)
    seen = disclosure.attack(table, found.hidden)
    assert seen.high[0, 0] - seen.low[0, 0] < 4
    assert found.hidden.all()


def test_impossible_table_is_refused():
    for counts in ([1, 2], [[-1]], [[0.5]]):
        with pytest.raises(ValueError, match="expected"):
            disclosure.suppress_table(counts)


def test_rounded_percentage_gives_a_hidden_count_back():
    # n = 40 and "8 %" (7.5 to 8.5 %) leave 3 alone; the total of two rows is 12
    seen = disclosure.feasible_range(
        [[1, 1]], [12], inequalities=[[1, 0], [-1, 0]], limits=[3.4, -3.0], upper=40
    )
    assert seen.low.tolist() == seen.high.tolist() == [3.0, 9.0]
    assert seen.pinned.all()


def test_whole_numbers_pin_what_fractions_would_not():
    # 2x + 4y = 10 with y between 0.6 and 1.4: only whole y = 1 fits
    seen = disclosure.feasible_range(
        [[2, 4]], [10], inequalities=[[0, 1], [0, -1]], limits=[1.4, -0.6]
    )
    assert seen.low.tolist() == seen.high.tolist() == [3.0, 1.0]


def test_constraints_that_contradict_are_refused():
    for equalities, totals, options in [
        ([[1, 1]], [10], {"upper": [2, 3]}),
        ([[1]], [-1], {}),
        ([[2]], [3], {}),
        ([[1]], [3], {"inequalities": [[1]]}),
        ([[1]], [3], {"limits": [1]}),
    ]:
        with pytest.raises(ValueError, match="expected"):
            disclosure.feasible_range(equalities, totals, **options)
