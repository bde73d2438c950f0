"""Family 3.1: what is not an ordinary file, and what the door promises of every file."""

from __future__ import annotations

import os

from nok_analysis.intake import check
from nok_analysis.wording import Words
from tests.intake.conftest import AS_OF, HEADER, PERIOD

ROW = "I01;1;12.07.2026;;да;;да;5;\n"


def judge(paths, forms, registry):
    return check(paths, tuple(forms.values()), registry, period=PERIOD, as_of=AS_OF)


def test_only_regular_files_are_opened_and_none_of_them_blocks(tmp_path, forms, registry):
    sound = tmp_path / "sound.csv"
    sound.write_text(f"{HEADER}\n{ROW}", encoding="utf-8")
    link, dangling, pipe = (
        tmp_path / name for name in ("link.csv", "dangling.csv", "pipe.csv")
    )
    link.symlink_to(sound)
    dangling.symlink_to(tmp_path / "nowhere")
    os.mkfifo(pipe)
    odd = [link, dangling, pipe, tmp_path, tmp_path / "missing.csv"]
    found = judge([*odd, sound], forms, registry)
    assert [one.issues[0].code for one in found[:-1]] == ["not_a_file"] * 5
    assert found[-1].status == "accepted"


def test_a_file_above_the_cap_is_refused_before_reading(tmp_path, forms, registry):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    assert judge([path], forms, registry)[0].issues[0].code == "too_big"


def test_names_are_shown_and_never_obeyed(tmp_path, forms, registry):
    names = ["-rf.csv", "a b $(x) 'q'.csv", "ё" * 120 + ".csv", "\x1b[31m.csv"]
    paths = [tmp_path / name for name in names]
    for path in paths:
        path.write_text(f"{HEADER}\n{ROW}", encoding="utf-8")
    found = judge(paths, forms, registry)
    assert [one.status for one in found] == ["accepted"] * 4
    assert found[3].file == "\\x1b[31m.csv"


def test_what_nobody_foresaw_refuses_one_file_without_a_traceback(tmp_path, forms, registry):
    class Broken(type(registry)):
        def find(self, *asked):
            raise RuntimeError(asked)

    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\n{ROW}", encoding="utf-8")
    broken = Broken(registry.institutions)
    (judgement,) = judge([path], forms, broken)
    assert (judgement.status, judgement.issues[0].code) == ("refused", "internal")
    assert "RuntimeError" not in judgement.issues[0].said(Words("en"))


def test_every_random_prefix_of_a_workbook_is_judged_without_a_traceback(judged):
    from tests.intake.workbooks import sound

    book = sound()
    files = {f"{size}.xlsx": book[:size] for size in range(0, len(book), 61)}
    assert {one.issues[0].code for one in judged(files)} <= {
        "damaged",
        "empty",
        "header_missing",
    }


def test_a_published_quarter_does_not_move(judged):
    text = f"{HEADER}\n{ROW}".replace("12.07.2026", "12.06.2026")
    (judgement,) = judged({"a.csv": text}, published={PERIOD.previous()})
    assert [one.code for one in judgement.set_aside] == ["other_period"]


def test_a_merged_institution_counts_for_its_successor_only_when_the_run_says_so(judged):
    text = f"{HEADER}\n{ROW}".replace("I01", "C07")
    (kept,) = judged({"a.csv": text}, merge_answers="to_successor")
    assert kept.accepted_keys == (("I01", "1"),)
    assert [one.code for one in kept.issues] == ["merged_institution"]


def test_the_frame_has_the_columns_of_the_contract(judged):
    (judgement,) = judged({"a.csv": f"{HEADER}\nI01;007;12.07.2026;сайт;да;нет;н/п;;=слова\n"})
    (table,) = judgement.tables
    assert list(table.frame.columns) == [
        "period", "institution", "respondent", "date", "channel", "respondent_role", "stratum",
        "settlement", "interviewer", "q1", "q2", "q3", "q4", "words", "form", "source_file",
        "source_sheet", "source_row", "flags",
    ]  # fmt: skip
    row = table.frame.iloc[0]
    assert (row["respondent"], row["date"], row["channel"]) == ("007", "2026-07-12", "web")
    assert row["respondent_role"] == "recipient_unknown"
    assert (row["q1"], row["q2"], row["q3"], row["words"]) == (1, 0, -1, "=слова")
    assert table.frame["q4"].isna().all()
    assert str(table.frame["q1"].dtype) == "Int8"
    assert (len(row["source_file"]), row["source_row"]) == (12, 2)


def test_a_grid_gives_a_row_an_item_and_drops_the_observer(judged):
    text = "Организация;Дата;Вход [Пандус];Вход [Лифт];Комментарий;Фото;Наблюдатель\n"
    text += "I01;12.07.2026;+;;;p1.jpg;Петров П. П.\nI02;12.07.2026;х;;;;Петров П. П.\n"
    (judgement,) = judged({"a.csv": text}, "door_grid")
    frame = judgement.tables[0].frame
    assert list(zip(frame["item"], frame["state"], strict=True)) == \
        [("lift", "unknown"), ("ramp", "met")]  # fmt: skip
    assert "Петров" not in frame.to_csv()
    assert "Наблюдатель" not in judgement.set_aside[0].received


def test_at_most_a_thousand_remarks_are_listed_but_every_row_set_aside(judged):
    rows = [f"I01;{i};12.07.2026;;нет;да;да;5;" for i in range(1_100)]
    rows += [f"I01;b{i};12.07.2026;;х;;да;5;" for i in range(5)]
    (judgement,) = judged({"a.csv": "\n".join([HEADER, *rows])})
    assert len(judgement.issues) == 1_001
    assert judgement.issues[-1].code == "more_issues"
    assert sum(one.code == "unknown_answer" for one in judgement.issues) == 5
    assert judgement.warnings["skip_violation"] == 1_100
