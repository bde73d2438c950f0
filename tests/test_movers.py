"""What parts two places: exact, and nothing of it gives back what is hidden."""

from fractions import Fraction

import pytest

from nok_analysis.comparison import movers
from nok_analysis.contracts import checked
from tests.scored import LEVEL, METHODOLOGY, institutions_of
from tests.test_comparison import INSTITUTIONS, SCORES, SHARES, TIED, total, with_values


def parted(scores=SCORES, institutions=INSTITUTIONS, methodology=METHODOLOGY):
    rules = {"confidence_level": LEVEL, "threshold": 5.0}
    return movers(scores, institutions, methodology, **rules)


def test_gaps_keep_the_contract_of_comparison():
    checked(parted(), "comparison")


def gaps(kind, table=None):
    table = parted() if table is None else table
    own = table[table["kind"] == kind]
    yield from (part.set_index("node") for _key, part in
                own.groupby(["institution", "institution_b"]))  # fmt: skip


INDICATORS = [one.code for one in METHODOLOGY.indicators()]


@pytest.mark.parametrize("kind", ["gap", "gap_mean"])
def test_indicators_and_what_they_leave_add_up_to_the_gap_exactly(kind):
    found = list(gaps(kind))
    assert len(found) == (3 if kind == "gap" else 4)
    for part in found:
        whole = part.loc["total"]
        assert isinstance(whole["difference"], Fraction)
        shown = part[part.index.isin(INDICATORS)]
        assert sum(shown["value_effect"]) == whole["value_effect"]
        assert whole["value_effect"] + whole["weight_effect"] == whole["difference"]
        criteria = part.loc[list("12345")]
        both = sum(criteria["value_effect"]) + sum(criteria["weight_effect"])
        assert both == whole["difference"]


def test_a_gap_leads_to_the_nearest_better_total():
    for part in gaps("gap"):
        row = part.loc["total"]
        better, own = (total(SCORES, "value", row[side])
                       for side in ("institution", "institution_b"))  # fmt: skip
        values = [total(SCORES, "value", code) for code in SHARES if code != "I05"]
        assert row["difference"] == better - own > 0
        assert better == min(value for value in values if value > own)


def test_a_part_of_a_gap_is_weight_in_the_total_times_difference():
    part = next(gaps("gap"))
    weight = next(one.weight for one in METHODOLOGY.indicators() if one.code == "5.3")
    assert part.loc["5.3", "value_effect"] == weight / 5 * part.loc["5.3", "difference"]
    assert part.loc["total", "weight_effect"] == 0


def test_too_few_respondents_are_in_no_gap():
    table = parted()
    assert "I05" not in {*table["institution"], *table["institution_b"]}
    assert set(table["verdict"]) == {"not_judged"}


def test_two_institutions_have_no_gap_but_their_pair():
    assert parted(institutions=institutions_of(SCORES, I01="a", I02="a", I03="b")).empty


def undefined(scores, code, node):
    """Return the scores, one indicator undefined and its criterion and total as they follow."""
    value = {row.node: row.value for row in scores.itertuples() if row.institution == code}
    kept = {one.code: one.weight for one in METHODOLOGY.criteria[2].indicators}
    kept.pop(node)
    three = sum(kept[one] * value[one] for one in kept) / sum(kept.values())
    whole = (value["1"] + value["2"] + three + value["4"] + value["5"]) / 5
    found = scores
    for place, one in ((node, None), ("3", three), ("total", whole)):
        found = with_values(found, {code: one}, node=place)
    return found


def test_an_indicator_of_one_side_only_is_named_as_what_the_others_leave():
    found = [*gaps("gap", parted(undefined(SCORES, "I03", "3.3")))]
    lacking = [
        part for part in found if "I03" in {*part["institution"], *part["institution_b"]}
    ]
    assert lacking
    for part in lacking:
        assert "3.3" not in part.index
        assert part.loc["total", "weight_effect"] != 0
        both = part.loc["total", "value_effect"] + part.loc["total", "weight_effect"]
        assert both == part.loc["total", "difference"]
        assert part.loc["3", "weight_effect"] == part.loc["total", "weight_effect"]


def test_of_a_side_with_a_hidden_indicator_only_criteria_are_told():
    """Else the indicator would be what the others leave."""
    scores = SCORES.copy()
    row = (scores["institution"] == "I03") & (scores["node"] == "3.3")
    scores.loc[row, ["status", "reason"]] = ["hidden", "disclosure"]
    table = parted(with_values(scores, {"I03": None}, node="3.3"))
    for part in gaps("gap", table):
        told = set(part.index) & set(INDICATORS)
        assert bool(told) == ("I03" not in {*part["institution"], *part["institution_b"]})
    for part in gaps("gap_mean", table):
        assert not set(part.index) & set(INDICATORS)
        assert sum(part.loc[list("12345"), "value_effect"]) == part.loc["total", "difference"]


def test_tied_institutions_have_the_same_next_place():
    found = [*gaps("gap", parted(with_values(SCORES, TIED)))]
    nearest = {(part["institution"].iloc[0], part["institution_b"].iloc[0]) for part in found}
    assert nearest == {("I01", "I03"), ("I03", "I04")}
