"""Pass two against the linearised variance worked out row by row."""

from __future__ import annotations

import datetime as dt
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.contracts import checked
from nok_analysis.statistics import variance
from nok_analysis.store import Evidence
from nok_analysis.tally import count, score_sums, sums
from tests.tally.made import FORMS, METHODOLOGY, asked_rows, methodology
from tests.tally.oracle import said
from tests.tally.test_counts import UNSHRUNK, answers, numbered, stored

pytestmark = pytest.mark.slow

ROWS = asked_rows(("2026Q3", "I01"), ("2026Q3", "I02"))
TERMS = {node: one for node, one in METHODOLOGY.terms() if not one.form}


def weighed(counts, shares: dict[str, dict[str, Fraction]]) -> pd.DataFrame:
    """Weights of every institution that has respondents, terms of no base left out."""
    tally = counts.tally.set_index(["period", "institution", "node"])
    rows = [
        ("m", period, institution, node, term, weight)
        for period, institution in ROWS.itertuples(index=False)
        for node, terms in shares.items()
        for term, weight in terms.items()
        if tally.loc[(period, institution, term), "n"] > 0
    ]
    columns = ["methodology", "period", "institution", "node", "term", "weight"]
    return pd.DataFrame(rows, columns=columns)


def summed(folder: Path, rows: list[dict], shares, method=METHODOLOGY, **options):
    evidence = Evidence(stored(folder, rows))
    counts = count(evidence, method, FORMS, institutions=ROWS, as_of=dt.date(2026, 9, 30))
    weights = weighed(counts, shares)
    return weights, score_sums(evidence, method, FORMS, counts, weights=weights, **options)


def by_rows(rows: list[dict], weights: pd.DataFrame, denominator: str = "answered"):
    """The score of `statistics.variance` from one row a respondent."""
    said_all = [[said(row, FORMS[row["form"]], TERMS[term], term.partition(":")[2], denominator)
                 for term in weights["term"]] for row in rows]  # fmt: skip
    y, x = ([[getattr(one, name) for one in line] for line in said_all] for name in "yx")
    y, x = np.array(y, float), np.array(x, float)
    # The scale's x is 4 a person: both divided, y is the place on 0–1.
    wide = np.array(
        [4 if TERMS[term].kernel == "scale_mean" else 1 for term in weights["term"]]
    )
    return variance.score(y / wide, x / wide, weights["weight"].astype(float).to_numpy())


def compare(
    rows: list[dict], weights: pd.DataFrame, table: pd.DataFrame, denominator="answered"
):
    for (period, institution, node), own in weights.groupby(["period", "institution", "node"]):
        here = [
            row for row in rows if (row["period"], row["institution"]) == (period, institution)
        ]
        line = table.set_index(["period", "institution", "node"]).loc[
            (period, institution, node)
        ]
        unit = line["scale"] * line["n"]
        error = variance.standard_error(int(line["n"]), line["z1"] / unit, line["z2"] / unit**2)
        expected = by_rows(here, own, denominator).standard_error
        assert line["n"] == len(here)
        if len(here) > 1:
            assert error == pytest.approx(expected, rel=1e-3, abs=1e-3)


def weights_of(points) -> dict[str, dict[str, Fraction]]:
    whole = dict(zip(TERMS, points, strict=True))
    pooled = {node: Fraction(50) for node in whole if node.startswith("1.4")}
    return {"total": whole, "1": {node: 2 * one for node, one in whole.items()}, "1.4": pooled}


@settings(max_examples=10, deadline=None, phases=UNSHRUNK)
@given(st.lists(answers, min_size=1, max_size=40),
       st.lists(st.integers(1, 40), min_size=len(TERMS), max_size=len(TERMS)),
       st.sampled_from(["answered", "all"]))  # fmt: skip
def test_the_error_of_every_node_equals_that_of_rows(rows, points, denominator):
    rows = [row | {"period": "2026Q3"} for row in numbered(rows)]
    method = methodology({one.code: one.formula for one in METHODOLOGY.indicators()},
                         denominator=denominator)  # fmt: skip
    shares = weights_of([Fraction(point) for point in points])
    with tempfile.TemporaryDirectory() as folder:
        weights, table = summed(Path(folder), rows, shares, method)
    assert len(table) == len(weights[["institution", "node"]].drop_duplicates())
    compare(rows, weights, checked(table, "score_sums"), denominator)


def plain(n: int) -> list[dict]:
    return numbered([
        {"period": "2026Q3", "institution": "I01", "form": "survey", "polite": int(i % 4 > 0),
         "grade": i % 5 + 1, "site_used": 1, "site_ok": int(i % 3 > 0), "disabled": 0,
         "access_ok": None, "sex": 1, "age": 30, "channel": "web",
         "respondent_role": "recipient"}
        for i in range(n)
    ])  # fmt: skip


def test_no_weights_give_an_empty_table(tmp_path):
    _weights, table = summed(tmp_path, plain(5), {})
    assert len(checked(table, "score_sums")) == 0


def test_the_sum_of_z_is_zero_up_to_rounding(tmp_path):
    shares = {"total": {"1.1:polite": Fraction(30), "1.2:site_ok": Fraction(40)}}
    _weights, table = summed(tmp_path, plain(60), shares)
    (line,) = table.to_dict("records")
    assert abs(line["z1"]) <= 60 * 2  # half a unit for each term and respondent
    assert line["scale"] == sums.SCALE


def test_the_scale_is_lowered_with_a_warning_where_squares_would_not_fit(tmp_path, monkeypatch):
    monkeypatch.setattr(sums, "LIMIT", 2**36)
    shares = {"total": {"1.1:polite": Fraction(30), "1.2:site_ok": Fraction(40)}}
    rows = plain(60)
    with pytest.warns(RuntimeWarning, match="scale"):
        weights, table = summed(tmp_path, rows, shares)
    (line,) = table.to_dict("records")
    assert line["scale"] < sums.SCALE
    compare(rows, weights, table)


def test_threads_do_not_change_the_sums(tmp_path):
    shares = weights_of([Fraction(10)] * len(TERMS))
    _w, one = summed(tmp_path / "a", plain(50), shares, threads=1)
    _w, eight = summed(tmp_path / "b", plain(50), shares, threads=8)
    pd.testing.assert_frame_equal(one, eight)
