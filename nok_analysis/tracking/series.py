"""Lines over periods, with no more said of them than their length allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from nok_analysis.contracts import CONTRACTS
from nok_analysis.methodology.model import Methodology
from nok_analysis.period import Period
from nok_analysis.statistics.control_charts import ladder, special_causes, xmr
from nok_analysis.tracking.boundaries import Elsewhere, segments
from nok_analysis.vocabulary import Level, Reason, Status

COLUMNS = list(CONTRACTS["series"].names)
KEY = list(CONTRACTS["series"].key)
LINES = ("center", "limit_low", "limit_high")
CHARTED = ("trial", "xmr")
GAP = "gap_in_series"
REBASED = "rebased"
NAN = float("nan")

Row = dict[str, Any]
Rebase = Mapping[tuple[str, str], Sequence[str]]  # institution, node → periods


def series(
    scores: pd.DataFrame,
    methodology: Methodology,
    *,
    cycle_kind: str,
    rebase: Rebase | None = None,
    elsewhere: Elsewhere | None = None,
) -> pd.DataFrame:
    """Return every node of every institution as a line over its periods.

    Parameters
    ----------
    scores : DataFrame
        Table `scores` with intervals, periods of one methodology file and one kind of cycle.
    methodology : Methodology
    cycle_kind : str
        ``official`` or ``internal_quarter``; the two never share a line.
    rebase : mapping of (institution, node) to periods, optional
        Periods from which a person ordered a new segment.
    elsewhere : mapping of str to str, optional
        Periods outside the line: the code of the methodology that judged them, or empty for
        another kind of cycle. Inside the span they are gaps that say so; the first point
        after another methodology starts a new segment (``other_methodology``).

    Returns
    -------
    DataFrame
        Table `series`. `step` says what the length allows (two_periods, trial to 11, xmr from
        12 on). A period without a score that may be judged is a gap: its value is null, and a
        line with a gap has no limits (``gap_in_series``). Limits lie on the scale.
    """
    own = scores[(scores["methodology"] == methodology.code) & (scores["level"] != Level.TERM)]
    rows: list[Row] = []
    for (institution, node), part in own.groupby(["institution", "node"], sort=True):
        key = {
            "methodology": methodology.code,
            "cycle_kind": cycle_kind,
            "institution": institution,
            "node": node,
        }
        broken = set((rebase or {}).get((institution, node), ()))
        rows += [key | row for row in _line(part, broken, methodology, elsewhere or {})]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for name in ("value", "signal", "break_before"):
        frame[name] = pd.Series([row[name] for row in rows], index=frame.index, dtype=object)
    return frame.astype({"segment": "Int64"}).sort_values(KEY, ignore_index=True)


def _line(
    part: pd.DataFrame, broken: set[str], methodology: Methodology, elsewhere: Elsewhere
) -> list[Row]:
    """Return the points of one line, a row for each period of its span."""
    known = {row.period: row for row in part.itertuples()}
    points = [_point(one, known.get(one), elsewhere) for one in _span(sorted(known))]
    values = [point["value"] for point in points]
    step = ladder(sum(value is not None for value in values))
    stretch = segments([point["period"] for point in points], elsewhere)
    before = 0
    for point in points:
        period = point["period"]
        crosses = period not in elsewhere and stretch[period] > before
        before = stretch[period] if period not in elsewhere else before
        starts = crosses or (period in broken and point is not points[0])
        point |= {
            "step": step,
            "break_before": starts,
            "signal": None,
            "segment": before,
            **dict.fromkeys(LINES, NAN),
        }
        why = REBASED if starts else ""
        point["reason"] = point["reason"] or (Reason.OTHER_METHODOLOGY if crosses else why)
    if step in CHARTED:
        _chart(points, values, methodology)
    return points


def _chart(points: list[Row], values: list[Fraction | None], methodology: Methodology) -> None:
    """Put centre, limits and special causes to the points; a line with a gap has none."""
    if any(value is None for value in values):
        for point in points:
            point["reason"] = point["reason"] or GAP
        return
    starts = [i for i, point in enumerate(points) if i and point["break_before"]]
    chart = xmr([float(value or 0) for value in values], rebase=starts)
    low, high = float(methodology.low), float(methodology.high)
    for i, (point, cause) in enumerate(zip(points, special_causes(chart), strict=True)):
        point |= {
            "center": float(chart.center[i]),
            "limit_low": max(low, float(chart.low[i])),
            "limit_high": min(high, float(chart.high[i])),
            "segment": points[0]["segment"] + int(chart.segment[i]),
            "signal": cause,
        }


def _point(period: str, row: Any | None, elsewhere: Elsewhere) -> Row:  # noqa: ANN401 - a row of pandas
    judged = row is not None and row.status == Status.OK and isinstance(row.value, Fraction)
    if not judged:
        reason = _outside(period, elsewhere) or ("not_observed" if row is None else row.reason)
        return {"period": period, "value": None, "low": NAN, "high": NAN, "reason": reason}
    return {
        "period": period,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "reason": "",
    }


def _outside(period: str, elsewhere: Elsewhere) -> str:
    if period not in elsewhere:
        return ""
    return Reason.OTHER_METHODOLOGY if elsewhere[period] else Reason.OTHER_CYCLE


def _span(periods: list[str]) -> Iterator[str]:
    """Yield every period from the first to the last, so that a silent one shows as a gap."""
    kinds = {Period.parse(text).quarter is None for text in periods}
    if len(kinds) > 1:  # years and quarters have no common step
        yield from periods
        return
    period, last = Period.parse(periods[0]), Period.parse(periods[-1])
    while period <= last:
        yield str(period)
        period = period.shifted(1)
