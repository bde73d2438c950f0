import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nok_analysis.statistics import ranking
from tests.statistics.properties import holds, scores

QUICK = {"replicates": 800}


def rng():
    return np.random.default_rng(11)


def test_equal_scores_share_a_place_and_the_next_is_skipped():
    assert ranking.ranks([90, 80, 80, 70]) == (1, 2, 2, 4)
    assert ranking.ranks([90, 80, 80, 70], higher_is_better=False) == (4, 2, 2, 1)
    assert ranking.ranks([]) == ()
    assert ranking.ranks([5]) == (1,)


def test_fractions_that_tie_share_a_place_where_floats_would_not():
    first = Fraction(3, 10) * 2 + Fraction(4, 10) * 1 + Fraction(3, 10) * 1
    second = Fraction(3, 10) * 1 + Fraction(4, 10) * 1 + Fraction(3, 10) * 2
    assert ranking.ranks([first, second]) == (1, 1)
    hair = Fraction(1, 10**30)
    assert ranking.ranks([first, first + hair]) == (2, 1)


def test_missing_score_has_no_place():
    with pytest.raises(ValueError, match="NaN"):
        ranking.ranks([1.0, math.nan])


@given(st.lists(scores, min_size=1, max_size=12), st.randoms(use_true_random=False))
@holds
def test_places_count_the_better_and_follow_the_institutions(values, random):
    places = ranking.ranks(values)
    assert places == tuple(1 + sum(b > a for b in values) for a in values)
    order = list(range(len(values)))
    random.shuffle(order)
    moved = ranking.ranks([values[i] for i in order])
    assert moved == tuple(places[i] for i in order)


def test_census_places_are_certain():
    sets = ranking.rank_confidence([70, 90, 90, 80], [0, 0, 0, 0], rng=rng(), **QUICK)
    assert sets.rank.tolist() == [4, 1, 1, 3]
    assert sets.simultaneous_low.tolist() == [4, 1, 1, 3]
    assert sets.simultaneous_high.tolist() == [4, 2, 2, 3]
    assert sets.marginal_low.tolist() == sets.simultaneous_low.tolist()


def test_two_institutions_follow_the_normal_quantile():
    near = ranking.rank_confidence([90, 87.0], [1, 1], rng=rng())
    far = ranking.rank_confidence([90, 86.9], [1, 1], rng=rng(), replicates=200_000)
    # the critical difference is 1.96 * sqrt(2) = 2.77
    assert near.simultaneous_high.tolist() == [1, 2]
    assert far.simultaneous_high.tolist() == [1, 2]
    close = ranking.rank_confidence([90, 87.5], [1, 1], rng=rng())
    assert close.simultaneous_low.tolist() == [1, 1]
    assert close.simultaneous_high.tolist() == [2, 2]


def test_unknown_error_gives_the_whole_range():
    sets = ranking.rank_confidence([90, 70, 50], [0.1, math.nan, 0.1], rng=rng(), **QUICK)
    assert (sets.simultaneous_low[1], sets.simultaneous_high[1]) == (1, 3)
    assert sets.simultaneous_low.tolist() == [1, 1, 2]


def test_one_institution_and_none_have_their_places():
    alone = ranking.rank_confidence([90], [2], rng=rng(), **QUICK)
    assert (alone.simultaneous_low.tolist(), alone.marginal_high.tolist()) == ([1], [1])
    assert ranking.rank_confidence([], [], rng=rng(), **QUICK).rank.tolist() == []


@given(st.lists(st.tuples(scores, st.floats(0, 8)), min_size=1, max_size=7), st.integers(0, 99))
@holds
def test_sets_hold_the_place_and_stepdown_only_narrows(rows, seed):
    estimates, errors = np.array(rows).T
    kept = {"replicates": 200, "rng": np.random.default_rng(seed)}
    sets = ranking.rank_confidence(estimates, errors, **kept)
    kept["rng"] = np.random.default_rng(seed)
    plain = ranking.rank_confidence(estimates, errors, stepdown=False, **kept)
    for low, high in (
        (sets.simultaneous_low, sets.simultaneous_high),
        (sets.marginal_low, sets.marginal_high),
    ):
        assert (low <= sets.rank).all()
        assert (sets.rank <= high).all()
        assert low.min() >= 1
        assert high.max() <= len(rows)
    assert (plain.simultaneous_low <= sets.simultaneous_low).all()
    assert (plain.simultaneous_high >= sets.simultaneous_high).all()
    assert (sets.simultaneous_low <= sets.marginal_low).all()


