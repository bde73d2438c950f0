"""Changes between periods, and lines over them."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from nok_analysis.contracts import checked
from nok_analysis.period import Period
from nok_analysis.tracking import changes, series, uncompared
from nok_analysis.tracking.boundaries import segments
from tests.scored import LEVEL, METHODOLOGY, answer, cell, scored

RNG = np.random.default_rng(20260703)
SHARES = {"2025Q4": 0.6, "2026Q2": 0.8, "2026Q3": 0.95}
SURVEYS = {(period, "I01"): answer(RNG, 150, share) for period, share in SHARES.items()}
SURVEYS |= {(period, "I02"): answer(RNG, 7, 0.9) for period in SHARES}
TALLY, SCORES = scored(SURVEYS)


def changed(scores=SCORES, **options):
    given = {"period": "2026Q3", "others": ["2026Q2", "2025Q3"], "confidence_level": LEVEL,
             "threshold": 5.0, "tally": TALLY} | options  # fmt: skip
    return changes(scores, METHODOLOGY, **given)


def of(column, node="total", institution="I01", period_b="2026Q2", table=None):
    table = changed() if table is None else table
    return cell(table, column, node=node, institution=institution, period_b=period_b)


def value(node, period):
    return cell(SCORES, "value", node=node, institution="I01", period=period)


def test_changes_keep_the_contract_of_comparison():
    checked(changed(), "comparison")
    assert set(changed()["kind"]) == {"change"}


def test_a_change_is_now_less_then_and_exact():
    assert of("difference") == value("total", "2026Q3") - value("total", "2026Q2")
    assert of("verdict") == "improved"


def test_a_fall_is_declined():
    table = changed(period="2026Q2", others=["2026Q3"])
    assert of("verdict", period_b="2026Q3", table=table) == "declined"


def test_too_few_respondents_give_no_verdict_and_keep_the_row():
    assert (of("verdict", institution="I02"), of("reason", institution="I02")) == (
        "too_few", "below_min_n")  # fmt: skip


def test_a_period_without_a_survey_gives_no_difference():
    row = changed().query("period_b == '2025Q3' and node == 'total' and institution == 'I01'")
    assert row["difference"].isna().all()
    assert list(row["verdict"]) == ["too_few"]
    assert list(row["reason"]) == ["not_observed"]


def test_a_bare_share_is_compared_by_newcombe_and_a_score_by_its_errors():
    assert of("method", "5.3") == "newcombe"
    assert of("method", "5") == "normal"
    assert of("method", "5.3", table=changed(tally=None)) == "normal"


def test_both_ways_of_comparing_a_share_agree_about_its_size():
    newcombe, normal = changed(), changed(tally=None)
    assert of("low", "5.3", table=newcombe) == pytest.approx(
        of("low", "5.3", table=normal), abs=1
    )


def test_no_change_smaller_than_the_threshold_is_a_verdict():
    assert set(changed(threshold=90.0)["verdict"]) <= {"no_evidence", "too_few"}


def test_an_unchanged_score_is_no_evidence():
    same = SCORES[SCORES["period"] == "2026Q3"]
    twice = pd.concat([same, same.assign(period="2026Q2")])
    assert of("verdict", table=changed(twice, tally=None)) == "no_evidence"
    assert of("difference", table=changed(twice, tally=None)) == 0


def test_parts_of_a_change_add_up_to_it_exactly():
    table = changed().query("institution == 'I01' and period_b == '2026Q2'").set_index("node")
    criteria = table.loc[list("12345")]
    whole = sum(criteria["value_effect"]) + sum(criteria["weight_effect"])
    assert whole == table.loc["total", "difference"]
    assert table.loc["5", "value_effect"] == table.loc["5", "difference"] / 5
    assert table.loc["5.3", "value_effect"] is None


def lined(scores=SCORES, **options):
    return series(scores, METHODOLOGY, cycle_kind="internal_quarter", **options)


def line(table, node="total", institution="I01"):
    return table[(table["node"] == node) & (table["institution"] == institution)]


def test_a_line_keeps_the_contract_and_shows_the_silent_quarter():
    checked(lined(), "series")
    own = line(lined())
    assert list(own["period"]) == ["2025Q4", "2026Q1", "2026Q2", "2026Q3"]
    assert own["value"].isna().tolist() == [False, True, False, False]
    assert own["reason"].tolist()[1] == "not_observed"
    assert set(own["step"]) == {"trial"}
    assert own["center"].isna().all()  # a line with a gap has no limits


def test_two_periods_and_too_few_say_so():
    two = lined(SCORES[SCORES["period"] != "2025Q4"])
    assert set(line(two)["step"]) == {"two_periods"}
    assert set(line(two, institution="I02")["step"]) == {"too_few"}
    assert line(two, institution="I02")["value"].isna().all()


def long_line(values):
    """Return scores of one total over consecutive quarters."""
    row = SCORES[(SCORES["node"] == "total") & (SCORES["institution"] == "I01")].iloc[:1]
    periods = [str(Period(2022, 1).shifted(i)) for i in range(len(values))]
    rows = [row.assign(period=period, value=pd.Series([Fraction(one)], row.index, dtype=object))
            for period, one in zip(periods, values, strict=True)]  # fmt: skip
    return pd.concat(rows, ignore_index=True)


CALM = [80, 82, 81, 83, 82, 81, 80, 82, 81, 83, 82, 81]


def test_twelve_quarters_have_limits_on_the_scale_and_a_signal():
    table = lined(long_line([*CALM, 99]))
    assert set(table["step"]) == {"xmr"}
    assert table["signal"].iloc[-1] == "outside_high"
    assert (table["limit_high"] <= 100).all()


def test_three_to_eleven_quarters_are_a_trial():
    table = lined(long_line(CALM[:5]))
    assert set(table["step"]) == {"trial"}
    assert table["center"].notna().all()


def test_a_person_may_order_a_new_segment():
    table = lined(long_line(CALM), rebase={("I01", "total"): ["2023Q3"]})
    assert table["segment"].tolist() == [0] * 6 + [1] * 6
    assert table["break_before"].tolist() == [False] * 6 + [True] + [False] * 5
    assert table["reason"].tolist()[6] == "rebased"


def test_another_methodology_inside_the_span_is_a_gap_and_a_new_segment():
    table = line(lined(elsewhere={"2026Q1": "council-2014"}))
    gap, reason = "gap_in_series", "other_methodology"
    assert table["reason"].tolist() == [gap, reason, reason, gap]
    assert table["segment"].tolist() == [0, 0, 2, 2]  # the other one's stretch lies between
    assert table["break_before"].tolist() == [False, False, True, False]


def test_another_version_under_the_same_code_breaks_the_line_too():
    """Files of one code may follow each other in force; their choices may differ."""
    table = line(lined(elsewhere={"2026Q1": METHODOLOGY.code}))
    assert table["segment"].tolist() == [0, 0, 2, 2]
    assert table["break_before"].tolist() == [False, False, True, False]


def test_another_cycle_inside_the_span_is_a_gap_and_no_new_segment():
    table = line(lined(elsewhere={"2026Q1": ""}))
    assert table["reason"].tolist()[1] == "other_cycle"
    assert set(table["segment"]) == {0}
    assert not table["break_before"].any()


def test_a_line_after_another_methodology_is_charted_in_its_own_segment():
    table = lined(long_line(CALM), elsewhere={"2021Q4": "council-2014"})
    assert set(table["segment"]) == {1}
    assert table["break_before"].tolist() == [True] + [False] * 11
    assert table["center"].notna().all()


def test_segments_count_the_changes_of_methodology():
    found = segments(["2025Q4", "2026Q3"], {"2025Q3": "a", "2026Q1": "b", "2026Q2": ""})
    assert found == {"2025Q3": 0, "2025Q4": 1, "2026Q1": 2, "2026Q3": 3}


def test_what_may_not_be_compared_keeps_its_row_and_has_no_number():
    others = {"2026Q2": "other_cycle", "2025Q3": "other_methodology"}
    table = uncompared(SCORES, METHODOLOGY, period="2026Q3", others=others, threshold=5.0)
    checked(table, "comparison")
    assert set(table["verdict"]) == {"not_compared"}
    assert table["difference"].isna().all()
    assert len(table) == 2 * 2 * 6  # periods, institutions, total and criteria
