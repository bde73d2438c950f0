"""What a form says beside its questions has its effect: header row, norm, period, place."""

from __future__ import annotations

import pytest

from nok_analysis.forms import read_form
from nok_analysis.intake import check
from nok_analysis.wording import Words
from tests.intake.conftest import AS_OF, PERIOD
from tests.intake.workbooks import workbook

FORM = """\
form: made
version: "1"
kind: questionnaire
title: Анкета
table: {TABLE}
institution: {INSTITUTION}
ANSWERS
questions:
  - {code: used, role: filter, column: Пользовались?, answers: yes_no}
  - {code: ok, role: numerator, column: Довольны?, answers: yes_no, asked_if: used}
  - {code: polite, role: numerator, column: Вежливы?, answers: yes_no}
MORE"""
ANSWERS = "answers: {yes_no: {yes: [да], no: [нет], no_answer: [затрудняюсь]}}"
HEADER = "Учреждение;Пользовались?;Довольны?;Вежливы?"


@pytest.fixture
def judge(tmp_path, registry):
    """Judge one text by a form made of the given parts."""

    def of(text, *, more="", table="readers: [xlsx, csv]", institution="column: Учреждение",
           name="a.csv", **options):  # fmt: skip
        form = tmp_path / "form.yaml"
        source = FORM.replace("ANSWERS", ANSWERS).replace("MORE", more)
        source = source.replace("TABLE", table).replace("INSTITUTION", institution)
        form.write_text(source, encoding="utf-8")
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        wanted = {"period": PERIOD, "as_of": AS_OF} | options
        (found,) = check([path], [read_form(form)], registry, **wanted)
        return found

    return of


def stored(judgement):
    (table,) = judgement.tables
    return table.frame


def codes(judgement):
    return [issue.code for issue in judgement.issues]


def test_the_header_is_looked_for_from_its_row_on(judge):
    lines = f"{HEADER}\nI01;да;да;да\n{HEADER}\nI02;да;нет;да\n"
    found = judge(lines, table='header_row: "3"')
    assert (found.rows_in, found.accepted_keys[0][0]) == (1, "I02")


def test_a_header_above_its_row_is_not_read(judge):
    found = judge(f"{HEADER}\nI01;да;да;да\n", table='header_row: "2"')
    assert (found.status, codes(found)) == ("refused", ["header_missing"])


def test_a_header_below_the_first_twenty_rows_is_found_where_the_form_says(judge):
    titles = "".join(f"Заголовок {i};;;\n" for i in range(29))
    text = f"{titles}{HEADER}\nI01;да;да;да\n"
    assert judge(text).status == "refused"
    assert judge(text, table='header_row: "25"').accepted == 1


def test_a_questionnaire_below_the_norm_is_flagged_and_counts(judge):
    text = f"{HEADER}\nI01;нет;;\nI01;да;да;да\n"
    found = judge(text, more='complete: {at_least_answered: "2"}\n')
    assert (found.accepted, found.warnings) == (2, {"few_answers": 1})
    assert list(stored(found)["flags"].fillna("")) == ["few_answers", ""]
    said = found.issues[0].said(Words())
    assert "отвечено только на столько вопросов: 1; по форме нужно не меньше 2" in said


def test_a_questionnaire_below_the_norm_is_set_aside_if_the_form_says_so(judge):
    more = 'complete: {at_least_answered: "2", otherwise: quarantine}\n'
    found = judge(f"{HEADER}\nI01;нет;;\nI01;да;да;да\n", more=more)
    assert (found.accepted, [one.code for one in found.set_aside]) == (1, ["few_answers"])


def test_an_answer_dropped_behind_a_branch_does_not_help_to_the_norm(judge):
    more = 'complete: {at_least_answered: "2"}\n'
    found = judge(f"{HEADER}\nI01;нет;да;\n", more=more)
    assert list(stored(found)["flags"]) == ["few_answers | skip_violation"]


PERIODS = 'period: {column: Квартал, words: {"2026Q3": [3 кв. 2026], "2026Q2": [второй]}}\n'


@pytest.mark.parametrize(
    ("cell", "fate", "code"),
    [
        ("2026Q3", "2026Q3", None),
        ("3 КВ. 2026", "2026Q3", None),
        ("второй", "2026Q2", "other_period"),
        ("2026Q4", None, "bad_period"),
        ("2026", None, "bad_period"),
        ("летом", None, "bad_period"),
        ("", None, "bad_period"),
    ],
)
def test_a_row_may_name_its_own_period(judge, cell, fate, code):
    found = judge(f"{HEADER};Квартал\nI01;да;да;да;{cell}\n", more=PERIODS)
    assert [str(one.period) for one in found.tables] == ([fate] if fate else [])
    assert codes(found) == ([code] if code else [])


def test_a_period_that_is_published_takes_no_row(judge):
    text = f"{HEADER};Квартал\nI01;да;да;да;второй\n"
    found = judge(text, more=PERIODS, published={PERIOD.previous()})
    assert [one.code for one in found.set_aside] == ["other_period"]


def test_a_date_must_lie_in_the_period_of_its_row(judge):
    row = "I01;да;да;да;второй;12"
    text = f"{HEADER};Квартал;Дата\n{row}.07.2026\n{row}.06.2026\n"
    found = judge(text, more=PERIODS + "time: {column: Дата}\n")
    assert (found.accepted, [one.code for one in found.set_aside]) == (
        1,
        ["date_outside_period"],
    )


BARE = HEADER.partition(";")[2]


@pytest.mark.parametrize(
    ("institution", "name"),
    [("file: '^(I[0-9]+)'", "I01 (Ответы).csv"), ("fixed: I01", "a.csv"),
     ("fixed: ЦСО Рассвет", "a.csv"), ("file: 'из (.*)$'", "Анкеты из Рассвет.csv")],
)  # fmt: skip
def test_the_institution_may_stand_in_the_name_of_the_file(judge, institution, name):
    found = judge(f"{BARE}\nда;да;да\nда;нет;да\n", institution=institution, name=name)
    assert [code for code, _row in found.accepted_keys] == ["I01", "I01"]


def test_a_name_that_holds_no_known_institution_sets_its_rows_aside(judge):
    found = judge(f"{BARE}\nда;да;да\n", institution="file: '^(.*)$'", name="Все.csv")
    assert [one.code for one in found.set_aside] == ["unknown_institution"]
    nowhere = judge(f"{BARE}\nда;да;да\n", institution="file: '^(I[0-9]+)'", name="Все.csv")
    assert [one.code for one in nowhere.set_aside] == ["empty_key"]


def test_a_sheet_may_be_the_institution(judge):
    head = BARE.split(";")
    rows = {"I01": ["да", "да", "да"], "Надежда": ["нет", "", "да"]}

    def fill(book):
        for name, row in rows.items():
            page = book.add_worksheet(name)
            page.write_row(0, 0, head)
            page.write_row(1, 0, row)

    book = workbook(fill)
    found = judge(book, institution="sheet: '(.*)'", table="sheet: any", name="a.xlsx")
    assert [code for code, _row in found.accepted_keys] == ["I01", "I02"]
