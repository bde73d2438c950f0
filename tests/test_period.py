"""Quarters and years."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nok_analysis.errors import ParameterError
from nok_analysis.period import Period

quarters = st.builds(Period, st.integers(2001, 2098), st.integers(1, 4))


@pytest.mark.parametrize("text", ["2026Q3", "2026", "2020Q1"])
def test_a_period_is_written_as_it_was_read(text):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "2026Q5", "2026q3", "26Q3", "2026-Q3", "III 2026", "1999"]
)
def test_anything_else_is_refused_in_a_sentence_that_shows_how_to_write_it(text):
    with pytest.raises(ParameterError, match="2026Q3"):
        Period.parse(text)


def test_the_quarter_before_the_first_is_the_fourth_of_the_year_before():
    assert Period.parse("2026Q1").previous() == Period.parse("2025Q4")


def test_the_third_quarter_spans_july_to_september():
    period = Period.parse("2026Q3")
    assert (period.first_day, period.last_day) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))


def test_a_leap_day_belongs_to_the_first_quarter_of_its_year():
    assert Period.parse("2028Q1").holds(dt.date(2028, 2, 29))


@given(quarters, st.integers(-40, 40))
def test_going_there_and_back_again_is_standing_still(period, steps):
    assert period.shifted(steps).shifted(-steps) == period


@given(st.dates(dt.date(2001, 1, 1), dt.date(2098, 12, 31)))
def test_every_day_lies_in_exactly_its_own_quarter(day):
    period = Period.of(day)
    assert period.holds(day)
    assert not period.previous().holds(day)
    assert not period.shifted(1).holds(day)


@given(quarters, quarters)
def test_order_is_the_order_of_first_days(one, other):
    assert (one < other) == (one.first_day < other.first_day)
