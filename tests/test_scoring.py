"""Scores: exact values, their intervals, and what is withheld from judgement."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.contracts import checked
from nok_analysis.methodology import TermCount
from nok_analysis.scoring import score, survey_weights, with_intervals
from nok_analysis.statistics.intervals import proportion
from nok_analysis.statistics.variance import score as score_of_rows
from tests.methodology.made import shipped, tally_of, variant, worked_case
from tests.scored import LEVEL, METHODOLOGY, answer, cell, counts_of, scored, sums_of

NOW = ("2026Q3", "I02")
RNG = np.random.default_rng(20260703)
ASKED = {"I01": (60, 0.9), "I02": (35, 0.97), "I03": (120, 0.8)}
SURVEYS = {("2026Q3", code): answer(RNG, n, share) for code, (n, share) in ASKED.items()}
TALLY, SCORES = scored(SURVEYS)


def of(node, column="value", table=SCORES, institution="I01"):
    return cell(table, column, node=node, institution=institution)


def one(counts, methodology=METHODOLOGY):
    return score(tally_of(methodology, {NOW: counts}), methodology)


def test_the_worked_case_has_its_published_arithmetic():
    found = one(worked_case())
    assert of("total", table=found, institution="I02") == Fraction(1331419, 14820)
    assert of("total", "n", found, "I02") == 40
    assert of("total", "band", found, "I02") == "отлично"
    assert of("3.3:accessibility_satisfied", "n", found, "I02") == 15


@pytest.mark.parametrize("name", ["344n-social", "council-2014"])
def test_scores_keep_their_contract(name):
    methodology = shipped(name)
    surveys = {NOW: answer(np.random.default_rng(1), 20, 0.9, methodology)}
    _tally, found = scored(surveys, methodology=methodology)
    checked(found, "scores")


def test_every_node_has_its_row():
    assert set(SCORES.groupby("institution").size()) == {1 + 5 + 15 + 18}


def test_the_interval_of_a_bare_share_is_that_of_its_counts():
    row = SCORES[(SCORES["node"] == "5.3") & (SCORES["institution"] == "I02")].iloc[0]
    survey = SURVEYS["2026Q3", "I02"]
    expected = proportion(int(survey.y["5.3:overall_satisfied"].sum()), 35)
    assert (row["low"], row["high"]) == (100 * expected.low, 100 * expected.high)
    assert (row["method"], row["target"]) == ("wilson", "future")


@pytest.mark.parametrize("node", ["total", "3", "4", "5", "1.3", "2.2"])
@pytest.mark.parametrize("institution", ["I01", "I02", "I03"])
def test_the_interval_of_a_combined_score_is_that_of_its_respondents(node, institution):
    weights = survey_weights(SCORES, TALLY, METHODOLOGY)
    own = weights[(weights["node"] == node) & (weights["institution"] == institution)]
    survey = SURVEYS["2026Q3", institution]
    points = [float(weight) for weight in own["weight"]]
    y, x = survey.y[list(own["term"])].to_numpy(), survey.x[list(own["term"])].to_numpy()
    constant = float(of(node, institution=institution)) - float(
        (points * y.sum(axis=0) / x.sum(axis=0)).sum())  # fmt: skip
    expected = score_of_rows(y, x, points, constant=constant)
    found = [of(node, name, institution=institution) for name in ("low", "high")]
    assert found == pytest.approx([expected.low, expected.high], abs=0.02)
    assert of(node, "method", institution=institution) == "wilson_effective"
    assert of(node, "n_effective", institution=institution) == pytest.approx(
        expected.n_effective, rel=1e-3)  # fmt: skip


def test_what_was_observed_has_no_width_and_no_respondents():
    row = SCORES[(SCORES["node"] == "1.1") & (SCORES["institution"] == "I01")].iloc[0]
    assert (row["low"], row["high"], row["method"]) == (80, 80, "observed")
    assert pd.isna(row["n"])


def test_a_known_population_narrows_what_everybody_was_asked():
    populations = {("2026Q3", "I01"): 100, ("2026Q3", "I02"): None, ("2026Q3", "I03"): 50}
    _tally, found = scored(SURVEYS, populations=populations)
    assert of("5.3", "target", found) == "this_period"
    assert of("3.3", "target", found) == "future"  # recipients with a disability: unknown
    assert of("total", "target", found) == "this_period"
    assert of("total", "high", found) - of("total", "low", found) < of("total", "high") - of(
        "total", "low")  # fmt: skip
    assert of("total", "target", found, "I03") == "future"  # 120 answered of 50: not believed
    assert of("total", "population", found, "I03") == 50


def test_a_census_has_no_width():
    _tally, found = scored(SURVEYS, populations={("2026Q3", "I01"): 60})
    assert of("total", "method", found) == "census"
    assert of("total", "low", found) == of("total", "high", found)


def test_weights_of_the_total_are_those_of_its_criteria_shared_out():
    weights = survey_weights(SCORES, TALLY, METHODOLOGY)
    own = weights[weights["institution"] == "I01"].set_index(["node", "term"])["weight"]
    assert own["total", "3.3:accessibility_satisfied"] == 6
    assert own["3", "3.3:accessibility_satisfied"] == 30
    assert own["1.3", "1.3:stand_satisfied"] == 50
    assert "5.3" not in own.index.get_level_values("node")


def test_weights_follow_the_renormalisation():
    counts = worked_case() | {"4.3:polite_remote": TermCount(0, 0, 0, 40),
                              "1.3:site_satisfied": TermCount(0, 0, 0, 40)}  # fmt: skip
    tally = tally_of(METHODOLOGY, {NOW: counts})
    found = score(tally, METHODOLOGY)
    weights = survey_weights(found, tally, METHODOLOGY).set_index(["node", "term"])["weight"]
    assert weights["4", "4.1:polite_first_contact"] == 50
    assert weights["1.3", "1.3:stand_satisfied"] == 100
    assert cell(found, "left_out", node="total") == "1.3:site_satisfied | 4.3"


def test_points_by_band_carry_the_interval_of_their_share():
    council = shipped("council-2014")
    surveys = {NOW: answer(np.random.default_rng(3), 40, 0.9, council)}
    _tally, found = scored(surveys, methodology=council)
    assert of("2", "low", found, "I02") in {0, 4, 7, 10}
    assert of("3.1", "high", found, "I02") <= 10
    assert of("total", "reason", found, "I02") == "no_standard_error"
    assert np.isnan(of("total", "low", found, "I02"))


def test_fewer_respondents_than_the_methodology_asks_are_computed_and_not_judged():
    few = counts_of(answer(np.random.default_rng(4), 9, 0.9))
    found = one(few)
    standing = found.set_index("node")[["value", "status", "reason"]]
    assert standing.loc["total", "value"] is not None
    assert tuple(standing.loc["total", ["status", "reason"]]) == ("too_few", "below_min_n")
    assert standing.loc["5", "status"] == "too_few"
    assert standing.loc["5.3", "status"] == "too_few"
    assert standing.loc["1.1", "status"] == "ok"


def test_an_institution_that_nobody_answered_about_has_no_total_and_no_nan():
    found = one({node: TermCount(4, 5) for node, leaf in METHODOLOGY.terms() if leaf.form})
    standing = found.set_index("node")
    assert standing.loc["5", "value"] is None
    assert standing.loc["total", ["status", "reason"]].tolist() == [
        "undefined", "criterion_undefined"]  # fmt: skip
    assert not any(isinstance(value, float) for value in found["value"])


def test_an_incomplete_checklist_is_not_judged():
    found = one(worked_case() | {"3.1:premises_accessibility": TermCount(3, 5, 1)})
    standing = found.set_index("node")[["status", "reason"]]
    assert standing.loc["3.1"].tolist() == ["too_few", "incomplete_form"]
    assert standing.loc["3"].tolist() == ["too_few", "incomplete_form"]
    assert standing.loc["total"].tolist() == ["too_few", "incomplete_form"]


@pytest.mark.parametrize(("rule", "value"), [("exclude_and_renormalise", None),
                                             ("zero", 0), ("hundred", 100)])  # fmt: skip
def test_zero_of_zero_is_named_and_never_nan(tmp_path, rule, value):
    methodology = variant(tmp_path, undefined=rule)
    found = one(
        worked_case() | {"3.3:accessibility_satisfied": TermCount(0, 0, 0, 40)}, methodology
    )
    row = found[found["node"] == "3.3"].iloc[0]
    assert (row["value"], row["reason"], row["n"]) == (value, "zero_base", 0)
    assert row["status"] == ("undefined" if value is None else "ok")
    assert cell(found, "status", node="total") == "ok"


def test_blanks_are_counted_only_when_the_methodology_says_so(tmp_path):
    blanks = worked_case() | {"5.3:overall_satisfied": TermCount(39, 39, 1)}
    assert cell(one(blanks), "value", node="5.3") == 100
    every = variant(tmp_path, denominator="all")
    assert cell(one(blanks, every), "value", node="5.3") == Fraction(195, 2)


def test_an_institution_without_one_positive_answer_keeps_the_indicator_for_all():
    none = {node: TermCount(0, count.n, count.missing, count.not_applicable)
            if node == "5.3:overall_satisfied" else count
            for node, count in worked_case().items()}  # fmt: skip
    tally = tally_of(METHODOLOGY, {NOW: worked_case(), ("2026Q3", "I03"): none})
    found = score(tally, METHODOLOGY)
    assert of("5.3", table=found, institution="I03") == 0
    assert of("5.3", table=found, institution="I02") == Fraction(195, 2)


def test_why_a_question_was_not_counted_is_kept():
    counts = worked_case() | {"2.2:timely": TermCount(0, 0, 0, 40, "question_absent")}
    found = one(counts)
    assert cell(found, "reason", node="2.2:timely") == "question_absent"
    assert cell(found, "value", node="2.2") == 60
    assert cell(found, "left_out", node="2.2") == "2.2:timely"


@settings(deadline=None, max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_and_institutions_changes_nothing(random):
    order = list(range(len(TALLY)))
    random.shuffle(order)
    mixed = TALLY.iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(score(mixed, METHODOLOGY), score(TALLY, METHODOLOGY))


def test_other_methodologies_in_the_tally_are_passed_over():
    both = pd.concat([TALLY, TALLY.assign(methodology="other")])
    assert len(score(both, METHODOLOGY)) == len(score(TALLY, METHODOLOGY))


def test_an_empty_tally_gives_an_empty_table():
    found = score(TALLY.iloc[:0], METHODOLOGY)
    assert found.empty
    checked(found, "scores")


def test_an_interval_needs_the_sums_of_pass_two():
    weights = survey_weights(SCORES, TALLY, METHODOLOGY)
    nothing = sums_of(weights, SURVEYS).iloc[:0]
    found = with_intervals(SCORES, TALLY, nothing, METHODOLOGY, populations={},
                           confidence_level=LEVEL)  # fmt: skip
    assert of("total", "reason", found) == "no_standard_error"
    assert of("5.3", "method", found) == "wilson"
