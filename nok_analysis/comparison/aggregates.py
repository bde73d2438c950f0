"""Averages of groups: plain, exact, over the institutions that may be compared."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import pandas as pd

from nok_analysis.comparison.groups import ALL, Group, Scored, grouped
from nok_analysis.contracts import CONTRACTS
from nok_analysis.methodology.model import Methodology
from nok_analysis.statistics.reliability import between_institutions
from nok_analysis.vocabulary import FEWEST_FOR_MEAN, Level, Status

COLUMNS = list(CONTRACTS["aggregates"].names)
KEY = list(CONTRACTS["aggregates"].key)
SCOPES = ("institution_type", "founder", "municipality", "region", ALL)
EXACT = ("value", "value_weighted", "lowest", "highest")
NAN = float("nan")
PAIR = 2
AVERAGED = (Level.TOTAL, Level.CRITERION, Level.INDICATOR)


def aggregates(
    scores: pd.DataFrame,
    institutions: pd.DataFrame,
    methodology: Methodology,
    *,
    confidence_level: float,
    gate: float,
) -> pd.DataFrame:
    """Return the mean, spread and reliability of each node over each group of institutions.

    Parameters
    ----------
    scores : DataFrame
        Table `scores` with intervals.
    institutions : DataFrame
        Table `institutions`; a scope that it has no column for is passed over.
    methodology : Methodology
    confidence_level : float
        Level of the intervals in `scores`.
    gate : float
        Least reliability at which a node tells institutions apart.

    Returns
    -------
    DataFrame
        Table `aggregates` of the total, criteria and indicators: `assessed` of the active
        `institutions` have a score that may be judged, and only these are averaged. Two have
        a lowest and a highest but no mean; one has neither.
    """
    rows: list[dict[str, Any]] = []
    for scope in SCOPES:
        if scope == ALL or scope in institutions:
            sizes = _sizes(institutions, scope)
            rows += [
                _row(group, methodology, gate, sizes[group.period, group.category])
                for group in grouped(
                    scores,
                    institutions,
                    methodology,
                    scope=scope,
                    confidence_level=confidence_level,
                    levels=AVERAGED,
                )
                if group.category or scope == ALL
            ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for name in (*EXACT, "distinguishes"):
        frame[name] = pd.Series([row[name] for row in rows], index=frame.index, dtype=object)
    return frame.sort_values(KEY, ignore_index=True)


def _sizes(institutions: pd.DataFrame, scope: str) -> dict[tuple[str, str], int]:
    """Return how many institutions a group has in a period, assessed or not."""
    active = institutions[institutions["active"]] if "active" in institutions else institutions
    categories = [""] * len(active) if scope == ALL else active[scope].fillna("").astype(str)
    return dict(Counter(zip(active["period"], categories, strict=True)))


def _row(group: Group, methodology: Methodology, gate: float, size: int) -> dict[str, Any]:
    judged = group.judged
    values = [one.value for one in judged if one.value is not None]
    found = between_institutions(
        [float(value) for value in values], [one.error**2 for one in judged], gate=gate
    )
    known = found.status == Status.OK
    enough = len(values) >= FEWEST_FOR_MEAN
    return {
        "methodology": methodology.code,
        "period": group.period,
        "scope": group.scope,
        "category": group.category,
        "node": group.node,
        "institutions": size,
        "assessed": len(values),
        "value": sum(values, Fraction(0)) / len(values) if enough else None,
        "value_weighted": _weighted(judged) if enough else None,
        "lowest": min(values) if len(values) >= PAIR else None,
        "highest": max(values) if len(values) >= PAIR else None,
        "reliability": found.value if known else NAN,
        "distinguishes": found.distinguishes if known else None,
        "phi": NAN,
        "tau2": NAN,
        "funnel_target": NAN,
        "status": Status.OK if enough else Status.TOO_FEW,
        "reason": found.reason if enough else "group_below_three",
    }


def _weighted(judged: list[Scored]) -> Fraction | None:
    """Return the mean weighted by respondents; not the official figure."""
    sizes = [one.n or 0 for one in judged]
    if not all(sizes):
        return None
    pairs = zip(judged, sizes, strict=True)
    return sum(((one.value or Fraction(0)) * n for one, n in pairs), Fraction(0)) / sum(sizes)
