"""How many points each survey term carries in each node: the weights of linearised variance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from nok_analysis.methodology.evaluate import Evaluation, Memo, evaluate
from nok_analysis.methodology.formulas import KERNELS
from nok_analysis.methodology.model import Choices, Formula, Methodology
from nok_analysis.methodology.worked import Worked
from nok_analysis.scoring.counted import counted, is_survey

ZERO = Fraction(0)
WEIGHT_COLUMNS = ["methodology", "period", "institution", "node", "term", "weight"]

#: Survey term → points per unit share; None where the node is no linear function of shares.
Weights = dict[str, Fraction] | None


def survey_weights(
    scores: pd.DataFrame, tally: pd.DataFrame, methodology: Methodology
) -> pd.DataFrame:
    """Return how many points a unit of each survey share carries in each node.

    Parameters
    ----------
    scores : DataFrame
        Table `scores` of :func:`score`: its periods and institutions are weighed.
    tally : DataFrame
        Table `tally`.
    methodology : Methodology

    Returns
    -------
    DataFrame
        methodology, period, institution, node, term, weight (Fraction, points, after
        renormalisation): for the total, criteria and indicators that have a value, a survey
        term, and are neither one bare share nor a step function of answers.
    """
    wanted = set(zip(scores["period"].tolist(), scores["institution"].tolist(), strict=True))
    memo: Memo = {}
    linearised = Linearised(methodology)
    bare = {one.code for one in methodology.indicators() if bare_share(one.formula)}
    rows: list[tuple[str, str, str, str, str, Fraction]] = []
    for place, counts in counted(tally, methodology):
        if place in wanted:
            weights = linearised.weights(evaluate(methodology, counts, memo=memo))
            rows += [
                (methodology.code, *place, node, term, weight)
                for node in sorted(weights.keys() - bare)
                for term, weight in sorted((weights[node] or {}).items())
            ]
    return pd.DataFrame(rows, columns=WEIGHT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Linear:
    """A node as constant + Σ weight·share."""

    weights: dict[str, Fraction]
    constant: Fraction

    @property
    def low(self) -> Fraction:
        """The least value that answers can give."""
        return self.constant + sum(w for w in self.weights.values() if w < 0)

    @property
    def high(self) -> Fraction:
        """The greatest value that answers can give."""
        return self.constant + sum(w for w in self.weights.values() if w > 0)


@dataclass(frozen=True, slots=True)
class Linearised:
    """The weights of every node of an evaluation, indicators remembered between them."""

    methodology: Methodology
    remembered: dict[int, tuple[Worked, Weights]] = field(default_factory=dict)

    def weights(self, evaluation: Evaluation) -> dict[str, Weights]:
        """Return node → weights of its survey terms, for the nodes that have a value."""
        found: dict[str, Weights] = {}
        for indicator in self.methodology.indicators():
            worked = evaluation.indicators[indicator.code]
            if worked.value is not None:
                found[indicator.code] = self._indicator(indicator.code, worked)
        for criterion in self.methodology.criteria:
            codes = [one.code for one in criterion.indicators]
            worked = evaluation.criteria[criterion.code]
            if worked.value is not None:
                found[criterion.code] = _joined(worked, codes, found)
        if evaluation.total.value is not None:
            codes = [one.code for one in self.methodology.criteria]
            found["total"] = _joined(evaluation.total, codes, found)
        return found

    def _indicator(self, code: str, worked: Worked) -> Weights:
        key = id(worked)
        if key not in self.remembered:  # `worked` is kept with it, so that its id stays taken
            self.remembered[key] = (worked, _of_indicator(code, worked))
        return self.remembered[key][1]


def bare_share(formula: Formula) -> Formula | None:
    """Return the one share that a formula rests on alone, turned into points or not."""
    while len(formula.parts) == 1 and formula.kernel != "mean_of":
        formula = formula.parts[0]
    return formula if formula.kernel == "share" else None


def turned(formula: Formula, points: Fraction, choices: Choices) -> Fraction:
    """Return what a bare share's points become in the formula that rests on it."""
    if formula.kernel == "share":
        return points
    inner = Worked(turned(formula.parts[0], points, choices))
    return KERNELS[formula.kernel].work((inner,), formula, choices).value or ZERO


def _of_indicator(code: str, worked: Worked) -> Weights:
    leaves = worked.formula.leaves() if worked.formula else ()
    if not any(map(is_survey, leaves)):
        return {}
    if not _straight(worked):
        return None
    found: dict[str, Fraction] = {}
    for leaf, factor in worked.leaves():
        names = leaf.formula.names() if leaf.formula else ()
        for name, weight in zip(names, leaf.weights, strict=False):
            if weight:
                found[f"{code}:{name}"] = factor * weight
    return found


def _straight(worked: Worked) -> bool:
    return worked.linear and all(_straight(p) for p in worked.parts if p.value is not None)


def _joined(worked: Worked, codes: list[str], members: Mapping[str, Weights]) -> Weights:
    found: dict[str, Fraction] = {}
    for code, factor in zip(codes, worked.weights, strict=True):
        if factor is None:
            continue
        own = members[code]
        if own is None:
            return None
        found |= {term: factor * weight for term, weight in own.items()}
    return found
