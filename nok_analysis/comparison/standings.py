"""Places: exact, tied by the methodology's rule, each with the set that chance allows."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from nok_analysis.comparison.groups import ALL, COMPARED, Group, Scored, grouped
from nok_analysis.contracts import CONTRACTS
from nok_analysis.methodology.evaluate import rounded
from nok_analysis.methodology.model import Methodology
from nok_analysis.statistics.evidence import pairwise_scores
from nok_analysis.statistics.ranking import indistinguishable_groups, rank_confidence, ranks
from nok_analysis.statistics.reliability import between_institutions
from nok_analysis.vocabulary import FEWEST_FOR_MEAN, LIST_MARK, Level, Status

COLUMNS = list(CONTRACTS["standings"].names)
KEY = list(CONTRACTS["standings"].key)
INTS = ("rank", "rank_of", "rank_low", "rank_high", "marginal_low", "marginal_high")
FUNNEL = ("z", "z_adjusted", "warning_low", "warning_high", "limit_low", "limit_high")
NOT_DISTINGUISHED = "not_distinguished"


def standings(
    scores: pd.DataFrame,
    institutions: pd.DataFrame,
    methodology: Methodology,
    *,
    rng: np.random.Generator,
    confidence_level: float,
    gate: float,
) -> pd.DataFrame:
    """Return the place of each institution in its group, on the total and on each criterion.

    Beside the groups that the methodology ranks stands the list of all, on the total only.

    Parameters
    ----------
    scores : DataFrame
        Table `scores` with intervals.
    institutions : DataFrame
        Table `institutions`.
    methodology : Methodology
        Its choices ``ranking.within`` and ``ties`` make the groups and settle equal scores.
    rng : numpy.random.Generator
        Chance behind the confidence sets of places.
    confidence_level : float
        Of the sets and of the differences that part the groups.
    gate : float
        Least reliability at which a criterion is given places.

    Returns
    -------
    DataFrame
        Table `standings`. Without a place: undefined and hidden scores and scores of too few
        respondents (with their own status and reason), groups of fewer than three, and
        criteria that do not tell institutions apart (``refused``, ``not_distinguished``).

    Notes
    -----
    The funnel columns stay empty: a score is no proportion.
    """
    within, rows = methodology.choices.ranking_within, []
    lists = {within: COMPARED} | ({} if within == ALL else {ALL: (Level.TOTAL,)})
    groups = chain.from_iterable(
        grouped(
            scores,
            institutions,
            methodology,
            scope=scope,
            confidence_level=confidence_level,
            levels=levels,
        )
        for scope, levels in lists.items()
    )
    for group in groups:
        places = _places(group, methodology, rng, confidence_level, gate)
        key = {
            "methodology": methodology.code,
            "period": group.period,
            "scope": group.scope,
            "category": group.category,
            "node": group.node,
        }
        rows += [
            {**key, "institution": one.institution, **places[one.institution]}
            for one in group.scored
        ]
    return _frame(rows)


def placed(judged: list[Scored], level: str, methodology: Methodology) -> tuple[int, ...]:
    """Return the place of each score in its group, equal ones by the methodology's rule."""
    on = _ranked_on(judged, level, methodology)
    return ranks(on) if methodology.choices.tie_rule != "shared_dense" else _dense(on)


def _places(
    group: Group,
    methodology: Methodology,
    rng: np.random.Generator,
    confidence_level: float,
    gate: float,
) -> dict[str, dict[str, Any]]:
    found = {
        one.institution: {"status": one.status, "reason": one.reason} for one in group.scored
    }
    judged = group.judged
    barred = _barred(group, judged, gate)
    if barred is not None:
        status, reason = barred
        return found | {one.institution: {"status": status, "reason": reason} for one in judged}
    on = _ranked_on(judged, group.level, methodology)
    place = placed(judged, group.level, methodology)
    sets = rank_confidence(
        [float(one.value or 0) for one in judged],
        [one.error for one in judged],
        rng=rng,
        confidence_level=confidence_level,
    )
    blocks = _blocks(judged, confidence_level)
    for i, one in enumerate(judged):
        found[one.institution] |= {
            "rank": place[i],
            "rank_of": len(judged),
            "tied": on.count(on[i]) > 1,
            "rank_low": int(sets.simultaneous_low[i]),
            "rank_high": int(sets.simultaneous_high[i]),
            "marginal_low": int(sets.marginal_low[i]),
            "marginal_high": int(sets.marginal_high[i]),
            "groups": LIST_MARK.join(
                str(no) for no, block in enumerate(blocks, 1) if i in block
            ),
            "gap": _gap(one, judged),
        }
    return found


def _barred(group: Group, judged: list[Scored], gate: float) -> tuple[str, str] | None:
    """Say why nobody of the group is given a place; None when places are given."""
    if len(judged) < FEWEST_FOR_MEAN:
        alone = len(judged) < FEWEST_FOR_MEAN - 1
        return Status.TOO_FEW, "fewer_than_two_institutions" if alone else "group_below_three"
    if group.level != Level.CRITERION:
        return None
    found = between_institutions(
        [float(one.value or 0) for one in judged], [one.error**2 for one in judged], gate=gate
    )
    weak = found.status == Status.OK and not found.distinguishes
    return (Status.REFUSED, NOT_DISTINGUISHED) if weak else None


def _ranked_on(judged: list[Scored], level: str, methodology: Methodology) -> list[Fraction]:
    values = [one.value or Fraction(0) for one in judged]
    if methodology.choices.rank_on == "exact":
        return values
    places, mode = str(methodology.decimals(level)), methodology.choices.rounding.mode
    return [rounded(value, places, mode) for value in values]


def _dense(values: list[Fraction]) -> tuple[int, ...]:
    better = sorted(set(values), reverse=True)
    return tuple(better.index(value) + 1 for value in values)


def _blocks(judged: list[Scored], confidence_level: float) -> tuple[tuple[int, ...], ...]:
    """Return the runs of the rating in which no pair differs after Holm."""
    pairs = pairwise_scores(
        [float(one.value or 0) for one in judged],
        [one.error for one in judged],
        confidence_level=confidence_level,
    )
    differs = np.zeros((len(judged), len(judged)), dtype=bool)
    apart = np.nan_to_num(pairs.p_adjusted, nan=1.0) < 1 - confidence_level
    differs[pairs.first, pairs.second] = differs[pairs.second, pairs.first] = apart
    return indistinguishable_groups([one.value or Fraction(0) for one in judged], differs)


def _gap(one: Scored, judged: list[Scored]) -> Fraction | None:
    """Return the exact distance to the next lower score; None at the bottom."""
    own = one.value or Fraction(0)
    lower = [other.value for other in judged if other.value is not None and other.value < own]
    return own - max(lower) if lower else None


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for name in INTS:
        frame[name] = pd.array([None if pd.isna(n) else int(n) for n in frame[name]], "Int64")
    for name in FUNNEL:
        frame[name] = pd.Series([float("nan")] * len(frame), index=frame.index, dtype=float)
    for name in ("tied", "outside", "gap", "groups"):
        known = [None if pd.isna(value) else value for value in frame[name]]
        frame[name] = pd.Series(known, index=frame.index, dtype=object)
    return frame.sort_values(KEY, ignore_index=True)
