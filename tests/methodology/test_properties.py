"""What holds for every kernel and every methodology, whatever was counted."""

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.methodology import TermCount, Worked, evaluate
from nok_analysis.methodology.choices import ALLOWED
from nok_analysis.methodology.evaluate import combined, highest_of, highest_total
from nok_analysis.methodology.formulas import KERNELS, highest, work
from nok_analysis.methodology.model import Formula
from nok_analysis.scoring import score
from tests.methodology.made import shipped, tally_of

pytestmark = pytest.mark.slow

UNIFIED, POINTS = shipped("344n-social"), shipped("council-2014")
METHODOLOGIES = {one.code: one for one in (UNIFIED, POINTS)}
ZONES = next(leaf for node, leaf in UNIFIED.terms() if node == "2.2:waiting")
SHARE, OTHER = Formula("share", question="q"), Formula("share", question="r")


def numbers(**given_numbers):
    return {name: Fraction(value) for name, value in given_numbers.items()}


#: One formula of every kernel; the falling ones stand below.
FORMULAS = {
    "share": SHARE,
    "scale_mean": Formula("scale_mean", question="q", numbers=numbers(low=1, high=5)),
    "pooled_share": Formula("pooled_share", questions=("q", "r")),
    "share_of_required": Formula("share_of_required", form="q"),
    "pooled_share_of_required": Formula("pooled_share_of_required", forms=("q", "r")),
    "step_points": Formula("step_points", form="q", numbers=numbers(step=20, cap=100)),
    "item_points": Formula("item_points", form="q", numbers=numbers(each=1, cap=10)),
    "waiting_points": replace(ZONES, form="q"),
    "share_of_term": Formula("share_of_term", form="q"),
    "mean_of": Formula("mean_of", parts=(SHARE, OTHER)),
    "range_points": Formula("range_points", parts=(SHARE,), words={"direction": "rising"},
                            numbers=numbers(low=50, high=90, points=10)),
    "points_by_band": Formula("points_by_band", parts=(SHARE,), steps=tuple(
        (Fraction(low), Fraction(points)) for low, points in ((0, 0), (50, 4), (90, 10)))),
}  # fmt: skip
LESS_IS_MORE = {"waiting_points"}
RULES = st.sampled_from(ALLOWED["undefined"])


@st.composite
def term_counts(draw, most=12):
    """Counts as a tally may hold them: k of n, nobody at all, items not seen or not needed."""
    n = draw(st.integers(0, most))
    silent, without = draw(st.integers(0, 2)), draw(st.integers(0, 3))
    return TermCount(draw(st.integers(0, n)), n, silent, without)


@st.composite
def choices(draw):
    """The choices of the unified order, each word free."""
    words = {name: draw(st.sampled_from(words)) for name, words in ALLOWED.items()
             if name in {"denominator", "required_items", "na_in_steps", "missing_waiting",
                         "waiting_precedence"}}  # fmt: skip
    return replace(UNIFIED.choices, **words)


def test_every_kernel_has_its_formula_here():
    assert set(FORMULAS) == set(KERNELS)


@pytest.mark.parametrize("kernel", FORMULAS)
@settings(deadline=None)
@given(q=term_counts(), r=term_counts(), chosen=choices(), rule=RULES)
def test_a_value_is_exact_and_on_its_scale_or_undefined_with_a_reason(
    kernel, q, r, chosen, rule
):
    formula = FORMULAS[kernel]
    found = work(formula, {"q": q, "r": r}, chosen, rule=rule)
    if found.value is None:
        assert found.reason
    else:
        assert isinstance(found.value, Fraction)
        assert 0 <= found.value <= highest(formula)


@pytest.mark.parametrize("kernel", FORMULAS)
@settings(deadline=None)
@given(n=st.integers(1, 12), data=st.data())
def test_one_more_of_what_is_counted_never_moves_a_value_the_wrong_way(kernel, n, data):
    k = data.draw(st.integers(0, n - 1))
    formula = FORMULAS[kernel]
    less, more = (
        work(formula, {"q": TermCount(one, n), "r": TermCount(1, n)}, UNIFIED.choices,
             rule="zero").value
        for one in (k, k + 1)
    )  # fmt: skip
    assert less >= more if kernel in LESS_IS_MORE else more >= less


