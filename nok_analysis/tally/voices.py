"""Voices: documents and heads of every source that is not a survey; they enter no score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from nok_analysis.contracts import CONTRACTS, checked
from nok_analysis.statistics.intervals import rate
from nok_analysis.store import Part
from nok_analysis.store.parquet import read_columns
from nok_analysis.vocabulary import OpinionKind

KEY = list(CONTRACTS["opinion_counts"].key)
PLACE = ("period", "institution", "kind")
COUNTED = [*KEY, "document", "headcount"]
PER = 100  # recipients
#: Kinds whose number means something against the number of recipients.
BY_RECIPIENTS = {str(OpinionKind.APPEAL)}


def opinion_counts(
    parts: Sequence[Part],
    *,
    populations: Mapping[tuple[str, str], int | None],
    confidence_level: float,
    by: tuple[str, ...] = tuple(KEY),
) -> pd.DataFrame:
    """Return how many documents and heads spoke, sort by sort.

    Parameters
    ----------
    parts : sequence of Part
        Parts of ``opinions``.
    populations : mapping of (period, institution) to int or None
        Recipients; absent or None = not known.
    confidence_level : float
        Of the bounds of the rate.
    by : tuple of str
        Columns of the key that are told apart, period, institution and kind always; the others
        are empty. A document on two topics counts in each of them, so rows are not summed:
        ask again with fewer columns.

    Returns
    -------
    DataFrame
        Table ``opinion_counts``: documents, headcount (null where nobody was counted),
        per_100 of appeals with Byar's bounds where the number of recipients is known.
    """
    rows = _rows(parts)
    kept = {*PLACE, *by}
    rows = rows.assign(**{name: "" for name in KEY if name not in kept})
    once = rows.drop_duplicates([*KEY, "document"])
    groups = once.groupby(KEY, sort=True)
    table = pd.DataFrame(
        {
            "documents": groups["document"].size().astype("int64"),
            "headcount": groups["headcount"].sum(min_count=1),
        }
    ).reset_index()
    rates = [
        _rate(row, populations.get((row.period, row.institution)), confidence_level)
        for row in table.itertuples(index=False)
    ]
    for at, name in enumerate(("per_100", "low", "high")):
        table[name] = pd.Series([one[at] for one in rates], dtype=float, index=table.index)
    methods = ["byar" if one[0] is not None else None for one in rates]
    table["method"] = pd.Series(methods, dtype=object, index=table.index)
    return checked(table, "opinion_counts")


def _rows(parts: Sequence[Part]) -> pd.DataFrame:
    """Return the counted columns of the evidence; never a text."""
    tables = [read_columns(part.path, COUNTED) for part in parts]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COUNTED})
    whole = pa.concat_tables(tables).to_pandas(types_mapper=_whole)
    whole[KEY] = whole[KEY].astype(object).fillna("")
    return whole


def _whole(kind: pa.DataType) -> pd.Int64Dtype | None:
    return pd.Int64Dtype() if pa.types.is_integer(kind) else None


def _rate(
    row: Any,  # noqa: ANN401 - a row of pandas
    population: int | None,
    level: float,
) -> tuple[float | None, float | None, float | None]:
    if row.kind not in BY_RECIPIENTS or not population:
        return None, None, None
    found = rate(int(row.documents), exposure=population / PER, confidence_level=level)
    return found.estimate, found.low, found.high
