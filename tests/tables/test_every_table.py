"""What holds for every table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from nok_analysis.circle import SLUG_CAP, slug
from nok_analysis.errors import ReportError
from nok_analysis.quotes import fill
from nok_analysis.tables import TABLES, tabulate
from tests.tables.stand_in import changed
from tests.tables.truth import pieces, said, texts, untrue

OPTIONS = {
    "answers": {"question": "timely"},
    "indicators": {"institution": "C2"},
    "lacking": {"institution": "C2"},
    "passport": {"institution": "C3"},
    "workings": {"institution": "C2"},
}
WITH_RESULTS = sorted(
    set(TABLES.names()) - {"acts", "choices", "lacking", "methodology", "pairs", "sources"}
)


def html(name, council):
    return tabulate(name, council, **OPTIONS.get(name, {}))._repr_html_()


@pytest.mark.parametrize("name", TABLES.names())
def test_every_number_is_the_cell_that_its_address_names(name, quarter):
    assert untrue(quarter, html(name, quarter)) == []


@pytest.mark.parametrize("name", WITH_RESULTS)
def test_results_carry_addresses(name, quarter):
    assert list(pieces(html(name, quarter)))


@pytest.mark.parametrize("name", TABLES.names())
def test_no_cell_is_blank_or_a_word_of_the_program(name, quarter):
    found = texts(html(name, quarter), "td") + texts(html(name, quarter), "th")
    assert not {one.casefold() for one in found} & {"", "nan", "none", "-", "–", "<na>"}


@pytest.mark.parametrize("name", TABLES.names())
def test_a_hostile_name_stays_text(name, quarter):
    assert "<script" not in html(name, quarter)
    assert "\u202e" not in html(name, quarter)


@pytest.mark.parametrize("name", TABLES.names())
def test_order_of_rows_changes_nothing(name, quarter):
    frames = (
        "scores",
        "aggregates",
        "standings",
        "comparison",
        "tally",
        "openness",
        "coverage",
        "institutions",
        "robustness",
    )
    turned = {one: getattr(quarter, one).iloc[::-1] for one in frames}
    assert html(name, changed(quarter, **turned)) == html(name, quarter)


def test_a_table_that_does_not_exist_is_refused_with_those_that_do(quarter):
    with pytest.raises(ReportError) as refused:
        tabulate("critera", quarter)
    assert refused.value.faults[0].values["name"] == "critera"
    assert "criteria" in refused.value.faults[0].values["known"]


def test_an_option_that_does_not_exist_is_refused_with_those_that_do(quarter):
    with pytest.raises(ReportError) as refused:
        tabulate("answers", quarter, qestion="timely")
    assert "question" in refused.value.faults[0].values["known"]


def test_an_institution_that_is_not_assessed_is_refused(quarter):
    with pytest.raises(ReportError):
        tabulate("indicators", quarter, institution="C9")


@given(st.text())
def test_a_value_put_into_a_sentence_is_escaped(value):
    assert fill("{value}", value=value) == Markup.escape(value)


@given(st.text(min_size=1, max_size=80))
def test_a_slug_is_a_safe_file_name(code):
    assert set(slug(code)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 1 <= len(slug(code)) <= SLUG_CAP


def test_an_interval_with_a_negative_end_is_said_in_words(quarter):
    assert "from −2.00 to +4.00" in said(html("changes", quarter))
