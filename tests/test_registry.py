"""The registry of institutions: every fault at once, and how an institution is found."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from nok_analysis.errors import RegistryError
from nok_analysis.period import Period
from nok_analysis.registry import changes_between, read_registry, read_selection
from nok_analysis.roll import told
from nok_analysis.vocabulary import CODES
from nok_analysis.wording import Words

HEAD = "Код;Наименование;Тип;Другие названия;ИНН;ОГРН;Получателей;Действует с;Действует по;" \
       "Присоединено к\n"  # fmt: skip
SAMPLE = Path(__file__).parents[1] / "data/sample/registry.csv"


@pytest.fixture
def read(tmp_path):
    def of(text, **companions):
        path = tmp_path / "registry.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        for name, companion in companions.items():
            (tmp_path / f"registry_{name}.csv").write_text(companion, encoding="utf-8")
        return read_registry(path)

    return of


def faults(read, text, **companions):
    with pytest.raises(RegistryError) as caught:
        read(text, **companions)
    assert {one.code for one in caught.value.faults} <= CODES
    return [(one.line, one.path, one.code) for one in caught.value.faults]


def test_russian_and_english_headers_both_separators_and_a_mark_are_read(read):
    russian = read("\ufeff" + HEAD + "I01;Центр;центр;;;;;;;\n")
    english = read("institution,name,institution_type,extra\nI01,Центр,центр,x\n")
    assert list(russian.institutions) == list(english.institutions) == ["I01"]
    assert [one.code for one in english.warnings] == ["header_column_unknown"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (";Центр;центр;;;;;;;", (2, "Код", "empty_key")),
        ("../x;Центр;центр;;;;;;;", (2, "Код", "bad_path")),
        ("CON;Центр;центр;;;;;;;", (2, "Код", "bad_path")),
        ("I01;;центр;;;;;;;", (2, "Наименование", "empty_key")),
        ("I01;Центр;центр;;7707083892;;;;;", (2, "ИНН", "bad_type")),
        ("I01;Центр;центр;;;1027700132194;;;;", (2, "ОГРН", "bad_type")),
        ("I01;Центр;центр;;;;-5;;;", (2, "Получателей", "out_of_range")),
        ("I01;Центр;центр;;;;;31.02.2026;;", (2, "Действует с", "bad_date")),
        ("I01;Центр;центр;;;;;2026-02-01;2026-01-01;", (2, "Действует по", "bad_date")),
        ("I01;Центр;центр;;;;;;2026-01-01;I09", (2, "Присоединено к", "unknown_institution")),
        ("I01;Центр;центр;;;;;;2026-01-01;I01", (2, "Присоединено к", "duplicate_key")),
        ("I01;Центр;центр", (2, "", "wrong_field_count")),
    ],
)
def test_a_fault_is_named_with_its_line_and_column(read, row, expected):
    assert faults(read, HEAD + row + "\n") == [expected]


def test_every_fault_is_named_at_once_in_all_three_files(read):
    found = faults(
        read,
        HEAD + "I01;Центр;центр;Рассвет;;;x;;;\ni01;Приют;приют;;;;;;;\n"
        "I03;Дом;дом;Рассвет;;;;;;I01\n",
        events="Код;Дата;Событие\nI01;вчера;закрыто\nI09;2026-01-01;исчезло\n",
        recipients="Код;Период;Получателей\nI01;2026Q5;10\nI01;2026;10\nI01;2026;11\n",
    )
    assert found == [
        (2, "Получателей", "out_of_range"),
        (3, "Код", "duplicate_key"),
        (4, "Действует по", "empty_key"),
        (4, "Другие названия", "alias"),
        (2, "Дата", "bad_date"),
        (3, "Событие", "bad_type"),
        (3, "Код", "unknown_institution"),
        (2, "Период", "bad_period"),
        (4, "Код", "duplicate_key"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HEAD, "no_rows"),
        ("", "empty"),
        ("Код;Наименование\nI01;Центр\n", "header_column_missing"),
        ("Код;Наименование;Тип;Код учреждения\nI01;Центр;центр;I01\n", "header_duplicate"),
        ((HEAD + "I01;Центр;центр;;;;;;;\n").encode("cp1251"), "encoding"),
        (HEAD + 'I01;"Центр;центр;;;;;;;\n', "unclosed_quote"),
        (HEAD + "I01;Це\0нтр;центр;;;;;;;\n", "bad_bytes"),
    ],
)
def test_a_file_that_is_no_registry_is_refused(read, content, code):
    assert code in {one[2] for one in faults(read, content)}


def test_a_circle_of_successors_is_named(read):
    found = faults(read, HEAD + "I01;А;ц;;;;;;2026-01-01;I02\nI02;Б;ц;;;;;;2026-01-01;I01\n")
    assert found == [
        (2, "Присоединено к", "duplicate_key"),
        (3, "Присоединено к", "duplicate_key"),
    ]


def test_an_event_that_contradicts_the_registry_is_refused(read):
    found = faults(read, HEAD + "I01;А;ц;;;;;;2026-01-31;\n",
                   events="Код;Дата;Событие\nI01;15.03.2026;закрыто\n")  # fmt: skip
    assert found == [(2, "Дата", "bad_date")]


def test_hostile_names_are_text_and_equal_names_only_warn(read):
    name = "<b>$x^2 \u202eЦентр</b>"
    registry = read(HEAD + f"I01;{name};ц;;;;0;;;\nI02;{name};ц;;;;;;;\n")
    assert registry.institutions["I01"].name == name
    assert [one.code for one in registry.warnings] == ["duplicate_key"]
    assert registry.population("I01", Period.parse("2026Q3")) == 0
    assert registry.find(name) is None, "a name of two institutions names neither"


def test_an_institution_is_found_exactly_and_by_former_names(read):
    registry = read(
        HEAD + "I07;Центр «Заря»;ц;ЦСО Заря | Заря;7707083893;;;;;\n007;Приют;п;;;;;;;\n",
        events="Код;Дата;Событие;Было\nI07;2026-02-01;переименовано;Рассвет\n",
    )
    for text in (" i07 ", "7707083893", "центр  «заря».", "ЗАРЯ", "Рассвет"):
        assert registry.find(text) == "I07", text
    assert registry.find("ЗАРЯ", ("code", "inn")) is None
    assert registry.find("7") is None
    assert registry.looks_like("7") == "007"
    assert registry.looks_like("І07") == registry.looks_like("I\u200b07") == "I07"
    assert registry.looks_like("I08") is None


def test_recipients_come_from_the_quarter_then_the_year_then_the_registry(read):
    registry = read(
        HEAD + "I01;А;ц;;;;100;;;\n",
        recipients="Код;Период;Разрез;Группа;Получателей\nI01;2026Q3;;;7\nI01;2025;;;80\n"
        "I01;2026Q3;sex;male;3\n",
    )
    known = [registry.population("I01", Period.parse(text))
             for text in ("2026Q3", "2025Q1", "2024Q1")]  # fmt: skip
    assert known == [7, 80, 100]
    assert registry.sample_base("I01", Period.parse("2026Q3")) == 80


def test_active_is_who_works_on_any_day_of_the_period(read):
    registry = read(
        HEAD + "I01;А;ц;;;;;;2026-07-01;\nI02;Б;ц;;;;;2026-10-01;;\nI03;В;ц;;;;;;;\n"
    )
    assert [one.code for one in registry.active(Period.parse("2026Q3"))] == ["I01", "I03"]
    assert registry.institutions["I01"].active_to == dt.date(2026, 7, 1)


def test_the_sample_registry_is_sound():
    registry = read_registry(SAMPLE, shown_as="data/sample/registry.csv")
    assert registry.institutions
    assert set(registry.sha256s) == {
        "data/sample/registry.csv", "registry_events.csv", "registry_recipients.csv",
    }  # fmt: skip


HISTORY = (
    "Код;Наименование;Тип;Получателей;Действует с;Действует по;Присоединено к\n"
    "I01;Центр;центр;100;;;\n"
    "I02;Приют;приют;40;2026-05-01;;\n"
    "I03;Дом;дом;;;2026-06-29;I01\n"
    "I04;Новый центр;центр;;;2026-06-30;\n"
)
EVENTS = (
    "Код;Дата;Событие;Было;Стало\n"
    "I01;2026-04-02;смена типа;приют;центр\n"
    "I01;2026-03-31;переименовано;Старый центр;Центр\n"
    "I03;2026-06-30;присоединено;;I01\n"
    "I04;2026-04-10;переименовано;Рассвет;Новый центр\n"
)


def test_changes_between_two_periods_are_named_each_once(read):
    registry = read(
        HISTORY, events=EVENTS, recipients="Код;Период;Получателей\nI01;2026Q1;90\n"
    )
    steps = changes_between(registry, Period(2026, 1), Period(2026, 2))
    assert [(one.kind, one.institution, one.new_value) for one in steps] == [
        ("opened", "I02", ""),
        ("merged", "I03", "I01"),
        ("renamed", "I04", "Новый центр"),
        ("type_changed", "I01", "центр"),
        ("recipients", "I01", "100"),
    ]


def test_an_ending_without_an_event_is_a_change_on_the_day_after(read):
    steps = changes_between(read(HISTORY), Period(2026, 2), Period(2026, 3))
    assert [(one.kind, one.institution, one.date) for one in steps] == [
        ("closed", "I04", dt.date(2026, 7, 1))
    ]


def test_periods_in_the_wrong_order_are_refused(read):
    with pytest.raises(RegistryError):
        changes_between(read(HISTORY), Period(2026, 2), Period(2026, 1))


def test_codes_and_names_that_look_alike_are_warned_of(read):
    registry = read(HEAD + "I01;Центр;ц;;;;;;;\nІ01;Приют;п;;;;;;;\nI03;Цeнтр;ц;;;;;;;\n")
    assert [(one.line, one.code) for one in registry.warnings] == [
        (3, "looks_like_institution"),
        (4, "looks_like_institution"),
    ]


def test_a_merger_that_names_another_successor_is_refused(read):
    found = faults(
        read,
        HEAD + "I01;А;ц;;;;;;2026-01-31;I02\nI02;Б;ц;;;;;;;\nI03;В;ц;;;;;;;\n",
        events="Код;Дата;Событие;Стало\nI01;31.01.2026;присоединено;I03\n",
    )
    assert found == [(2, "Стало", "unknown_institution")]


@pytest.fixture
def book(tmp_path):
    """Write a workbook of sheets given as name → rows; return its path."""

    def written(name="registry.xlsx", **sheets):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        workbook.save(tmp_path / name)
        return tmp_path / name

    return written


TITLES = ("Код", "Наименование", "Тип", "Получателей", "Действует с")


def test_a_workbook_holds_the_registry_and_its_companions(book):
    path = book(
        Учреждения=[TITLES, ("I01", "Центр", "центр", 420, dt.date(2020, 1, 31))],
        История=[("Код", "Дата", "Событие", "Было"),
                 ("I01", dt.date(2026, 2, 1), "переименовано", "Рассвет")],
        Получатели=[("Код", "Период", "Получателей"), ("I01", "2025", 405)],
    )  # fmt: skip
    registry = read_registry(path)
    assert registry.institutions["I01"].active_from == dt.date(2020, 1, 31)
    assert registry.population("I01", Period(2026, 1)) == 420
    assert registry.sample_base("I01", Period(2026, 1)) == 405
    assert registry.find("Рассвет") == "I01"


def test_a_fault_of_a_workbook_is_named_with_its_sheet_and_value(book):
    path = book(Учреждения=[TITLES, ("I01", "Центр", "центр", "много", None)])
    with pytest.raises(RegistryError) as caught:
        read_registry(path)
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.line, fault.path) == ("Учреждения", 2, "Получателей")
    assert fault.values["value"] == "много"
    assert "лист «Учреждения», строка 2, столбец «Получателей»" in fault.said(Words())


def test_a_companion_in_two_places_is_refused(book, tmp_path):
    path = book(
        Учреждения=[TITLES, ("I01", "Центр", "центр", 420, None)],
        Получатели=[("Код", "Период", "Получателей"), ("I01", "2025", 405)],
    )
    (tmp_path / "registry_recipients.csv").write_text("Код;Период;Получателей\n", "utf-8")
    with pytest.raises(RegistryError) as caught:
        read_registry(path)
    assert caught.value.faults[0].code == "duplicate_key"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"<html></html>", b"%PDF-1.4"])
def test_a_file_that_is_no_table_is_refused_in_words(read, content):
    assert faults(read, content)


def test_the_council_says_who_is_not_assessed_and_why(read, tmp_path):
    registry = read(HISTORY)
    (tmp_path / "selection.csv").write_text(
        "Период;Код учреждения;Оценивается;Причина;Решение\n"
        "2026Q3;I01;да;;\n2026Q3;I02;нет;оценено в прошлом квартале;2026-01/3\n",
        "utf-8",
    )
    choices = read_selection(tmp_path, registry)
    assert [(one.institution, one.assessed) for one in choices] == [
        ("I01", True),
        ("I02", False),
    ]
    said = "\n".join(
        one.said(Words()) for one in told(registry, Period(2026, 3), selection=choices)
    )
    assert "оценено в прошлом квартале" in said
    assert "присоединено к I01" in said
    assert "I04" in said


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026Q3;I09;да;", "unknown_institution"),
        ("2026Q5;I01;да;", "bad_period"),
        ("2026Q3;I01;может быть;", "bad_type"),
        ("2026Q3;I01;нет;", "missing_key"),
        ("2026Q3;I01;да;\n2026Q3;I01;нет;закрыто", "duplicate_key"),
    ],
)
def test_a_faulty_choice_is_refused(read, tmp_path, row, code):
    registry = read(HISTORY)
    head = "Период;Код учреждения;Оценивается;Причина\n"
    (tmp_path / "selection.csv").write_text(f"{head}{row}\n", "utf-8")
    with pytest.raises(RegistryError) as caught:
        read_selection(tmp_path, registry)
    assert code in {one.code for one in caught.value.faults}
