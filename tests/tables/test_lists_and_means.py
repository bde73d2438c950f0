"""The list of all, the means of groups, what parts the places; what looks equal and is not."""

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest

from nok_analysis import tabulate, tell
from nok_analysis.quotes import places_within
from tests.tables.lists import OVERALL
from tests.tables.stand_in import NOW, changed, council
from tests.tables.truth import said, texts, untrue


def html(name, made, **options):
    return tabulate(name, made, **options)._repr_html_()


def chosen(made, **choices):
    methodology = made.methodology
    return replace(methodology, choices=replace(methodology.choices, **choices))


def with_total(made, totals):
    """Return the made, the totals of some institutions set."""
    scores = made.scores.copy()
    for code, value in totals.items():
        row = ((scores["institution"] == code) & (scores["node"] == "total")
               & (scores["period"] == NOW))  # fmt: skip
        scores.loc[row, "value"] = pd.Series(
            [Fraction(value)] * row.sum(), scores.index[row], dtype=object
        )
    return changed(made, scores=scores)


def test_all_institutions_with_a_place_stand_in_one_list(quarter):
    shown = html("overall", quarter)
    assert len(texts(shown, "tr")) == 1 + len(OVERALL)
    assert "All together: 6 institutions have a place" in said(shown)
    assert "Приюты" in said(shown)
    assert untrue(quarter, shown) == []


def test_the_list_of_all_changes_no_table_of_the_groups(quarter):
    for name in ("places", "criteria", "pairs"):
        assert html(name, quarter) == html(name, council())


def test_where_all_are_ranked_together_there_is_no_second_list(quarter):
    one = changed(quarter, methodology=chosen(quarter, ranking_within="all"))
    assert "those of all institutions together" in said(html("overall", one))


def test_without_places_the_list_says_so(quarter):
    none = changed(quarter, standings=quarter.standings.assign(rank=None))
    assert "No places are given" in said(html("overall", none))


@pytest.mark.parametrize(("rule", "place"), [("shared_range", "2–3"), ("shared_min", "2")])
def test_a_shared_range_of_places_is_printed_as_a_range(quarter, rule, place):
    standings = quarter.standings.copy()
    standings.loc[standings["institution"] == "C3", "rank"] = 2
    tied = changed(quarter, standings=standings, methodology=chosen(quarter, tie_rule=rule))
    row = next(row for row in texts(html("places", tied), "tr") if "Берёзка" in row)
    assert row.startswith(f"ЦСО «Берёзка»{place}2–4")
    about = changed(tied, institution="C3")
    assert f"{place} of 4" in said(tell("standing", about)._repr_html_())
    assert untrue(tied, html("places", tied)) == []


def test_totals_that_look_equal_are_printed_with_the_digits_that_part_them(quarter):
    made = with_total(quarter, {"C1": "90.0041", "C2": "90.0012"})
    shown = html("places", made)
    assert "Totals that look equal differ further on: КЦСОН «Забота» 90.004, " in said(shown)
    assert "КЦСОН «Гармония» 90.001." in said(shown)
    assert untrue(made, shown) == []


def test_equal_totals_need_no_such_note(quarter):
    standings = quarter.standings.copy()
    standings.loc[standings["institution"] == "C2", "rank"] = 1
    made = changed(with_total(quarter, {"C1": "90", "C2": "90"}), standings=standings)
    assert "look equal" not in said(html("places", made))


@pytest.mark.parametrize(
    ("value", "places"),
    [("80.999", 3), ("80.99", 2), ("81", 2), ("80.9999996", 7), ("60.997", 3), ("99", 2)],
)
def test_a_number_is_never_shown_across_the_bound_of_a_band(value, places):
    assert places_within(Fraction(value), 2, [Fraction(81), Fraction(61)]) == places


def test_a_total_below_a_band_has_one_more_digit_beside_its_word(quarter):
    from nok_analysis.methodology.model import Band

    bands = (Band(Fraction(81), "отлично", "read"), Band(Fraction(0), "хорошо", "read"))
    made = with_total(quarter, {"C1": "80.999"})
    made = changed(made, methodology=replace(made.methodology, bands=bands),
                      scores=made.scores.assign(band="хорошо"))  # fmt: skip
    assert "80.999" in said(html("places", made))


