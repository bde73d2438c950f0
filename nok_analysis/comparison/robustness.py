"""Places under other assumptions: another choice where the order is silent, another file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from nok_analysis.comparison.groups import Scored, grouped
from nok_analysis.comparison.standings import placed
from nok_analysis.contracts import CONTRACTS
from nok_analysis.methodology.model import Methodology
from nok_analysis.vocabulary import FEWEST_FOR_MEAN, Level

COLUMNS = list(CONTRACTS["robustness"].names)
KEY = list(CONTRACTS["robustness"].key)


def robustness(
    trials: Mapping[str, tuple[Methodology, pd.DataFrame]],
    institutions: pd.DataFrame,
    methodology: Methodology,
) -> pd.DataFrame:
    """Return the total and the place of each institution under each scenario.

    Parameters
    ----------
    trials : mapping of str to (Methodology, DataFrame)
        Scenario (``choice:denominator=all``, ``methodology:391a-points``) → the methodology
        that it means, and the table `scores` under it.
    institutions : DataFrame
        Table `institutions`.
    methodology : Methodology
        That of the run: its ``ranking.within`` makes the groups of every scenario.

    Returns
    -------
    DataFrame
        Table `robustness`. Totals are exact and in the points of their own scenario; places
        follow its own rule of ties; no place where the score may not be judged or fewer than
        three of the group have one.
    """
    rows = [
        {"methodology": methodology.code, "scenario": scenario} | row
        for scenario, (tried, scores) in trials.items()
        for row in _rows(tried, scores, institutions, methodology.choices.ranking_within)
    ]
    frame = pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in COLUMNS}
    )
    for name in ("rank", "rank_low", "rank_high"):
        frame[name] = pd.array(list(frame[name]), dtype="Int64")
    frame["share_same"] = frame["share_same"].astype(float)
    return frame.sort_values(KEY, ignore_index=True)


def _rows(
    tried: Methodology, scores: pd.DataFrame, institutions: pd.DataFrame, scope: str
) -> Iterator[dict[str, Any]]:
    groups = grouped(
        scores,
        institutions,
        tried,
        scope=scope,
        levels=(Level.TOTAL,),
    )
    for group in groups:
        judged = group.judged
        ranks = placed(judged, group.level, tried) if len(judged) >= FEWEST_FOR_MEAN else ()
        place = {one.institution: rank for one, rank in zip(judged, ranks, strict=False)}
        for one in group.scored:
            yield {
                "period": group.period,
                "scope": group.scope,
                "category": group.category,
                **_standing(one),
                "rank": place.get(one.institution),
            }


def _standing(one: Scored) -> dict[str, Any]:
    return {
        "institution": one.institution,
        "value": one.value,
        "status": one.status,
        "reason": one.reason,
    }
