"""Coverage: achieved against required, unknown stays unknown."""

from __future__ import annotations

import pandas as pd
import pytest

from nok_analysis.tally import Counts, coverage
from tests.tally.made import METHODOLOGY

EMPTY = pd.DataFrame()


def counts(*rows) -> Counts:
    columns = ["period", "institution", "n", "representatives", "asked", "missing"]
    return Counts(EMPTY, EMPTY, pd.DataFrame(rows, columns=columns), EMPTY, EMPTY)


def test_coverage_compares_with_the_recipients_of_the_year_before():
    place = ("2026Q3", "I02")
    table = coverage(counts((*place, 45, 5, 200, 20)), METHODOLOGY, populations={place: 160},
                     sample_bases={place: 150}, quarantined={place: 2})  # fmt: skip
    (row,) = table.to_dict("records")
    assert (row["required_n"], row["share_required"], row["met"]) == (60, 0.75, False)
    assert (row["population"], row["quarantined"], row["item_missing"]) == (160, 2, 0.1)


def test_an_unknown_number_of_recipients_requires_nothing():
    table = coverage(counts(("2026Q3", "I02", 0, 0, 0, 0)), METHODOLOGY, populations={},
                     sample_bases={})  # fmt: skip
    unknown = ["population", "required_n", "share_required", "met", "suspects", "item_missing"]
    assert table[unknown].isna().all().all()


def test_nobody_asked_among_no_recipients_meets_nothing_by_share():
    place = ("2026Q3", "I02")
    table = coverage(counts((*place, 0, 0, 0, 0)), METHODOLOGY, populations={place: 0},
                     sample_bases={place: 0})  # fmt: skip
    (row,) = table.to_dict("records")
    assert (row["required_n"], row["met"]) == (0, True)
    assert pd.isna(row["share_required"])


@pytest.mark.parametrize(
    ("recipients", "required"),
    [(0, 0), (1, 1), (2, 1), (3, 2), (30, 12), (31, 13), (1499, 600), (1500, 600), (9000, 600)],
)
def test_the_norm_is_two_fifths_rounded_up_and_at_most_six_hundred(recipients, required):
    place = ("2026Q3", "I02")
    table = coverage(counts((*place, required, 0, 1, 0)), METHODOLOGY, populations={},
                     sample_bases={place: recipients})  # fmt: skip
    (row,) = table.to_dict("records")
    assert (row["required_n"], row["met"]) == (required, True)
    assert required == min(600, (2 * recipients + 4) // 5)
