"""What each chart shows: values, order, labels, limits."""

import re
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest

from nok_analysis.errors import ReportError
from nok_analysis.figures import draw
from nok_analysis.figures.palette import DN, C
from nok_analysis.figures.scales import Scale, around, window
from nok_analysis.figures.sparkline import sparkline
from nok_analysis.figures.voices import per_cent
from nok_analysis.wording import Words
from tests.figures.council import council
from tests.figures.reading import column, labels, root, table_text, texts

WORDS = Words()


def said(message, **values):
    return WORDS.say(message, **values)


def bold(svg):
    return [text for text, _, _, _, is_bold, _ in labels(svg) if is_bold]


# rating


def test_the_rating_orders_each_group_from_the_highest_down(assessment):
    grid = draw("rating", assessment).data
    assert column(grid, said("Total"))[:4] == ["93,04", "91,31", "89,00", "83,82"]
    assert column(grid, said("Place"))[:4] == ["1", "2", "3", "4"]
    assert column(grid, said("Group"))[::3] == ["Комплексные центры", "Комплексные центры",
                                               "Дома-интернаты"]  # fmt: skip


def test_groups_stand_in_the_order_of_the_passport(assessment):
    shown = bold(draw("rating", assessment).svg_wide)
    order = [shown.index(one) for one in ("Комплексные центры", "Дома-интернаты", "Приюты")]
    assert order == sorted(order)


def test_an_institution_with_too_few_answers_keeps_its_row_and_says_why(assessment):
    chart = draw("rating", assessment)
    assert "□" in texts(chart.svg_wide)
    assert "менее 10 ответов" in " ".join(texts(chart.svg_wide))
    assert "80,00" not in table_text(chart.data)


def test_two_institutions_have_places_and_no_mean_line(assessment):
    two = assessment.only("I05", "I06")
    chart = draw("rating", two)
    assert column(chart.data, said("Place")) == ["1", "2"]
    assert chart.svg_wide.count("stroke-dasharray") == 0
    assert not chart.data.foot


def test_one_institution_has_a_score_and_no_place(assessment):
    chart = draw("rating", assessment.only("I08"))
    assert column(chart.data, said("Total")) == ["81,29"]
    assert column(chart.data, said("Place")) == [said("alone, not compared")]
    assert "1" not in texts(chart.svg_wide)


def test_three_institutions_have_a_mean_line_with_its_number(assessment):
    chart = draw("rating", assessment.only("I01", "I02", "I03", "I04"))
    assert chart.svg_wide.count("stroke-dasharray") == 1
    assert said("mean {value}", value="89,29") in texts(chart.svg_wide)


def test_a_place_set_covers_the_possible_places(assessment):
    assert column(draw("rating", assessment).data, said("Possible places"))[:3] == [
        "1–2", "1–3", "2–3"]  # fmt: skip


def test_groups_given_as_text_of_a_file_are_read(assessment):
    frame = assessment.standings.assign(
        groups=[" | ".join(map(str, one)) for one in assessment.standings["groups"]]
    )
    assert draw("rating", replace(assessment, standings=frame)).svg_wide == (
        draw("rating", assessment).svg_wide
    )


def test_without_places_the_scores_stay(assessment):
    frame = assessment.standings.assign(rank=None, rank_low=None, rank_high=None)
    chart = draw("rating", replace(assessment, standings=frame))
    assert "93,04" in texts(chart.svg_wide)
    assert set(column(chart.data, said("Place"))[:4]) == {said("no place")}


def test_a_rating_of_nobody_says_so(assessment):
    chart = draw("rating", assessment.only("I07"))
    assert said("No institution has enough answers for a score.") in texts(chart.svg_wide)
    assert "<details" not in chart._repr_html_()


def test_hidden_rows_show_no_number(assessment):
    frame = assessment.scores.copy()
    mask = frame["institution"] == "I01"
    frame["value"] = frame["value"].astype(object)
    frame.loc[mask, ["value", "low", "high"]] = None
    frame.loc[mask, "status"] = "hidden"
    chart = draw("rating", replace(assessment, scores=frame))
    assert "93,04" not in chart._repr_html_()
    assert said("fewer than {minimum} answers", minimum="10") in " ".join(texts(chart.svg_wide))


def test_positions_come_from_rounded_values(assessment):
    frame = assessment.scores.copy()
    frame["value"] = [None if v is None else v + Fraction(1, 10**6) for v in frame["value"]]
    shifted = replace(assessment, scores=frame)
    assert draw("rating", shifted).svg_wide == draw("rating", assessment).svg_wide


def with_places_on(assessment, node, **changed):
    """The standings of the total as those of a criterion."""
    frame = assessment.standings.assign(node=node, **changed)
    return replace(assessment, standings=pd.concat([assessment.standings, frame]))


