"""What a rule of the methodology put in the place of 0/0: found here, named by the tables."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from nok_analysis.methodology.kernels import MEAN, highest
from nok_analysis.methodology.model import Criterion, Formula, Indicator
from nok_analysis.quotes import Row
from nok_analysis.vocabulary import Reason

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

#: Rule of the methodology → the points that it puts in the place of 0/0; none leaves a gap.
_PUT = {"zero": lambda _formula: Fraction(0), "hundred": highest}


def points_by_rule(
    assessment: Assessment, indicator: Indicator, leaf: Formula, terms: Mapping[str, Row]
) -> Fraction | None:
    """Return the points that a rule put in the place of a leaf with nothing to count.

    Parameters
    ----------
    assessment : Assessment
    indicator : Indicator
    leaf : Formula
        One of the formulas of the indicator that count evidence.
    terms : mapping of str to Row
        Node → row of `scores` of one institution; the reasons of the terms are read.

    Returns
    -------
    Fraction or None
        None where the leaf was counted, or was left out.
    """
    choices = assessment.methodology.choices
    rows = [terms.get(f"{indicator.code}:{name}") for name in leaf.names()]
    reasons = {row.reason if row is not None else "" for row in rows}
    if reasons == {Reason.NOT_OBSERVED} and leaf.kernel == "waiting_points":
        return Fraction(0) if choices.missing_waiting == "zero" else None
    put = _PUT.get(indicator.undefined or choices.undefined)
    if put is None or reasons != {Reason.ZERO_BASE}:
        return None
    return put(_of_rule(indicator.formula, leaf))


def indicators_by_rule(
    assessment: Assessment, criterion: Criterion, terms: Mapping[str, Row]
) -> tuple[str, ...]:
    """Return the codes of the indicators of a criterion that a rule has a part in."""
    return tuple(
        one.code
        for one in criterion.indicators
        if any(
            points_by_rule(assessment, one, leaf, terms) is not None
            for leaf in one.formula.leaves()
        )
    )


def _of_rule(formula: Formula, leaf: Formula) -> Formula:
    """Return the formula that a rule is applied to: a mean leaves it to its parts."""
    if formula.kernel != MEAN:
        return formula
    holding = (part for part in formula.parts if any(one is leaf for one in part.leaves()))
    return _of_rule(next(holding), leaf)
