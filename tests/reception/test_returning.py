"""A row set aside comes back once, through the same door, and is counted once."""

from __future__ import annotations

import pandas as pd
import pytest

from nok_analysis.errors import IntakeError, StoreError
from nok_analysis.intake.corrections import CORRECTIONS
from nok_analysis.wording import Words
from tests.reception.council import DOUBTFUL, SOUND, table

pytestmark = pytest.mark.slow

ENGLISH = Words("en")


def rows_of(council):
    parts = council.store.evidence().responses
    return pd.concat(pd.read_parquet(part.path) for part in parts)


def test_a_corrected_row_is_stored_with_its_mark_and_its_origin(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    assert council.counts() == (2, 1, 0, 1, 0)
    council.correct(q1="да")
    council.take_back(who="секретарь")
    assert council.counts() == (2, 1, 1, 0, 0)
    row = rows_of(council).set_index("respondent").loc["2"]
    assert (row["q1"], row["flags"], row["source_row"]) == (1, "corrected", 3)
    log = (council.store.folder / CORRECTIONS).read_text(encoding="utf-8-sig")
    assert ";q1;наверное;да;секретарь;" in log


def test_nothing_to_correct_any_more_leaves_no_quarantine_file(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    council.correct(q1="да")
    council.take_back()
    assert list(council.data.glob("quarantine/*.csv")) == []


def test_a_rejected_row_is_counted_as_rejected_and_needs_its_reason(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    council.answer(status="отклонено")
    with pytest.raises(IntakeError) as caught:
        council.take_back()
    assert "reason" in caught.value.said(ENGLISH)
    council.answer(status="отклонено", reason="анкета заполнена сотрудником")
    council.take_back()
    assert council.counts() == (2, 1, 0, 0, 1)
    assert not council.quarantine().exists()


def test_the_same_correction_twice_changes_nothing_and_is_said(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    copy = council.correct(q1="да").read_bytes()
    council.take_back()
    before = council.bytes()
    council.quarantine().write_bytes(copy)
    again = council.take_back()
    assert "comes back once" in again.remarks[0].said(ENGLISH)
    assert council.bytes() == before


def test_another_correction_of_a_settled_row_is_not_followed(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    copy = council.correct(q1="да").read_bytes()
    council.take_back()
    council.quarantine().write_bytes(copy.replace("да".encode(), "нет".encode()))
    council.take_back()
    assert rows_of(council).set_index("respondent").loc["2", "q1"] == 1
    assert council.counts() == (2, 1, 1, 0, 0)


def test_a_row_that_is_still_wrong_stays_with_the_values_as_corrected(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL.replace(";5;", ";9;"))))
    council.correct(q1="да")
    council.take_back()
    assert council.counts() == (2, 1, 0, 1, 0)
    (line,) = council.lines()
    assert (line["status"], line["q1"], line["q4"], line["code"]) == (
        "", "да", "9", "out_of_range")  # fmt: skip
    council.correct(q4="4")
    council.take_back()
    assert council.counts() == (2, 1, 1, 0, 0)
    log = (council.store.folder / CORRECTIONS).read_text(encoding="utf-8-sig")
    assert ";q1;наверное;да;" in log
    assert ";q4;9;4;" in log


def test_every_reason_of_a_row_is_said_at_once(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL.replace(";5;", ";9;"))))
    (line,) = council.lines()
    assert "«q1»" in line["message"]
    assert "«q4»" in line["message"]


def test_the_original_received_again_keeps_the_corrections(council):
    files = council.received(a=table(SOUND, DOUBTFUL))
    council.take_in(*files)
    council.correct(q1="да")
    council.take_back()
    before = council.bytes()
    council.take_in(*files)
    assert council.bytes() == before


def test_a_corrected_version_of_the_file_takes_the_place_of_all_that_was_set_aside(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    council.correct(q1="да")
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL.replace("наверное", "нет"))))
    found = council.take_back()
    assert "replaced by another version" in found.remarks[0].said(ENGLISH)
    assert council.counts() == (2, 2, 0, 0, 0)
    assert not council.quarantine().exists()


