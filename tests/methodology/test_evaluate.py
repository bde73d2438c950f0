"""Worked cases, published rows, and rules that hold for any counts."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.methodology import TermCount, Worked, evaluate
from nok_analysis.methodology.evaluate import combined, rounded
from nok_analysis.methodology.formulas import KERNELS
from nok_analysis.wording import Words
from tests.methodology.made import CASES, everybody, read_case, shipped, variant

# (criteria, total, decimals): published rows read on the pages of the institutions.
PUBLISHED = {
    "soc52_bogorodsk": ("100 100 80.5 100 100", "96.1", 1),
    "iskra_2022": ("97.20 98.00 71.40 99.80 100.00", "93.28", 2),
    "iskra_2019": ("98.40 97.50 71.60 94.80 95.70", "91.60", 2),
    "zernyshko": ("89.6 93.5 65.0 90.2 89.3", "85.52", 2),
}
# The same rows under the draft weights 20/20/15/15/30 %, which are wrong.
DRAFT = {"soc52_bogorodsk": "97.075", "iskra_2022": "94.72", "iskra_2019": "92.85",
         "zernyshko": "86.69"}  # fmt: skip
METHODOLOGY = shipped("344n-social")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_written_case_gives_its_exact_values(path, tmp_path):
    case = read_case(path)
    found = evaluate(case.variant(tmp_path), case.counts)
    for node, expected in case.expected.items():
        worked = found.node(node)
        if "undefined" in expected:
            assert (worked.value, worked.reason) == (None, expected["undefined"])
        else:
            assert worked.value == Fraction(expected["exact"]), node
            assert Words().number(worked.value, 2) == expected["shown"]


def kernels_of(formula):
    yield formula.kernel
    for part in formula.parts:
        yield from kernels_of(part)


def test_every_kernel_has_a_written_case(tmp_path):
    """A case counts for a kernel when it says the value of an indicator made by it."""
    written = set()
    for path in CASES:
        case = read_case(path)
        for indicator in case.variant(tmp_path).indicators():
            criterion = indicator.code.partition(".")[0]
            if {indicator.code, criterion} & case.expected.keys():
                written |= set(kernels_of(indicator.formula))
    assert written == set(KERNELS)


def of_criteria(values):
    parts = tuple(Worked(Fraction(value)) for value in values)
    total = METHODOLOGY.total.combine
    return combined(total, parts, [None] * len(parts), [Fraction(100)] * len(parts)).value


@pytest.mark.parametrize("row", PUBLISHED)
def test_the_total_of_a_published_row_is_the_mean_of_its_criteria(row):
    criteria, total, decimals = PUBLISHED[row]
    assert rounded(of_criteria(criteria.split()), str(decimals), "half_up") == Fraction(total)


@pytest.mark.parametrize("row", DRAFT)
def test_no_published_row_gives_the_total_of_the_draft_weights(row):
    criteria, _total, _decimals = PUBLISHED[row]
    assert of_criteria(criteria.split()) != Fraction(DRAFT[row])


def test_floats_would_break_the_tie_that_fractions_keep():
    values = {"1.1": "92", "1.2": "100", "1.3": "99"}
    weights = [Fraction("0.3"), Fraction("0.3"), Fraction("0.4")]
    parts = tuple(Worked(Fraction(value)) for value in values.values())
    found = combined("weighted_mean", parts, weights, [Fraction(100)] * 3).value
    assert found == Fraction("97.2")
    assert 0.3 * 92 + 0.3 * 100 + 0.4 * 99 != 97.2


def test_mirrored_indicators_tie_exactly():
    weights, tops = [Fraction("0.3"), Fraction("0.4"), Fraction("0.3")], [Fraction(100)] * 3
    one, other = (
        combined("weighted_mean", tuple(Worked(Fraction(v)) for v in values), weights, tops)
        for values in ((2, 1, 1), (1, 1, 2))
    )
    assert one.value == other.value


def test_a_dropped_indicator_leaves_its_weight_to_the_others():
    counts = everybody(METHODOLOGY, 8, 10)
    counts["3.3:accessibility_satisfied"] = TermCount(0, 0, 0, 10)
    counts["3.1:premises_accessibility"] = TermCount(3, 5)
    found = evaluate(METHODOLOGY, counts)
    assert found.indicators["3.3"].value is None
    assert found.criteria["3"].value == (
        Fraction("0.3") * 60 + Fraction("0.4") * 100
    ) / Fraction("0.7")


def test_a_criterion_without_any_defined_indicator_refuses_the_total(tmp_path):
    counts = {node: count for node, count in everybody(METHODOLOGY, 8, 10).items()
              if not node.startswith("5.")}  # fmt: skip
    found = evaluate(METHODOLOGY, counts)
    assert (found.criteria["5"].value, found.total.value) == (None, None)
    assert found.total.reason == "criterion_undefined"
    without = evaluate(variant(tmp_path, undefined_criterion="exclude"), counts)
    four = [without.criteria[code].value for code in "1234"]
    assert without.total.value == sum(four) / 4


def test_an_indicator_may_have_its_own_rule_for_nobody(tmp_path):
    code = "        symbol: Пдостуд\n"
    methodology = variant(tmp_path, edits=[(code, code + "        undefined: zero\n")])
    counts = everybody(methodology, 10, 10)
    counts["3.3:accessibility_satisfied"] = TermCount(0, 0, 0, 10)
    counts["4.3:polite_remote"] = TermCount(0, 0, 0, 10)
    found = evaluate(methodology, counts)
    assert found.criteria["3"].value == 70
    assert found.criteria["4"].value == 100
    assert found.indicators["4.3"].value is None


def test_a_rule_for_nobody_does_not_answer_a_question_that_was_not_asked(tmp_path):
    methodology = variant(tmp_path, undefined="hundred")
    counts = everybody(methodology, 8, 10)
    counts["3.3:accessibility_satisfied"] = TermCount(reason="filter_missing")
    assert evaluate(methodology, counts).indicators["3.3"].reason == "filter_missing"


def test_rounding_may_be_carried_from_stage_to_stage(tmp_path):
    edits = [("carry: {indicator: exact, criterion: exact}",
              'carry: {indicator: "0", criterion: "1"}')]  # fmt: skip
    methodology = variant(tmp_path, edits=edits)
    found = evaluate(methodology, everybody(methodology, 2, 3))
    assert found.indicators["5.3"].value == 67
    assert found.criteria["5"].value == 67
    assert found.criteria["3"].value == Fraction("90.1")


def test_half_even_is_a_rounding_that_may_be_carried():
    assert rounded(Fraction("0.5"), "0", "half_even") == 0
    assert rounded(Fraction("0.5"), "0", "half_up") == 1


counts_of_ten = st.integers(0, 10)


@settings(deadline=None)
@given(st.lists(counts_of_ten, min_size=18, max_size=18))
def test_every_value_lies_on_the_scale(ks):
    counts = {
        node: TermCount(k, 10) for (node, _leaf), k in zip(METHODOLOGY.terms(), ks, strict=True)
    }
    found = evaluate(METHODOLOGY, counts)
    nodes = [found.total, *found.criteria.values(), *found.indicators.values()]
    assert all(0 <= worked.value <= 100 for worked in nodes)


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=18, max_size=18), st.integers(0, 17))
def test_one_more_satisfied_answer_never_lowers_the_total(ks, at):
    terms = [node for node, _leaf in METHODOLOGY.terms()]
    counts = {node: TermCount(k, 10) for node, k in zip(terms, ks, strict=True)}
    more = counts | {terms[at]: TermCount(ks[at] + 1, 10)}
    if terms[at] == "2.2:waiting":  # a longer wait is the only count where more is worse
        counts, more = more, counts
    assert evaluate(METHODOLOGY, more).total.value >= evaluate(METHODOLOGY, counts).total.value


@settings(deadline=None)
@given(st.permutations(range(3)), st.lists(st.fractions(0, 100), min_size=3, max_size=3))
def test_the_order_of_indicators_changes_nothing(order, values):
    weights = [Fraction("0.3"), Fraction("0.3"), Fraction("0.4")]
    tops = [Fraction(100)] * 3
    straight = combined("weighted_mean", tuple(map(Worked, values)), weights, tops)
    mixed = combined("weighted_mean", tuple(Worked(values[i]) for i in order),
                     [weights[i] for i in order], tops)  # fmt: skip
    assert straight.value == mixed.value


def test_a_sum_without_one_part_keeps_its_scale():
    parts = (Worked(Fraction(8)), Worked(None, "zero_base"), Worked(Fraction(5)))
    found = combined("sum", parts, [None] * 3, [Fraction(10)] * 3)
    assert found.value == Fraction(3, 2) * 13
