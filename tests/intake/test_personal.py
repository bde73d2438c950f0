"""Personal data in free text: suspected, counted, never quoted."""

import csv
import io

import pytest

from nok_analysis.intake.personal import is_card, is_snils, kinds_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("звоните 8 (900) 123-45-67", "phone"),
        ("номер +7 900 123 45 67", "phone"),
        ("пишите на anna@example.org", "e_mail"),
        ("СНИЛС 112-233-445 95", "snils"),
        ("номер 11223344595 в карте", "snils"),
        ("паспорт серии 32 05", "passport"),
        ("карта 4539 5787 6362 1486", "card"),
        ("карта 4539578763621486", "card"),
        ("живу на ул. Мира, 12", "address"),
        ("кв. 7 на втором этаже", "address"),
        ("медсестра Петрова Анна Ивановна", "full_name"),
        ("обидел Иванову Марию Петровну", "full_name"),
        ("грубит Кузнецова А. И.", "full_name"),
        ("спасибо Ольге Кузнецовой", "full_name"),
        ("ЖАЛОБА НА ПЕТРОВУ АННУ ИВАНОВНУ", "full_name"),
        ("спасибо Сидоровой Елене", "full_name"),
    ],
)
def test_what_names_or_addresses_a_person_is_suspected(text, kind):
    assert kind in kinds_in(text)


@pytest.mark.parametrize(
    "text",
    ["", "Просим пандус у входа", "ждали 3 недели, с 12.07.2026 по 02.08.2026",
     "в 2026 году пришло 120 человек", "номер 11223344596", "Дом культуры, зал 2",
     "т. е. было холодно", "ЦСО Ленинск-Кузнецкого района", "карта 4539578763621487"],
)  # fmt: skip
def test_plain_words_are_not(text):
    assert kinds_in(text) == ()


def test_check_digits_decide():
    assert is_snils("08765430300")
    assert not is_snils("08765430301")
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")


def table(rows):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)
    return text.getvalue()


SECRET = "Перезвоните Петровой Анне Ивановне, 8 (900) 123-45-67"
HEADER = ["Код учреждения", "Дата", "Как поступило", "Орган", "Знак", "Текст", "Заявитель"]


def test_rows_with_suspects_are_kept_flagged_and_counted_and_their_text_is_never_said(judge_by):
    rows = [HEADER, ["I01", "12.07.2026", "письмо", "УСЗН", "жалоба", SECRET, "Петрова"],
            ["I01", "13.07.2026", "письмо", "УСЗН", "жалоба", "холодно", "Сидорова"],
            ["I01", "13.07.2026", "голубь", "УСЗН", "жалоба", SECRET, "Сидорова"]]  # fmt: skip
    (one,) = judge_by("appeals", table(rows))
    assert (one.accepted, one.quarantined) == (2, 1)
    assert one.warnings == {"personal_data_suspected": 1}
    (accepted,) = one.tables
    assert accepted.frame["flags"].notna().tolist() == [True, False]
    assert accepted.frame["text"].tolist() == [SECRET, "холодно"]
    said = str([(issue.value, issue.message, issue.values) for issue in one.issues])
    assert "Петров" not in said
    assert "123-45" not in said


def test_columns_of_personal_data_are_dropped_at_the_door(judge_by):
    rows = [HEADER, ["I01", "12.07.2026", "голубь", "УСЗН", "жалоба", "холодно", "Петрова"]]
    (one,) = judge_by("appeals", table(rows))
    (aside,) = one.set_aside
    assert "Заявитель" not in aside.received
    assert not [issue for issue in one.issues if issue.code == "header_column_unknown"]