@settings(deadline=None)
@given(k=st.integers(0, 11), n=st.just(12))
def test_a_falling_range_falls(k, n):
    falling = replace(FORMULAS["range_points"], words={"direction": "falling"})
    less, more = (work(falling, {"q": TermCount(one, n)}, UNIFIED.choices, rule="zero").value
                  for one in (k, k + 1))  # fmt: skip
    assert less >= more


def drawn_counts(data, methodology):
    return {node: data.draw(term_counts(), label=node) for node, _leaf in methodology.terms()}


@pytest.mark.parametrize("code", METHODOLOGIES)
@settings(deadline=None, max_examples=50)
@given(data=st.data(), rule=RULES, lacking=st.sampled_from(ALLOWED["undefined_criterion"]))
def test_every_node_lies_between_nothing_and_its_highest(code, data, rule, lacking):
    methodology = METHODOLOGIES[code]
    chosen = replace(methodology.choices, undefined=rule, undefined_criterion=lacking)
    methodology = replace(methodology, choices=chosen)
    found = evaluate(methodology, drawn_counts(data, methodology))
    tops = {"total": highest_total(methodology)}
    tops |= {one.code: highest_of(one) for one in methodology.criteria}
    tops |= {one.code: highest(one.formula) for one in methodology.indicators()}
    for node, top in tops.items():
        worked = found.node(node)
        if worked.value is None:
            assert worked.reason, node
        else:
            assert 0 <= worked.value <= top, node


@pytest.mark.parametrize("code", METHODOLOGIES)
@settings(deadline=None, max_examples=25)
@given(data=st.data(), chance=st.randoms(use_true_random=False), rule=RULES)
def test_order_of_institutions_criteria_and_indicators_changes_no_score(
    code, data, chance, rule
):
    methodology = METHODOLOGIES[code]
    methodology = replace(methodology, choices=replace(methodology.choices, undefined=rule))
    counts = {("2026Q3", f"I0{i}"): drawn_counts(data, methodology) for i in (1, 2, 3)}
    mixed = replace(methodology, criteria=tuple(
        replace(one, indicators=tuple(chance.sample(one.indicators, len(one.indicators))))
        for one in chance.sample(methodology.criteria, len(methodology.criteria))))  # fmt: skip
    tally = tally_of(methodology, counts)
    turned = tally.sample(frac=1, random_state=chance.randrange(1000)).reset_index(drop=True)
    columns = ["period", "institution", "node", "value", "n", "status", "reason", "band"]
    straight, other = score(tally, methodology), score(turned, mixed)
    pd.testing.assert_frame_equal(other[columns], straight[columns])


@pytest.mark.parametrize("code", METHODOLOGIES)
@settings(deadline=None, max_examples=25)
@given(data=st.data(), rule=RULES)
def test_no_score_is_a_float_and_none_is_without_a_reason(code, data, rule):
    methodology = METHODOLOGIES[code]
    methodology = replace(methodology, choices=replace(methodology.choices, undefined=rule))
    tally = tally_of(methodology, {("2026Q3", "I01"): drawn_counts(data, methodology)})
    found = score(tally, methodology)
    undefined = found["value"].map(lambda value: value is None)
    assert found.loc[~undefined, "value"].map(lambda value: type(value) is Fraction).all()
    assert (found.loc[undefined, "reason"] != "").all()
    assert (found.loc[undefined, "status"] != "ok").all()


@settings(deadline=None)
@given(st.lists(st.fractions(0, 100, max_denominator=400), min_size=3, max_size=3))
def test_mirrored_values_under_mirrored_weights_tie_exactly(values):
    weights, tops = [Fraction("0.3"), Fraction("0.4"), Fraction("0.3")], [Fraction(100)] * 3
    one, other = (
        combined("weighted_mean", tuple(map(Worked, order)), weights, tops).value
        for order in (values, values[::-1])
    )
    assert one == other


def test_floats_would_break_such_a_tie():
    values = [8, 32, 15]
    one, other = (sum(w * v for w, v in zip((0.3, 0.4, 0.3), order, strict=True))
                  for order in (values, values[::-1]))  # fmt: skip
    assert one != other
