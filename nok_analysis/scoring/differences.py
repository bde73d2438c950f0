"""What a difference of two scores is made of: its error, its exact parts, its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import Any

import pandas as pd

from nok_analysis.contracts import CONTRACTS
from nok_analysis.methodology.evaluate import total_weights
from nok_analysis.methodology.model import Methodology
from nok_analysis.statistics.change import contributions

COLUMNS = list(CONTRACTS["comparison"].names)
KEY = list(CONTRACTS["comparison"].key)
EXACT = ("difference", "value_effect", "weight_effect")
ZERO = Fraction(0)
#: Reason of a difference whose sides do without different indicators.
OTHER_INDICATORS = "different_indicators"


def errors(scores: pd.DataFrame, confidence_level: float) -> pd.Series:
    """Return the standard error of each score, (high − low)/2q of its interval."""
    return (scores["high"] - scores["low"]) / (2 * quantile(confidence_level))


def quantile(confidence_level: float) -> float:
    """Return the two-sided normal quantile of a level."""
    return NormalDist().inv_cdf((1 + confidence_level) / 2)


@dataclass(frozen=True, slots=True)
class Effects:
    """Points of the total's difference that a node brought; None where there are none."""

    value: Fraction | None = None
    weight: Fraction | None = None


def effects(
    methodology: Methodology,
    before: Mapping[str, Fraction],
    after: Mapping[str, Fraction],
    node: str,
) -> Effects:
    """Return what a criterion brought to total(after) − total(before), or all of them.

    Parameters
    ----------
    methodology : Methodology
    before, after : mapping of str to Fraction
        Criterion → value, the defined ones.
    node : str
        A criterion or ``total``.
    """
    codes = [one.code for one in methodology.criteria]
    sides = [(side, total_weights(methodology, side)) for side in (before, after)]
    if not _has_total(methodology, before) or not _has_total(methodology, after):
        return Effects()
    values = [[side.get(code, ZERO) for code in codes] for side, _weights in sides]
    weights = [[factors.get(code, ZERO) for code in codes] for _side, factors in sides]
    found = contributions(*values, *weights)
    value = [Fraction(one) for one in found.value_effects]
    weight = [Fraction(one) for one in found.weight_effects]
    if node == "total":
        return Effects(sum(value, ZERO), sum(weight, ZERO))
    at = codes.index(node)
    return Effects(value[at], weight[at])


def _has_total(methodology: Methodology, side: Mapping[str, Fraction]) -> bool:
    refuse = methodology.choices.undefined_criterion == "refuse"
    return bool(side) and not (refuse and len(side) < len(methodology.criteria))


def comparison_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a table `comparison`, typed and sorted by its key."""
    frame = pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in COLUMNS}
    )
    for name in ("low", "high", "p", "p_adjusted", "threshold"):
        frame[name] = frame[name].astype(float)
    for name in ("n", "n_b"):
        frame[name] = pd.array(list(frame[name]), dtype="Int64")
    for name in EXACT:
        exact = [one if isinstance(one, Fraction) else None for one in frame[name]]
        frame[name] = pd.Series(exact, index=frame.index, dtype=object)
    return frame.sort_values(KEY, ignore_index=True)
