"""The calculation in signs, the tree as a table, and what a methodology needs of forms."""

from dataclasses import dataclass, field
from fractions import Fraction

import pytest

from nok_analysis.contracts import checked
from nok_analysis.errors import MethodologyError
from nok_analysis.methodology import TermCount, check_against, nodes
from nok_analysis.vocabulary import FormKind
from nok_analysis.wording import Words
from tests.methodology.made import calculated, shipped, variant, worked_case

METHODOLOGY = shipped("344n-social")


def said(node, methodology=METHODOLOGY, **counts):
    """Return the calculation of a node of the worked case, some counts changed."""
    changed = worked_case() | {name.replace("__", ":"): count for name, count in counts.items()}
    return calculated(changed, methodology, node, Words("en"))


@pytest.mark.parametrize(("node", "text"), [
    ("1.1", "½·(11/13 + 17/19)·100 = 87.04"),
    ("1.2", "min(100; 30·3) = 90.00"),
    ("2.2", "½·(60 + 38/40·100) = 77.50"),
    ("5.3", "39/40·100 = 97.50"),
    ("1", "0.3·87.04 + 0.3·90.00 + 0.4·91.88 = 89.86"),
    ("total", "(89.86 + 90.25 + 76.00 + 97.33 + 95.75)/5 = 89.84"),
])  # fmt: skip
def test_a_calculation_reads_as_a_person_would_write_it(node, text):
    assert said(node) == text


def test_a_calculation_without_an_indicator_shows_the_weights_that_are_left():
    counts = worked_case() | {"3.3:accessibility_satisfied": TermCount(0, 0, 0, 40)}
    text = calculated(counts, METHODOLOGY, "3", Words("en"))
    assert text == "(0.3·60.00 + 0.4·80.00)/(0.3 + 0.4) = 71.43"
    text = calculated(counts, METHODOLOGY, "3.3", Words("en"))
    assert text == "not defined: nobody to count"


def test_pooled_formulas_show_what_was_pooled(tmp_path):
    pooled = variant(tmp_path, formula_version="V-A")
    counts = worked_case()
    counts["1.3:stand_satisfied"] = TermCount(30, 40)
    counts["1.3:site_satisfied"] = TermCount(18, 40)
    texts = [calculated(counts, pooled, node, Words("en")) for node in ("1.1", "1.3")]
    assert texts == ["(11 + 17)/(13 + 19)·100 = 87.50", "(30 + 18)/(2·40)·100 = 60.00"]


def test_points_of_the_council_show_sum_band_and_range():
    council = shipped("council-2014")
    counts = {"1.1:website_2014": TermCount(8, 12), "2.1:comfort_satisfied": TermCount(33, 40),
              "3.1:overall_satisfied": TermCount(38, 40)}  # fmt: skip
    nodes_shown = ("1.1", "2.1", "3.1", "total")
    texts = [calculated(counts, council, node, Words("en")) for node in nodes_shown]
    assert texts == [
        "min(10; 1·8) = 8.00",
        "33/40·100, points of its band = 7.00",
        "(38/40·100 − 0)/(100 − 0)·10 = 9.50",
        "8.00 + 7.00 + 9.50 = 24.50",
    ]


@pytest.mark.parametrize("name", ["344n-social", "council-2014"])
def test_the_tree_keeps_the_contract_of_nodes(name):
    checked(nodes(shipped(name)), "nodes")


def test_every_node_knows_its_parent_weight_and_range():
    table = nodes(METHODOLOGY).set_index("node")
    assert len(table) == 1 + 5 + 15 + 18
    assert table.loc["3", "weight"] == Fraction(1, 5)
    assert table.loc["3.3", ["parent", "symbol", "weight"]].tolist() == [
        "3", "Пдостуд", Fraction(3, 10)]  # fmt: skip
    assert table.loc["1.1:website", ["parent", "weight"]].tolist() == ["1.1", Fraction(1, 2)]
    council = nodes(shipped("council-2014")).set_index("node")
    assert council.loc[["total", "2", "3.1"], "high"].tolist() == [30, 10, 10]


@dataclass(frozen=True)
class Asked:
    code: str


@dataclass(frozen=True)
class Form:
    form: str
    kind: FormKind = FormKind.CHECKLIST
    questions: tuple = ()
    merged: tuple = ()
    absent: tuple = ()


@dataclass(frozen=True)
class Forms:
    asked: set = field(default_factory=set)

    def all(self, **survey):
        names = {
            name for node, leaf in METHODOLOGY.terms() if leaf.form for name in leaf.names()
        }
        form = Form("survey", FormKind.QUESTIONNAIRE,
                    tuple(Asked(code) for code in sorted(self.asked)), **survey)  # fmt: skip
        return {name: Form(name) for name in names} | {"survey": form}


EVERY_QUESTION = {leaf.question for _node, leaf in METHODOLOGY.terms() if leaf.question} | {
    "stand_used", "site_used", "has_disability", "remote_used"}  # fmt: skip


def test_forms_that_ask_everything_are_enough():
    check_against(METHODOLOGY, Forms(EVERY_QUESTION).all())


def test_a_question_may_be_merged_or_declared_absent():
    forms = Forms(EVERY_QUESTION - {"timely", "site_satisfied"})
    merged = (("stand_satisfied", "site_satisfied"),)
    check_against(METHODOLOGY, forms.all(absent=("timely",), merged=merged))


def test_every_missing_question_filter_and_checklist_is_named_with_both_files():
    forms = Forms(EVERY_QUESTION - {"timely", "has_disability"}).all()
    del forms["stand"]
    with pytest.raises(MethodologyError) as caught:
        check_against(METHODOLOGY, forms)
    assert [fault.path for fault in caught.value.faults] == ["1.1", "2.2", "3.3"]
    text = str(caught.value)
    assert "344n-social.yaml" in text
    assert all(name in text for name in ("stand", "timely", "has_disability", "survey"))


def test_a_run_without_a_questionnaire_is_told_so():
    forms = {name: form for name, form in Forms().all().items() if name != "survey"}
    with pytest.raises(MethodologyError):
        check_against(METHODOLOGY, forms)


@pytest.mark.parametrize(("rule", "points"), [("zero", "0"), ("hundred", "100")])
def test_a_calculation_names_the_rule_that_took_the_place_of_nobody(tmp_path, rule, points):
    methodology = variant(tmp_path, undefined=rule)
    nobody = TermCount(0, 0, 0, 40)
    found = {"3.3__accessibility_satisfied": nobody, "1.3__site_satisfied": nobody}
    told = f"{points} (nobody to count; by the rule of the methodology)"
    assert said("3.3", methodology, **found) == f"{told} = {points}.00"
    assert said("1.3", methodology, **found).startswith(f"½·(30/32·100 + {told}) = ")
