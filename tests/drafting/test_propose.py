"""What is mapped of an unknown export, what is left to a person; nothing is guessed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nok_analysis.drafting import propose
from nok_analysis.errors import RunError
from nok_analysis.forms import Questionnaire, read_form
from nok_analysis.wording import Words
from tests.intake.workbooks import workbook

FORMS = Path(__file__).parents[2] / "params/forms"
KNOWN = [
    form
    for form in map(read_form, sorted(FORMS.glob("*.yaml")))
    if isinstance(form, Questionnaire)
]
WHERE = "В какой организации Вы получали услугу?"


@pytest.fixture
def proposed(tmp_path):
    """Propose a form for columns given as header → cells; return the proposal and the form."""

    def of(columns, *, forms=KNOWN, readable=True, **options):
        rows = zip(*columns.values(), strict=True)
        lines = [";".join(columns), *(";".join(row) for row in rows)]
        path = tmp_path / "Опрос 2026.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = propose(path, forms=forms, **options)
        out = tmp_path / "form.yaml"
        out.write_text(found.text, encoding="utf-8")
        return found, read_form(out) if readable else None

    return of


def base(n=6):
    return {"Отметка времени": ["12.07.2026 10:15:30"] * n, WHERE: ["I01"] * n}


def codes(form):
    return [one.code for one in form.questions]


def test_known_questions_keep_their_codes_roles_and_branches(proposed):
    found, form = proposed(
        base()
        | {
            "Пользовались ли Вы официальным сайтом?": ["Да", "Нет"] * 3,
            "Удовлетворены ли Вы информацией на сайте?": ["Да", ""] * 3,
            "Ваш возраст": ["71"] * 6,
        }
    )
    assert codes(form) == ["site_used", "site_satisfied", "age"]
    assert form.question("site_satisfied").asked_if == "site_used"
    assert (found.mapped, found.unmapped, found.remarks) == (5, 0, ())
    assert form.time.zone == "Asia/Novokuznetsk"


def test_a_branch_whose_filter_is_not_there_is_named(proposed):
    found, form = proposed(base() | {"Удовлетворены ли Вы информацией на сайте?": ["Да"] * 6})
    assert form.question("site_satisfied").filter_missing == "site_used"
    assert "site_satisfied" in found.remarks[0].said(Words())


def test_codes_are_known_only_where_the_whole_table_is_that_of_the_form(proposed):
    """Q1 of another survey is not our first question."""
    found, _form = proposed(base() | {"Q1": ["Y", "N"] * 3, "Q2": ["Y"] * 6}, readable=False)
    assert "stand_used" not in found.text
    assert found.unmapped == 2


def test_odd_words_of_a_known_question_are_counted_in_a_remark(proposed):
    cells = ["Да", "Да", "Да", "Нет", "Нет", "не помню точно"]
    found, form = proposed(base() | {"Удовлетворены ли Вы комфортностью?": cells})
    assert codes(form) == ["comfort_satisfied"]
    assert "Удовлетворены ли Вы комфортностью? (1)" in found.remarks[0].said(Words())


def five(i):
    return [str(1 + (i + j) % 5) for j in range(6)]


def test_three_columns_on_one_scale_are_a_scale(proposed):
    _found, form = proposed(base() | {f"Вопрос {i}?": five(i) for i in range(3)})
    assert codes(form) == ["q03", "q04", "q05"]
    assert {(one.low, one.high, one.positive) for one in form.questions} == {(1, 5, (4, 5))}


def test_one_column_of_digits_may_mean_anything(proposed):
    found, _form = proposed(base() | {"Район": five(0)}, readable=False)
    assert found.unmapped == 1
    assert '# - {code: q03, role: profile, column: "Район", answers: {a1: []}}' in found.text


def test_ages_coded_by_digits_are_no_scale_beside_scales(proposed):
    columns = {f"Вопрос {i}?": five(i) for i in range(3)} | {"Ваш пол": ["1", "2", "3"] * 2}
    found, form = proposed(base() | columns)
    assert len(codes(form)) == 3
    assert "#" in found.text.partition("Ваш пол")[0].splitlines()[-1]


@pytest.mark.parametrize(
    "cells",
    [
        ["Полностью удовлетворён", "Скорее удовлетворён", "Затрудняюсь ответить"] * 2,
        ["Полностью согласен", "Не согласен", ""] * 2,
        ["Отлично", "Хорошо", "Плохо"] * 2,
    ],
)
def test_scales_in_known_words_are_mapped_to_their_values(proposed, cells):
    _found, form = proposed(base() | {"Как Вам?": cells})
    (question,) = form.questions
    assert question.words[cells[0].lower().replace("ё", "е")] == 5
    assert (question.low, question.high) == (1, 5)


def test_unknown_yes_and_no_are_mapped_without_a_guess_of_digits(proposed):
    found, form = proposed(
        base() | {"Вам помогли?": ["Да", "нет", ""] * 2, "Было шумно?": ["1", "0"] * 3}
    )
    assert codes(form) == ["q03"]
    assert form.question("q03").words == {"": None, "да": 1, "yes": 1, "нет": 0, "no": 0}
    assert found.unmapped == 1


def test_technical_and_personal_columns_are_not_read(proposed):
    columns = {"lastpage": ["5"] * 6, "Телефон": ["8"] * 6, "Вам помогли?": ["Да"] * 6}
    _found, form = proposed(base() | columns)
    assert (form.ignore, form.personal_data) == (("lastpage",), ("Телефон",))


def test_long_texts_of_their_own_are_free_text_and_never_quoted(proposed):
    texts = [f"Хотелось бы, чтобы рядом поставили {i} скамеек" for i in range(6)]
    found, form = proposed(base() | {"Что улучшить?": texts})
    assert form.question("q03").role == "free_text"
    assert "скамеек" not in found.text


def test_cells_that_may_name_a_person_are_never_quoted(proposed):
    names = ["Иванова", "Петров", "Сидоров", "Сидоров", "Кузнецова", "Ким"]
    found, _form = proposed(base() | {"Кто Вас принял": names}, readable=False)
    assert not any(name in found.text for name in names)


def test_two_columns_of_one_part_are_not_chosen_between(proposed):
    columns = base() | {"Дата заполнения": ["13.07.2026"] * 6, "Вам помогли?": ["Да"] * 6}
    found, form = proposed(columns)
    assert form.time.column.texts == ("Отметка времени",)
    assert found.unmapped == 1


def test_headers_that_stand_twice_or_not_at_all_are_left(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Вопрос;вопрос;;Вам помогли?\nда;да;x;да\nда;нет;x;да\n", encoding="utf-8")
    found = propose(path)
    assert (found.mapped, found.unmapped) == (1, 3)


def test_what_is_missing_is_said_and_the_file_does_not_pretend(proposed):
    found, _form = proposed({"Вам помогли?": ["да"] * 6, "Ещё": ["да"] * 6}, readable=False)
    said = [one.said(Words()) for one in found.remarks]
    assert "столбец учреждения не опознан" in said[0]
    assert '# institution: {column: ""' in found.text


def test_a_header_below_titles_and_a_sheet_by_name_are_found(tmp_path):
    def fill(book):
        book.add_worksheet("Титул").write_row(0, 0, ["Отчёт"])
        page = book.add_worksheet("Ответы")
        page.write_row(0, 0, ["Результаты опроса"])
        for i, row in enumerate([[WHERE, "Вам помогли?"], ["I01", "Да"], ["I02", "Нет"]]):
            page.write_row(2 + i, 0, row)

    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(fill))
    found = propose(path, sheet="ответы", forms=KNOWN)
    assert 'sheet: "Ответы", header_row: "3"' in found.text
    assert "Титул" in " ".join(one.said(Words()) for one in found.remarks)
    with pytest.raises(RunError, match="нет непустого листа"):
        propose(path, sheet="Нет такого")


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 torn", b"%PDF-1.7", b"a;b\n", b"\x00" * 100, b"\xd0\xcf\x11\xe0"],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(RunError, match=r"^a\.csv: "):
        propose(path)


def test_hostile_headers_stay_texts_of_the_form_file(proposed):
    headers = ['Вы "довольны"?', "a: {b}", "# нет", "- x\ty", "'", "&a *b", "%TAG", "[x] {y}"]
    found, form = proposed(base() | {one: ["Да"] * 6 for one in headers})
    assert [one.column.texts[0] for one in form.questions] == [
        " ".join(one.split()) for one in headers
    ]
    assert found.unmapped == 0


def test_every_column_stands_in_the_file_once(proposed):
    columns = base() | {f"Столбец {i} ?": [f"x{i}{j}" for j in range(6)] for i in range(40)}
    found, _form = proposed(columns, readable=False)
    assert all(len(re.findall(re.escape(f'"{one}"'), found.text)) == 1 for one in columns)
