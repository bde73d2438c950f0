"""Coverage: how many were asked, of how many, and how many were required."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from nok_analysis.contracts import checked
from nok_analysis.methodology.model import Methodology
from nok_analysis.statistics.sampling import prescribed_size
from nok_analysis.tally.counts import Counts

Place = tuple[str, str]


def coverage(
    counts: Counts,
    methodology: Methodology,
    *,
    populations: Mapping[Place, int | None],
    sample_bases: Mapping[Place, int | None],
    quarantined: Mapping[Place, int] | None = None,
) -> pd.DataFrame:
    """Return how many questionnaires each institution has, and how many it should have.

    Parameters
    ----------
    counts : Counts
    methodology : Methodology
        Its choices ``sample.share`` and ``sample.cap``.
    populations : mapping of (period, institution) to int or None
        Recipients of the period; absent or None = not known.
    sample_bases : mapping of (period, institution) to int or None
        Recipients of the year before, on which the sample rests.
    quarantined : mapping of (period, institution) to int, optional
        Rows set aside, where the institution could be read.

    Returns
    -------
    DataFrame
        Table ``coverage``. `suspects` is null: the integrity of answers is judged elsewhere.
    """
    choices = methodology.choices
    table = counts.respondents[["period", "institution"]].copy()
    places = list(table.itertuples(index=False, name=None))
    bases = [sample_bases.get(place) for place in places]
    required = [
        None
        if size is None
        else prescribed_size(size, share=choices.sample_share, cap=choices.sample_cap)
        for size in bases
    ]
    n = counts.respondents["n"].tolist()
    silent = counts.respondents["missing"] / counts.respondents["asked"].where(lambda x: x > 0)
    set_aside = [(quarantined or {}).get(place) for place in places]
    table["population"] = pd.array([populations.get(place) for place in places], "Int64")
    table["required_n"] = pd.array(required, "Int64")
    table["n"] = counts.respondents["n"]
    table["share_required"] = [
        got / wanted if wanted else None for got, wanted in zip(n, required, strict=True)
    ]
    table["share_required"] = table["share_required"].astype(float)
    table["met"] = pd.Series(
        [
            None if wanted is None else got >= wanted
            for got, wanted in zip(n, required, strict=True)
        ],
        dtype=object,
        index=table.index,
    )
    table["representatives"] = counts.respondents["representatives"]
    table["suspects"] = pd.array([None] * len(table), "Int64")
    table["accepted"] = counts.respondents["n"]
    table["quarantined"] = pd.array(set_aside, "Int64")
    table["item_missing"] = silent.astype(float)
    return checked(table, "coverage")
