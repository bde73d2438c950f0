"""Criteria of institutions beside the mean of their group."""

import re

from nok_analysis.tables import tabulate
from tests.tables.stand_in import CODE, changed
from tests.tables.truth import said, texts


def centres(council):
    return tabulate("criteria", council).tables[0]


def cell(table, institution, column):
    row = next(row for row in table.grid.rows if row[0].text == institution)
    return row[column]


def test_each_group_has_its_own_table_and_name(quarter):
    tables = tabulate("criteria", quarter).tables
    assert [table.name for table in tables] == ["criteria", "criteria-2"]
    assert [len(table.grid.rows) for table in tables] == [4, 3]


def test_only_a_proven_difference_is_tinted(quarter):
    table = centres(quarter)
    tinted = {
        (row[0].text[:5], place)
        for row in table.grid.rows
        for place, one in enumerate(row)
        if one.tone
    }
    assert len(tinted) == 2
    assert (cell(table, "КЦСОН «Забота»", 1).mark, cell(table, "КЦСОН «Забота»", 1).tone) == (
        "▲",
        "up",
    )
    assert cell(table, "КЦСОН «Забота»", 2).mark == ""


def test_institutions_stand_by_place_and_those_without_one_last(quarter):
    shelters = tabulate("criteria", quarter).tables[1]
    assert [row[0].text for row in shelters.grid.rows][-1] == "Приют «Огонёк»"


def test_too_few_answers_keep_the_row_and_say_so(quarter):
    shelters = tabulate("criteria", quarter).tables[1]
    assert cell(shelters, "Приют «Огонёк»", 4).text == "few"
    assert "fewer than 10 answers" in cell(shelters, "Приют «Огонёк»", 0).small


def test_a_criterion_that_does_without_an_indicator_says_so(quarter):
    assert cell(centres(quarter), "КЦСОН «Забота»", 3).small == "without 3.1"


def test_the_foot_holds_mean_and_reliability(quarter):
    mean, reliability = centres(quarter).grid.foot
    assert [one.text for one in mean] == [
        "Mean of 4 institutions",
        "88.83",
        "84.83",
        "76.83",
        "88.83",
    ]
    assert (reliability[2].text, reliability[2].mark) == ("0.38", "■")


def test_two_institutions_have_no_mean_and_are_not_called_different(quarter):
    shelters = tabulate("criteria", quarter).tables[1]
    assert shelters.grid.foot == ()
    assert "differ most" not in shelters.headline


def test_the_headline_never_praises_a_criterion_that_tells_nobody_apart(quarter):
    blunt = quarter.aggregates.assign(distinguishes=False)
    table = centres(changed(quarter, aggregates=blunt))
    assert "No criterion tells the institutions apart" in table.headline


def test_a_shown_number_has_the_decimals_of_the_methodology(quarter):
    numbers = [
        text
        for text in texts(tabulate("criteria", quarter)._repr_html_(), "td")
        if re.search(r"\d", text)
    ]
    assert all(re.search(r"\d+\.\d\d", text) for text in numbers)


def test_one_group_needs_no_title(quarter):
    choices = quarter.methodology.choices
    assert choices.ranking_within == "institution_type"
    only = quarter.institutions[quarter.institutions["institution_type"] == "centre"]
    assert not centres(changed(quarter, institutions=only)).headline.startswith("Центры")
    assert CODE not in said(tabulate("criteria", quarter)._repr_html_())
