"""Scores made column by column are those of the formulas worked out row by row."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.methodology import TermCount, evaluate
from nok_analysis.scoring import score
from nok_analysis.scoring.columns import beside, column_of, joined, tallied
from nok_analysis.scoring.counted import counted
from nok_analysis.scoring.left_out import left_of_criterion, left_of_indicator, left_of_total
from tests.methodology.made import shipped, tally_of, variant

pytestmark = pytest.mark.slow  # every variant of the shipped file on many made institutions

ROUNDED = (("carry: {indicator: exact, criterion: exact}",
            'carry: {indicator: "1", criterion: "2"}'),)  # fmt: skip
VARIANTS = {
    "as shipped": {},
    "pooled": {"formula_version": "V-A"},
    "without a criterion": {"undefined_criterion": "exclude"},
    "zero for nobody": {"undefined": "zero"},
    "hundred for nobody": {"undefined": "hundred"},
    "of all": {"denominator": "all", "na_in_steps": "rescale", "required_items": "form"},
    "rounded": {"edits": ROUNDED},
}


@pytest.fixture(scope="module", params=[*VARIANTS, "council-2014"])
def methodology(request, tmp_path_factory):
    if request.param in VARIANTS:
        return variant(tmp_path_factory.mktemp("variant"), **VARIANTS[request.param])
    return shipped(request.param)


@st.composite
def some_count(draw):
    """Counts from few numbers, so that institutions repeat each other and nobody is common."""
    n = draw(st.sampled_from([0, 1, 9, 12, 30]))
    k, rest = draw(st.sampled_from([0, n // 2, n])), st.sampled_from([0, 0, 0, 2])
    reason = draw(st.sampled_from(["", "", "question_absent"])) if not n else ""
    return TermCount(k, n, draw(rest), draw(rest), reason)


@st.composite
def some_tally(draw, methodology):
    """Up to five institutions in two quarters, some terms without a row."""
    terms = sorted(dict(methodology.terms()))
    places = {}
    for code in draw(st.lists(st.sampled_from("ABCDE"), min_size=1, unique=True)):
        for period in draw(st.sampled_from(["1", "2", "12"])):
            met = {term: draw(some_count()) for term in terms if draw(st.integers(0, 9))}
            places[period, code] = met or {terms[0]: TermCount()}
    return tally_of(methodology, places)


def plain(methodology, tally):
    """Return (period, institution, node) → value and what is left out, row by row."""
    found = {}
    for place, counts in counted(tally, methodology):
        worked = evaluate(methodology, counts)
        found[*place, "total"] = worked.total, left_of_total(methodology, worked.total)
        for one in methodology.criteria:
            its = worked.criteria[one.code]
            found[*place, one.code] = its, left_of_criterion(one, its)
        for one in methodology.indicators():
            its = worked.indicators[one.code]
            found[*place, one.code] = its, left_of_indicator(one.code, its)
    return found


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_each_value_is_that_of_the_formulas_worked_out_alone(methodology, data):
    tally = data.draw(some_tally(methodology))
    scores = score(tally, methodology).set_index(["period", "institution", "node"])
    rows, expected = scores.to_dict("index"), plain(methodology, tally)
    assert set(expected) == set(scores.index[scores["level"] != "term"])
    for key, (worked, left) in expected.items():
        row = rows[key]
        assert row["value"] == worked.value, key
        assert type(row["value"]) is type(worked.value)
        assert row["left_out"] == " | ".join(left), key
        lacking = worked.incomplete or row["reason"] == "below_min_n"
        status = "undefined" if worked.value is None else "ok"
        assert row["status"] == ("too_few" if lacking else status)
        if not lacking:
            assert row["reason"] == worked.reason


@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_an_institution_is_scored_alone_as_among_others(methodology, data):
    tally = data.draw(some_tally(methodology))
    alone = [
        score(part, methodology) for _place, part in tally.groupby(["period", "institution"])
    ]
    together = score(tally.sample(frac=1, random_state=1), methodology)
    pd.testing.assert_frame_equal(together, pd.concat(alone, ignore_index=True))


def test_a_combination_of_kinds_is_made_once():
    made = []
    first, second = column_of(np.array([1, 2, 1, 1])), column_of(np.array([5, 5, 5, 6]))
    found = joined(lambda kinds: made.append(kinds) or sum(kinds), first, second)
    assert list(found.written()) == [6, 7, 6, 7]
    assert made == [(1, 5), (2, 5), (1, 6)]


def test_kinds_of_one_key_become_the_first_of_them():
    found = column_of(np.array([4, 7, 6, 9])).gathered(lambda number: number % 2)
    assert list(found.written()) == [4, 7, 4, 7]


def test_columns_stand_beside_each_other_row_by_row():
    left, right = (column_of(np.array(list(text), object)) for text in ("aba", "bbc"))
    assert list(beside([left, right]).written()) == list("abbbac")


def test_a_term_without_a_row_is_not_observed():
    methodology = shipped("344n-social")
    tally = tally_of(
        methodology, {("2026Q3", "I01"): {"5.3:overall_satisfied": TermCount(1, 2)}}
    )
    terms = tallied(tally, methodology).terms
    assert terms["5.3:overall_satisfied"].kinds == [TermCount(1, 2)]
    assert terms["1.1:stand"].kinds == [TermCount()]
