"""The main findings of a quarter."""

import pytest

from nok_analysis.passages import tell
from tests.tables.stand_in import changed
from tests.tables.truth import pieces, texts, tree


def findings(council):
    return texts(tell("headlines", council)._repr_html_(), "li")


def finding(council, word):
    return next((one for one in findings(council) if word in one), "")


def test_there_are_at_most_five_findings(quarter):
    assert len(findings(quarter)) == 5


def test_the_first_of_each_group_is_named_with_score_interval_and_n(quarter):
    lead = findings(quarter)[0]
    assert "Центры: highest – КЦСОН «Забота», 93.33 points of 100" in lead
    assert "(90.83–95.83; 84 of 412 recipients answered)" in lead
    assert "Приюты: highest – Приют «Родник»" in lead


def test_a_lead_that_is_not_proven_is_not_called_a_lead(quarter):
    assert "not told apart from the next, КЦСОН «Гармония»" in findings(quarter)[0]


def test_a_lead_that_is_proven_is_called_so(quarter):
    pairs = quarter.comparison.copy()
    first = (pairs["institution"] == "C1") & (pairs["institution_b"] == "C2")
    pairs.loc[first, "verdict"] = "higher"
    assert "proven to stand above the next" in findings(changed(quarter, comparison=pairs))[0]


def test_the_same_pair_counts_from_its_other_side(quarter):
    pairs = quarter.comparison.copy()
    first = (pairs["institution"] == "C1") & (pairs["institution_b"] == "C2")
    pairs.loc[first, ["institution", "institution_b", "verdict"]] = ["C2", "C1", "lower"]
    assert "proven to stand above the next" in findings(changed(quarter, comparison=pairs))[0]


def test_a_shared_first_place_names_both(quarter):
    places = quarter.standings.copy()
    places.loc[places["institution"] == "C2", "rank"] = 1
    lead = findings(changed(quarter, standings=places))[0]
    assert "КЦСОН «Забота», КЦСОН «Гармония»" in lead
    assert "They share the first place." in lead


def test_no_places_at_all_are_said(quarter):
    none = quarter.standings.assign(rank=None)
    assert "No place is given" in findings(changed(quarter, standings=none))[0]


def test_the_weakest_criterion_of_the_district_is_the_lowest_mean(quarter):
    weakest = finding(quarter, "Weakest")
    assert "“Доступность”: 73.83 of 100" in weakest
    assert "lowest criterion of 6 institutions out of 6" in weakest


def test_only_proven_changes_are_named(quarter):
    found = finding(quarter, "compared with quarter II")
    assert "It became worse at 1 institution" in found
    assert "ЦСО «Берёзка» −8.00 (from −11.00 to −5.00)" in found
    assert "for 5 other institutions a change is not proven" in found
    assert "КЦСОН" not in found


def test_no_proven_change_is_said_as_not_proven(quarter):
    none = quarter.comparison.replace({"verdict": {"declined": "no_evidence"}})
    assert "No change of the total is proven" in finding(
        changed(quarter, comparison=none), "proven c"
    )


def test_without_an_earlier_period_nothing_is_said_of_change(quarter):
    alone = quarter.comparison[quarter.comparison["kind"] != "change"]
    assert not finding(changed(quarter, comparison=alone), "compared with")


def test_who_is_too_few_is_named_with_n_and_without_score(quarter):
    found = finding(quarter, "No score is published")
    assert "fewer than 10 answers" in found
    assert "Приют «Огонёк» (answered: 7)" in found


def test_data_quality_links_to_its_section(quarter):
    element = list(tree(tell("headlines", quarter)._repr_html_()).iter("a"))[-1]
    assert element.get("href") == "#data-quality"
    assert 'id="data-quality"' in tell("quality", quarter)._repr_html_()


@pytest.mark.parametrize("place", range(4))
def test_each_finding_on_institutions_carries_addresses(quarter, place):
    items = tell("headlines", quarter)._repr_html_().split("<li>")[1:]
    assert list(pieces(f"<ul><li>{items[place].removesuffix('</ol>')}</ul>"))
