import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nok_analysis.statistics import ranking, sensitivity
from tests.statistics.properties import holds

TABLE = [[90, 60, 70], [60, 91, 71], [50, 50, 50]]


def rng():
    return np.random.default_rng(4)


def test_institution_below_all_keeps_its_place_under_any_weights():
    found = sensitivity.weights(TABLE, [0.4, 0.4, 0.2], rng=rng())
    assert found.rank[2] == found.low[2] == found.high[2] == 3
    assert found.share_same[2] == 1.0
    assert (found.low[:2].tolist(), found.high[:2].tolist()) == ([1, 1], [2, 2])
    assert found.share_same[0] == found.share_same[1]


def test_exact_tie_of_floats_shares_a_place():
    found = sensitivity.weights([[2, 1, 1], [1, 1, 2]], [0.3, 0.4, 0.3], rng=rng())
    assert found.rank.tolist() == [1, 1]


def test_same_generator_gives_the_same_draws_and_scale_of_weights_is_free():
    first = sensitivity.weights(TABLE, [4, 4, 2], rng=rng(), replicates=300)
    again = sensitivity.weights(TABLE, [0.4, 0.4, 0.2], rng=rng(), replicates=300)
    assert first.share_same.tolist() == again.share_same.tolist()


def test_no_draws_know_the_official_place_only():
    found = sensitivity.weights(TABLE, [4, 4, 2], rng=rng(), replicates=0)
    assert found.rank.tolist() == found.low.tolist() == found.high.tolist()
    assert np.isnan(found.share_same).all()


@given(
    st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=1, max_size=7),
    st.floats(0.01, 0.9),
)
@holds
def test_official_place_lies_between_the_best_and_the_worst(rows, spread):
    found = sensitivity.weights(rows, [5, 3, 2], rng=rng(), spread=spread, replicates=50)
    totals = [Fraction(5 * a + 3 * b + 2 * c, 10) for a, b, c in rows]
    assert tuple(found.rank) == ranking.ranks(totals)
    assert (found.low <= found.rank).all()
    assert (found.rank <= found.high).all()
    assert ((found.share_same >= 0) & (found.share_same <= 1)).all()


@pytest.mark.parametrize(
    ("table", "weights", "options"),
    [
        (TABLE, [1, 1], {}),
        (TABLE, [1, 1, -1], {}),
        (TABLE, [0, 0, 0], {}),
        ([[1, math.nan]], [1, 1], {}),
        (TABLE, [1, 1, 1], {"spread": 0}),
        (TABLE, [1, 1, 1], {"spread": 1}),
        (TABLE, [1, 1, 1], {"replicates": -1}),
        (np.empty((2, 0)), [], {}),
    ],
)
def test_impossible_weighting_is_refused(table, weights, options):
    with pytest.raises(ValueError, match="expected"):
        sensitivity.weights(table, weights, rng=rng(), **options)


def test_leaving_out_a_criterion_ranks_by_the_rest():
    places = sensitivity.leave_one_out(TABLE, [0.4, 0.4, 0.2])
    assert places.tolist() == [[2, 1, 3], [1, 2, 3], [2, 1, 3]]
    with pytest.raises(ValueError, match="two criteria"):
        sensitivity.leave_one_out([[1], [2]], [1])
    with pytest.raises(ValueError, match="two criteria"):
        sensitivity.leave_one_out([[1, 2], [2, 1]], [1, 0])


def test_versions_compare_places_with_the_first():
    found = sensitivity.versions(
        {
            "order": [Fraction(9, 10), Fraction(8, 10), Fraction(7, 10), Fraction(6, 10)],
            "other": [80, 90, 70, 60],
            "turned": [1, 2, 3, 4],
        }
    )
    assert found.names == ("order", "other", "turned")
    assert found.ranks.tolist() == [[1, 2, 3, 4], [2, 1, 3, 4], [4, 3, 2, 1]]
    assert found.shift.tolist() == [[0, 0, 0, 0], [1, -1, 0, 0], [3, 1, -1, -3]]
    assert np.allclose(np.diag(found.tau_b), 1.0)
    assert found.tau_b[0, 2] == pytest.approx(-1.0)
    assert found.tau_b[0, 1] == pytest.approx(4 / 6)


def test_versions_of_few_institutions_have_no_tau():
    found = sensitivity.versions({"a": [1, 2, 3], "b": [3, 2, 1]})
    assert np.isnan(found.tau_b).all()
    for scores in ({}, {"a": [1, 2], "b": [1]}):
        with pytest.raises(ValueError, match="lengths"):
            sensitivity.versions(scores)
