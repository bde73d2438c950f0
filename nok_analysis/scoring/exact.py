"""Exact scores of every node, from integer counts alone."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from nok_analysis.contracts import CONTRACTS
from nok_analysis.methodology.model import Methodology
from nok_analysis.scoring.by_node import Node, worked_nodes
from nok_analysis.scoring.columns import Column, Integers, beside, column_of, tallied
from nok_analysis.scoring.counted import Place

COLUMNS = list(CONTRACTS["scores"].names)
FLOATS = ("low", "high", "standard_error", "n_effective", "confidence_level")
WORDS = ("method", "target")
TOLD = ("status", "reason", "left_out", "band")


def score(tally: pd.DataFrame, methodology: Methodology) -> pd.DataFrame:
    """Return the exact value of every node of every institution in every period.

    Parameters
    ----------
    tally : DataFrame
        Table `tally`, integers of the terms.
    methodology : Methodology

    Returns
    -------
    DataFrame
        Table `scores` sorted by its key; `value` is a Fraction or None with `status` and
        `reason`; `n` counts respondents; intervals are still empty (:func:`with_intervals`).
    """
    counts = tallied(tally, methodology)
    nodes = sorted(worked_nodes(methodology, counts.terms), key=attrgetter("code"))
    return _frame(counts.places, nodes, methodology)


def _frame(places: list[Place], nodes: list[Node], methodology: Methodology) -> pd.DataFrame:
    """Return the table of all nodes, institution after institution."""
    period, institution = (
        column_of(names) for names in np.array(places, object).reshape(-1, 2).T
    )
    first = np.zeros(len(places), np.int64)
    texts: dict[str, list[Column[str]]] = {
        "methodology": [Column([methodology.code], first)] * len(nodes),
        "period": [period] * len(nodes),
        "institution": [institution] * len(nodes),
        "node": [Column([node.code], first) for node in nodes],
        "level": [Column([node.level], first) for node in nodes],
        **{name: [node.told.each(attrgetter(name)) for node in nodes] for name in TOLD},
    }
    found: dict[str, Any] = {name: _texts(beside(own)) for name, own in texts.items()}
    found["value"] = np.stack([node.points for node in nodes], axis=1).ravel()
    found["n"] = _respondents([node.n for node in nodes], len(places))
    rows = len(found["value"])
    found["population"] = pd.array([pd.NA] * rows, dtype="Int64")
    nothing = pd.Series([None] * rows, dtype=object)
    found |= dict.fromkeys((*WORDS, "value_without"), nothing)
    found |= dict.fromkeys(FLOATS, pd.Series(float("nan"), index=range(rows)))
    return pd.DataFrame(found, columns=COLUMNS)


def _texts(column: Column[str]) -> pd.Series:
    return pd.Series(pd.array(column.kinds, dtype="str").take(column.of))


def _respondents(columns: list[Integers | None], size: int) -> pd.Series:
    nobody = np.zeros(size, np.int64)
    numbers = np.stack([nobody if one is None else one for one in columns], axis=1)
    unasked = np.tile([one is None for one in columns], size)
    return pd.Series(pd.arrays.IntegerArray(numbers.ravel(), unasked))
