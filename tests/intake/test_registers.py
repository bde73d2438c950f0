"""Registers at the door: voices, ratings, counts and reports, one reader for all of them."""

import csv
import io
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.contracts import checked
from nok_analysis.forms import read_form
from nok_analysis.intake import check
from tests.intake.conftest import AS_OF, CASES, PERIOD

MENTION = ["Код учреждения", "Дата", "Где", "Издание", "Знак", "Тема", "Ссылка"]
LINK = "https://news.example.org/1"
RATING = ["Учреждение", "Год", "Кто составил", "Показатель", "Значение", "Наименьшее",
          "Наибольшее", "Место", "Из скольких"]  # fmt: skip
WIDE = ["Учреждение", "Год", "Кто составил", "К1", "К2", "Итог", "Место"]
COUNT = ["Код учреждения", "Период", "Вопрос", "Положительных", "Опрошено"]
REPORT = ["Код учреждения", "Период", "Получен", "Мероприятие", "Исполнение", "Новый срок"]


def table(*rows):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)
    return text.getvalue()


def frame(judgement):
    (accepted,) = judgement.tables
    return checked(accepted.frame, accepted.table)


def codes(judgement):
    return [issue.code for issue in judgement.issues]


def test_a_mention_is_read_in_the_words_of_the_council(judge_by):
    row = ["рассвет", "12.07.2026", "газета", "Районная", "+", "Питание", LINK]
    (one,) = judge_by("mentions", table(MENTION, row))
    kept = frame(one).iloc[0]
    assert (kept["institution"], kept["kind"], kept["channel"]) == ("I01", "mention", "media")
    assert (kept["tone"], kept["topic"], kept["document"]) == ("positive", "food", LINK)
    assert str(kept["date"]) == "2026-07-12"
    assert one.accepted_keys == (("I01", f"mention {LINK} food"),)


def test_our_own_names_of_columns_and_words_are_taken_too(judge_by):
    header = ["institution", "date", "channel", "author", "tone", "topic", "evidence_link"]
    row = ["I01", "2026-07-12", "media", "Районная", "positive", "food", LINK]
    (one,) = judge_by("mentions", table(header, row))
    assert frame(one).iloc[0]["topic"] == "food"


def test_a_voice_about_the_whole_district_has_no_institution(judge_by):
    row = ["все", "12.07.2026", "СМИ", "Районная", "", "", LINK]
    (one,) = judge_by("mentions", table(MENTION, row))
    kept = frame(one).iloc[0]
    assert (kept["institution"], kept["topic"]) == ("", "")
    assert kept["tone"] is None or kept["tone"] != kept["tone"]  # not known


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Код учреждения": "Неизвестный"}, "unknown_institution"),
        ({"Код учреждения": "І01"}, "looks_like_institution"),
        ({"Код учреждения": ""}, "empty_key"),
        ({"Код учреждения": "I07"}, "closed_institution"),
        ({"Код учреждения": "C07"}, "merged_institution"),
        ({"Дата": "31.09.2026"}, "bad_date"),
        ({"Дата": "12/07/2026"}, "ambiguous_date"),
        ({"Дата": "25.09.2026"}, "date_in_future"),
        ({"Дата": ""}, "bad_date"),
        ({"Где": "голубь"}, "unknown_answer"),
        ({"Где": ""}, "empty_cell"),
        ({"Издание": ""}, "empty_cell"),
        ({"Тема": "Погода"}, "unknown_answer"),
        ({"Тема": "#Н/Д"}, "error_cell"),
    ],
)
def test_a_row_that_cannot_be_counted_is_set_aside_with_its_reason(judge_by, cells, code):
    good = dict(zip(MENTION, ["I01", "12.07.2026", "СМИ", "Р", "", "", LINK], strict=True))
    (one,) = judge_by("mentions", table(MENTION, list((good | cells).values())))
    assert (one.accepted, one.quarantined) == (0, 1)
    assert codes(one)[0] == code


def test_one_article_on_two_institutions_is_one_document_and_two_rows(judge_by):
    rows = [[code, "12.07.2026", "СМИ", "Р", "", "", LINK] for code in ("I01", "I02")]
    (one,) = judge_by("mentions", table(MENTION, *rows))
    assert frame(one)["document"].unique().tolist() == [LINK]
    assert one.accepted == 2


def test_the_same_row_twice_counts_once_and_a_differing_one_is_asked_about(judge_by):
    row = ["I01", "12.07.2026", "СМИ", "Районная", "+", "", LINK]
    (same,) = judge_by("mentions", table(MENTION, row, row))
    assert (same.accepted, codes(same)) == (1, ["duplicate_identical"])
    (other,) = judge_by("mentions", table(MENTION, row, [*row[:4], "-", *row[5:]]))
    assert (other.accepted, codes(other)) == (0, ["duplicate_conflict"] * 2)


def test_rows_without_link_and_number_are_documents_of_their_own(judge_by):
    row = ["I01", "12.07.2026", "СМИ", "Районная", "+", "", ""]
    (one,) = judge_by("mentions", table(MENTION, row, row))
    assert frame(one)["document"].tolist() == [f"{one.source_file}:2", f"{one.source_file}:3"]


