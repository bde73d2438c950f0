"""What each of the other tables says."""

import pytest

from nok_analysis.errors import ReportError
from nok_analysis.exhibits import Passage
from nok_analysis.tables import tabulate
from tests.tables.stand_in import changed
from tests.tables.truth import said


def row(table, first):
    return next(row for row in table.grid.rows if str(row[0].text).startswith(first))


def plain(cells):
    return [said(str(one.text)) for one in cells]


def test_changes_compare_with_every_earlier_period(quarter):
    recent, yearly = tabulate("changes", quarter).tables
    assert recent.headline == "Proven: 1 decline"
    assert yearly.headline == "No change of the total is proven"
    assert plain(row(recent, "ЦСО «Берёзка»"))[1:] == [
        "95.33",
        "87.33",
        "−8.00",
        "from −11.00 to −5.00",
        "decline",
    ]


def test_changes_stand_from_rise_to_fall_with_the_unknown_last(quarter):
    recent = tabulate("changes", quarter).tables[0]
    assert [one[0].text for one in recent.grid.rows][-2:] == ["ЦСО «Берёзка»", "Приют «Огонёк»"]


def test_no_earlier_period_is_a_sentence(quarter):
    none = changed(quarter, comparison=quarter.comparison[quarter.comparison["kind"] == "pair"])
    assert isinstance(tabulate("changes", none), Passage)


def test_places_show_what_is_possible(quarter):
    centres, shelters = tabulate("places", quarter).tables
    assert plain(row(centres, "КЦСОН «Гармония»"))[1:6] == [
        "2",
        "1–3",
        "90.33",
        "87.83–92.83",
        "90",
    ]
    assert shelters.headline.endswith("Places are given to 2 of 3 institutions")
    assert plain(row(shelters, "Приют «Огонёк»"))[1:6] == ["few"] * 4 + ["7"]


def test_a_group_without_places_needs_no_columns_for_them(quarter):
    none = changed(quarter, standings=quarter.standings.assign(rank=None))
    table = tabulate("places", none).tables[0]
    assert table.headline.endswith("No places are given")
    assert [one.text for one in table.grid.heads][:2] == ["Institution", "Total"]


def test_without_places_the_higher_total_stands_first(quarter):
    none = changed(quarter, standings=quarter.standings.assign(rank=None))
    shelters = tabulate("places", none).tables[1]
    assert [one[0].text for one in shelters.grid.rows] == [
        "Приют «Родник»",
        "Приют «Надежда»",
        "Приют «Огонёк»",
    ]


def test_pairs_of_too_few_answers_are_not_counted(quarter):
    few = quarter.comparison.copy()
    first = (few["kind"] == "pair") & (few["institution"] == "C1")
    few.loc[first, "verdict"] = "too_few"
    table = tabulate("pairs", changed(quarter, comparison=few)).tables[0]
    assert table.headline.endswith("1 of 3 pairs are told apart")
    assert len(table.grid.rows) == 3


def test_a_methodology_without_bands_needs_no_column_for_them(quarter):
    bare = changed(quarter, scores=quarter.scores.assign(band=None))
    assert len(tabulate("places", bare).tables[0].grid.heads) == 6


def test_pairs_are_told_from_both_sides(quarter):
    table = tabulate("pairs", quarter).tables[0]
    assert "ЦСО «Берёзка»" in row(table, "КЦСОН «Забота»")[1].text
    assert row(table, "ЦСО «Берёзка»")[3].text == "КЦСОН «Забота»"
    assert table.headline.endswith("3 of 6 pairs are told apart")


def test_nobody_to_compare_is_a_sentence(quarter):
    none = changed(
        quarter, comparison=quarter.comparison[quarter.comparison["kind"] == "change"]
    )
    assert isinstance(tabulate("pairs", none), Passage)


def test_indicators_show_their_arithmetic(about):
    table = tabulate("indicators", about("C3"))
    assert plain(row(table, "2.1"))[1:] == [
        "83.33",
        "wait 3, term 5 days; 43 of 46",
        "84.83",
        "89.33",
    ]


def test_a_small_indicator_is_named_but_not_shown(about):
    hidden = row(tabulate("indicators", about("C2")), "3.1")
    assert plain(hidden)[1:3] == [
        "not published",
        "fewer than 10 answers; counted in the criterion",
    ]


def test_an_indicator_with_nobody_to_ask_does_not_apply(about):
    undefined = row(tabulate("indicators", about("C1")), "3.1")
    assert plain(undefined)[1:3] == ["does not apply", "does not apply"]


def test_a_group_of_two_has_no_columns_of_the_mean(about):
    assert len(tabulate("indicators", about("S1")).grid.heads) == 3
    assert len(tabulate("indicators", about("C1")).grid.heads) == 5


def test_an_indicator_of_fewer_than_three_has_too_few_for_a_mean(about):
    means = about("C1").aggregates.copy()
    means.loc[means["node"] == "1.1", ["assessed", "value", "highest"]] = [2, None, None]
    table = tabulate("indicators", changed(about("C1"), aggregates=means))
    assert plain(row(table, "1.1"))[3:] == ["few", "few"]
    assert "“few”: fewer than three institutions with points" in table.subtitle


def test_the_weight_stands_beside_the_name_so_that_a_criterion_can_be_worked_out(about):
    table = tabulate("indicators", about("C1"))
    assert table.grid.heads[0].text == "Indicator · weight"
    assert row(table, "1.1")[0].text.endswith(" ·\u00a00.6")