def test_corrected_first_and_sent_anew_afterwards_counts_once(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    council.correct(q1="да")
    council.take_back()
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL.replace("наверное", "нет"))))
    assert council.counts() == (2, 2, 0, 0, 0)
    assert rows_of(council).set_index("respondent").loc["2", "q1"] == 0


def test_a_correction_that_repeats_another_file_is_refused_and_nothing_is_stored(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    council.take_in(*council.received(b=table("I01;2;13.07.2026;;нет;да;да;5;")))
    before = council.bytes()
    council.correct(q1="да")
    with pytest.raises(StoreError):
        council.take_back()
    assert council.bytes() == before
    assert council.lines()[0]["status"] == "corrected"


def test_of_a_conflicting_pair_one_is_kept_and_one_rejected(council):
    pair = ("I01;7;12.07.2026;;да;да;да;5;", "I01;7;12.07.2026;;нет;да;да;5;")
    council.take_in(*council.received(a=table(*pair)))
    assert council.counts() == (2, 0, 0, 2, 0)
    council.answer(row=2, status="corrected")
    council.answer(row=3, status="rejected", reason="вторая анкета того же человека")
    council.take_back()
    assert council.counts() == (2, 0, 1, 0, 1)


def test_a_row_of_another_width_comes_back_by_its_columns(council):
    council.take_in(*council.received(a=table(SOUND, "I01;3;14.07.2026;;да;да")))
    council.correct(q3="да", q4="4")
    council.take_back()
    assert council.counts() == (2, 1, 1, 0, 0)


def test_the_given_up_zeros_of_a_number_are_no_correction(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL.replace(";2;", ";007;"))))
    council.correct(q1="да", respondent="7")
    council.take_back()
    assert set(rows_of(council)["respondent"]) == {"1", "007"}


def test_a_file_saved_by_a_spreadsheet_in_its_own_way_is_read(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    path = council.correct(q1="да")
    path.write_bytes(path.read_text(encoding="utf-8-sig").encode("cp1251"))
    council.take_back()
    assert council.counts() == (2, 1, 1, 0, 0)


def test_a_formula_in_a_row_comes_back_as_it_was(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL.replace(";2;", ";=2;") + "+7")))
    assert council.lines()[0]["respondent"] == "'=2"
    council.correct(q1="да")
    council.take_back()
    assert set(rows_of(council)["respondent"]) == {"1", "=2"}


def test_the_received_file_may_lie_elsewhere_when_it_is_named(council):
    (file,) = council.received(a=table(SOUND, DOUBTFUL))
    council.take_in(file)
    moved = file.rename(file.with_name("moved.csv"))
    council.correct(q1="да")
    found = council.take_back()
    assert "not where it was" in found.remarks[0].said(ENGLISH)
    assert council.lines()[0]["status"] == "corrected", "the person's work stays"
    council.take_back(originals=(moved,))
    assert council.counts() == (2, 1, 1, 0, 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "perhaps"}, "“perhaps”"),
        ({"source_sha256": "", "status": "corrected"}, "source_sha256 and row"),
        ({"status": ""}, "no row is decided"),
    ],
)
def test_an_answer_that_cannot_be_followed_is_named(council, change, said):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    path = council.answer(**change)
    with pytest.raises(IntakeError) as caught:
        council.take_back()
    assert said in caught.value.said(ENGLISH)
    assert path.name in caught.value.said(ENGLISH)


def test_a_row_that_stands_twice_is_refused(council):
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    path = council.correct(q1="да")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([*lines, lines[-1].replace(";да;", ";нет;")]), encoding="utf-8")
    with pytest.raises(IntakeError):
        council.take_back()


def test_a_file_that_is_no_quarantine_is_refused(council):
    (file,) = council.received(a=table(SOUND))
    with pytest.raises(IntakeError):
        council.take_back(file)


def test_two_files_of_one_name_in_two_folders_stay_two(council):
    (first,) = council.received(a=table(SOUND))
    council.take_in(first)
    other = first.parent / "other/a.csv"
    other.parent.mkdir()
    other.write_text(table(SOUND.replace("I01;1", "I02;1")), encoding="utf-8")
    council.take_in(other)
    assert council.counts()[1] == 2
