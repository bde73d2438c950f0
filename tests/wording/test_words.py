"""Numbers, dates and ranges as people read them."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nok_analysis.period import Period
from nok_analysis.wording import Words
from nok_analysis.wording.numbers import round_half_up
from nok_analysis.wording.verdicts import look

RUSSIAN = Words()


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (Fraction(1331419, 14820), 2, "89,84"),
        (Fraction(1, 16) * 100, 1, "6,3"),  # binary formatting gives 6.2
        (Fraction(1, 8) * 100, 0, "13"),  # and 12
        (Fraction(-1, 100), 1, "0,0"),  # never −0,0
        (-3.25, 1, "−3,3"),
        (9999, 0, "9999"),
        (12345, 0, "12\u202f345"),
        (1234567, 0, "1\u202f234\u202f567"),
        (0, 2, "0,00"),
    ],
)
def test_numbers_are_rounded_half_up_from_the_exact_value(value, places, said):
    assert RUSSIAN.number(value, places) == said


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 4))
def test_rounding_is_never_off_by_more_than_half_a_unit(k, n, places):
    exact = Fraction(k, n)
    assert abs(round_half_up(exact, places) - exact) <= Fraction(1, 2 * 10**places)


@given(st.fractions(), st.integers(0, 3))
def test_rounding_is_symmetric_about_zero(value, places):
    assert round_half_up(-value, places) == -round_half_up(value, places)


def test_an_interval_of_negative_numbers_is_said_in_words():
    assert RUSSIAN.interval(-3.2, 1.1, 1) == "от −3,2 до 1,1"
    assert RUSSIAN.interval(83.1, 90.9, 1) == "83,1–90,9"


def test_a_share_is_k_of_n_and_per_cent_keeps_its_sign_by_it():
    assert RUSSIAN.share(39, 159) == "39 из 159"
    assert RUSSIAN.percent(Fraction(39, 159), 1) == "24,5\u00a0%"


def test_periods_and_dates_are_said_in_russian():
    assert RUSSIAN.period(Period.parse("2026Q3")) == "III квартал 2026 года"
    assert RUSSIAN.date(dt.date(2026, 7, 12)).replace("\u00a0", " ") == "12 июля 2026 года"


def test_english_keeps_the_point():
    assert Words("en").number(Fraction(1, 2), 1) == "0.5"


@pytest.mark.parametrize(
    ("verdict", "mark", "tone"),
    [
        ("improved", "▲", "up"),
        ("declined", "▼", "down"),
        ("above", "▲", "up"),
        ("below", "▼", "down"),
        ("no_evidence", "■", ""),
        ("too_few", "□", ""),
    ],
)
def test_mark_word_and_colour_of_a_verdict_come_together(verdict, mark, tone):
    found = look(verdict, RUSSIAN)
    assert (found.mark, found.tone) == (mark, tone)
    assert found.word


def test_no_evidence_is_never_said_to_be_no_change():
    assert look("no_evidence", RUSSIAN).word == "не доказано"
