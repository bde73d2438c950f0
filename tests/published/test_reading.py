"""Published tables as they come: both shapes, both containers, and files that are refused."""

import io
import zipfile

import pytest

from nok_analysis.published import Verdict, as_json, as_text, check
from nok_analysis.wording import Words
from tests.published.made import (
    CASES,
    HEAD,
    SOCIAL,
    SOUND,
    checked,
    codes,
    published_rows,
    row_of,
    workbook,
    written,
)

EN = Words("en")
HEADER, ROWS = published_rows()
RUSSIAN = "Учреждение;Год;К1;К2;К3;К4;К5;Итого;Место;Опрошено"


def verdicts(found):
    return [str(row.verdict) for row in found.rows]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_separator_and_encoding_are_found_out(tmp_path, separator, encoding):
    text = '# Строка; с "кавычкой, и знаками|\n' + written([HEADER, *ROWS], separator)
    found = checked(tmp_path, text.encode(encoding))
    assert verdicts(found) == ["reproduces"] * 4
    assert found.rows[0].record.place.row == 3


def test_russian_headers_and_decimal_commas(tmp_path):
    text = f"{RUSSIAN}\nЦентр «Заря»;2022;97,20;98,00;71,40;99,80;100,00;93,28;1–2;1 235\n"
    row = row_of(tmp_path, text)
    assert row.verdict is Verdict.REPRODUCES
    assert row.record.institution == "Центр «Заря»"
    assert row.record.facts["rank"].value == 1
    assert row.record.facts["respondents"].value == 1235
    assert not row.remarks


@pytest.mark.parametrize(
    "header",
    [
        "наименование;Критерий 1;Критерий 2;Критерий 3;Критерий 4;Критерий 5;Итоговый балл",
        "Организация;K1, баллов;K2;K3;K4;K5 (макс. 100);Итого (среднее)",
        "Учреждение;k_1;k_2;k_3;k_4;k_5;Всего баллов",
        "id;К 1;к 2;К3.;К4;К5;S",
        "Учреждение;Открытость и доступность информации об организации;"
        "Комфортность условий предоставления услуг;Доступность услуг для инвалидов;"
        "Вежливость работников;К5. Удовлетворённость;Итог",
    ],
)
def test_headers_as_publishers_write_them(tmp_path, header):
    row = row_of(tmp_path, f"{header}\nx;97,20;98,00;71,40;99,80;100,00;93,28\n")
    assert row.verdict is Verdict.REPRODUCES


def test_indicator_columns_of_a_wide_table_are_read(tmp_path):
    text = "Учреждение;1.1;1.2;1.3;К1;1.1.1\nx;92,00;100;99,00;97,20;50\n"
    row = row_of(tmp_path, text)
    assert set(row.record.numbers) == {"1", "1.1", "1.2", "1.3"}
    assert row.criteria[0].verdict is Verdict.REPRODUCES


def test_a_workbook_gives_what_a_text_gives(tmp_path):
    def number(cell):
        try:
            return float(cell)
        except ValueError:
            return cell

    rows = [HEADER, *([number(cell) for cell in row] for row in ROWS)]
    title = [["Результаты независимой оценки"], [], ["# набрано вручную"]]
    long = [["id", "indicator", "value"], ["iskra_2022", "1.1", 92]]
    path = workbook(
        tmp_path / "a.xlsx",
        ("Рейтинг", [*title, *rows]),
        ("Показатели", long),
        ("Пусто", [["x"]]),
    )
    found = check([path], SOCIAL)
    assert verdicts(found) == ["reproduces"] * 4
    assert found.rows[1].criteria[0].implied[1].value == 99
    assert [one.code for one in found.files[0].remarks] == ["several_sheets"]
    assert found.exit_code == 0