def test_same_generator_gives_the_same_sets_and_direction_mirrors_them():
    estimates, errors = [90, 88, 60, 75], [2, 2, 2, 2]
    first = ranking.rank_confidence(estimates, errors, rng=rng(), **QUICK)
    again = ranking.rank_confidence(estimates, errors, rng=rng(), **QUICK)
    assert first.simultaneous_low.tolist() == again.simultaneous_low.tolist()
    mirror = ranking.rank_confidence(
        [-value for value in estimates], errors, rng=rng(), higher_is_better=False, **QUICK
    )
    assert mirror.rank.tolist() == first.rank.tolist()
    assert mirror.simultaneous_high.tolist() == first.simultaneous_high.tolist()


def test_simultaneous_sets_hold_all_true_places_as_often_as_promised():
    truth, errors = np.array([80.0, 80.0, 82.0, 85.0, 90.0]), np.full(5, 2.0)
    draw = np.random.default_rng(3)
    held = 0
    for _ in range(150):
        sets = ranking.rank_confidence(
            draw.normal(truth, errors), errors, rng=draw, replicates=300
        )
        # two true scores tie: both share the places 4 and 5
        better = [4, 4, 3, 2, 1]
        worse = [5, 5, 3, 2, 1]
        held += bool(
            (sets.simultaneous_low <= better).all() and (sets.simultaneous_high >= worse).all()
        )
    assert held / 150 >= 0.92


@pytest.mark.parametrize(
    ("estimates", "errors", "options"),
    [
        ([1, 2], [1, -1], {}),
        ([1, math.nan], [1, 1], {}),
        ([1, 2], [1], {}),
        ([1, 2], [1, 1], {"confidence_level": 95}),
    ],
)
def test_impossible_ratings_are_refused(estimates, errors, options):
    with pytest.raises(ValueError, match="expected"):
        ranking.rank_confidence(estimates, errors, rng=rng(), **options)


def test_best_and_worst_are_those_whose_sets_reach_the_ends():
    estimates, errors = [90, 88, 60, 30], [2, 2, 2, 2]
    best = ranking.tau_best(estimates, errors, tau=1, rng=rng(), **QUICK)
    worst = ranking.tau_worst(estimates, errors, tau=2, rng=rng(), **QUICK)
    assert best.tolist() == [True, True, False, False]
    assert worst.tolist() == [False, False, True, True]
    everyone = ranking.tau_worst(estimates, errors, tau=4, rng=rng(), **QUICK)
    assert everyone.all()


def test_groups_are_the_longest_runs_without_a_difference():
    differs = np.zeros((5, 5), dtype=bool)
    for i, j in [(0, 3), (0, 4), (1, 4)]:
        differs[i, j] = differs[j, i] = True
    groups = ranking.indistinguishable_groups([90, 85, 80, 75, 70], differs)
    assert groups == ((0, 1, 2), (1, 2, 3), (2, 3, 4))
    turned = ranking.indistinguishable_groups(
        [90, 85, 80, 75, 70], differs, higher_is_better=False
    )
    assert turned == ((4, 3, 2), (3, 2, 1), (2, 1, 0))


def test_group_of_one_stands_alone_and_all_may_be_one_group():
    assert ranking.indistinguishable_groups([1, 2], np.ones((2, 2)) - np.eye(2)) == ((1,), (0,))
    assert ranking.indistinguishable_groups([1, 2], np.zeros((2, 2))) == ((1, 0),)
    assert ranking.indistinguishable_groups([], np.zeros((0, 0))) == ()


def test_groups_refuse_a_matrix_that_is_not_symmetric_or_too_small():
    with pytest.raises(ValueError, match="symmetric"):
        ranking.indistinguishable_groups([1, 2], [[0, 1], [0, 0]])
    with pytest.raises(ValueError, match="symmetric"):
        ranking.indistinguishable_groups([1, 2, 3], [[0, 1], [1, 0]])
