"""Places, pairs, contrasts and averages: exact where they rank, careful where they judge."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from nok_analysis.comparison import aggregates, compare, standings
from nok_analysis.contracts import checked
from nok_analysis.disclosure import disclose, small_places
from tests.scored import LEVEL, METHODOLOGY, answer, cell, institutions_of, scored

PERIOD = "2026Q3"
SHARES = {"I01": 0.95, "I02": 0.6, "I03": 0.8, "I04": 0.94, "I05": 0.9}
SIZES = {"I05": 7}


def made(shares=SHARES, items=None, seed=20260703):
    rng = np.random.default_rng(seed)
    surveys = {(PERIOD, code): answer(rng, SIZES.get(code, 150), share)
               for code, share in shares.items()}  # fmt: skip
    given = {(PERIOD, code): met for code, met in (items or {}).items()}
    return scored(surveys, items=given)[1]


SCORES = made()
INSTITUTIONS = institutions_of(SCORES)


def placed(scores=SCORES, institutions=INSTITUTIONS, methodology=METHODOLOGY, **options):
    """Return the places within the groups of the methodology."""
    table = listed(scores, institutions, methodology, **options)
    return table[table["scope"] == methodology.choices.ranking_within]


def listed(scores=SCORES, institutions=INSTITUTIONS, methodology=METHODOLOGY, **options):
    given = {"confidence_level": LEVEL, "gate": 0.7, "rng": np.random.default_rng(1)} | options
    return standings(scores, institutions, methodology, **given)


def compared(scores=SCORES, institutions=INSTITUTIONS, **options):
    given = {"confidence_level": LEVEL, "threshold": 5.0} | options
    return compare(scores, institutions, METHODOLOGY, **given)


def averaged(scores=SCORES, institutions=INSTITUTIONS):
    return aggregates(scores, institutions, METHODOLOGY, confidence_level=LEVEL, gate=0.7)


def with_values(scores, values, node="total"):
    """Return the scores, the value of a node set for some institutions."""
    found = scores.copy()
    for code, value in values.items():
        row = (found["institution"] == code) & (found["node"] == node)
        found.loc[row, "value"] = pd.Series([value] * row.sum(), found.index[row], dtype=object)
    return found


def total(table, column, code):
    return cell(table, column, node="total", institution=code)


def test_the_tables_keep_their_contracts():
    checked(listed(), "standings")
    checked(compared(), "comparison")
    checked(averaged(), "aggregates")


def test_places_follow_the_exact_order():
    table = placed()
    ranked = {code: total(table, "rank", code) for code in SHARES if code != "I05"}
    order = sorted(ranked, key=lambda code: -total(SCORES, "value", code))
    assert [ranked[code] for code in order] == [1, 2, 3, 4]
    assert total(table, "rank_of", "I01") == 4


def test_too_few_respondents_have_no_place_and_their_row_stays():
    table = placed()
    assert pd.isna(total(table, "rank", "I05"))
    assert (total(table, "status", "I05"), total(table, "reason", "I05")) == (
        "too_few", "below_min_n")  # fmt: skip


TIED = {"I01": Fraction("90.004"), "I02": Fraction("90.004"), "I03": Fraction("90.001"),
        "I04": Fraction("80")}  # fmt: skip


@pytest.mark.parametrize(("rule", "on", "places"), [
    ("shared_min", "exact", [1, 1, 3, 4]),
    ("shared_dense", "exact", [1, 1, 2, 3]),
    ("shared_range", "exact", [1, 1, 3, 4]),
    ("shared_min", "displayed", [1, 1, 1, 4]),
])  # fmt: skip
def test_equal_scores_share_a_place_by_the_rule_of_the_methodology(rule, on, places):
    methodology = replace(
        METHODOLOGY, choices=replace(METHODOLOGY.choices, tie_rule=rule, rank_on=on)
    )
    table = placed(with_values(SCORES, TIED), methodology=methodology)
    assert [total(table, "rank", code) for code in TIED] == places
    assert total(table, "tied", "I01")
    assert not total(table, "tied", "I04")


def test_a_tie_that_floats_would_break_is_kept():
    one = Fraction("0.3") * 92 + Fraction("0.3") * 100 + Fraction("0.4") * 99
    values = {"I01": one, "I02": Fraction("97.2"), "I03": Fraction(50), "I04": Fraction(40)}
    table = placed(with_values(SCORES, values))
    assert total(table, "rank", "I01") == total(table, "rank", "I02") == 1


def test_the_gap_is_the_exact_distance_to_the_next_lower_score():
    table = placed(with_values(SCORES, TIED))
    assert total(table, "gap", "I01") == Fraction("0.003")
    assert total(table, "gap", "I04") is None


def test_the_set_of_places_holds_the_place():
    table = placed().dropna(subset=["rank"])
    assert (table["rank_low"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_high"]).all()
    assert (table["rank_low"] <= table["marginal_low"]).all()


def test_the_same_chance_gives_the_same_table():
    pd.testing.assert_frame_equal(placed(), placed())


def test_institutions_that_cannot_be_told_apart_share_a_group():
    table = placed()
    groups = {code: set(str(total(table, "groups", code)).split(" | ")) for code in SHARES}
    assert groups["I01"] & groups["I04"]
    assert not groups["I01"] & groups["I02"]


def test_a_criterion_that_does_not_tell_institutions_apart_gets_no_places():
    alike = made(dict.fromkeys(SHARES, 0.9), seed=1)
    table = placed(alike, gate=0.999)
    rows = table[(table["node"] == "5") & (table["institution"] != "I05")]
    assert set(rows["reason"]) == {"not_distinguished"}
    assert rows["rank"].isna().all()
    assert table[table["node"] == "total"]["rank"].notna().sum() == 4


def test_places_are_within_a_type_and_two_institutions_have_a_difference_only():
    institutions = institutions_of(SCORES, I01="home", I02="home", I03="shelter")
    table = placed(institutions=institutions)
    assert total(table, "reason", "I01") == "group_below_three"
    assert total(table, "reason", "I03") == "fewer_than_two_institutions"
    found = compared(institutions=institutions)
    assert set(found["kind"]) == {"pair"}
    assert "I03" not in set(found["institution"])
    assert cell(found, "verdict", node="total", institution="I01") == "higher"


def test_a_pair_is_first_less_second_and_needs_evidence_and_size():
    found = compared()
    pair = found[(found["kind"] == "pair") & (found["node"] == "total")].set_index(
        ["institution", "institution_b"])  # fmt: skip
    assert pair.loc[("I01", "I02"), "difference"] == total(SCORES, "value", "I01") - total(
        SCORES, "value", "I02")  # fmt: skip
    assert pair.loc[("I01", "I02"), "verdict"] == "higher"
    assert pair.loc[("I02", "I03"), "verdict"] == "lower"
    assert pair.loc[("I01", "I04"), "verdict"] == "no_evidence"
    assert pair.loc[("I01", "I05"), ["verdict", "reason"]].tolist() == [
        "too_few",
        "below_min_n",
    ]
    assert (pair["p_adjusted"] >= pair["p"]).where(pair["p"].notna(), other=True).all()


def test_a_difference_below_the_threshold_is_never_a_verdict():
    assert set(compared(threshold=99.0)["verdict"]) <= {"no_evidence", "too_few"}


@pytest.mark.parametrize("kind", ["pair", "contrast"])
def test_parts_of_a_difference_add_up_to_it_exactly(kind):
    found = compared()
    own = found[(found["kind"] == kind) & (found["verdict"] != "too_few")]
    for _key, part in own.groupby(["institution", "institution_b"]):
        parts = part.set_index("node")
        whole = parts.loc["total", "difference"]
        criteria = parts.drop("total")
        assert sum(criteria["value_effect"]) + sum(criteria["weight_effect"]) == whole
        assert parts.loc["total", "value_effect"] == whole


def test_a_contrast_is_against_the_plain_mean_of_those_who_may_be_judged():
    found = compared()
    own = found[(found["kind"] == "contrast") & (found["node"] == "total")]
    assert sum(own["difference"]) == 0
    assert set(own["institution"]) == set(SHARES) - {"I05"}
    assert set(own["institution_b"]) == {"institution_type:centre"}
    assert own.set_index("institution").loc["I02", "verdict"] == "below"


def test_the_mean_is_plain_exact_and_counts_who_was_assessed():
    own = averaged()
    row = own[(own["scope"] == "institution_type") & (own["node"] == "total")].iloc[0]
    values = [total(SCORES, "value", code) for code in SHARES if code != "I05"]
    assert row["value"] == sum(values) / 4
    assert (row["institutions"], row["assessed"]) == (5, 4)
    assert (row["lowest"], row["highest"]) == (min(values), max(values))
    assert row["distinguishes"]
    assert set(own["scope"]) == {"institution_type", "founder", "municipality", "all"}


def test_indicators_have_a_mean_beside_which_an_institution_reads_its_own():
    own = averaged()
    row = own[(own["scope"] == "all") & (own["node"] == "5.3")].iloc[0]
    values = [cell(SCORES, "value", node="5.3", institution=code) for code in SHARES]
    assert row["value"] == sum(values[:4]) / 4  # the fifth has too few respondents


def test_a_group_counts_its_active_institutions_assessed_or_not():
    more = INSTITUTIONS.assign(active=True)
    unseen = more.iloc[:1].assign(institution="I99")
    closed = more.iloc[:1].assign(institution="I98", active=False)
    own = averaged(institutions=pd.concat([more, unseen, closed]))
    assert set(own["institutions"]) == {6}


def test_two_institutions_have_no_mean_and_one_has_no_spread():
    own = averaged(institutions=institutions_of(SCORES, I01="home", I02="home", I03="shelter"))
    rows = own[(own["scope"] == "institution_type") & (own["node"] == "total")].set_index(
        "category"
    )
    assert rows.loc["home", "value"] is None
    assert rows.loc["home", "lowest"] == total(SCORES, "value", "I02")
    assert rows.loc["shelter", "lowest"] is None


def test_another_set_of_indicators_is_named_beside_the_difference():
    scores = SCORES.copy()
    scores.loc[(scores["institution"] == "I02") & (scores["node"] == "total"), "left_out"] = (
        "3.3"
    )
    found = compared(scores)
    own = found[(found["kind"] == "pair") & (found["node"] == "total")]
    assert cell(own, "reason", institution="I01", institution_b="I02") == "different_indicators"


def test_a_hidden_score_is_in_no_mean_pair_or_place():
    small = small_places(SCORES, minimum=200)  # all of them
    hidden = disclose(SCORES, METHODOLOGY, small=small, audience="open")
    assert averaged(hidden).query("node == 'total'")["value"].isna().all()
    assert set(compared(hidden)["verdict"]) == {"too_few"}
    assert placed(hidden)["rank"].isna().all()


def test_permuted_institutions_keep_their_places():
    mixed = SCORES.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(placed(mixed, INSTITUTIONS.iloc[::-1]), placed())
    pd.testing.assert_frame_equal(compared(mixed, INSTITUTIONS.iloc[::-1]), compared())


def test_beside_the_groups_stands_the_list_of_all_on_the_total_only():
    institutions = institutions_of(SCORES, I01="home", I02="home", I03="shelter")
    table = listed(institutions=institutions)
    overall = table[table["scope"] == "all"]
    assert set(overall["node"]) == {"total"}
    assert set(overall["category"]) == {""}
    ranked = overall.dropna(subset=["rank"])
    assert sorted(ranked["rank"]) == [1, 2, 3, 4]  # though no type has three
    assert set(ranked["rank_of"]) == {4}


def test_a_methodology_that_ranks_all_together_has_one_list():
    together = replace(METHODOLOGY, choices=replace(METHODOLOGY.choices, ranking_within="all"))
    table = listed(methodology=together)
    assert set(table["scope"]) == {"all"}
    assert set(table["node"]) == {"total", *"12345"}


def test_the_list_of_all_changes_no_place_within_a_group():
    """Chance is drawn for the groups first."""
    together = replace(METHODOLOGY, choices=replace(METHODOLOGY.choices, ranking_within="all"))
    columns = ["rank", "rank_low", "rank_high", "marginal_low", "marginal_high"]
    alone, grouped = (
        table[table["node"] == "1"][columns].reset_index(drop=True)
        for table in (listed(methodology=together), placed())
    )
    pd.testing.assert_frame_equal(alone, grouped)


def test_a_mean_weighted_by_respondents_stands_beside_the_plain_one():
    row = averaged().query("scope == 'all' and node == 'total'").iloc[0]
    own = [code for code in SHARES if code != "I05"]
    sizes = {code: total(SCORES, "n", code) for code in own}
    values = {code: total(SCORES, "value", code) for code in own}
    weighted = sum(values[code] * int(sizes[code]) for code in own)
    assert row["value_weighted"] == weighted / int(sum(sizes.values()))
    assert row["value"] == sum(values.values()) / 4


def test_a_region_has_its_mean_like_a_municipality():
    own = averaged(institutions=INSTITUTIONS.assign(region="R"))
    region, whole = (own[(own["scope"] == scope) & (own["node"] == "total")].iloc[0]
                     for scope in ("region", "all"))  # fmt: skip
    assert region["value"] == whole["value"]
    assert region["category"] == "R"