def test_rows_that_are_no_institution_are_left_out(tmp_path):
    text = (
        "Учреждение;К1;К2;К3;К4;К5;Итого\n1;2;3;4;5;6;7\n"
        "Максимум;100;100;100;100;100;100\nx;97,20;98,00;71,40;99,80;100,00;93,28\n"
        "Среднее значение;97;98;71;99;100;93\nИтого;97;98;71;99;100;93\n"
        "Учреждение;К1;К2;К3;К4;К5;Итого\n\n"
    )
    found = checked(tmp_path, text)
    assert verdicts(found) == ["reproduces"]
    assert [one.code for one in found.files[0].remarks] == ["totals_row", "totals_row"]


def test_rows_of_indicators_are_joined_by_id_and_year(tmp_path):
    criteria = (
        "id,year,k1,k2,k3,k4,k5,total\na,2021,97.20,98,71.4,99.8,100,93.28\n"
        "a,2022,97.20,98,71.4,99.8,100,93.28\nb,,97.20,98,71.4,99.8,100,93.28\n"
    )
    indicators = (
        "id,year,indicator,value\na,2022,1.1,92.00\nb,2020,1.1,92.00\nc,,1.2,90\nc,,4.1,100\n"
    )
    rows = checked(tmp_path, indicators, criteria).rows
    assert ["1.1" in row.record.numbers for row in rows] == [False, True, True, False]
    assert set(rows[3].record.numbers) == {"1.2", "4.1"}
    assert rows[3].verdict is Verdict.INCOMPLETE


def test_an_indicator_of_two_rows_is_given_to_neither(tmp_path):
    criteria = "id,year,k1\na,2021,97\na,2022,96\n"
    found = checked(tmp_path, criteria, "id,indicator,value\na,1.1,92.00\n")
    assert codes(found.rows[2]) == ["ambiguous_row"]
    assert found.exit_code == 1


def test_the_long_template_of_ratings_is_read_too(tmp_path):
    text = (
        "institution_as_printed,year,author,node,value\nx,2022,o,1,97.20\nx,2022,o,2,98.00\n"
        "x,2022,o,К3,71.40\nx,2022,o,4,99.80\nx,2022,o,5,100.00\nx,2022,o,total,93.28\n"
    )
    assert row_of(tmp_path, text).verdict is Verdict.REPRODUCES


def test_two_values_of_one_number_cannot_both_be_true(tmp_path):
    text = "id,indicator,value\na,1.1,92.00\na,1.1,92.0\na,1.1,93\na,9.9,1\na,,1\n"
    found = checked(tmp_path, text)
    assert codes(found.rows[0]) == [
        "duplicate_identical", "two_values", "unknown_node", "unknown_node"
    ]  # fmt: skip
    assert found.rows[0].verdict is Verdict.IMPOSSIBLE


def test_a_row_that_stands_twice_is_named(tmp_path):
    found = checked(tmp_path, f"{HEAD}\n{SOUND}\n{SOUND}\n{SOUND.replace('93.28', '93.38')}\n")
    assert [codes(row) for row in found.rows] == [
        [], ["duplicate_identical"], ["duplicate_conflict", "total_disagrees"]
    ]  # fmt: skip
    assert found.exit_code == 1


@pytest.mark.parametrize(
    "cell",
    [
        "1e999",
        "inf",
        "nan",
        "девяносто",
        "97.2.1",
        "0x10",
        "=1+1",
        "٩٧",
        "9" * 400,
        "1/2",
        "#ЗНАЧ!",
    ],
)
def test_what_is_no_number_is_named_with_its_cell(tmp_path, cell):
    text = written([HEAD.split(","), SOUND.replace("71.40", cell).split(",")])
    found = checked(tmp_path, text)
    (remark,) = found.rows[0].remarks
    assert remark.code in {"not_a_number", "error_cell"}
    assert (remark.place.row, remark.place.column) == (2, "k3")
    assert found.rows[0].verdict is Verdict.INCOMPLETE
    assert found.exit_code == 1


