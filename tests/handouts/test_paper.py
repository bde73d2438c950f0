"""The printed questionnaire: one file, large type, boxes, skips in words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from nok_analysis.forms import read_form
from nok_analysis.handouts import paper

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / "params/forms").glob("survey-*.yaml"))


class Text(HTMLParser):
    """The text of each line of the questionnaire, its boxes counted."""

    def __init__(self, html):
        super().__init__()
        self.lines, self.boxes, self.tags = [], [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "li":
            self.lines.append("")
            self.boxes.append(0)
        if ("class", "box") in attrs and self.lines:
            self.boxes[-1] += 1

    def handle_data(self, data):
        if self.lines:
            self.lines[-1] += data + " "


def printed(path):
    return paper(read_form(path))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_shipped_questionnaire_prints_as_one_file_that_needs_no_other(path):
    html = printed(path)
    assert html.startswith('<!doctype html>\n<html lang="ru">')
    assert not re.search(r"src=|href=|url\(|@import|<script|https?:", html)
    assert len(Text(html).lines) == 19  # eighteen questions and who answers


def test_the_type_is_large_and_the_page_is_a4():
    style = printed(FORMS[0])
    assert "size: A4" in style
    sizes = [float(one) for one in re.findall(r"([\d.]+)pt", style)]
    assert min(sizes) >= 14


def test_skips_are_said_in_words_on_both_sides():
    lines = Text(printed(ROOT / "params/forms/survey-675n-paper.yaml")).lines
    texts = [" ".join(line.split()) for line in lines]
    assert texts[1].endswith("Да Нет переходите к вопросу 3")
    assert "Отвечайте, только если на вопрос 1 Вы ответили «Да»." in texts[2]
    assert texts[0] == "Кто заполняет анкету? Получатель Представитель"


def test_there_are_boxes_for_the_code_the_number_the_day_and_each_answer():
    html = printed(ROOT / "params/forms/survey-675n-google.yaml")
    office = html[html.index('<p class="office">') : html.index("<h1>")]
    assert office.count('class="box"') == 16
    assert "Код учреждения" in office
    text = Text(html)
    assert text.boxes[1] == 3  # yes, no, hard to say
    assert text.boxes[-1] == 3  # an age
    assert html.count('class="line"') == 4


def test_anonymity_and_consent_are_said_first():
    html = printed(FORMS[0])
    assert html.index("анонимный") < html.index("<ol>")
    assert "соглашаетесь" in html


FORM = """\
form: made
version: "1"
kind: questionnaire
title: "Анкета <b>&</b>"
institution: {column: organisation}
questions:
  - {code: heard, role: filter, column: heard, text: "Откуда Вы узнали?",
     choices: {site: [сайт], friends: [друзья]}}
  - {code: used, role: filter, column: used, answers: {yes: [да], no: [нет]}}
  - {code: ok, role: filter, column: ok, asked_if: used, answers: {yes: [да], no: [нет]}}
  - {code: again, role: numerator, column: again, asked_if: ok, answers: {yes: [да], no: [нет]}}
  - {code: site_ok, role: numerator, column: site_ok, asked_if: heard_site,
     answers: {yes: [да], no: [нет]}}
  - {code: last, role: filter, column: last, answers: {yes: [да], no: [нет]}}
  - {code: grade, role: numerator, column: "Оценка", asked_if: last,
     scale: {low: "1", high: "5"}, positive: ["5"]}
"""


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "form.yaml"
    path.write_text(FORM, encoding="utf-8")
    return printed(path)


def test_a_skip_passes_over_everything_that_hangs_on_it(made):
    lines = [" ".join(line.split()) for line in Text(made).lines]
    assert lines[1].endswith("переходите к вопросу 5")
    assert lines[2].endswith("переходите к вопросу 5")
    assert lines[5].endswith("на этом анкета закончена")


def test_a_branch_on_one_of_several_answers_names_it(made):
    lines = [" ".join(line.split()) for line in Text(made).lines]
    assert "Можно отметить несколько клеток." in lines[0]
    assert "Отвечайте, только если в вопросе 1 Вы отметили «сайт»." in lines[4]


def test_texts_of_the_form_are_escaped(made):
    assert "<b>" not in made
    assert "Анкета &lt;b&gt;&amp;&lt;/b&gt;" in made
