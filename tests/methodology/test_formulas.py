"""Every kernel at its edges."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nok_analysis.methodology import TermCount
from nok_analysis.methodology.formulas import highest, work
from nok_analysis.methodology.model import Formula
from tests.methodology.made import shipped

CHOICES = shipped("344n-social").choices
EXCLUDE = "exclude_and_renormalise"
SHARE = Formula("share", question="q")
STEP = Formula("step_points", form="f", numbers={"step": Fraction(20), "cap": Fraction(100)})
WAITING = next(leaf for node, leaf in shipped("344n-social").terms() if node == "2.2:waiting")
RANGE = Formula("range_points", parts=(SHARE,), words={"direction": "rising"},
                numbers={"low": Fraction(50), "high": Fraction(90),
                         "points": Fraction(10)})  # fmt: skip
BAND_STEPS = ((0, 0), (50, 4), (90, 10))
BANDS = Formula("points_by_band", parts=(SHARE,),
                steps=tuple((Fraction(a), Fraction(b)) for a, b in BAND_STEPS))  # fmt: skip


def worked(formula, *counts, rule=EXCLUDE, **choices):
    names = [name for leaf in formula.leaves() for name in leaf.names()]
    given_counts = dict(zip(names, counts, strict=True))
    return work(formula, given_counts, replace(CHOICES, **choices), rule=rule)


def value(formula, *counts, **options):
    return worked(formula, *counts, **options).value


def test_a_share_divides_by_those_who_answered():
    assert value(SHARE, TermCount(7, 8, 2)) == Fraction(175, 2)


def test_a_share_may_divide_by_the_whole_group():
    assert value(SHARE, TermCount(7, 8, 2), denominator="all") == 70


def test_those_to_whom_it_does_not_apply_are_in_no_denominator():
    assert value(SHARE, TermCount(7, 7, 0, 30), denominator="all") == 100


@pytest.mark.parametrize(
    ("k", "n", "points"), [(0, 5, 0), (5, 5, 100), (1, 3, Fraction(100, 3))]
)
def test_a_share_is_exact_at_its_ends(k, n, points):
    assert value(SHARE, TermCount(k, n)) == points


def test_nobody_gives_no_share_and_a_reason():
    found = worked(SHARE, TermCount(0, 0, 0, 12))
    assert (found.value, found.reason) == (None, "zero_base")


@pytest.mark.parametrize(("rule", "points"), [("zero", 0), ("hundred", 100), (EXCLUDE, None)])
def test_nobody_follows_the_rule_of_the_methodology(rule, points):
    assert value(SHARE, TermCount(), rule=rule) == points


def test_hundred_is_the_highest_value_of_the_formula():
    assert value(RANGE, TermCount(), rule="hundred") == 10


def test_a_mean_of_a_scale_comes_from_the_sum_of_steps():
    scale = Formula("scale_mean", question="q",
                    numbers={"low": Fraction(1), "high": Fraction(5)})  # fmt: skip
    assert value(scale, TermCount(30, 40)) == 75  # ten answers of 4 on 1 to 5
    assert value(scale, TermCount(0, 0)) is None


def test_pooled_shares_divide_by_the_whole_group_of_each_question():
    pooled = Formula("pooled_share", questions=("q", "r"))
    assert value(pooled, TermCount(30, 40), TermCount(18, 40)) == 60
    assert value(pooled, TermCount(0, 0), TermCount(0, 0)) is None


def test_a_pooled_question_that_was_not_asked_is_not_a_no():
    pooled = Formula("pooled_share", questions=("q", "r"))
    found = worked(pooled, TermCount(30, 40), TermCount(0, 0, 0, 40, "question_absent"))
    assert (found.value, found.reason) == (None, "question_absent")


def test_an_item_that_does_not_apply_leaves_the_norm_of_this_institution():
    required = Formula("share_of_required", form="f")
    assert value(required, TermCount(9, 12, 0, 3)) == 75
    assert value(required, TermCount(9, 12, 0, 3), required_items="form") == 60


def test_a_norm_of_nothing_is_undefined():
    required = Formula("share_of_required", form="f")
    assert worked(required, TermCount(0, 0, 0, 4)).reason == "zero_base"


def test_two_norms_are_pooled():
    pooled = Formula("pooled_share_of_required", forms=("f", "g"))
    assert value(pooled, TermCount(11, 13), TermCount(17, 19)) == Fraction(175, 2)


@pytest.mark.parametrize(("items", "points"), [(0, 0), (3, 60), (5, 100), (6, 100)])
def test_steps_stop_at_the_cap(items, points):
    assert value(STEP, TermCount(items, 6)) == points


def test_a_form_that_nobody_filled_gives_nothing():
    assert worked(STEP, TermCount(0, 6, 6)).reason == "not_observed"
    assert worked(STEP, TermCount()).reason == "not_observed"


def test_an_item_not_seen_is_not_an_item_not_met():
    found = worked(STEP, TermCount(3, 6, 1))
    assert (found.value, found.reason, found.incomplete) == (None, "incomplete_form", True)


@pytest.mark.parametrize(("rule", "points"), [("ignore", 60), ("count_as_met", 80),
                                              ("rescale", 75)])  # fmt: skip
def test_an_item_that_does_not_apply_in_steps_follows_the_choice(rule, points):
    assert value(STEP, TermCount(3, 4, 0, 1), na_in_steps=rule) == points


def test_points_of_items_stop_at_the_stated_maximum():
    items = Formula("item_points", form="f",
                    numbers={"each": Fraction(1), "cap": Fraction(10)})  # fmt: skip
    assert [value(items, TermCount(k, 12)) for k in (0, 8, 12)] == [0, 8, 10]


@pytest.mark.parametrize(("wait", "points"), [(15, 0), (14, 10), (13, 20), (12, 40), (11, 60),
                                              (8, 60), (7, 100), (0, 100)])  # fmt: skip
def test_waiting_falls_in_the_zone_of_its_distance_to_the_term(wait, points):
    assert value(WAITING, TermCount(wait, 14)) == points


def test_precedence_decides_where_zones_of_short_terms_overlap():
    wait_two_of_four = TermCount(2, 4)
    assert value(WAITING, wait_two_of_four) == 100
    assert value(WAITING, wait_two_of_four, waiting_precedence="distance_first") == 40


@pytest.mark.parametrize("precedence", ["half_first", "distance_first"])
@pytest.mark.parametrize("term", range(1, 31))
def test_every_wait_has_one_zone_and_a_longer_wait_never_earns_more(term, precedence):
    points = [value(WAITING, TermCount(wait, term), waiting_precedence=precedence)
              for wait in range(2 * term + 1)]  # fmt: skip
    assert set(points) <= {0, 10, 20, 40, 60, 100}
    assert points == sorted(points, reverse=True)
    assert points[term] == 10
    assert set(points[term + 1 :]) == {0}


def test_a_wait_that_nobody_measured_is_undefined_or_zero_by_choice():
    assert worked(WAITING, TermCount(0, 0, 1)).reason == "not_observed"
    assert value(WAITING, TermCount(0, 0, 1), missing_waiting="zero") == 0


def test_a_service_without_waiting_is_no_missing_observation():
    found = worked(WAITING, TermCount(0, 0, 0, 2), missing_waiting="zero")
    assert found.reason == "zero_base"


def test_a_mean_takes_the_parts_that_are_defined():
    mean = Formula("mean_of", parts=(SHARE, Formula("share", question="r")))
    assert value(mean, TermCount(30, 32), TermCount(18, 20)) == Fraction(735, 8)
    assert value(mean, TermCount(30, 40), TermCount()) == 75
    assert value(mean, TermCount(30, 40), TermCount(), rule="zero") == Fraction(75, 2)
    assert value(mean, TermCount(), TermCount()) is None


CLAMPED = [(0, 0, True), (5, 0, False), (7, 5, False), (9, 10, False), (10, 10, True)]


@pytest.mark.parametrize(("k", "points", "clamped"), CLAMPED)
def test_a_range_is_clamped_and_flagged_outside(k, points, clamped):
    found = worked(RANGE, TermCount(k, 10))
    assert (found.value, found.clamped) == (points, clamped)


def test_a_falling_range_turns_round():
    falling = replace(RANGE, words={"direction": "falling"})
    assert [value(falling, TermCount(k, 10)) for k in (5, 7, 9)] == [10, 5, 0]


@pytest.mark.parametrize(("k", "points"), [(0, 0), (499, 0), (500, 4), (899, 4), (900, 10),
                                           (1000, 10)])  # fmt: skip
def test_bands_are_closed_below(k, points):
    assert value(BANDS, TermCount(k, 1000)) == points


def test_what_rests_on_an_undefined_value_is_undefined():
    assert value(BANDS, TermCount()) is None
    assert value(RANGE, TermCount()) is None


@given(st.integers(0, 40), st.integers(1, 40))
def test_no_kernel_leaves_its_scale(k, n):
    k = min(k, n)
    for formula in (SHARE, STEP, WAITING, RANGE, BANDS):
        assert 0 <= value(formula, TermCount(k, n)) <= highest(formula)


def test_a_wait_in_per_cent_of_its_term_may_pass_a_hundred():
    wait = Formula("share_of_term", form="f")
    assert [value(wait, TermCount(k, 14)) for k in (0, 7, 21)] == [0, 50, 150]
    assert worked(wait, TermCount(0, 0, 1)).reason == "not_observed"
    assert worked(wait, TermCount(0, 0, 0, 1)).reason == "zero_base"


@pytest.mark.parametrize(("rule", "points"), [("zero", 0), ("hundred", 10), (EXCLUDE, None)])
@pytest.mark.parametrize("direction", ["rising", "falling"])
def test_a_rule_for_nobody_is_meant_in_points_and_not_in_what_a_range_turns_round(
    rule, points, direction
):
    turned = replace(RANGE, words={"direction": direction})
    assert value(turned, TermCount(), rule=rule) == points
