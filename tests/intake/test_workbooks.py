"""Family 3.7: what the sheets of workbooks give; spoiled ones stand in the corpus."""

from __future__ import annotations

import datetime as dt

from tests.intake.workbooks import HEADER, SHEET, SOUND, changed, sound, workbook


def codes(judgement):
    return [(one.row, one.column, one.code) for one in judgement.issues]


def test_a_sound_workbook_under_any_name_is_accepted(judged):
    book = sound()
    for judgement in judged({"anketa.xlsx": book, "otvety.csv": book, "без типа": book}):
        assert (judgement.status, judgement.accepted) == ("accepted", 1)


def test_rows_keep_their_numbers_below_blank_rows_and_columns(judged):
    def fill(book):
        page = book.add_worksheet()
        page.write_row(3, 2, HEADER)
        page.write_row(5, 2, SOUND)
        page.write_row(7, 2, ["I01", "2", "12.07.2026", "", "х", "", "да", "5"])

    (judgement,) = judged({"a.xlsx": workbook(fill)})
    assert codes(judgement) == [(8, "q1", "unknown_answer")]
    assert (judgement.rows_in, judgement.blank) == (2, 2)


def test_numbers_dates_and_leading_zeros_are_read_as_texts(judged):
    for epoch in (False, True):

        def fill(book):
            page = book.add_worksheet()
            day = book.add_format({"num_format": "dd.mm.yyyy"})
            page.write_row(0, 0, HEADER)
            page.write_row(1, 0, ["I01", 7, "", "", 1, "", 0, 5])
            page.write_datetime(1, 2, dt.datetime(2026, 7, 12), day)  # noqa: DTZ001
            page.write_row(2, 0, ["I01", "007", "12.07.2026", "", "1", "", "0", "5"])
            page.write_row(3, 0, ["I01", 8, 46215, "", 1, "", True, 5])

        (judgement,) = judged({"a.xlsx": workbook(fill, date_1904=epoch)})
        assert judgement.accepted_keys == (("I01", "7"), ("I01", "007"))
        assert list(judgement.tables[0].frame["date"]) == ["2026-07-12"] * 2
        assert codes(judgement) == [(4, "date", "bad_date"), (4, "q3", "unknown_answer")]


def test_errors_and_formulas_without_value_are_never_taken_for_silence(judged):
    def fill(book):
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        for row in range(1, 5):
            page.write_row(row, 0, [*SOUND[:1], str(row), *SOUND[2:]])
        page.write_formula(1, 6, "=1/0", None, "#DIV/0!")
        page.write_formula(2, 6, "=1", None, "")
        page.write_formula(3, 6, "=1", None, "да")

    def without_value(part):
        return part.replace(b'<c r="G3" t="str"><f>1</f><v></v></c>', b'<c r="G3"><f>1</f></c>')

    content = changed(workbook(fill), {SHEET: without_value}.items())
    (judgement,) = judged({"a.xlsx": content})
    assert codes(judgement) == [(2, "q3", "error_cell"), (3, "q3", "formula_without_value")]
    assert judgement.accepted == 2


def test_merged_cells_are_not_filled_down(judged):
    def fill(book):
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        for row in range(1, 5):
            page.write_row(row, 0, ["", str(row), *SOUND[2:]])
        page.merge_range("A2:A4", "I01")
        page.write(4, 0, "I01")

    (judgement,) = judged({"a.xlsx": workbook(fill)})
    assert [(one.row, one.code) for one in judgement.set_aside] == \
        [(3, "merged_cells"), (4, "merged_cells")]  # fmt: skip
    assert judgement.set_aside[0].values["span"] == "A2:A4"


def test_hidden_rows_columns_and_sheets_are_read_with_a_warning(judged):
    def fill(book):
        page = book.add_worksheet("Ответы")
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, SOUND)
        page.set_row(1, None, None, {"hidden": True})
        page.set_column(2, 2, None, None, {"hidden": True})
        other = book.add_worksheet("Скрытый")
        other.write_row(0, 0, HEADER)
        other.write_row(1, 0, ["I01", "2", *SOUND[2:]])
        other.hide()

    (judgement,) = judged({"a.xlsx": workbook(fill)})
    assert judgement.accepted == 2
    assert [(one.sheet, one.code) for one in judgement.issues] == [
        ("Ответы", "hidden_rows"), ("Ответы", "hidden_rows"), ("Скрытый", "hidden_rows"),
    ]  # fmt: skip


def test_every_sheet_with_a_known_header_is_read_and_the_others_are_named(judged):
    def fill(book):
        for name, institution in (("Первый", "I01"), ("Второй", "I02")):
            page = book.add_worksheet(name)
            page.write_row(0, 0, HEADER)
            page.write_row(1, 0, [institution, *SOUND[1:]])
        book.add_worksheet("Пустой")
        book.add_worksheet("Заметки").write(0, 0, "прочее")
        grid = book.add_worksheet("Доступность")
        grid.write_row(0, 0, ["Организация", "Дата", "Вход [Пандус]", "Вход [Лифт]",
                              "Комментарий", "Фото"])  # fmt: skip
        grid.write_row(1, 0, ["I01", "12.07.2026", "+", "-", "", ""])

    (judgement,) = judged({"a.xlsx": workbook(fill)})
    assert [(one.table, one.form, len(one.frame)) for one in judgement.tables] == \
        [("observations", "door_grid", 2), ("responses", "door-survey", 2)]  # fmt: skip
    assert [(one.sheet, one.code) for one in judgement.issues] == [
        ("Заметки", "several_sheets")
    ]
    assert (judgement.rows_in, judgement.accepted) == (3, 3)


def test_one_key_in_two_sheets_is_a_duplicate(judged):
    def fill(book):
        for name in ("Первый", "Второй"):
            page = book.add_worksheet(name)
            page.write_row(0, 0, HEADER)
            page.write_row(1, 0, SOUND)

    (judgement,) = judged({"a.xlsx": workbook(fill)})
    assert [(one.sheet, one.row, one.code) for one in judgement.set_aside] == \
        [("Второй", 2, "duplicate_identical")]  # fmt: skip


def test_a_sheet_that_lacks_one_column_refuses_the_workbook(judged):
    def fill(book):
        page = book.add_worksheet("Первый")
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, SOUND)
        page = book.add_worksheet("Второй")
        page.write_row(0, 0, [name for name in HEADER if name != "q3"])
        page.write_row(1, 0, SOUND)

    (judgement,) = judged({"a.xlsx": workbook(fill)})
    assert [(one.sheet, one.column, one.code) for one in judgement.issues] == \
        [("Второй", "q3", "header_column_missing")]  # fmt: skip


def test_a_cell_far_away_is_refused_before_a_table_is_built(judged):
    def wide(book):
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, SOUND)
        page.write(5, 16_383, "x")

    def deep(book):
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, SOUND)
        page.write(1_048_575, 40, "x")

    found = judged({"wide.xlsx": workbook(wide), "deep.xlsx": workbook(deep)})
    assert [one.issues[0].code for one in found] == ["too_many_columns", "too_many_rows"]


def test_ghost_cells_with_a_format_and_no_content_are_blank(judged):
    def fill(book):
        page = book.add_worksheet()
        bold = book.add_format({"bold": True})
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, SOUND)
        page.write_blank(1_048_575, 16_383, None, bold)

    (judgement,) = judged({"a.xlsx": workbook(fill)})
    assert (judgement.status, judgement.rows_in) == ("accepted", 1)
