"""The tree of a methodology as a table."""

# pyright: basic
# pandas ships no types of its own: strict would only repeat that they are unknown.
from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pandas as pd

from nok_analysis.methodology.evaluate import highest_of
from nok_analysis.methodology.kernels import highest
from nok_analysis.methodology.model import Cite, Criterion, Formula, Indicator, Methodology
from nok_analysis.vocabulary import Level

COLUMNS = [
    "methodology",
    "node",
    "level",
    "parent",
    "place",
    "name",
    "symbol",
    "weight",
    "kernel",
    "low",
    "high",
    "source_act",
    "clause",
    "basis",
    "confirmed",
]
ZERO = Fraction(0)


def nodes(methodology: Methodology) -> pd.DataFrame:
    """Return every node of a methodology, the total and the terms included.

    Returns
    -------
    DataFrame
        Table `nodes`, one row a node, sorted by code; `place` is its place in the file,
        `weight, low, high` are exact, `confirmed` is null until a person checked the clause.
    """
    rows = [{"place": place, **row} for place, row in enumerate(_rows(methodology), start=1)]
    frame = pd.DataFrame(rows, columns=COLUMNS).assign(methodology=methodology.code)
    return frame.sort_values("node", kind="stable", ignore_index=True)


def _rows(methodology: Methodology) -> Iterator[dict[str, Any]]:
    total = methodology.total
    yield {
        "node": "total",
        "level": Level.TOTAL,
        "parent": "",
        "name": methodology.title,
        "symbol": total.symbol,
        "kernel": total.combine,
        "low": methodology.low,
        "high": methodology.high,
        **_cited(total.cite, methodology),
    }
    for criterion in methodology.criteria:
        yield _criterion(criterion, methodology)
        for indicator in criterion.indicators:
            yield _indicator(indicator, criterion, methodology)
            yield from _terms(indicator, methodology)


def _criterion(criterion: Criterion, methodology: Methodology) -> dict[str, Any]:
    weight = _share(methodology.total.combine, criterion.weight, len(methodology.criteria))
    cite = criterion.cite if criterion.cite.source else methodology.total.cite
    return {
        "node": criterion.code,
        "level": Level.CRITERION,
        "parent": "total",
        "name": criterion.name,
        "symbol": "",
        "weight": weight,
        "kernel": criterion.combine,
        "low": ZERO,
        "high": highest_of(criterion),
        **_cited(cite, methodology),
    }


def _indicator(
    indicator: Indicator, criterion: Criterion, methodology: Methodology
) -> dict[str, Any]:
    weight = _share(criterion.combine, indicator.weight, len(criterion.indicators))
    return {
        "node": indicator.code,
        "level": Level.INDICATOR,
        "parent": criterion.code,
        "name": indicator.name,
        "symbol": indicator.symbol,
        "weight": weight,
        "kernel": indicator.formula.kernel,
        "low": ZERO,
        "high": highest(indicator.formula),
        **_cited(indicator.cite, methodology),
    }


def _terms(indicator: Indicator, methodology: Methodology) -> Iterator[dict[str, Any]]:
    for leaf in indicator.formula.leaves():
        for name in leaf.names():
            yield {
                "node": f"{indicator.code}:{name}",
                "level": Level.TERM,
                "parent": indicator.code,
                "name": name,
                "symbol": "",
                "weight": _of_whole(indicator.formula),
                "kernel": leaf.kernel,
                "low": ZERO,
                "high": highest(leaf),
                **_cited(indicator.cite, methodology),
            }


def _share(combine: str, weight: Fraction | None, members: int) -> Fraction | None:
    """Return the weight of a node in its parent; none in a sum."""
    return Fraction(1, members) if combine == "mean" else weight


def _of_whole(formula: Formula) -> Fraction | None:
    if formula.kernel == "mean_of":
        return Fraction(1, len(formula.parts))
    return None if formula.parts or len(formula.names()) > 1 else Fraction(1)


def _cited(cite: Cite, methodology: Methodology) -> dict[str, str | None]:
    act = next((one.act for one in methodology.sources if one.code == cite.source), "")
    return {
        "source_act": act,
        "clause": cite.clause,
        "basis": cite.basis,
        "confirmed": cite.confirmed or None,
    }
