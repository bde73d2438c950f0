"""What may be published of small institutions."""

import numpy as np
import pandas as pd
import pytest

from nok_analysis.contracts import checked
from nok_analysis.disclosure import disclose, small_places, survey_nodes
from tests.scored import METHODOLOGY, answer, scored

RNG = np.random.default_rng(20260703)
SURVEYS = {("2026Q3", "I01"): answer(RNG, 40, 0.9), ("2026Q3", "I02"): answer(RNG, 9, 0.9),
           ("2026Q2", "I02"): answer(RNG, 12, 0.9)}  # fmt: skip
TALLY, SCORES = scored(SURVEYS)
SMALL = small_places(SCORES, minimum=10)
NUMBERS = ["value", "low", "high", "n", "standard_error", "n_effective", "population"]


def shown(table=SCORES, audience="open", small=SMALL):
    return disclose(table, METHODOLOGY, small=small, audience=audience)


def test_an_institution_is_small_in_the_period_in_which_few_answered():
    assert set(SMALL) == {("2026Q3", "I02")}


def test_rows_that_rest_on_answers_are_hidden_and_stay():
    table = checked(shown(), "scores")
    assert len(table) == len(SCORES)
    hidden = table[table["status"] == "hidden"]
    assert set(zip(hidden["period"], hidden["institution"], strict=True)) == set(SMALL)
    assert set(hidden["reason"]) == {"disclosure"}
    assert hidden[NUMBERS].isna().all(axis=None)
    assert hidden["value"].map(lambda value: value is None).all()


def test_what_was_observed_is_not_hidden():
    table = shown()
    row = table[(table["node"] == "1.1") & (table["institution"] == "I02")].iloc[0]
    assert row["status"] == "ok"
    assert row["value"] == 80


def test_other_institutions_are_untouched():
    table = shown()
    kept = ~table["institution"].isin(["I02"])
    pd.testing.assert_frame_equal(table[kept], SCORES[kept], check_dtype=False)


def test_counts_are_hidden_with_the_scores():
    table = shown(TALLY)
    own = table[(table["period"] == "2026Q3") & (table["institution"] == "I02")].set_index(
        "node"
    )
    assert own.loc["5.3:overall_satisfied", ["k", "n", "missing"]].isna().all()
    assert own.loc["1.1:website", "k"] == 4


def test_the_closed_annex_hides_nothing():
    pd.testing.assert_frame_equal(shown(audience="closed"), SCORES)


def test_nobody_asked_is_nothing_to_hide():
    silent = SCORES.assign(n=pd.array([0] * len(SCORES), dtype="Int64"))
    assert small_places(silent, minimum=10) == frozenset()


def test_the_given_table_is_not_changed():
    before = SCORES.copy(deep=True)
    shown()
    pd.testing.assert_frame_equal(SCORES, before)


@pytest.mark.parametrize(("node", "rests"), [("total", True), ("3", True), ("3.3", True),
                                             ("3.1", False), ("2.2:timely", True),
                                             ("2.2:waiting", False)])  # fmt: skip
def test_a_node_rests_on_answers_when_a_term_of_it_does(node, rests):
    assert (node in survey_nodes(METHODOLOGY)) == rests
