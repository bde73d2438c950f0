"""Scores of one node over the institutions that are read together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from nok_analysis.methodology.model import Methodology
from nok_analysis.scoring.differences import errors
from nok_analysis.vocabulary import Level, Status

ALL = "all"
COMPARED = (Level.TOTAL, Level.CRITERION)


@dataclass(frozen=True, slots=True)
class Scored:
    """One institution on one node.

    Attributes
    ----------
    value : Fraction or None
        Points.
    error : float
        Standard error read from the interval, which stays right near the ends of the scale
        (methods section 3); NaN when unknown.
    """

    institution: str
    value: Fraction | None
    error: float
    n: int | None
    status: str
    reason: str
    left_out: str

    @property
    def judged(self) -> bool:
        """Whether the value may be compared and ranked."""
        return self.value is not None and self.status == Status.OK


@dataclass(frozen=True, slots=True)
class Group:
    """Institutions of one scope and category in one period on one node."""

    period: str
    scope: str
    category: str
    node: str
    level: str
    scored: tuple[Scored, ...]

    @property
    def judged(self) -> list[Scored]:
        """Those that may be compared, in the order of their codes."""
        return [one for one in self.scored if one.judged]


def grouped(
    scores: pd.DataFrame,
    institutions: pd.DataFrame,
    methodology: Methodology,
    *,
    scope: str,
    confidence_level: float | None = None,
    levels: Collection[str] = COMPARED,
) -> Iterator[Group]:
    """Yield the groups of a scope: every period, category and node, in order.

    Parameters
    ----------
    scores : DataFrame
        Table `scores`, with intervals; its ``confidence_level`` must be the one given.
    institutions : DataFrame
        Table `institutions`: period, institution and the column of the scope.
    methodology : Methodology
    scope : str
        ``institution_type, founder, municipality, region`` or ``all``.
    confidence_level : float, optional
        Level of the intervals in `scores`; without it no error is read from them.
    levels : collection of str
        Levels of the nodes; total and criteria unless more are asked for.
    """
    own = scores[(scores["methodology"] == methodology.code) & scores["level"].isin(levels)]
    places = institutions[["period", "institution"]].copy()
    places["category"] = "" if scope == ALL else institutions[scope].fillna("").astype(str)
    rows = own.merge(places, on=["period", "institution"], how="inner")
    keys = ["period", "category", "node", "level"]
    for key, part in rows.sort_values([*keys, "institution"]).groupby(keys, sort=True):
        period, category, node, level = (str(one) for one in key)
        found = tuple(_scored(part, confidence_level))
        yield Group(period, scope, category, node, level, found)


def _scored(part: pd.DataFrame, confidence_level: float | None) -> Iterator[Scored]:
    unknown = pd.Series(float("nan"), index=part.index)
    columns = zip(
        part["institution"],
        part["value"],
        unknown if confidence_level is None else errors(part, confidence_level),
        part["n"],
        part["status"],
        part["reason"],
        part["left_out"],
        strict=True,
    )
    for institution, value, error, n, status, reason, left_out in columns:
        exact = value if isinstance(value, Fraction) else None
        yield Scored(
            institution,
            exact,
            float(error),
            None if pd.isna(n) else int(n),
            status,
            reason,
            left_out,
        )
