"""What each of the other passages says."""

from dataclasses import replace

import pytest

from nok_analysis.errors import ReportError
from nok_analysis.forms import Column, Question, Questionnaire
from nok_analysis.passages import tell
from nok_analysis.period import Period
from nok_analysis.vocabulary import CycleKind, Role
from tests.tables.stand_in import changed
from tests.tables.truth import said, texts, tree


def told(name, council, **options):
    return said(tell(name, council, **options)._repr_html_())


def with_run(council, **parts):
    return changed(council, run=replace(council.run, **parts))


def test_the_head_of_a_quarter_is_its_period(quarter):
    found = tell("masthead", quarter)._repr_html_()
    assert texts(found, "h1") == ["quarter III of 2026"]
    assert "7 institutions · 338 people answered · as of" in said(found)


def test_deviations_of_a_questionnaire_are_said_beside_the_method(quarter):
    assert "differ from the order" not in told("method", quarter)
    column = Column(("Довольны ли Вы доступностью?",))
    access = Question("access_ok", Role.NUMERATOR, column, filter_missing="disabled")
    questions = (
        replace(access, among_override="everyone", wording_note="только входная группа."),
        Question("info", Role.NUMERATOR, Column(("Довольны ли Вы стендом и сайтом?",))),
    )
    form = replace(
        next(one for one in quarter.forms.values() if isinstance(one, Questionnaire)),
        questions=questions, merged=(("info", "site_ok"),), absent=("disabled", "timely"),
    )  # fmt: skip
    found = told("method", changed(quarter, forms={form.form: form}))
    for sentence in (
        "“Довольны ли Вы стендом и сайтом?” was put once and also answers for: site_ok.",
        "was put to everyone, without the one that opens it (disabled); it is counted over",
        "is worded differently from the order: только входная группа.",
        f"“{form.title}” does not ask: timely.",
    ):
        assert sentence in found
    undefined = replace(form, questions=(access,), merged=())
    assert "its indicator stays undefined" in told(
        "method", changed(quarter, forms={form.form: undefined})
    )


def test_recipients_are_summed_only_when_all_are_known(quarter):
    known = changed(quarter, coverage=quarter.coverage.assign(population=100))
    assert "700 recipients" in told("masthead", known)
    assert "recipients" not in told("masthead", quarter)


def test_the_head_of_an_institution_is_its_whole_name(about):
    found = tell("masthead", about("C1"))._repr_html_()
    assert texts(found, "h1") == ["Учреждение полностью КЦСОН «Забота»"]
    assert "84 of 412 recipients answered" in said(found)


def test_an_unknown_number_of_recipients_leaves_the_number_of_answers(about):
    assert "Answered: 54" in told("masthead", about("C4"))


@pytest.mark.parametrize("page", ["answers", "comparison", "progress"])
def test_expert_pages_have_heads_of_their_own(quarter, page):
    assert texts(tell("masthead", quarter, page=page)._repr_html_(), "h1") != (
        texts(tell("masthead", quarter)._repr_html_(), "h1"))  # fmt: skip


def test_a_page_without_a_head_is_refused(quarter):
    with pytest.raises(ReportError):
        tell("masthead", quarter, page="answer")


def test_cards_link_by_slug_and_sort_by_name(quarter):
    links = list(tree(tell("cards", quarter)._repr_html_()).iter("a"))
    assert [one.get("href") for one in links][:2] == ["institutions/c2.html",
                                                      "institutions/c1.html"]  # fmt: skip
    assert len(links) == 7


def test_quality_is_at_most_five_lines_that_add_up(quarter):
    values = texts(tell("quality", quarter)._repr_html_(), "dd")
    assert values[:3] == ["352", "345 of 352", "7 of 352"]
    assert len(values) == 5


def test_nothing_received_is_a_sentence(quarter):
    empty = changed(
        quarter, manifest=quarter.manifest.iloc[:0], coverage=quarter.coverage.iloc[:0]
    )
    assert told("quality", empty) == "Nothing was received for this period."


def test_the_method_names_choices_and_what_is_not_verified(quarter):
    text = told("method", quarter)
    assert "the total is the mean of 3 criteria" in text
    assert "A share is counted of those who answered the question." in text
    assert "Not held against the text of the order yet: 5 of 5 indicators." in text
    assert "Without any source so far: 2.1." in text
    assert "stand and website" not in text


def test_caution_says_invented_and_what_cycle_it_is(quarter):
    assert "invented" in told("caution", quarter)
    assert "own quarterly monitoring" in told("caution", quarter)
    official = with_run(quarter, synthetic=False, cycle_kind=CycleKind.OFFICIAL)
    assert "invented" not in told("caution", official)
    assert "an official cycle" in told("caution", official)


def test_points_that_nobody_approved_are_called_an_example(quarter):
    points = replace(quarter.methodology, regime="points")
    assert "not approved" in told("caution", changed(quarter, methodology=points))


def test_answers_are_summed_up_with_k_of_n(quarter):
    text = told("answers_summary", quarter)
    assert "8 of 10 (80 %)" in text
    assert "Most often left without an answer" in text


def test_the_comparison_is_summed_up_by_proven_pairs(quarter):
    text = told("comparison_summary", quarter)
    assert text.startswith("Of 6 pairs of institutions 3 are proven to differ on the total.")
    assert "Criteria that tell nobody apart: “Комфортность”." in text


def test_progress_is_summed_up_for_each_earlier_period(quarter):
    text = told("progress_summary", quarter)
    assert "It became worse at 1 institution compared with quarter II of 2026." in text
    assert "No change of the total is proven compared with quarter III of 2025." in text


def test_a_year_is_compared_with_a_year(quarter):
    years = quarter.comparison.replace({"period_b": {"2026Q2": "2025"}})
    yearly = with_run(changed(quarter, comparison=years), compare_with=(Period(2025),))
    assert "compared with the year 2025" in told("progress_summary", yearly)


def test_no_earlier_period_is_a_sentence(quarter):
    assert "no earlier period" in told("progress_summary", with_run(quarter, compare_with=()))


def test_files_refused_whole_are_named_with_their_reasons(quarter):
    refused = (("incoming/2026Q3/lost.xlsx", "header_missing", "no column “institution”"),)
    council = changed(quarter, refused=refused)
    assert "“lost.xlsx”: no column “institution”" in told("quality", council)
    assert "1 file was not accepted at all." in told("headlines", council)
    assert "lost.xlsx" not in told("quality", quarter)