def test_a_rating_on_a_criterion_names_it_and_stands_on_the_whole_scale(assessment):
    chart = draw("rating", with_places_on(assessment, "3"), node="3")
    assert chart.name == "rating-3"
    assert chart.headline.startswith("«Доступность для инвалидов»")
    assert "«Доступность для инвалидов»" in chart.subtitle
    assert "0–100" in chart.subtitle
    assert column(chart.data, said("Points"))[:2] == ["81,04", "79,31"]
    assert column(chart.data, said("Possible places"))[:2] == ["1–2", "1–3"]
    assert draw("rating", assessment).name == "rating"


def test_a_criterion_that_tells_nobody_apart_has_scores_and_no_places(assessment):
    blunt = {"rank": None, "rank_low": None, "rank_high": None, "groups": None,
             "status": "refused", "reason": "not_distinguished"}  # fmt: skip
    chart = draw("rating", with_places_on(assessment, "3", **blunt), node="3")
    reason = said("the criterion does not tell institutions apart")
    assert column(chart.data, said("Place")).count(reason) >= 4
    assert said("Institutions are not told apart") in chart.headline
    assert reason in chart.reading
    assert "81,04" in texts(chart.svg_wide)


def test_a_criterion_that_the_methodology_lacks_is_refused(assessment):
    with pytest.raises(ReportError, match="total, 1, 2, 3, 4, 5"):
        draw("rating", assessment, node="9")


# scales


def test_the_window_of_the_total_holds_every_interval(assessment):
    low, high = window(assessment)
    ends = assessment.scores.query("node == 'total' and status == 'ok'")["low"]
    assert (low, high) == (50, 100)
    assert low <= ends.min() < low + 10


def test_a_scale_puts_its_ends_at_its_edges():
    scale = Scale(Fraction(60), Fraction(100), 10, 210)
    assert (scale.at(60), scale.at(100), scale.at(80), scale.at(5)) == (10, 210, 110, 10)
    assert scale.ticks(5) == [60, 70, 80, 90, 100]


def test_points_around_values_are_even():
    assert around([Fraction("81.3"), Fraction("87.02")], step=2) == (80, 88)
    assert around([Fraction(5)], step=5) == (5, 10)


# profile and waterfall


def test_a_profile_keeps_the_order_of_the_criteria(assessment):
    chart = draw("profile", assessment, institution="I04")
    names = [one.name for one in assessment.methodology.criteria]
    assert [row[0].text for row in chart.data.rows] == names


def test_a_criterion_proven_below_the_mean_is_orange_and_bold(assessment):
    chart = draw("profile", assessment, institution="I04")
    assert texts(chart.svg_wide).count("▼") == 5
    assert f"fill:{DN}" in chart.svg_wide
    assert "ниже среднего" in table_text(chart.data)


def test_without_a_group_no_mean_is_drawn(assessment):
    chart = draw("profile", assessment, institution="I08")
    assert said("not compared") in column(chart.data, said("Mean"))


def test_a_waterfall_goes_from_the_mean_to_the_total(assessment):
    chart = draw("waterfall", assessment, institution="I04")
    drawn = column(chart.data, said("Points"))
    assert drawn[0] == "89,29"
    assert [row[1].text for row in chart.data.foot] == ["−5,47", "83,82"]
    assert len(drawn) == 1 + len(assessment.methodology.criteria)


def test_parts_of_a_waterfall_are_sorted_by_size(assessment):
    frame = assessment.comparison.copy()
    mask = (frame["kind"] == "contrast") & (frame["node"] == "3")
    frame.loc[mask, "value_effect"] = Fraction(-4)
    chart = draw("waterfall", replace(assessment, comparison=frame), institution="I04")
    assert chart.data.rows[1][0].text == "Доступность для инвалидов"
    assert "−4,00" in chart.headline


def test_alone_in_its_group_an_institution_has_no_waterfall(assessment):
    chart = draw("waterfall", assessment, institution="I08")
    assert texts(chart.svg_wide) == [chart.reading]


# changes


def test_changes_stand_from_the_largest_rise_down(assessment):
    grid = draw("changes", assessment).data
    assert column(grid, said("Difference"))[:2] == ["+8,88", "+7,42"]
    assert column(grid, said("Difference"))[-2] == "−6,84"


def test_changes_carry_mark_and_word(assessment):
    shown = texts(draw("changes", assessment).svg_wide)
    assert shown.count("▲ улучшение") == 2
    assert shown.count("▼ ухудшение") == 1
    assert shown.count("■ не доказано") == 4


