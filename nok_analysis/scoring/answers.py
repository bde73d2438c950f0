"""Answers as shares: how sure is the share of people who gave one answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd

from nok_analysis.contracts import checked
from nok_analysis.scoring.counted import Place
from nok_analysis.statistics.intervals import Interval, proportion


def with_shares(
    distributions: pd.DataFrame,
    *,
    populations: Mapping[Place, int | None],
    confidence_level: float,
) -> pd.DataFrame:
    """Return the table `distributions` with shares and their intervals.

    Parameters
    ----------
    distributions : DataFrame
        Counts: k of n for every answer of every question.
    populations : mapping of (period, institution) to int or None
        Recipients; a question asked of everybody is corrected for the finite population, a
        question behind a filter is not, since nobody knows how many belong to its group.
    confidence_level : float
    """

    @cache
    def interval(k: int, n: int, population: int | None) -> Interval:
        return proportion(k, n, population_size=population, confidence_level=confidence_level)

    asked_of_all = distributions["not_applicable"] == 0
    found = [
        interval(k, n, _population(populations.get(place), n) if everybody else None)
        for k, n, everybody, *place in zip(
            distributions["k"],
            distributions["n"],
            asked_of_all,
            distributions["period"],
            distributions["institution"],
            strict=True,
        )
        for place in [tuple(place)]
    ]
    table = distributions.copy()
    nothing = distributions["n"] == 0
    table["share"] = pd.Series([one.estimate for one in found], table.index).mask(nothing)
    table["low"] = pd.Series([one.low for one in found], table.index).mask(nothing)
    table["high"] = pd.Series([one.high for one in found], table.index).mask(nothing)
    table["method"] = [one.method for one in found]
    table["status"] = [one.status for one in found]
    return checked(table, "distributions")


def _population(known: int | None, n: int) -> int | None:
    """Return the population that a share is corrected for; a wrong one corrects nothing."""
    return known if known is not None and known >= n else None
