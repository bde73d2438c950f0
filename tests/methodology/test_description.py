"""A methodology as facts that a person compares."""

from nok_analysis.methodology.description import differences, facts
from tests.methodology.made import shipped, variant


def test_a_methodology_does_not_differ_from_itself():
    assert differences(shipped("344n-social"), shipped("344n-social")) == []


def test_one_weight_is_one_difference_on_each_side_of_the_sum(tmp_path):
    other = variant(
        tmp_path,
        edits=[
            ('weight: "0.4"\n        cite: {source: order, clause: "4.1"',
             'weight: "0.35"\n        cite: {source: order, clause: "4.1"'),
            ('weight: "0.2"\n        cite: {source: order, clause: "4.3"',
             'weight: "0.25"\n        cite: {source: order, clause: "4.3"'),
        ],
    )  # fmt: skip
    found = {
        one.fact: (one.before, one.after) for one in differences(shipped("344n-social"), other)
    }
    assert found == {"4.1.weight": ("0.4", "0.35"), "4.3.weight": ("0.2", "0.25")}


def test_what_only_one_of_them_has_stands_beside_nothing():
    found = differences(shipped("344n-social"), shipped("344n-without-waiting"))
    gone = {one.fact for one in found if not one.after}
    assert {"2.2.name", "2.2.weight", "2.2.formula", "2.2.cite"} <= gone


def test_a_formula_is_written_with_its_parameters():
    found = facts(shipped("344n-social"))
    assert found["1.2.formula"] == "step_points(remote_channels, step 30, cap 100)"
    assert found["3.3.formula"] == "share(accessibility_satisfied, among has_disability)"
    points = facts(shipped("391a-points"))["3.1.formula"]
    assert points == "range_points(share_of_term(waiting), low 0, high 100, points 10, falling)"
