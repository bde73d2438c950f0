"""XLSForms that pyxform converts, and whose export our own form reads back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from nok_analysis.errors import FormError
from nok_analysis.forms import Questionnaire, read_form
from nok_analysis.handouts import xlsform
from nok_analysis.intake import check
from nok_analysis.intake.table import Limits
from nok_analysis.intake.workbook import read_workbook
from nok_analysis.registry import read_registry
from tests.intake.conftest import AS_OF, PERIOD

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / "params/forms").glob("survey-*.yaml"))
KOBO = read_form(ROOT / "params/forms/survey-675n-kobo.yaml")
REGISTRY = read_registry(ROOT / "tests/cases/intake/registry.csv")
LABEL = "label::Русский (ru)"


def converted(form, **options):
    return convert(io.BytesIO(xlsform(form, **options)), file_type=".xlsx")


def sheet(content, name):
    """Return the rows of a sheet as head → cell, read by the readers of the door."""
    (table,) = [one for one in read_workbook(content, Limits()) if one.sheet == name]
    return [dict(zip(table.rows[0], row, strict=True)) for row in table.rows[1:]]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_shipped_questionnaire_converts_without_a_warning(path):
    done = converted(read_form(path), institutions=list(REGISTRY.institutions.values()))
    assert done.warnings == []
    assert 'lang="Русский (ru)"' in done.xform


def test_branches_are_relevant_and_choices_bear_the_names_of_the_form():
    content = xlsform(KOBO)
    rows = {row["name"]: row for row in sheet(content, "survey")}
    assert rows["stand_satisfied"]["relevant"] == "${stand_used} = 'yes'"
    assert rows["stand_used"]["relevant"] == ""
    assert rows["stand_used"]["type"] == "select_one yes_no"
    assert rows["timely"][LABEL] == "Своевременно ли Вам оказана услуга?"
    assert rows["age"]["constraint"] == ". >= 14 and . <= 110"
    choices = [tuple(row.values()) for row in sheet(content, "choices")]
    assert choices == [
        ("who", "recipient", "Получатель"),
        ("who", "representative", "Представитель"),
        ("yes_no", "yes", "Да"),
        ("yes_no", "no", "Нет"),
        ("yes_no", "no_answer", "Затрудняюсь ответить"),
        ("sex", "male", "Мужской"),
        ("sex", "female", "Женский"),
    ]
    assert sheet(content, "settings") == [
        {
            "form_title": KOBO.title,
            "form_id": "survey-675n-kobo",
            "version": "2026-1",
            "default_language": "Русский (ru)",
        }
    ]


def test_the_same_form_gives_the_same_bytes():
    assert xlsform(KOBO) == xlsform(KOBO)


def exported(form, *, names):
    """Return an export of the XLSForm as a server makes it: by names or by labels."""
    content = xlsform(form)
    survey = [row for row in sheet(content, "survey") if row["type"] not in ("note", "start")]
    choices = sheet(content, "choices")
    row = {}
    for one in survey:
        kind, _space, listed = one["type"].partition(" ")
        own = [row for row in choices if row["list_name"] == listed]
        cell = {"end": "2026-07-12T10:15:30.000+07:00", "integer": "71"}.get(kind, "")
        if kind == "select_one":
            cell = own[0]["name" if names else LABEL]
        row[one["name"] if names or not one[LABEL] else one[LABEL]] = cell
    place = next(one for one in survey if one["name"] == "organisation")
    row[place["name"] if names else place[LABEL]] = "I01"
    return row | {"_uuid": "0c2b-11", "_submission_time": "2026-07-12T03:15:31"}


@pytest.mark.parametrize("names", [True, False], ids=["names", "labels"])
def test_the_export_of_our_xlsform_is_read_back(tmp_path, names):
    row = exported(KOBO, names=names)
    path = tmp_path / "a.csv"
    lines = (",".join(f'"{cell}"' for cell in several) for several in (row, row.values()))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (judged,) = check([path], [KOBO], REGISTRY, period=PERIOD, as_of=AS_OF)
    assert [(one.code, one.column) for one in judged.issues] == []
    frame = judged.tables[0].frame
    assert {
        int(frame[one.code].iloc[0]) for one in KOBO.questions if "yes" in one.names.values()
    } == {1}
    assert (frame["sex"].iloc[0], frame["age"].iloc[0]) == (1, 71)
    assert frame["respondent_role"].iloc[0] == "recipient"


FORM = """\
form: made
version: "1"
kind: questionnaire
title: Анкета
institution: {column: organisation}
questions:
  - {code: heard, role: filter, column: heard, text: "Откуда Вы узнали?",
     choices: {site: [сайт], friends: [друзья]}}
  - {code: site_ok, role: numerator, column: site_ok, asked_if: heard_site,
     answers: {yes: [да], no: [нет]}}
  - {code: grade, role: numerator, column: grade, scale: {low: "1", high: "5"},
     positive: ["5"], answers: {"5": [отлично], not_applicable: [не пользовался]}}
  - {code: proposals, role: free_text, column: proposals}
"""


@pytest.fixture
def several(tmp_path):
    path = tmp_path / "form.yaml"
    path.write_text(FORM, encoding="utf-8")
    form = read_form(path)
    assert isinstance(form, Questionnaire)
    return form


def test_several_answers_and_scales_become_questions_of_their_kind(several):
    assert converted(several).warnings == []
    rows = {row["name"]: row for row in sheet(xlsform(several), "survey")}
    assert rows["heard"]["type"] == "select_multiple heard"
    assert rows["site_ok"]["relevant"] == "selected(${heard}, 'site')"
    choices = sheet(xlsform(several), "choices")
    grades = [(row["name"], row[LABEL]) for row in choices if row["list_name"] == "grade"]
    assert grades == [
        ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "Отлично"),
        ("not_applicable", "Не пользовался"),
    ]  # fmt: skip


def test_a_question_cannot_take_a_name_of_the_xlsform(tmp_path):
    path = tmp_path / "form.yaml"
    path.write_text(FORM.replace("code: proposals", "code: who"), "utf-8")
    with pytest.raises(FormError, match="who"):
        xlsform(read_form(path))


def test_formulas_in_texts_stay_texts(tmp_path):
    path = tmp_path / "form.yaml"
    path.write_text(FORM.replace("Откуда Вы узнали?", "=1+1 https://a.example"), "utf-8")
    rows = sheet(xlsform(read_form(path)), "survey")
    assert "=1+1 https://a.example" in {row[LABEL] for row in rows}
