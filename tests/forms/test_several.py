"""Matrices, questions of several answers, scales in words and declared deviations."""

from __future__ import annotations

import pytest

from nok_analysis.errors import FormError
from nok_analysis.forms import read_form

HEAD = """\
form: made
version: "1"
kind: questionnaire
title: Анкета
institution: {column: institution}
answers:
  yes_no: {yes: [да], no: [нет]}
  silence: {no_answer: [затрудняюсь], not_applicable: [н/п]}
  likert: {"5": [отлично], "4": [хорошо], "1": [очень плохо], no_answer: [не знаю]}
questions:
"""


@pytest.fixture
def read(tmp_path):
    """Read a form of the given questions."""

    def of(*questions, more=""):
        path = tmp_path / "form.yaml"
        lines = "".join(f"  - {one}\n" for one in questions)
        path.write_text(HEAD + lines + more, encoding="utf-8")
        return read_form(path, shown_as="form.yaml")

    return of


def places(read, *questions, more=""):
    with pytest.raises(FormError) as caught:
        read(*questions, more=more)
    return [fault.path for fault in caught.value.faults]


MATRIX = (
    "{group: Насколько Вы довольны?, role: numerator, scale: {low: '1', high: '5'}, "
    "positive: ['4', '5'], answers: silence, lines: [{code: food, line: питанием}, "
    "{code: rooms, line: комнатами, also: [помещениями]}]}"
)


def test_each_line_of_a_matrix_is_a_question_of_its_own_column(read):
    form = read(MATRIX)
    assert [one.code for one in form.questions] == ["food", "rooms"]
    assert form.question("rooms").column.texts == (
        "Насколько Вы довольны? [комнатами]",
        "Насколько Вы довольны?[комнатами]",
        "Насколько Вы довольны? [помещениями]",
        "Насколько Вы довольны?[помещениями]",
    )
    assert {one.positive for one in form.questions} == {(4, 5)}
    assert form.question("food").words["затрудняюсь"] is None
    assert form.question("food").words["н/п"] == -1


def test_two_equal_lines_of_a_matrix_are_a_fault(read):
    assert (
        places(read, MATRIX.replace("помещениями", "Питанием"))
        == ["questions[1].lines[2].line"] * 2
    )


def test_a_matrix_without_lines_is_refused(read):
    empty = MATRIX[: MATRIX.index("lines:")] + "lines: []}"
    assert places(read, empty) == ["questions[1].lines", "questions"]


SEVERAL = (
    "{code: heard, role: profile, column: Откуда Вы узнали?, "
    'choices: {site: [сайт], friends: ["друзья, знакомые"], no_answer: [не помню]}}'
)


def test_each_choice_of_several_is_stored_apart(read):
    form = read(SEVERAL)
    (whole,) = form.multiples
    assert whole.choices == ("heard_site", "heard_friends")
    assert whole.words == {
        "": None, "сайт": "heard_site", "друзья, знакомые": "heard_friends", "не помню": None,
    }  # fmt: skip
    site = form.question("heard_site")
    assert site.choice_of == "heard"
    assert "Откуда Вы узнали?/site" in site.column.texts
    assert site.wording == "Откуда Вы узнали? [сайт]"


def test_the_choice_for_other_texts_must_be_one_of_the_choices(read):
    assert places(read, SEVERAL.replace("}}", "}, otherwise: tv}")) == [
        "questions[1].otherwise"
    ]


def test_a_choice_may_open_a_branch(read):
    several = SEVERAL.replace("role: profile", "role: filter")
    form = read(
        several,
        "{code: site_ok, role: numerator, column: А, answers: yes_no, asked_if: heard_site}",
    )
    assert form.question("site_ok").asked_if == "heard_site"


LIKERT = (
    "{code: q, role: numerator, column: А, scale: {low: '1', high: '5'}, answers: likert, "
    "positive: ['5']}"
)


def test_words_may_stand_for_the_values_of_a_scale(read):
    scale = LIKERT
    question = read(scale).question("q")
    assert (question.words["хорошо"], question.words["3"], question.words["не знаю"]) == (
        4,
        3,
        None,
    )
    assert question.labels[5] == "отлично"
    assert question.labels[2] == "2"


def test_a_word_for_a_value_outside_the_scale_is_a_fault(read):
    scale = LIKERT.replace("'5'", "'4'")
    assert places(read, scale) == ["questions[1].answers"]


def test_words_of_silence_alone_answer_no_question(read):
    assert places(read, "{code: q, role: numerator, column: А, answers: silence}") == [
        "questions[1].answers",
        "questions[1].positive",
    ]


def test_a_missing_filter_may_be_counted_over_everyone_and_then_says_so(read):
    form = read(
        "{code: access_ok, role: numerator, column: А, answers: yes_no, "
        "filter_missing: disabled, among_override: everyone, wording_note: только график}"
    )
    question = form.question("access_ok")
    assert (question.filter_missing, question.among_override) == ("disabled", "everyone")
    assert question.wording_note == "только график"
    assert form.absent == ("disabled",)


def test_an_override_needs_the_filter_that_is_missing(read):
    question = (
        "{code: q, role: numerator, column: А, answers: yes_no, among_override: everyone}"
    )
    assert places(read, question) == ["questions[1].among_override"]


def test_a_filter_that_is_asked_is_not_missing(read):
    assert places(
        read,
        "{code: used, role: filter, column: А, answers: yes_no}",
        "{code: q, role: numerator, column: Б, answers: yes_no, filter_missing: used}",
    ) == ["absent"]


def test_more_answers_than_questions_cannot_be_wanted(read):
    question = "{code: q, role: numerator, column: А, answers: yes_no}"
    more = 'complete: {at_least_answered: "2"}\n'
    assert places(read, question, more=more) == ["complete.at_least_answered"]


def test_a_period_in_words_of_the_file_must_be_a_period(read):
    question = "{code: q, role: numerator, column: А, answers: yes_no}"
    more = 'period: {column: Квартал, words: {"2026Q5": [пятый], "2026Q3": [3 кв. 2026]}}\n'
    assert places(read, question, more=more) == ["period.words.2026Q5"]
    words = read(question, more=more.replace('"2026Q5": [пятый], ', "")).period.words
    assert {word: str(period) for word, period in words.items()} == {"3 кв. 2026": "2026Q3"}


def test_the_institution_may_stand_in_a_name(tmp_path):
    path = tmp_path / "form.yaml"
    for place, part in (("sheet", "^(.*)$"), ("file", "^(I[0-9]+)"), ("fixed", "I01")):
        text = HEAD.replace("{column: institution}", f'{{{place}: "{part}"}}')
        path.write_text(
            text + "  - {code: q, role: numerator, column: А, answers: yes_no}\n",
            encoding="utf-8",
        )
        own = read_form(path).institution
        assert (own.place, own.part, own.column.texts) == (place, part, ())


def test_a_name_without_brackets_holds_no_institution(tmp_path):
    path = tmp_path / "form.yaml"
    text = HEAD.replace("{column: institution}", '{file: "^I[0-9]+"}')
    path.write_text(
        text + "  - {code: q, role: numerator, column: А, answers: yes_no}\n", "utf-8"
    )
    with pytest.raises(FormError) as caught:
        read_form(path)
    assert [fault.path for fault in caught.value.faults] == ["institution.file"]
