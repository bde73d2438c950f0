"""A value that a rule put in the place of 0/0 is named as such, wherever it is shown."""

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest

from nok_analysis.tables import tabulate
from tests.tables.stand_in import changed, council
from tests.tables.truth import said

RULES = {"exclude_and_renormalise": None, "zero": Fraction(0), "hundred": Fraction(100)}


def under(rule, *, node="3.1", term="access", reason="zero_base", **choices):
    """Return the council under a rule; nobody of C1 was there to answer a term."""
    whole = council()
    scores = whole.scores.copy()
    own = (scores["institution"] == "C1") & (scores["node"] == node)
    row = scores[own & (scores["period"] == "2026Q3")].iloc[0].to_dict()
    leaf = row | {"node": f"{node}:{term}", "level": "term", "value": None,
                  "status": "undefined", "reason": reason}  # fmt: skip
    value = RULES[rule]
    if value is not None:
        scores.loc[own, "value"] = pd.Series([value] * own.sum(), scores.index[own], object)
        scores.loc[own, "status"] = "ok"
        left = (scores["institution"] == "C1") & (scores["node"] == "3")
        scores.loc[left, "left_out"] = ""
    methodology = replace(
        whole.methodology, choices=replace(whole.methodology.choices, undefined=rule, **choices)
    )
    scores = pd.concat([scores, pd.DataFrame([leaf])], ignore_index=True)
    return changed(whole, scores=scores, methodology=methodology, institution="C1")


def cells(rule, code):
    """Return points and count of an indicator on the page of C1."""
    grid = tabulate("indicators", under(rule)).grid
    (row,) = (row for row in grid.rows if row[0].text.startswith(code))
    return [said(f"<p>{cell.text}</p>") for cell in row[1:3]]


@pytest.mark.parametrize(("rule", "expected"), [
    ("exclude_and_renormalise", ["does not apply", "does not apply"]),
    ("zero", ["0.00", "does not apply: 0 by the rule of the methodology"]),
    ("hundred", ["100.00", "does not apply: 100 by the rule of the methodology"]),
])  # fmt: skip
def test_the_page_of_an_institution_names_the_rule_beside_the_value(rule, expected):
    assert cells(rule, "3.1") == expected


@pytest.mark.parametrize(("rule", "expected"), [
    ("exclude_and_renormalise", "without 3.1"), ("zero", "3.1 by the rule"),
    ("hundred", "3.1 by the rule"),
])  # fmt: skip
def test_the_table_of_scores_names_the_indicators_that_a_rule_has_set(rule, expected):
    text = said(tabulate("criteria", under(rule))._repr_html_())
    assert expected in text
    assert ("“By the rule”" in text) == ("by the rule" in expected)


def test_an_indicator_that_does_without_a_part_is_named_and_not_its_question():
    whole = council()
    scores = whole.scores.copy()
    own = (scores["institution"] == "C2") & (scores["node"] == "2")
    scores.loc[own, "left_out"] = "2.1:timely | 2.1:waiting"
    text = said(tabulate("criteria", changed(whole, scores=scores))._repr_html_())
    assert "without a part of 2.1" in text
    assert "timely" not in text


def test_a_wait_that_nobody_measured_is_named_by_its_rule():
    made = under("exclude_and_renormalise", node="2.1", term="waiting", reason="not_observed",
                 missing_waiting="zero")  # fmt: skip
    tally = made.tally.copy()
    own = (tally["institution"] == "C1") & (tally["node"] == "2.1:waiting")
    tally.loc[own, ["k", "n", "missing"]] = [0, 0, 1]
    grid = tabulate("indicators", changed(made, tally=tally)).grid
    (row,) = (row for row in grid.rows if row[0].text.startswith("2.1"))
    assert "not observed: 0 by the rule of the methodology;" in said(f"<p>{row[2].text}</p>")