def test_lacking_names_checklist_indicator_item_and_date(about):
    table = tabulate("lacking", about("C3"))
    assert table.headline == "1 item is lacking; 1 item was not observed"
    assert [plain(one[:3]) for one in table.grid.rows] == [
        ["1.1 Сайт", "Тарифы", "nothing"],
        ["1.2 Комфорт", "nothing", "Питьевая вода"],
    ]
    assert table.subtitle.endswith("observed 14\xa0August 2026")


def late(about):
    """Return the page of C3 where people wait longer than they may."""
    seen = about("C3").openness.copy()
    wait = seen["form"] == "waiting"
    seen.loc[wait, ["state", "measured", "term"]] = ["not_met", 17, 15]
    return changed(about("C3"), openness=seen)


def test_a_wait_over_its_term_is_said_as_one_and_is_no_item_that_lacks(about):
    table = tabulate("lacking", late(about))
    assert table.headline == (
        "1 item is lacking; 1 item was not observed; people wait longer than the term"
    )
    assert plain(row(table, "2.1"))[1] == "Приём: wait 17 days, term 15 days"


def test_a_day_stands_in_a_column_only_where_days_differ(about):
    seen = about("C3").openness.copy()
    assert "Observed" not in [one.text for one in tabulate("lacking", about("C3")).grid.heads]
    seen["date"] = [f"2026-09-{day:02}" for day in range(1, len(seen) + 1)]
    table = tabulate("lacking", changed(about("C3"), openness=seen))
    assert table.grid.heads[-1].text == "Observed"


def test_items_of_one_checklist_stand_together_in_its_order(about):
    none = about("C3").openness.assign(state="not_met")
    table = tabulate("lacking", changed(about("C3"), openness=none))
    assert plain(row(table, "1.1 Сайт"))[1] == "Тарифы; График приёма; Лицензия"


def test_a_column_that_says_nothing_is_left_out(about):
    seen = about("C3").openness
    alike = seen[seen["state"] != "unknown"]
    table = tabulate("lacking", changed(about("C3"), openness=alike))
    assert [one.text for one in table.grid.heads] == ["Checklist", "Lacking"]
    assert "observed" in table.subtitle


def test_an_institution_that_lacks_nothing_gets_a_sentence(about):
    assert isinstance(tabulate("lacking", about("C1")), Passage)


def test_a_form_outside_the_methodology_is_not_reproached(quarter, about):
    stray = quarter.openness.assign(form="bus_gov")
    assert isinstance(tabulate("lacking", changed(about("C3"), openness=stray)), Passage)


def test_a_question_stands_over_institutions_as_k_of_n(quarter):
    table = tabulate("answers", quarter, question="timely")
    assert plain(row(table, "ЦСО «Берёзка»"))[1:] == ["43 of 46 (93 %)", "2", "0"]
    assert row(table, "Приют «Огонёк»")[1].text == "fewer than 10 answers"


def test_all_questions_stand_on_the_page_of_an_institution(about):
    table = tabulate("answers", about("C3"))
    assert [one[0].text for one in table.grid.rows] == [
        "Своевременно ли оказана услуга?",
        "Удовлетворены ли Вы комфортностью?",
        "Удовлетворены ли Вы доступностью?",
    ]
    assert "Есть ли группа инвалидности?" in table.grid.rows[2][0].small


def test_a_question_that_nobody_asks_is_refused_and_an_uncounted_one_is_said(quarter):
    with pytest.raises(ReportError):
        tabulate("answers", quarter, question="timly")
    assert "does not count" in said(
        tabulate("answers", quarter, question="disability")._repr_html_()
    )


def test_sources_add_up_to_the_rows_received(quarter):
    table = tabulate("sources", quarter)
    for cells in (*table.grid.rows, *table.grid.foot):
        received, *fates = (int(one.text) for one in cells[1:])
        assert received == sum(fates)
    assert table.headline == "7 rows were set aside"


def test_sources_show_a_fate_only_where_rows_met_it(quarter):
    met = quarter.manifest.assign(rejected=[3, 0])
    heads = [one.text for one in tabulate("sources", changed(quarter, manifest=met)).grid.heads]
    assert "Refused" in heads
    assert "Corrected and accepted" not in heads


def test_a_file_refused_whole_is_listed_with_its_reason(quarter):
    why = "the sheet “Q3” has no column “institution”"
    refused = (("incoming/2026Q3/lost.xlsx", "header_missing", why),)
    table = tabulate("sources", changed(quarter, refused=refused))
    last = table.grid.rows[-1]
    assert (last[0].text, last[0].small) == ("lost.xlsx", why)
    assert {one.text for one in last[1:]} == {"not accepted"}
    assert table.headline == "7 rows were set aside; 1 file was not accepted at all"
    none = quarter.manifest.iloc[:0]
    alone = tabulate("sources", changed(quarter, refused=refused, manifest=none))
    assert alone.headline == "1 file was not accepted at all"


def test_files_of_other_periods_are_not_listed(quarter):
    older = changed(quarter, manifest=quarter.manifest.assign(period="2026Q2"))
    assert isinstance(tabulate("sources", older), Passage)


def test_the_methodology_is_told_in_words(quarter):
    table = tabulate("methodology", quarter)
    told = row(table, "3.1")
    assert told[1].text == "100\N{NO-BREAK SPACE}%"
    assert "of those who said yes to “Есть ли группа инвалидности?”" in told[2].text
    assert row(table, "2.1")[3].text.endswith("not verified")


def test_the_passport_leaves_out_what_the_registry_does_not_say(quarter):
    table = tabulate("passport", quarter, institution="C4")
    heads = [one[0].text for one in table.grid.rows]
    assert "INN" in heads
    assert "OGRN" not in heads
    assert "Recipients" not in heads
