"""One small file of each shape of the survey: its heads, its words, its service columns."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from nok_analysis.forms import read_form
from nok_analysis.intake import check
from nok_analysis.vocabulary import Role
from tests.intake.conftest import AS_OF, PERIOD
from tests.intake.workbooks import workbook

FORMS = Path(__file__).parents[2] / "params/forms"
GOOGLE = read_form(FORMS / "survey-675n-google.yaml")
#: What the one respondent said; the stand was not used, so the second question was not put.
SAID = {
    "stand_used": 0, "stand_satisfied": None, "site_used": 1, "site_satisfied": 1, "timely": 1,
    "comfort_satisfied": 1, "has_disability": 0, "accessibility_satisfied": None,
    "polite_first_contact": 1, "polite_service": None, "remote_used": 0, "polite_remote": None,
    "would_recommend": 1, "organisation_satisfied": 0, "overall_satisfied": 1, "sex": 2,
    "age": 71,
}  # fmt: skip
TEXTS = {one.code: one.wording for one in GOOGLE.questions} | {
    "organisation_satisfied": "Удовлетворены ли Вы организационными условиями (график работы)?"
}
WHERE = "В какой организации Вы получали услугу?"
WHO = "Вы получатель услуг или его представитель?"


def answers(words, heads, *, silent=""):
    """Return head → cell of the respondent; `words` say 1, 0 and the sex."""
    found = {}
    for code, head in heads.items():
        said = SAID.get(code)
        if code == "age":
            found[head] = str(said)
        elif code == "sex":
            found[head] = words[2]
        elif code == "proposals":
            found[head] = "Больше скамеек"
        elif code == "polite_service":
            found[head] = silent
        else:
            found[head] = "" if said is None else words[said]
    return found


def text(rows, separator=",", encoding="utf-8"):
    target = io.StringIO()
    writer = csv.DictWriter(target, rows[0], delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode(encoding)


def book(rows):
    def fill(one):
        page = one.add_worksheet("Sheet")
        for i, row in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
            page.write_row(i, 0, row)

    return workbook(fill)


def google():
    row = {"Отметка времени": "12.07.2026 10:15:30", WHERE: "ЦСО Рассвет", WHO: "получатель"}
    row |= answers(("Нет", "Да", "женский"), TEXTS, silent="Затрудняюсь ответить")
    return text([row | {"Адрес электронной почты": "a@b.ru"}])


def yandex():
    row = {"ID": "2051", "Время создания": "2026-07-12 10:15:30", WHERE: "Рассвет"}
    row |= {WHO: "Получатель"}
    row |= answers(("нет", "да", "женский"), TEXTS, silent="затрудняюсь ответить")
    return book([row])


CODES = {code: f"Q{i}" for i, code in enumerate(TEXTS, start=1)}


def limesurvey(heads, short, coded, service, sex):
    row = dict(zip(service, ("7", "2026-07-12 10:15:30", "5", "ru", "123"), strict=True))
    row |= {("ORG" if "Q1" in heads.values() else WHERE): "I01"}
    row |= {("ROLE" if "Q1" in heads.values() else WHO): "R1" if coded else "получатель"}
    row |= answers((*short, sex), heads)
    if coded:
        for code in ("would_recommend", "organisation_satisfied", "overall_satisfied"):
            row[heads[code]] = {1: "1", 0: "2"}[SAID[code]]
    return text([row])


def limesurvey_codes():
    service = ("id", "submitdate", "lastpage", "startlanguage", "seed")
    return limesurvey(CODES, ("N", "Y"), True, service, "F")


def limesurvey_full():
    service = ("Response ID", "Date submitted", "Last page", "Start language", "Seed")
    heads = TEXTS | {
        "organisation_satisfied": "Удовлетворены ли Вы организационными условиями (график "
        "работы, навигация)?"
    }
    return limesurvey(heads, ("Нет", "Да"), False, service, "Женский")


def kobo(head, words, silent):
    """Return an export as the settings of the server make it."""
    row = {"start": "2026-07-12T10:05:00.000+07:00", "end": "2026-07-12T10:15:30.123+07:00"}
    row |= {head("organisation", WHERE): "I01", head("who", WHO): words[3]}
    heads = {code: head(code, one) for code, one in KOBO_TEXTS.items()}
    row |= answers(words, heads, silent=silent)
    service = {"_id": "1", "_uuid": "0c2b-11", "_submission_time": "2026-07-12T03:15:31"}
    return book([row | service | {"_submitted_by": "x", "__version__": "v1", "_index": "1"}])


KOBO_TEXTS = {
    one.code: one.wording for one in read_form(FORMS / "survey-675n-kobo.yaml").questions
}


def kobo_codes_in_groups():
    words = ("no", "yes", "female", "recipient")
    return kobo(lambda code, _text: f"survey/part_1/{code}", words, "no_answer")


def kobo_labels():
    words = ("Нет", "Да", "Женский", "Получатель")
    return kobo(lambda _code, label: label, words, "Затрудняюсь ответить")


def odk_central():
    words = ("no", "yes", "female", "recipient")
    row = {"SubmissionDate": "2026-07-12T03:15:31.000Z", "end": "2026-07-12T10:15:30.123+07:00"}
    row |= {"survey-organisation": "I01", "survey-who": words[3]}
    row |= answers(words, {code: f"survey-{code}" for code in KOBO_TEXTS}, silent="no_answer")
    return text([row | {"KEY": "uuid:0c2b-11", "SubmitterName": "x", "FormVersion": "1"}])


def paper():
    form = read_form(FORMS / "survey-675n-paper.yaml")
    row = {"Учреждение": "Рассвет", "№ анкеты": "14", "Дата": "12.07.2026", "Способ": "бланк"}
    row |= {"Кто отвечает": "п", "Код анкетёра": "А1"}
    heads = {one.code: one.column.texts[0] for one in form.questions}
    return text([row | answers(("0", "+", "ж"), heads, silent="9")], ";", "cp1251")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("google", google),
        ("yandex", yandex),
        ("limesurvey", limesurvey_codes),
        ("limesurvey", limesurvey_full),
        ("kobo", kobo_codes_in_groups),
        ("kobo", kobo_labels),
        ("kobo", odk_central),
        ("paper", paper),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_the_same_answers_arrive_in_every_shape(name, made, tmp_path, registry):
    form = read_form(FORMS / f"survey-675n-{name}.yaml")
    path = tmp_path / ("a.xlsx" if made().startswith(b"PK") else "a.csv")
    path.write_bytes(made())
    (judged,) = check([path], [form], registry, period=PERIOD, as_of=AS_OF)
    assert [(one.code, one.column) for one in judged.issues] == []
    row = judged.tables[0].frame.iloc[0]
    asked = [one.code for one in form.questions if one.role is not Role.FREE_TEXT]
    assert {code: None if pd.isna(row[code]) else int(row[code]) for code in asked} == SAID
    assert (row["institution"], row["date"], row["proposals"]) == (
        "I01",
        "2026-07-12",
        "Больше скамеек",
    )
    assert row["respondent_role"] == "recipient"


def test_an_answer_not_sent_off_is_set_aside(tmp_path, registry):
    form = read_form(FORMS / "survey-675n-limesurvey.yaml")
    path = tmp_path / "a.csv"
    path.write_bytes(limesurvey_codes().replace(b"2026-07-12 10:15:30", b""))
    (judged,) = check([path], [form], registry, period=PERIOD, as_of=AS_OF)
    assert [one.code for one in judged.set_aside] == ["bad_date"]


FORM = """\
form: made
version: "1"
kind: questionnaire
title: Анкета
table: {path_marks: ["/"]}
institution: {column: institution}
answers:
  yes_no: {yes: [да], no: [нет]}
