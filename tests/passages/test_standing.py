"""Where one institution stands."""

from xml.etree import ElementTree as ET

import pytest

from nok_analysis.errors import ReportError
from nok_analysis.passages import tell
from nok_analysis.passages.cells import MOST, place_cells
from nok_analysis.wording import Words
from tests.tables.stand_in import changed
from tests.tables.truth import said


def told(council):
    return said(tell("standing", council)._repr_html_())


def test_place_total_and_change_stand_side_by_side(about):
    text = told(about("C3"))
    assert "3 of 4 place; possible 2–4" in text
    assert "87.33 points of 100 (84.83–89.83), mean 88.83, highest 93.33" in text
    assert (
        "−8.00 change compared with quarter II of 2026: ▼ decline (from −11.00 to −5.00)"
        in text
    )


def test_the_last_is_not_called_last_while_others_are_not_told_apart(about):
    assert (
        "cannot be called the last: it is not told apart statistically from: ЦСО «Берёзка»"
        in (told(about("C4")))
    )


def test_a_place_is_proven_only_against_all(about):
    proven = about("C3").comparison.copy()
    inside = (proven["kind"] == "pair") & (
        (proven["institution"] == "C3") | (proven["institution_b"] == "C3")
    )
    proven.loc[inside, "verdict"] = "higher"
    assert "The place is proven" in told(changed(about("C3"), comparison=proven))


def test_an_institution_without_pairs_gets_no_word_on_its_place(about):
    assert "proven:" not in told(about("S1"))
    assert "not told apart" not in told(about("S1"))


def test_too_few_answers_give_neither_place_nor_total(about):
    text = told(about("S3"))
    assert text.startswith("□ fewer than 10 answers there is neither total nor place")
    assert "place; possible" not in text


def test_what_lacks_is_counted_and_linked(about):
    found = tell("standing", about("C3"))._repr_html_()
    assert "The checklists lack 1 item." in said(found)
    assert "#exhibit-lacking" in found
    assert "#exhibit-lacking" not in tell("standing", about("C1"))._repr_html_()


def test_a_group_of_two_has_no_mean(about):
    assert "mean" not in told(about("S1"))


def test_a_page_of_nobody_is_refused(quarter):
    with pytest.raises(ReportError):
        tell("standing", quarter)


def test_the_strip_of_places_is_a_drawing_with_its_text():
    drawing = ET.fromstring(place_cells(Words("en"), 7, (5, 7), 7))
    assert len(drawing.findall("rect")) == 7
    assert drawing.find("desc").text == "place 7 of 7, possible places 5–7"
    assert [one.get("fill") for one in drawing.findall("rect")][3:] == [
        "#f2f5f8", "#c6daec", "#c6daec", "#12436d"]  # fmt: skip


def test_many_places_are_said_in_words_only():
    assert not place_cells(Words("en"), 1, (1, 2), MOST + 1)
