"""Where a line breaks: periods that another methodology judged, or another kind of cycle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from nok_analysis.methodology.model import Methodology
from nok_analysis.scoring.differences import comparison_frame
from nok_analysis.vocabulary import Level

NOT_COMPARED = "not_compared"
FOLLOWED = (Level.TOTAL, Level.CRITERION)

#: Period outside a line → code of the methodology that judged it; empty = another cycle.
Elsewhere = Mapping[str, str]


def uncompared(
    scores: pd.DataFrame,
    methodology: Methodology,
    *,
    period: str,
    others: Mapping[str, str],
    threshold: float,
) -> pd.DataFrame:
    """Return for each period that may not be compared a row that says why, without a number.

    Parameters
    ----------
    scores : DataFrame
        Table `scores`.
    methodology : Methodology
    period : str
        The present period.
    others : mapping of str to str
        Period → reason, ``other_cycle`` or ``other_methodology``.
    threshold : float
        Least change that matters, in points.

    Returns
    -------
    DataFrame
        Rows of the table `comparison`, kind ``change``, verdict ``not_compared``: total and
        criteria of every institution; no difference, no interval.
    """
    own = scores[
        (scores["methodology"] == methodology.code)
        & (scores["period"] == period)
        & scores["level"].isin(FOLLOWED)
    ]
    return comparison_frame(
        [
            {
                "kind": "change",
                "methodology": methodology.code,
                "node": row.node,
                "institution": row.institution,
                "period": period,
                "institution_b": row.institution,
                "period_b": other,
                "threshold": threshold,
                "verdict": NOT_COMPARED,
                "reason": reason,
            }
            for other, reason in others.items()
            for row in own.itertuples()
        ]
    )


def segments(periods: Iterable[str], elsewhere: Elsewhere) -> dict[str, int]:
    """Return the number of the stretch of one methodology that each period lies in, from 0.

    Parameters
    ----------
    periods : iterable of str
        Periods of a line.
    elsewhere : mapping of str to str
        Periods outside it; those of another cycle part nothing. A code outside may be that
        of the line too: another version, or the same file before its choices changed.

    Examples
    --------
    >>> segments(["2026Q2", "2026Q3"], {"2026Q1": "council-2014"})
    {'2026Q1': 0, '2026Q2': 1, '2026Q3': 1}
    """
    inside = dict.fromkeys(periods, "")
    judged = inside | {one: code for one, code in elsewhere.items() if code}
    found: dict[str, int] = {}
    before: str | None = None
    for period in sorted(judged):
        last = max(found.values(), default=0)
        found[period] = last + (before is not None and before != judged[period])
        before = judged[period]
    return found
