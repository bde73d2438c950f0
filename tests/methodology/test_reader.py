"""Methodology files: what is read, and what is refused with its place."""

from fractions import Fraction

import pytest

from nok_analysis.errors import MethodologyError
from nok_analysis.methodology import read_methodology
from nok_analysis.methodology.kernels import KERNELS, kernel
from nok_analysis.methodology.worked import Worked
from nok_analysis.wording import Words
from tests.methodology.made import shipped, text_of, variant


def refused(folder, *edits, name="344n-social", **choices):
    """Return the faults of a shipped file after some edits."""
    with pytest.raises(MethodologyError) as caught:
        variant(folder, name, edits, **choices)
    return caught.value.faults


def test_the_unified_order_has_five_criteria_and_fifteen_indicators():
    methodology = shipped("344n-social")
    assert [one.code for one in methodology.criteria] == list("12345")
    assert len(list(methodology.indicators())) == 15
    assert methodology.choices.min_respondents == 10
    assert methodology.total.combine == "mean"


def test_weights_of_every_criterion_add_up_to_exactly_one():
    for criterion in shipped("344n-social").criteria:
        assert sum(one.weight for one in criterion.indicators) == 1


def test_the_council_s_method_is_a_sum_of_points_on_its_own_scale():
    methodology = shipped("council-2014")
    assert (methodology.high, methodology.total.combine) == (30, "sum")
    assert methodology.choices.formula_version == "V-B"  # not in the file: the default
    assert not methodology.choices.points_approved


def test_a_choice_picks_the_formula(tmp_path):
    pooled = variant(tmp_path, formula_version="V-A")
    kernels = {one.code: one.formula.kernel for one in pooled.indicators()}
    assert (kernels["1.1"], kernels["1.3"]) == ("pooled_share_of_required", "pooled_share")
    only = variant(tmp_path, waiting_parts="timeliness")
    assert "2.2:waiting" not in dict(only.terms())


def test_terms_are_named_by_indicator_and_question():
    terms = dict(shipped("344n-social").terms())
    assert terms["3.3:accessibility_satisfied"].among == "has_disability"
    assert terms["1.1:website"].form == "website"


def test_all_faults_are_named_at_once(tmp_path):
    faults = refused(
        tmp_path,
        ('weight: "0.3"\n        cite: {source: order, clause: "1.1"',
         'weight: "0.2"\n        cite: {source: law, clause: "1.1"'),
        ("denominator: answered", "denominator: answerd"),
        ("kernel: step_points, form: comfort", "kernel: stop_points, form: comfort"),
        ("status_note:", "status_nota:"),
    )  # fmt: skip
    codes = sorted(fault.code for fault in faults)
    assert codes == ["bad_type", "bad_type", "bad_type", "unknown_key", "weights_sum"]
    assert all(fault.line and fault.file.endswith("344n-social.yaml") for fault in faults)
    paths = {fault.path for fault in faults}
    assert "choices.denominator" in paths
    assert "criteria[1].indicators[1].cite.source" in paths


def test_a_fault_says_what_is_wrong_and_where(tmp_path):
    (fault,) = refused(tmp_path, ("denominator: answered", "denominator: some"))
    said = fault.said(Words("en"))
    assert "line 17" in said
    assert "“some” is not one of: answered, all" in said


def one_fault(folder, *edits, name="344n-social"):
    (fault,) = refused(folder, *edits, name=name)
    return fault


def test_weights_that_miss_one_by_a_hair_are_refused(tmp_path):
    fault = one_fault(tmp_path, ('weight: "0.5"', 'weight: "0.5000000001"'))
    assert (fault.code, fault.path) == ("weights_sum", "criteria[5].indicators")
    assert fault.values["total"] == "10000000001/10000000000"


def test_a_code_that_stands_twice_is_refused_where_it_stands(tmp_path):
    fault = one_fault(tmp_path, ('code: "5.3"', 'code: "5.2"'))
    assert (fault.code, fault.path) == ("duplicate_key", "criteria[5].indicators[3].code")


def test_a_duplicate_key_is_refused(tmp_path):
    fault = one_fault(tmp_path, ("  aggregation: plain\n", "  aggregation: plain\n" * 2))
    assert fault.code == "duplicate_key"


def test_an_indicator_without_a_citation_is_refused(tmp_path):
    cite = '        cite: {source: order, clause: "5.3", basis: operator_code, confirmed: ""}\n'
    fault = one_fault(tmp_path, (cite, ""))
    assert (fault.code, fault.path) == ("missing_key", "criteria[5].indicators[3].cite")


@pytest.mark.parametrize("edit", [
    ('low: "0", label: неуд', 'low: "5", label: неуд'),
    ('low: "41", label', 'low: "61", label'),
    ('low: "81", label', 'low: "101", label'),
])  # fmt: skip
def test_bands_that_do_not_cover_the_scale_once_are_refused(tmp_path, edit):
    assert one_fault(tmp_path, edit).path == "bands"


@pytest.mark.parametrize("edit", [
    ('- {low: "0", points: "0"}', '- {low: "10", points: "0"}'),
    ('- {low: "70", points: "7"}', '- {low: "50", points: "7"}'),
    ('- {low: "90", points: "10"}', '- {low: "190", points: "10"}'),
])  # fmt: skip
def test_point_bands_that_do_not_cover_the_share_once_are_refused(tmp_path, edit):
    fault = one_fault(tmp_path, edit, name="council-2014")
    assert (fault.code, fault.path) == (
        "out_of_range",
        "criteria[2].indicators[1].formula.kernel",
    )