@pytest.mark.parametrize(
    ("cell", "code"), [("-71.40", "out_of_range"), ("100.01", "out_of_range")]
)
def test_a_value_outside_the_scale_is_impossible(tmp_path, cell, code):
    row = row_of(tmp_path, f"{HEAD}\n{SOUND.replace('71.40', cell)}\n")
    assert code in codes(row)
    assert row.verdict is Verdict.IMPOSSIBLE


def test_a_row_of_another_width_is_not_guessed_at(tmp_path):
    found = checked(tmp_path, f"{HEAD}\n{SOUND},93.28,1\n{SOUND[:-4]}\n")
    assert [codes(row) for row in found.rows] == [["wrong_field_count"]] * 2
    assert found.exit_code == 1


def test_columns_that_nobody_knows_are_named(tmp_path):
    found = checked(tmp_path, f"{HEAD},цвет,operator\n{SOUND},синий,x\n")
    assert "цвет" in found.files[0].remarks[0].sentence(EN)
    assert "operator" not in found.files[0].remarks[0].sentence(EN)
    assert found.exit_code == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"# only a comment\n", "no_rows"),
        (HEAD.encode(), "no_rows"),
        (b"a,b,c\n1,2,3\n", "header_missing"),
        (b"id,value\niskra,92.00\n", "header_missing"),
        (b"id,indicator\niskra,1.1\n", "header_missing"),
        (b"indicator,value\n1.1,92.00\n", "header_missing"),
        (b"iskra_2022,1.1,92.00\niskra_2022,1.2,100\n", "header_missing"),
        (b"id,k1,k1\na,1,2\n", "header_duplicate"),
        (b"id,k1,k6\na,1,2\n", "unknown_node"),
        (b"id,1.1,6.1\na,1,2\n", "unknown_node"),
        (b'id,k1\n"a,1\n', "unclosed_quote"),
        (b"%PDF-1.7 ...", "wrong_type"),
        (b"<html><table></table></html>", "wrong_type"),
        (b"PK\x03\x04 torn", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "wrong_type"),
        (b"\x00" * 300, "header_missing"),
        (b"id,k1\n" + b"a,1\n" * 50_001, "too_many_rows"),
        (b"id,k1" + b"," * 5000 + b"\na,1\n", "too_many_columns"),
    ],
)
def test_a_file_that_is_no_published_table_is_refused_in_a_sentence(tmp_path, text, code):
    found = checked(tmp_path, text, f"{HEAD}\n{SOUND}\n")
    assert found.exit_code == 2
    assert found.files[0].refused
    assert [one.code for one in found.files[0].remarks] == [code]
    assert verdicts(found) == ["reproduces"]
    assert "1.csv" in as_text(found, Words())


def test_a_link_a_folder_and_an_absent_file_are_refused(tmp_path):
    (tmp_path / "link.csv").symlink_to(CASES / "criteria.csv")
    (tmp_path / "folder").mkdir()
    paths = [tmp_path / name for name in ("link.csv", "folder", "none.csv", "a\0b.csv")]
    found = check(paths, SOCIAL)
    assert [file.refused for file in found.files] == [True] * 4
    assert found.exit_code == 2


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", b"<x>" + b" " * 120_000_000)
    found = checked(tmp_path, target.getvalue())
    assert [one.code for one in found.files[0].remarks] == ["too_big"]


def test_the_same_name_in_two_folders_is_told_apart(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.csv").write_text("id,k1\nx,1\n", encoding="utf-8")
    found = check([tmp_path / "one/a.csv", tmp_path / "two/a.csv"], SOCIAL)
    assert len({file.name for file in found.files}) == 2


def test_hostile_text_moves_no_terminal(tmp_path):
    evil = "a\x1b[31m\u202eb"
    text = f"id,k1,{evil}\n{evil},{evil},1\n"
    found = checked(tmp_path, text)
    said = as_text(found, Words()) + str(as_json(found, Words()))
    assert "\x1b" not in said
    assert "\u202e" not in said
