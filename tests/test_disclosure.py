"""What may be published of small institutions."""

import numpy as np
import pandas as pd
import pytest

from nok_analysis.contracts import checked
from nok_analysis.disclosure import (
    disclose,
    disclose_breakdowns,
    small_places,
    survey_nodes,
)
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


def test_a_single_indicator_of_few_respondents_is_hidden_and_its_criterion_kept():
    fewest = int(SCORES.query("node == '3.3' and institution == 'I01'")["n"].iloc[0]) + 1
    table = disclose(SCORES, METHODOLOGY, small=(), audience="open", min_n_cell=fewest)
    own = table[table["institution"] == "I01"].set_index("node")["status"]
    assert own["3.3"] == own["3.3:accessibility_satisfied"] == "hidden"
    assert (own["3"], own["total"], own["5.3"], own["3.1"]) == ("ok", "ok", "ok", "ok")


def broken_down(*sizes):
    """Return the answers of groups of so many men, women and others; all of them say yes."""
    rows = [{"period": "2026Q3", "institution": "I01", "form": "survey", "question": "q",
             "breakdown": "sex", "category": str(i), "answer": answer, "k": n * (answer == "1"),
             "n": n, "asked": n, "missing": 0, "not_applicable": 0,
             "share": float(answer == "1"), "low": 0.0, "high": 1.0, "method": "wilson",
             "status": "ok"}
            for i, n in enumerate(sizes) for answer in ("0", "1")]  # fmt: skip
    whole = {**rows[0], "breakdown": "", "category": "", "k": 7, "n": 77, "share": 7 / 77}
    return pd.DataFrame([whole, *rows])


def disclosed(*sizes, audience="open"):
    return disclose_breakdowns(broken_down(*sizes), audience=audience, min_n_cell=10,
                               extreme_n=30, round_n=5)  # fmt: skip


def test_a_breakdown_shows_whole_per_cents_of_a_rounded_number_and_no_count():
    table = disclosed(43, 34)
    assert table["n"].tolist() == [77, 45, 45, 35, 35]
    assert table["share"].tolist()[1:] == [0, 1, 0, 1]
    assert table["k"].isna().tolist() == [False, True, True, True, True]
    assert table["low"].isna().sum() == 4


def test_a_unanimous_small_group_is_said_to_be_nine_in_ten():
    table = disclosed(43, 12)
    assert table["share"].tolist()[3:] == [0.1, 0.9]


def test_a_group_hidden_alone_takes_the_next_smallest_with_it():
    table = disclosed(43, 20, 4)
    hidden = set(table.loc[table["status"] == "hidden", "category"])
    assert hidden == {"1", "2"}
    two = disclosed(43, 6, 4)
    assert set(two.loc[two["status"] == "hidden", "category"]) == {"1", "2"}


def test_the_closed_annex_keeps_exact_small_cells():
    pd.testing.assert_frame_equal(disclosed(43, 4, audience="closed"), broken_down(43, 4))
