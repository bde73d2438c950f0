"""Forms that ship, and what of them arrives in the model."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nok_analysis.folding import fold
from nok_analysis.forms import Checklist, Questionnaire, read_form
from nok_analysis.vocabulary import Role

FORMS = Path(__file__).parents[2] / "params/forms"
SURVEYS = [
    f"survey-675n-{shape}" for shape in ("google", "kobo", "limesurvey", "paper", "yandex")
]
CHECKLISTS = ["authority_site", "bus_gov", "comfort", "premises_accessibility",
              "remote_channels", "service_accessibility",
              "stand", "waiting", "website", "website_2014"]  # fmt: skip
REGISTERS = ["appeals", "counts", "external_ratings", "gatherings", "head_reports", "mentions",
             "opinions", "published_results", "reviews"]  # fmt: skip
#: Questions 1-15 of 675n; the indicators that rest on them are in the methodology.
QUESTIONS = [
    "stand_used", "stand_satisfied", "site_used", "site_satisfied", "timely",
    "comfort_satisfied", "has_disability", "accessibility_satisfied", "polite_first_contact",
    "polite_service", "remote_used", "polite_remote", "would_recommend",
    "organisation_satisfied", "overall_satisfied", "proposals", "sex", "age",
]  # fmt: skip


def shipped(name):
    return read_form(FORMS / f"{name}.yaml")


def test_every_form_of_the_repository_reads_and_is_named_like_its_file():
    names = sorted(path.stem for path in FORMS.glob("*.yaml"))
    assert names == sorted([*SURVEYS, *CHECKLISTS, *REGISTERS])
    assert [shipped(name).form for name in names] == names


@pytest.mark.parametrize("name", SURVEYS)
def test_every_survey_asks_the_same_questions_with_the_same_branches(name):
    form = shipped(name)
    assert isinstance(form, Questionnaire)
    assert [one.code for one in form.questions] == QUESTIONS
    assert {one.code: one.asked_if for one in form.questions if one.asked_if} == {
        "stand_satisfied": "stand_used",
        "site_satisfied": "site_used",
        "accessibility_satisfied": "has_disability",
        "polite_remote": "remote_used",
    }


@pytest.mark.parametrize("name", SURVEYS)
def test_every_survey_stores_yes_as_1_and_no_as_0(name):
    for question in shipped(name).questions:
        if question.role in {Role.FILTER, Role.NUMERATOR}:
            assert set(question.words.values()) == {1, 0, None}
            assert question.positive == (1,)
            assert question.words[""] is None


@pytest.mark.parametrize("name", CHECKLISTS)
def test_every_checklist_has_items_and_drops_the_observer(name):
    form = shipped(name)
    assert isinstance(form, Checklist)
    assert form.items
    assert "Телефон наблюдателя" in form.personal_data


@pytest.mark.parametrize("name", [*SURVEYS, *CHECKLISTS])
def test_every_form_names_the_decision_that_approved_it(name):
    assert shipped(name).approved.decision


def test_a_choice_takes_the_numbers_of_the_order_in_the_form():
    sex = shipped("survey-675n-google").question("sex")
    assert sex.words == {"": None, "мужской": 1, "м": 1, "женский": 2, "ж": 2}
    assert sex.labels == {1: "мужской", 2: "женский"}


def test_the_label_of_an_answer_is_its_first_word():
    assert shipped("survey-675n-google").question("timely").labels == {1: "да", 0: "нет"}


def test_an_old_wording_of_a_header_is_kept_behind_the_present_one():
    column = shipped("survey-675n-google").question("timely").column
    assert column.texts == ("Своевременно ли Вам оказана услуга?", "Услуга оказана в срок?")


def test_a_column_may_be_named_by_a_pattern():
    column = shipped("survey-675n-google").question("organisation_satisfied").column
    assert (column.texts, column.pattern) == (
        (),
        "^Удовлетворены ли Вы организационными условиями",
    )


def test_the_row_itself_may_be_the_respondent():
    assert shipped("survey-675n-google").respondent is None
    assert shipped("survey-675n-paper").respondent.texts[0] == "№ анкеты"


def test_a_channel_is_fixed_or_a_column_of_words():
    assert shipped("survey-675n-google").channel == "web"
    paper = shipped("survey-675n-paper")
    assert paper.channel == ""
    assert paper.channel_column.words["по телефону"] == "phone"
    assert paper.channel_column.missing == "paper"


def test_waits_are_rows_with_a_measure_a_term_and_a_unit():
    form = shipped("waiting")
    assert form.shape == "long"
    assert (form.measured_column.texts, form.term_column.texts) == (
        ("Фактическое ожидание",),
        ("Установленный срок",),
    )
    assert form.unit_column.words["дней"] == "day"
    assert form.states == {}


def test_a_reason_is_required_where_an_item_does_not_apply():
    form = shipped("stand")
    assert form.require_reason_for == ("not_applicable",)
    assert form.states["н/п"] == "not_applicable"
    assert form.states[""] == "unknown"


def test_a_scale_counts_its_top_answers(tmp_path):
    source = (FORMS / "survey-675n-google.yaml").read_text(encoding="utf-8")
    old = 'column: "Готовы ли Вы рекомендовать организацию?", answers: yes_no}'
    new = (
        'column: Рекомендация, scale: {low: "1", high: "5"}, positive: ["4", "5"], '
        'answers: {no_answer: ["", "не знаю"], not_applicable: ["н/п"]}}'
    )
    assert old in source
    path = tmp_path / "form.yaml"
    path.write_text(source.replace(old, new), encoding="utf-8")
    question = read_form(path).question("would_recommend")
    assert (question.low, question.high, question.positive) == (1, 5, (4, 5))
    assert question.words == {
        **{str(value): value for value in range(1, 6)},
        "": None, "не знаю": None, "н/п": -1,
    }  # fmt: skip


@given(word=st.sampled_from(["да", "нет", "затрудняюсь ответить"]), spaces=st.text(" \u00a0\t"))
def test_a_listed_word_is_found_however_it_is_spaced_or_cased(word, spaces):
    words = GOOGLE.question("timely").words
    assert words[fold(f"{spaces}{word.upper()}{spaces}")] == words[word]


GOOGLE = shipped("survey-675n-google")
