"""Which institutions a period has, which of them are assessed, and what changed."""

import pytest

from nok_analysis.period import Period
from nok_analysis.registry import read_registry
from nok_analysis.roll import call_roll
from tests.conftest import REPOSITORY

BEFORE, NOW = Period.parse("2025Q3"), Period.parse("2026Q3")


@pytest.fixture(scope="module")
def registry():
    return read_registry(REPOSITORY / "data/sample/registry.csv")


def row(roll, code, period=NOW):
    found = roll[(roll["institution"] == code) & (roll["period"] == str(period))]
    return found.iloc[0]


def test_every_institution_has_its_row_in_every_period(registry):
    roll = call_roll(registry, [NOW, BEFORE, NOW])
    assert not roll.duplicated(["period", "institution"]).any()
    assert roll[["period", "institution"]].apply(tuple, axis=1).is_monotonic_increasing


def test_what_is_active_is_assessed_when_nothing_is_chosen(registry):
    roll = call_roll(registry, [NOW])
    assert roll["assessed"].equals(roll["active"])
    assert roll.loc[roll["assessed"], "reason"].isna().all()


def test_what_is_not_chosen_stays_on_the_roll_with_its_reason(registry):
    roll = call_roll(registry, [NOW], chosen=("I01",))
    assert row(roll, "I01")["assessed"]
    assert not row(roll, "I02")["assessed"]
    assert (row(roll, "I02")["active"], row(roll, "I02")["reason"]) == (True, "not_chosen")


def test_merged_and_closed_ones_say_so(registry):
    roll = call_roll(registry, [NOW])
    reasons = {code: row(roll, code)["reason"] for code in ("I07", "I12")}
    assert reasons == {"I07": "merged", "I12": "closed"}
    assert row(roll, "I07")["merged_into"]


def test_an_institution_that_has_not_begun_is_not_on_the_roll(registry):
    begun = {one.code: one.active_from for one in registry.institutions.values()}
    roll = call_roll(registry, [Period.parse("2000Q1")])
    late = {code for code, day in begun.items() if day is not None and day.year > 2000}
    assert late.isdisjoint(set(roll["institution"]) if len(roll) else set())


def test_a_change_stands_in_the_quarter_in_which_it_happened(registry):
    for event in registry.events:
        period = Period(event.date.year, (event.date.month - 1) // 3 + 1)
        said = row(call_roll(registry, [period]), event.institution, period)["change"]
        assert said in {"merged", "closed", "new", "renamed", "type_changed"}