def test_an_earlier_quarter_keeps_its_own_voices(judge_by):
    row = ["I01", "12.06.2026", "СМИ", "Районная", "+", "", LINK]
    (one,) = judge_by("mentions", table(MENTION, row))
    assert str(one.tables[0].period) == "2026Q2"
    assert codes(one) == ["other_period"]


def test_a_rating_of_others_is_kept_exactly_as_printed(judge_by):
    rows = [["I01", "2025", "Портал", "итог", "4,50", "1", "5", "2", "38"],
            ["Чужой центр", "2025", "Портал", "питание", "3.7", "1", "5", "", ""]]  # fmt: skip
    (one,) = judge_by("external_ratings", table(RATING, *rows))
    kept = frame(one).set_index("institution_as_printed")
    assert kept.loc["I01", "value"] == Fraction(9, 2)
    assert kept.loc["I01", "decimals"] == 2
    assert kept.loc["I01", "node"] == "total"
    assert kept["institution"].notna().to_dict() == {"I01": True, "Чужой центр": False}
    assert kept.loc["Чужой центр", "node"] == "питание"


@pytest.mark.parametrize(
    "row",
    [
        ["I01", "2027", "Портал", "итог", "4", "1", "5", "", ""],
        ["I01", "25", "Портал", "итог", "4", "1", "5", "", ""],
        ["I01", "2025", "Портал", "итог", "6", "1", "5", "", ""],
        ["I01", "2025", "Портал", "итог", "много", "1", "5", "", ""],
        ["I01", "2025", "Портал", "итог", "4", "1", "5", "39", "38"],
        ["I01", "2025", "", "итог", "4", "1", "5", "", ""],
    ],
)
def test_a_rating_that_cannot_be_is_set_aside(judge_by, row):
    (one,) = judge_by("external_ratings", table(RATING, row))
    assert (one.accepted, one.quarantined) == (0, 1)


def test_a_wide_table_is_unfolded_and_every_received_row_counts_once(judge_by):
    rows = [["I01", "2025", "Оператор", "92,4", "", "87,74", "3"],
            ["I02", "2025", "Оператор", "", "", "", "4"],
            ["I03", "2025", "Оператор", "", "", "", ""]]  # fmt: skip
    (one,) = judge_by("published_results", table(WIDE, *rows))
    assert (one.rows_in, one.accepted, one.quarantined) == (3, 2, 1)
    kept = frame(one)
    places = list(zip(kept["institution"], kept["node"], strict=True))
    assert places == [("I01", "1"), ("I01", "total"), ("I02", "rank_only")]
    assert kept["rank"].tolist()[1:] == [3, 4]
    assert kept["rank"].isna().tolist() == [True, False, False]


def test_counts_of_others_hold_k_within_n(judge_by):
    rows = [["I01", "2026Q3", "Условиями в целом довольны", "57", "60"],
            ["I02", "", "would_recommend", "61", "60"],
            ["I03", "2026Q4", "would_recommend", "6", "60"],
            ["I03", "2026Q2", "would_recommend", "6", "60"]]  # fmt: skip
    (one,) = judge_by("counts", table(COUNT, *rows))
    assert one.quarantined == 3
    kept = frame(one).iloc[0]
    assert (kept["question"], kept["k"], kept["n"]) == ("overall_satisfied", 57, 60)


def test_a_head_reports_on_the_quarter_that_the_row_names(judge_by):
    row = ["I01", "2026Q2", "10.07.2026", "Пандус", "срок перенесён", "01.12.2026"]
    (one,) = judge_by("head_reports", table(REPORT, row))
    kept = frame(one).iloc[0]
    assert (kept["period"], kept["claim"], kept["measure"]) == ("2026Q2", "moved", "")
    assert str(kept["due_date"]) == "2026-12-01"


CELLS = (
    st.sampled_from(["I01", "рассвет", "все", "I07", "C07", "І01", "Пример", "Итого", ""]),
    st.sampled_from(["12.07.2026", "2026-08-01", "12.06.2026", "31.09.2026", "", "1/2/2026"]),
    st.sampled_from(["СМИ", "media", "голубь", ""]),
    st.sampled_from(["Районная", "", "=1+1", "Иванова Анна Петровна"]),
    st.sampled_from(["+", "жалоба", "", "0", "не знаю"]),
    st.sampled_from(["Питание", "food", "", "Погода"]),
    st.sampled_from([LINK, "", "https://news.example.org/2", "не ссылка"]),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(*CELLS), min_size=1, max_size=20))
def test_every_row_of_a_register_is_accepted_or_set_aside_once(registry, rows):
    form = read_form(CASES.parents[1] / "params/forms/mentions.yaml")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mentions.csv"
        path.write_text(table(MENTION, *rows), encoding="utf-8")
        (one,) = check([path], (form,), registry, period=PERIOD, as_of=AS_OF)
    filled = sum(any(cell.strip() for cell in row) for row in rows)
    if not filled:
        assert codes(one) == ["no_rows"]
        return
    assert one.rows_in == filled == one.accepted + one.quarantined
    assert one.accepted == sum(len(part.frame) for part in one.tables)
    assert {row.row for row in one.set_aside}.isdisjoint(
        row for part in one.tables for row in part.frame["source_row"]
    )
    for part in one.tables:
        checked(part.frame, "opinions")