def test_a_range_without_width_is_refused(tmp_path):
    edit = ('low: "0"\n          high: "100"', 'low: "100"\n          high: "100"')
    fault = one_fault(tmp_path, edit, name="council-2014")
    assert fault.code == "out_of_range"


def test_criteria_that_give_more_than_the_scale_are_refused(tmp_path):
    fault = one_fault(tmp_path, ('high: "30"', 'high: "29"'), name="council-2014")
    assert (fault.path, fault.values["top"]) == ("scale", "30")


@pytest.mark.parametrize(
    "edit", [('to: ""', 'to: "2018-01-01"'), ('to: ""', 'to: "2018-02-30"')]
)
def test_impossible_dates_are_refused(tmp_path, edit):
    assert one_fault(tmp_path, edit).code == "bad_date"


def test_a_formula_may_branch_only_by_a_choice(tmp_path):
    fault = refused(tmp_path, ("by: waiting_parts", "by: weather"))[0]
    assert fault.path == "criteria[2].indicators[2].formula.by"


def test_a_branch_that_the_choice_does_not_have_is_refused(tmp_path):
    fault = one_fault(tmp_path, ("          timeliness: {", "          punctuality: {"))
    assert (fault.code, fault.path) == (
        "unknown_key", "criteria[2].indicators[2].formula.punctuality")  # fmt: skip


def test_a_choice_without_its_formula_is_refused(tmp_path):
    old = "          V-A: {kernel: pooled_share_of_required, forms: [stand, website]}\n"
    (fault,) = refused(tmp_path, (old, ""), formula_version="V-A")
    assert (fault.code, fault.values["word"]) == ("no_formula", "V-A")


def test_fewer_than_five_respondents_are_never_judged(tmp_path):
    assert (
        one_fault(tmp_path, ('min_respondents: "10"', 'min_respondents: "4"')).values["low"]
        == 5
    )


def test_a_weight_in_a_sum_is_refused(tmp_path):
    edit = ("        name: Доля довольных условиями\n",
            '        name: Доля довольных условиями\n        weight: "1"\n')  # fmt: skip
    assert one_fault(tmp_path, edit, name="council-2014").code == "unknown_key"


def test_steps_of_waiting_with_a_gap_are_refused(tmp_path):
    old, new = 'shorter: {"1": "20", "2": "40", "3": "60"}', 'shorter: {"1": "20", "3": "60"}'
    faults = refused(tmp_path, (old, new))
    assert {fault.code for fault in faults} == {"out_of_range"}


def test_a_missing_file_is_a_fault_and_no_traceback(tmp_path):
    with pytest.raises(MethodologyError) as caught:
        read_methodology(tmp_path / "none.yaml", shown_as="params/methodology/none.yaml")
    assert caught.value.faults[0].file == "params/methodology/none.yaml"


def test_an_empty_methodology_lists_what_it_lacks(tmp_path):
    path = tmp_path / "empty.yaml"
    path.write_text("methodology: empty\n", encoding="utf-8")
    with pytest.raises(MethodologyError) as caught:
        read_methodology(path)
    lacking = {fault.path for fault in caught.value.faults}
    assert {"title", "criteria", "total", "scale", "sources"} <= lacking


def test_a_sixth_criterion_is_one_more_entry(tmp_path):
    extra = (
        text_of("344n-social")
        + """  - code: "6"
    name: Региональный критерий
    cite: {source: order, clause: "", basis: unverified, confirmed: ""}
    combine: mean
    indicators:
      - code: "6.1"
        symbol: Пдоп
        name: Дополнительный показатель
        cite: {source: order, clause: "", basis: unverified, confirmed: ""}
        formula: {kernel: share, question: overall_satisfied, among: everyone}
"""
    )
    path = tmp_path / "region.yaml"
    path.write_text(extra, encoding="utf-8")
    methodology = read_methodology(path)
    assert [one.code for one in methodology.criteria] == list("123456")
    assert methodology.criteria[5].indicators[0].weight is None


def test_criteria_may_be_weighted(tmp_path):
    text = text_of("344n-social").replace("symbol: S, combine: mean",
                                          "symbol: S, combine: weighted_mean")  # fmt: skip
    for code in "12345":
        text = text.replace(f'  - code: "{code}"\n', f'  - code: "{code}"\n    weight: "0.2"\n')
    path = tmp_path / "weighted.yaml"
    path.write_text(text, encoding="utf-8")
    assert [one.weight for one in read_methodology(path).criteria] == [Fraction(1, 5)] * 5


def test_a_new_kernel_is_one_decorated_function(tmp_path):
    @kernel(question="question", among="group", step="positive")
    def twice(counts, formula, choices):  # noqa: ARG001
        return Worked(formula.numbers["step"] * counts[0].k)

    try:
        edit = ("{kernel: share, question: overall_satisfied, among: everyone}",
                '{kernel: twice, question: overall_satisfied, step: "2"}')  # fmt: skip
        methodology = variant(tmp_path, edits=[edit])
        assert dict(methodology.terms())["5.3:overall_satisfied"].numbers == {"step": 2}
    finally:
        del KERNELS["twice"]
