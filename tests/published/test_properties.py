"""Whatever the convention, a true row is never impossible; a gross error always is."""

import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.published import Verdict, as_text, check
from nok_analysis.published.numbers import MODES, exactly, typed
from nok_analysis.published.tree import tree_of
from nok_analysis.published.ways import EVERY
from nok_analysis.wording import Words
from tests.published.made import COUNCIL, SOCIAL, decimal

pytestmark = pytest.mark.slow  # each holds hundreds of made rows against every convention

TREES = {
    methodology.code: (methodology, tree_of(methodology)) for methodology in (SOCIAL, COUNCIL)
}
PLACES = st.integers(0, 3)
WAYS = st.sampled_from(sorted(MODES))


def judged(text, methodology=SOCIAL):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_text(text, encoding="utf-8")
        return check([path], methodology)


@st.composite
def worked(draw):
    """Return exact indicators of a methodology, discrete ones among their values."""
    methodology, tree = TREES[draw(st.sampled_from(sorted(TREES)))]
    shares = {}
    for code, leaf in tree.by_code.items():
        n = draw(st.integers(1, 40))
        k = draw(st.integers(0, n))
        values = (
            st.sampled_from(leaf.values) if leaf.values else st.just(leaf.range.high * k / n)
        )
        shares[code] = draw(values)
    return methodology, tree, shares


def combined(tree, shares, left_out=frozenset()):
    return {
        branch.code: sum(
            leaf.weight * shares[leaf.code] for leaf in branch.without(left_out).leaves
        )
        for branch in tree.branches
    }


def total_of(tree, criteria):
    return sum(branch.weight * criteria[branch.code] for branch in tree.branches)


def text_of(numbers, *, trimmed=False):
    """Return a table of one row: node → (value, decimals)."""
    heads = [node if "." in node or node == "total" else f"k{node}" for node in numbers]
    cells = [decimal(value, places) for value, places in numbers.values()]
    if trimmed:
        cells = [cell.rstrip("0").rstrip(".") if "." in cell else cell for cell in cells]
    return f"id,{','.join(heads)}\nx,{','.join(cells)}\n"


@settings(max_examples=150, deadline=None)
@given(worked(), PLACES, PLACES, WAYS, st.booleans())
def test_a_total_of_the_criteria_as_shown_reproduces(case, places, last, way, trimmed):
    methodology, tree, shares = case
    shown = {code: (MODES[way](value, places), places)
             for code, value in combined(tree, shares).items()}  # fmt: skip
    mean = total_of(tree, {code: value for code, (value, _) in shown.items()})
    row = judged(text_of(shown | {"total": (MODES[way](mean, last), last)}), methodology).rows[
        0
    ]
    assert row.verdict is Verdict.REPRODUCES
    assert f"shown_{way}" in row.total.conventions
    trim = text_of(shown, trimmed=trimmed)
    assert judged(trim, methodology).rows[0].verdict is Verdict.INCOMPLETE


@settings(max_examples=150, deadline=None)
@given(worked(), PLACES, PLACES, WAYS, st.data())
def test_a_total_of_unrounded_criteria_is_never_impossible(case, places, last, way, data):
    methodology, tree, shares = case
    criteria = combined(tree, shares)
    kept = data.draw(st.sets(st.sampled_from(sorted(criteria)), min_size=1))
    shown = {code: (MODES[way](criteria[code], places), places) for code in sorted(kept)}
    total = (MODES[way](total_of(tree, criteria), last), last)
    row = judged(text_of(shown | {"total": total}), methodology).rows[0]
    assert row.verdict is not Verdict.IMPOSSIBLE, as_text(judged(text_of(shown)), Words("en"))
    if len(kept) == len(criteria):
        assert row.verdict in {Verdict.REPRODUCES, Verdict.CONSISTENT}


@st.composite
def left_out(draw, tree):
    """Return indicators that were not defined, never all of a criterion."""
    return {
        code
        for branch in tree.branches
        for code in draw(st.permutations([leaf.code for leaf in branch.leaves]))[
            : draw(st.integers(0, len(branch.leaves) - 1))
        ]
    }


@settings(max_examples=400, deadline=None)
@given(worked(), PLACES, PLACES, PLACES, st.sampled_from(EVERY), st.data())
def test_any_part_of_a_true_row_is_never_impossible(case, first, second, last, ways, data):
    """Indicators, criteria and total, unrounded or rounded at each stage; some not read.

    Indicators that were not defined are left out, and the weights of the others scaled up.
    """
    methodology, tree, shares = case
    without = data.draw(left_out(tree)) if data.draw(st.booleans()) else set()
    leaves = {code: (MODES[ways.indicators](value, first), first)
              for code, value in shares.items() if code not in without}  # fmt: skip
    staged = data.draw(st.booleans())
    below = {code: value for code, (value, _) in leaves.items()} if staged else shares
    criteria = {code: (MODES[ways.criteria](value, second), second)
                for code, value in combined(tree, below, without).items()}  # fmt: skip
    above = {code: value for code, (value, _) in criteria.items()} if staged else combined(
        tree, below, without)  # fmt: skip
    every = (
        leaves | criteria | {"total": (MODES[ways.total](total_of(tree, above), last), last)}
    )
    kept = data.draw(st.sets(st.sampled_from(sorted(every)), min_size=1))
    text = text_of({node: one for node, one in every.items() if node in kept})
    found = judged(text, methodology)
    assert found.rows[0].verdict is not Verdict.IMPOSSIBLE, text + as_text(found, Words("en"))


@settings(max_examples=150, deadline=None)
@given(worked(), PLACES, PLACES, st.sampled_from(["half_up", "half_even"]), st.data())
def test_an_error_beyond_all_rounding_is_always_found(case, places, last, way, data):
    methodology, tree, shares = case
    criteria = combined(tree, shares)
    shown = {code: (MODES[way](value, places), places) for code, value in criteria.items()}
    total = MODES[way](total_of(tree, criteria), last)
    unit = Fraction(3, 2 * 10**places)  # rounded by half of one, then taken for cut off
    reach = unit * sum(branch.weight for branch in tree.branches) + Fraction(2, 10**last)
    error = data.draw(st.integers(1, 50)) * reach * data.draw(st.sampled_from([1, -1]))
    wrong = (MODES["half_up"](total + error, 4), 4)
    row = judged(text_of(shown | {"total": wrong}), methodology).rows[0]
    assert row.verdict is Verdict.IMPOSSIBLE


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='id,k1;25total.0-9\n"#ea\t|ивК ', max_size=200))
def test_no_text_is_too_odd_to_be_judged(text):
    found = judged(text)
    assert found.exit_code in {0, 1, 2}
    assert as_text(found, Words())


@given(st.integers(-(10**9), 10**9), st.integers(0, 9))
def test_a_typed_number_is_read_as_it_was_written(scaled, places):
    value = Fraction(scaled, 10**places)
    assert typed(exactly(value, places)) == (value, places)