def test_the_means_say_how_many_were_assessed_and_who_was_not(quarter):
    shown = html("averages", quarter)
    rows = texts(shown, "tr")
    assert len(rows) == 1 + 3  # all, two types
    assert "All institutions" in rows[1]
    assert "6 of 7" in rows[1]
    assert "Not in the means: Приют «Огонёк» (fewer than 10 answers)." in said(shown)
    assert untrue(quarter, shown) == []


def test_a_group_that_is_all_under_another_name_has_no_row(quarter):
    whole = quarter.aggregates[quarter.aggregates["scope"] == "all"]
    more = whole.assign(scope="region", category="Край")
    made = changed(quarter, aggregates=pd.concat([quarter.aggregates, more]))
    rows = texts(html("averages", made), "tr")
    assert len(rows) == 1 + 3
    assert "Groups that hold all institutions have no row: Край." in said(
        html("averages", made)
    )


def test_the_weighted_mean_stands_beside_and_says_what_it_is(quarter):
    weighted = quarter.aggregates.assign(value_weighted=Fraction(87, 2))
    made = changed(quarter, aggregates=weighted,
                      methodology=chosen(quarter, aggregation="weighted"))  # fmt: skip
    shown = html("averages", made)
    assert "not the official figure: weighted by respondents 43.50" in said(shown)
    assert untrue(made, shown) == []
    plain = html("averages", changed(quarter, aggregates=weighted))
    assert "43.50" not in said(plain)
    assert texts(shown, "td") == texts(plain, "td")  # the official means are not replaced


def test_two_institutions_have_no_mean(quarter):
    none = quarter.aggregates.assign(value=None, assessed=2)
    made = changed(quarter, aggregates=none)
    assert "Fewer than three have a score: there is no mean" in said(html("averages", made))
    assert "no mean" in texts(html("averages", made), "tr")[1]


def test_a_gap_to_the_next_place_is_told_part_by_part(quarter):
    shown = html("movers", quarter)
    row = next(row for row in texts(shown, "tr") if row.startswith("КЦСОН «Гармония»"))
    assert "to place 1: КЦСОН «Забота»" in row
    assert "1.20" in row
    assert "2.1 +0.90; 1.1 +0.25; other weights +0.05" in row
    assert untrue(quarter, shown) == []


def test_the_parts_of_a_gap_add_up_to_the_gap_as_shown(assessment):
    rows = [row for one in tabulate("movers", assessment).tables for row in one.grid.rows]
    pairs = [pair for row in rows for pair in (row[1:3], row[3:5])]
    held = [(gap, parts) for gap, parts in pairs if not parts.is_word]
    assert len(held) > len(rows)
    for gap, parts in held:
        shown = [part.rpartition(" ")[2] for part in said(str(parts.text)).split("; ")]
        assert sum(map(number, shown)) == number(gap.text)


def number(text):
    return Fraction(text.replace("−", "-").replace(",", "."))


def test_what_four_parts_leave_is_one_sum(quarter):
    table = quarter.comparison.copy()
    part = table["node"].isin(["1.1", "2.1"]) & (table["kind"] == "gap")
    more = [table[part & (table["node"] == "1.1")].assign(node=f"1.{n}") for n in range(2, 6)]
    made = changed(quarter, comparison=pd.concat([table, *more]))
    row = next(one for one in texts(html("movers", made), "tr") if "Гармония" in one)
    assert (
        "2.1 +0.90; 1.1 +0.25; 1.2 +0.25; 1.3 +0.25; other weights +0.05; the rest −0.50" in row
    )


def test_the_codes_of_a_gap_lead_to_where_they_are_explained(quarter):
    assert 'page <a href="methodology.html">of the methodology</a>' in html("movers", quarter)


def test_where_indicators_may_not_be_told_criteria_are(quarter):
    row = next(one for one in texts(html("movers", quarter), "tr") if one.startswith("ЦСО"))
    assert "C1 +0.10" in row


def test_the_first_has_nobody_above(quarter):
    row = next(
        r for r in texts(html("movers", quarter), "tr") if r.startswith("КЦСОН «Забота»")
    )
    assert "nobody stands higher" in row


def test_the_criterion_that_parts_most_is_the_finding(quarter):
    assert "Places are parted most by “Комфортность”" in said(html("movers", quarter))


def test_without_places_there_are_no_gaps():
    assert "No places are given" in said(html("movers", council()))
