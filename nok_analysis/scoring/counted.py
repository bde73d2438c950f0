"""The tally as the formulas take it: counts of the terms of one institution in one period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from nok_analysis.methodology.formulas import answered
from nok_analysis.methodology.model import Choices, Formula, Methodology
from nok_analysis.methodology.worked import TermCount

Place = tuple[str, str]  # period, institution
TermCounts = dict[str, TermCount]

EXCLUDE = "exclude_and_renormalise"  # a term by itself is left undefined


def counted(
    tally: pd.DataFrame, methodology: Methodology
) -> Iterator[tuple[Place, TermCounts]]:
    """Yield the counts of each period and institution, sorted by them.

    Parameters
    ----------
    tally : DataFrame
        Table `tally`; rows of other methodologies are passed over. A column `reason` (why
        nothing could be counted) is taken where it is present.
    methodology : Methodology
    """
    own = tally[tally["methodology"] == methodology.code]
    own = own.sort_values(["period", "institution", "node"], kind="stable")
    reasons = own["reason"].fillna("") if "reason" in own else pd.Series("", index=own.index)
    integers = (own[name].tolist() for name in ("k", "n", "missing", "not_applicable"))
    places = zip(own["period"].tolist(), own["institution"].tolist(), strict=True)
    counts = map(TermCount, *integers, reasons.tolist())
    last: Place | None = None
    gathered: TermCounts = {}
    for place, node, count in zip(places, own["node"].tolist(), counts, strict=True):
        if last is not None and place != last:
            yield last, gathered
            gathered = {}
        last = place
        gathered[node] = count
    if last is not None:
        yield last, gathered


def base(leaf: Formula, count: TermCount, choices: Choices) -> int | None:
    """Return the respondents that a term divides by; None for a checklist."""
    if not is_survey(leaf):
        return None
    if leaf.kernel == "scale_mean":
        return _answers(leaf, count)
    return count.n if leaf.kernel == "pooled_share" else answered(count, choices)


def scale_width(leaf: Formula) -> Fraction:
    """Return high − low of a scale; 1 for yes and no."""
    numbers = leaf.numbers
    return numbers["high"] - numbers["low"] if leaf.kernel == "scale_mean" else Fraction(1)


def questionnaires(leaf: Formula, count: TermCount) -> int:
    """Return how many questionnaires stand behind a survey term."""
    return _answers(leaf, count) + count.missing + count.not_applicable


def alone(leaf: Formula, name: str) -> Formula:
    """Return the formula of one term of a pooled one; any other stands alone already."""
    if leaf.questions:
        return replace(leaf, questions=(name,))
    return replace(leaf, forms=(name,)) if leaf.forms else leaf


def is_survey(leaf: Formula) -> bool:
    """Return whether a leaf counts answers; else it counts what was observed."""
    return bool(leaf.question or leaf.questions)


def _answers(leaf: Formula, count: TermCount) -> int:
    return int(count.n / scale_width(leaf)) if leaf.kernel == "scale_mean" else count.n