def test_a_verdict_is_taken_from_the_table_not_from_the_numbers(assessment):
    frame = assessment.comparison.assign(verdict="no_evidence")
    shown = texts(draw("changes", replace(assessment, comparison=frame)).svg_wide)
    assert not [text for text in shown if "▲" in text or "▼" in text]


def test_another_period_gets_another_name_and_difference(assessment):
    year = draw("changes", assessment, against="2025Q3")
    assert year.name == "changes-2025Q3"
    assert year.data != draw("changes", assessment).data


def test_without_a_period_to_compare_changes_are_those_since_the_period_before(assessment):
    alone = replace(assessment, run=replace(assessment.run, compare_with=()))
    assert draw("changes", alone).subtitle == draw("changes", assessment).subtitle


# progress


def test_progress_has_one_panel_an_institution(assessment):
    chart = draw("progress", assessment)
    assert len(chart.data.rows) == 8
    assert chart.data.rows[0][0].text.endswith("«Забота»")


def test_a_gap_is_said_in_words(assessment):
    chart = draw("progress", assessment)
    assert texts(chart.svg_wide).count(said("no survey")) == 2
    assert "«Надежда»" in chart.reading


def test_a_break_of_the_method_starts_the_line_anew(assessment):
    frame = assessment.series.copy()
    one = frame[(frame["institution"] == "I01") & (frame["node"] == "total")].index[4]
    frame["break_before"] = frame["break_before"].astype(object)
    frame.loc[one, "break_before"] = True
    broken = draw("progress", replace(assessment, series=frame))
    assert broken.svg_wide.count("<path") > draw("progress", assessment).svg_wide.count("<path")


def test_progress_of_one_institution_has_one_panel_a_criterion(assessment):
    chart = draw("progress", assessment, institution="I03")
    assert [row[0].text for row in chart.data.rows] == [
        one.name for one in assessment.methodology.criteria
    ]


def test_without_a_period_to_compare_progress_has_no_verdict(assessment):
    alone = replace(assessment, run=replace(assessment.run, compare_with=()))
    shown = texts(draw("progress", alone).svg_wide)
    assert not [text for text in shown if text[0] in "▲▼■"]


def test_one_period_alone_is_a_sentence_and_no_panels(assessment):
    now = assessment.series[assessment.series["period"] == "2026Q3"]
    first = replace(
        assessment,
        run=replace(assessment.run, compare_with=()),
        series=now,
        scores=assessment.scores[assessment.scores["period"] == "2026Q3"],
        comparison=assessment.comparison[assessment.comparison["kind"] != "change"],
    )
    chart = draw("progress", first)
    assert chart.is_wordless
    assert chart.headline == "Сравнивать не с чем: прежних периодов нет"
    assert draw("changes", first).headline == chart.headline


def test_a_period_without_a_score_of_anybody_has_no_column(assessment):
    frame = assessment.series[assessment.series["period"] != "2026Q1"]
    heads = [one.text for one in draw("progress", replace(assessment, series=frame)).data.heads]
    assert "I\u00a02026" not in heads
    assert "II\u00a02026" in heads


def test_what_an_interval_is_stands_at_the_first_figure_of_a_page(assessment):
    first, later = (
        draw(name, assessment, institution="I03").interval_text
        for name in ("profile", "progress")
    )
    assert "если бы ответили все" in first
    assert "если бы ответили все" not in later


# answers and questions


def test_answers_are_sorted_by_the_satisfied_share(assessment):
    chart = draw("answers", assessment, question="overall_satisfied")
    shares = [Fraction(*map(int, text.split(" из ")))
              for text in column(chart.data, said("satisfied"))[:4]]  # fmt: skip
    assert shares == sorted(shares, reverse=True)


def test_answers_to_yes_or_no_have_two_colours(assessment):
    chart = draw("answers", assessment, question="overall_satisfied")
    fills = set(re.findall(r"fill:(#\w{6})", "".join(
        path for path in re.findall(r"<path[^>]*>", chart.svg_wide) if "stroke:none" in path
        or "stroke" not in path)))  # fmt: skip
    assert C in fills
    assert len(fills) == 2


def test_small_parts_carry_no_number(assessment):
    chart = draw("answers", assessment, question="overall_satisfied")
    inside = [text for text in texts(chart.svg_wide) if text.isdigit()]
    assert all(int(text) >= 8 for text in inside)


def test_silence_is_said_in_words(assessment):
    chart = draw("answers", assessment, question="overall_satisfied")
    assert said("no answer: {n}", n="3") in texts(chart.svg_wide)


def test_a_hidden_row_of_answers_keeps_its_name_and_no_number(assessment):
    chart = draw("answers", assessment, question="overall_satisfied")
    row = next(row for row in chart.data.rows if "Родник" in row[0].text)
    assert {cell.text for cell in row[2:]} == {said("not published")}