questions:
  - {code: heard, role: filter, column: Откуда?, also: [heard], choices: {site: [сайт],
     friends: ["друзья, знакомые"], no_answer: [не помню]}}
  - {code: site_ok, role: numerator, column: Довольны сайтом?, answers: yes_no,
     asked_if: heard_site}
  - {group: Оцените, role: numerator, scale: {low: "1", high: "5"}, positive: ["4", "5"],
     answers: {no_answer: [затрудняюсь]},
     lines: [{code: food, line: питание}, {code: room, line: SQ002}]}
"""


def several(tmp_path, registry, content, form=FORM):
    (tmp_path / "form.yaml").write_text(form, encoding="utf-8")
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    wanted = [read_form(tmp_path / "form.yaml")]
    (judged,) = check([path], wanted, registry, period=PERIOD, as_of=AS_OF)
    names = ["heard_site", "heard_friends", "site_ok", "food", "room"]
    rows = [
        tuple(None if pd.isna(one) else int(one) for one in row)
        for table in judged.tables
        for row in table.frame[names].to_numpy(dtype=object)
    ]
    return rows, [one.code for one in judged.issues]


TAIL = "Довольны сайтом?;Оцените [питание];Оцените[SQ002]"


@pytest.mark.parametrize(
    ("cell", "choices"),
    [
        ("Сайт", (1, 0)),
        ("друзья, знакомые, сайт", (1, 1)),
        ("сайт; Друзья, знакомые", (1, 1)),
        ("не помню", (None, None)),
        ("", (None, None)),
    ],
)
def test_a_joined_cell_of_choices_is_read_word_by_word(tmp_path, registry, cell, choices):
    quoted = f'"{cell}"'
    rows, codes = several(
        tmp_path, registry, f"institution;Откуда?;{TAIL}\nI01;{quoted};;5;затрудняюсь\n"
    )
    assert (rows, codes) == ([(*choices, None, 5, None)], [])


@pytest.mark.parametrize("cell", ["радио", "сайт, радио", "сайтик", "сайт, не помню"])
def test_a_choice_that_is_not_listed_sets_the_row_aside(tmp_path, registry, cell):
    rows, codes = several(tmp_path, registry, f"institution;Откуда?;{TAIL}\nI01;{cell};;5;4\n")
    assert (rows, codes) == ([], ["unknown_answer"])


def test_other_texts_may_count_as_a_choice(tmp_path, registry):
    form = FORM.replace("не помню]}}", "не помню]}, otherwise: friends}")
    text = f"institution;Откуда?;{TAIL}\nI01;сайт, радио;да;5;4\n"
    assert several(tmp_path, registry, text, form) == ([(1, 1, 1, 5, 4)], [])


def test_choices_may_have_a_column_each(tmp_path, registry):
    head = f"institution;g/heard/site;g/heard/friends;{TAIL}"
    rows, codes = several(
        tmp_path, registry, f"{head}\nI01;1;0;да;5;4\nI01;;1;;5;4\nI01;;;;5;4\n"
    )
    assert rows == [(1, 0, 1, 5, 4), (0, 1, None, 5, 4), (None, None, None, 5, 4)]
    assert codes == []


def test_both_encodings_at_once_are_counted_once(tmp_path, registry):
    head = f"institution;heard;heard/site;heard/friends;{TAIL}"
    rows, codes = several(tmp_path, registry, f"{head}\nI01;site;1;0;да;5;4\n", with_names())
    assert (rows, codes) == ([(1, 0, 1, 5, 4)], [])


def with_names():
    return FORM.replace("[сайт]", "[сайт, site]")


def test_an_answer_behind_a_choice_not_taken_is_a_skip_violation(tmp_path, registry):
    text = f'institution;Откуда?;{TAIL}\nI01;"друзья, знакомые";да;5;4\n'
    assert several(tmp_path, registry, text) == ([(0, 1, None, 5, 4)], ["skip_violation"])


def test_without_any_column_of_the_choices_the_joined_one_is_asked_for(tmp_path, registry):
    rows, codes = several(tmp_path, registry, f"institution;{TAIL}\nI01;да;5;4\n")
    assert (rows, codes) == ([], ["header_column_missing"])


@pytest.mark.parametrize("cell", ["0", "6", "-1", "4,5", "inf"])
def test_a_value_outside_the_scale_sets_the_row_aside(tmp_path, registry, cell):
    text = f"institution;Откуда?;{TAIL}\nI01;сайт;да;{cell};4\n"
    assert several(tmp_path, registry, text) == ([], ["out_of_range"])
