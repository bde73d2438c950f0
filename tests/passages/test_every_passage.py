"""What holds for every passage."""

import pytest

from nok_analysis.errors import ReportError
from nok_analysis.passages import PASSAGES, tell
from tests.tables.stand_in import changed
from tests.tables.truth import said, untrue


def html(name, council):
    seen = changed(council, institution="C3") if name == "standing" else council
    return tell(name, seen)._repr_html_()


@pytest.mark.parametrize("name", PASSAGES.names())
def test_every_number_is_the_cell_that_its_address_names(name, quarter):
    assert untrue(quarter, html(name, quarter)) == []


@pytest.mark.parametrize("name", PASSAGES.names())
def test_a_hostile_name_stays_text(name, quarter):
    assert "<script" not in html(name, quarter)
    assert "\u202e" not in html(name, quarter)


@pytest.mark.parametrize("name", PASSAGES.names())
def test_a_passage_says_something_and_no_word_of_the_program(name, quarter):
    text = said(html(name, quarter))
    assert text
    assert not {"None", "nan", "NaN"} & set(text.replace(",", " ").split())


@pytest.mark.parametrize("name", PASSAGES.names())
def test_order_of_rows_changes_nothing(name, quarter):
    frames = (
        "scores",
        "aggregates",
        "standings",
        "comparison",
        "tally",
        "openness",
        "coverage",
    )
    turned = {one: getattr(quarter, one).iloc[::-1] for one in frames}
    assert html(name, changed(quarter, **turned)) == html(name, quarter)


@pytest.mark.parametrize("name", PASSAGES.names())
def test_unproven_is_never_called_equal_or_unchanged(name, quarter):
    text = said(html(name, quarter)).casefold()
    assert "are equal" not in text
    assert "unchanged" not in text


def test_a_passage_that_does_not_exist_is_refused_with_those_that_do(quarter):
    with pytest.raises(ReportError) as refused:
        tell("headline", quarter)
    assert "headlines" in refused.value.faults[0].values["known"]