def test_a_question_nobody_asks_is_refused(assessment):
    with pytest.raises(ReportError, match="weather"):
        draw("answers", assessment, question="weather")


def test_a_choice_of_many_words_is_refused(assessment):
    with pytest.raises(ReportError, match="age"):
        draw("answers", assessment, question="age")


def test_rows_of_two_forms_are_counted_together(assessment):
    frame = assessment.distributions
    twice = frame.assign(form="paper")
    both = replace(assessment, distributions=pd.concat([frame, twice]))
    once, doubled = (
        column(draw("answers", one, question="timely").data, said("Answered"))
        for one in (assessment, both)
    )
    assert int(doubled[0]) == 2 * int(once[0])


def test_questions_stand_from_the_highest_down(assessment):
    chart = draw("questions", assessment)
    shares = [int(text.split("\u00a0")[0]) for text in column(chart.data, said("Satisfied"))]
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == 11


def test_a_question_given_as_a_pattern_is_named_by_its_words(assessment):
    found = [row[0].text for row in draw("questions", assessment).data.rows]
    assert "Удовлетворены ли Вы организационными условиями" in found


@pytest.mark.parametrize(("k", "n", "shown"), [
    (199, 200, "99,5"), (1, 201, "0,5"), (200, 200, "100"), (0, 200, "0"), (1, 8, "13"),
])  # fmt: skip
def test_only_everybody_is_100_per_cent(k, n, shown):
    assert per_cent(k, n, WORDS) == shown


# sparkline


def test_a_sparkline_ends_with_its_value_and_breaks_at_gaps():
    ends = (Fraction(60), Fraction(100))
    values = [Fraction(80), Fraction(82), None, Fraction(90), Fraction("91.256")]
    svg = str(sparkline(values, name="s1", title="Забота", ends=ends, decimals=2, words=WORDS))
    assert texts(svg) == ["91,26"]
    assert root(svg).get("viewBox") == "0 0 170 34"
    assert svg.count("stroke-width:2.2") == 2


def test_a_sparkline_without_a_last_value_says_so():
    svg = str(sparkline([Fraction(80), None], name="s2", title="Т", decimals=1, words=WORDS,
                        ends=(Fraction(0), Fraction(100))))  # fmt: skip
    assert texts(svg) == [said("no score")]


def test_english_draws_with_points():
    chart = draw("rating", council("en"))
    assert "93.04" in texts(chart.svg_wide)


def test_without_rows_for_the_whole_district_the_shown_counts_are_added(assessment):
    frame = assessment.distributions
    single = frame[frame["institution"] != ""]
    added = draw("questions", replace(assessment, distributions=single))
    pooled = draw("questions", assessment)
    assert column(added.data, said("Answered")) == column(pooled.data, said("Answered"))
    assert set(column(added.data, said("Interval"))) == {said("not known")}
    assert added.interval_text == said("No interval is drawn.")


def test_a_group_below_three_says_why_it_has_no_places(assessment):
    frame = assessment.standings.copy()
    small = frame["category"] == "home"
    frame.loc[small, ["rank", "rank_low", "rank_high"]] = None
    frame.loc[small, "reason"] = "group_below_three"
    chart = draw("rating", replace(assessment, standings=frame))
    reason = said("fewer than three in the group, no place")
    assert column(chart.data, said("Place")).count(reason) == 2
    assert "72,41" in texts(chart.svg_wide)


def test_ranges_in_sentences_do_not_break(assessment):
    page = draw("rating", assessment)._repr_html_()
    assert '<span class="nw">1–2</span>' in page


def test_a_difference_on_too_few_answers_is_not_shown(assessment):
    frame = assessment.comparison.copy()
    mask = (frame["kind"] == "change") & (frame["institution"] == "I01")
    frame.loc[mask, "verdict"] = "too_few"
    chart = draw("changes", replace(assessment, comparison=frame))
    assert "+0,48" not in chart._repr_html_()


@pytest.mark.parametrize(("rule", "shown"), [("shared_range", "2–3"), ("shared_min", "2")])
def test_a_shared_range_of_places_stands_on_the_rating(assessment, rule, shown):
    frame = assessment.standings.copy()
    frame.loc[frame["institution"] == "I03", "rank"] = 2
    methodology = assessment.methodology
    choices = replace(methodology.choices, tie_rule=rule)
    tied = replace(
        assessment, standings=frame, methodology=replace(methodology, choices=choices)
    )
    chart = draw("rating", tied)
    assert texts(chart.svg_wide).count(shown) == (2 if rule == "shared_range" else 5)
