"""Contracts: every breach is named with table, column and rows."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pandas as pd
import pytest

from nok_analysis.contracts import CONTRACTS, TYPES, checked
from nok_analysis.errors import ContractError
from nok_analysis.wording import Words


def tally(**columns) -> pd.DataFrame:
    plain = {"methodology": "m", "period": "2026Q3", "institution": ["I01", "I02"],
             "node": "1:q", "k": 1, "n": 2, "missing": 0, "not_applicable": 0}  # fmt: skip
    return pd.DataFrame(plain | columns, index=[0, 1])


def scores(**columns) -> pd.DataFrame:
    names = CONTRACTS["scores"].names
    row = dict.fromkeys(names) | {"methodology": "m", "period": "2026Q3", "institution": "I02",
                                  "node": "total", "level": "total", "status": "ok",
                                  "value": Fraction(195, 2), "low": 87.1, "high": 99.5,
                                  "n": 40}  # fmt: skip
    return pd.DataFrame([row | columns])


def said(table: pd.DataFrame, name: str, **options) -> str:
    with pytest.raises(ContractError) as broken:
        checked(table, name, **options)
    return broken.value.said(Words("en"))


def test_a_table_in_order_is_returned_with_its_columns_in_order():
    table = checked(tally()[["n", "k", *tally().columns.drop(["n", "k"])]], "tally")
    assert tuple(table.columns) == CONTRACTS["tally"].names
    checked(scores(), "scores")


@pytest.mark.parametrize(
    ("table", "name", "expected"),
    [
        (tally().drop(columns="k"), "tally", "tally, key “k”: the column is missing"),
        (tally(other=1), "tally", "key “other”"),
        (tally(k=[None, 1]), "tally", "m/2026Q3/I01/1:q"),
        (tally(k=[-1, 1]), "tally", "not of type int: m/2026Q3/I01/1:q = -1"),
        (tally(k=[0.5, 1]), "tally", "not of type int"),
        (tally(institution="I02"), "tally", "the key stands twice: m/2026Q3/I02/1:q"),
        (tally(institution=["I02", "I01"]), "tally", "not in the order"),
        (scores(value=97.5), "scores", "key “value”: not of type exact"),
        (scores(low="87,1"), "scores", "key “low”: not of type float"),
        (scores(status="fine"), "scores", "not a word of this column"),
        (scores(level=None), "scores", "key “level”: null"),
    ],
    ids=range(11),
)  # fmt: skip
def test_a_breach_is_named(table, name, expected):
    assert expected in said(table, name)


def test_every_breach_is_listed_at_once():
    assert len(said(tally(k=[-1, 1], missing=None), "tally").splitlines()) == 2


def test_at_most_five_rows_are_quoted_and_the_rest_counted():
    rows = pd.concat([tally(institution=[f"I{i:02}", f"J{i:02}"], k=-1) for i in range(6)])
    text = said(rows.sort_values("institution"), "tally")
    assert text.count("1:q") == 5
    assert "(12)" in text


def test_k_may_not_exceed_n_where_it_is_a_part():
    row = {"period": "2026Q3", "institution": "I", "form": "f", "question": "q",
           "breakdown": "", "category": "", "answer": "1", "k": 3, "n": 2, "asked": 3,
           "missing": 1, "not_applicable": 0}  # fmt: skip
    later = ("share", "low", "high", "method", "status")
    assert "k is greater than n" in said(pd.DataFrame([row]), "distributions", without=later)


def test_letters_are_ordered_by_their_codes():
    checked(tally(institution=["Z", "a"]), "tally")
    assert "not in the order" in said(tally(institution=["a", "Z"]), "tally")


def test_empty_tables_keep_their_contracts():
    for name, contract in CONTRACTS.items():
        assert len(checked(pd.DataFrame(columns=list(contract.names)), name)) == 0


def test_days_and_whole_numbers_are_taken_in_every_form_that_pandas_gives_them():
    row = {"period": "2026Q3", "institution": "I", "form": "f", "item": "ramp", "state": "met",
           "reason": None, "date": dt.date(2026, 8, 1), "last_update": "2026-01-01",
           "age_days": -3, "stale": False, "measured": 4.0, "term": pd.NA, "unit": None,
           "evidence_link": None}  # fmt: skip
    checked(pd.DataFrame([row]), "openness")
    assert "not of type date" in said(pd.DataFrame([row | {"date": "1.8.2026"}]), "openness")


def test_a_column_has_one_type_in_every_table():
    overridden = {"low", "high"}  # of the scale in `nodes`: exact
    for contract in CONTRACTS.values():
        for column in contract.columns:
            if column.name not in overridden and column.name != "assessed":
                assert column.type == TYPES.get(column.name, "text")
