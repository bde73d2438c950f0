"""How sure each score is: its interval, from the sums of the second pass of the tally."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pandas as pd

from nok_analysis.methodology.evaluate import Evaluation, Memo, evaluate
from nok_analysis.methodology.kernels import work
from nok_analysis.methodology.model import Formula, Indicator, Methodology
from nok_analysis.methodology.worked import TermCount, Worked, weighed
from nok_analysis.scoring.counted import (
    EXCLUDE,
    Place,
    TermCounts,
    alone,
    base,
    counted,
    scale_width,
)
from nok_analysis.scoring.linear import Linear, Linearised, Weights, bare_share, turned
from nok_analysis.statistics.intervals import Interval, proportion
from nok_analysis.statistics.variance import score_interval, standard_error
from nok_analysis.vocabulary import EVERYONE

OBSERVED = "observed"
NO_ERROR = "no_standard_error"
HUNDRED = 100
NAN = float("nan")
ZERO = Fraction(0)
SHARES = ("share", "pooled_share")
KEY = ("period", "institution", "node")

Sums = tuple[int, int, int, int]  # n, z1, z2, scale


def with_intervals(
    scores: pd.DataFrame,
    tally: pd.DataFrame,
    sums: pd.DataFrame,
    methodology: Methodology,
    *,
    populations: Mapping[Place, int | None],
    confidence_level: float,
) -> pd.DataFrame:
    """Return the scores with the interval of each.

    Parameters
    ----------
    scores : DataFrame
        Table `scores` of :func:`score`.
    tally : DataFrame
        Table `tally` that the scores were made of.
    sums : DataFrame
        Table `score_sums`: z in units of 1/(scale·n) points.
    methodology : Methodology
    populations : mapping of (period, institution) to int or None
        Recipients; None or absent = not known, and no correction is made.
    confidence_level : float
        In (0, 1).

    Returns
    -------
    DataFrame
        `scores` with `low, high, method, standard_error, n_effective, target` (points): a bare
        share by its own interval, other survey nodes by linearised variance, checklists as
        observed; `reason` ``no_standard_error`` where no interval can be given.

    Notes
    -----
    A bare share is corrected for the population only when it is asked of everybody: how many
    recipients have a disability or used the site is not known.
    """
    given = _Given(methodology, _summed(sums), dict(populations), confidence_level)
    found: dict[tuple[str, str, str], Sure] = {}
    for place, counts in counted(tally, methodology):
        evaluation = evaluate(methodology, counts, memo=given.memo)
        weights = given.linearised.weights(evaluation)
        here = _Here(given, place, counts, evaluation, weights)
        found |= {(*place, node): sure for node, sure in here.nodes().items()}
    keys = zip(*(scores[name].tolist() for name in KEY), strict=True)
    return _filled(scores, [found.get(key, Sure()) for key in keys], given)


@dataclass(frozen=True, slots=True)
class Sure:
    """The interval of one node, in points."""

    low: float = NAN
    high: float = NAN
    method: str | None = None
    target: str | None = None
    standard_error: float = NAN
    n_effective: float = NAN
    reason: str = ""

    def moved(self, factor: Fraction, constant: Fraction) -> Sure:
        """Return the interval of constant + factor·score."""
        ends = sorted(float(constant) + float(factor) * end for end in (self.low, self.high))
        error = abs(float(factor)) * self.standard_error
        return Sure(
            ends[0], ends[1], self.method, self.target, error, self.n_effective, self.reason
        )


@dataclass(frozen=True, slots=True)
class _Given:
    """What is the same for every institution, and what was worked out already."""

    methodology: Methodology
    sums: dict[tuple[str, str, str], Sums]
    populations: dict[Place, int | None]
    level: float
    memo: Memo = field(default_factory=dict)
    shares: dict[tuple[int, int, int | None], Interval] = field(default_factory=dict)
    linearised: Linearised = field(init=False)
    leaves: dict[str, Formula] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "linearised", Linearised(self.methodology))
        object.__setattr__(self, "leaves", dict(self.methodology.terms()))

    def share(self, k: int, n: int, size: int | None) -> Interval:
        """Return the interval of a share, each kind of counts once."""
        key = (k, n, size)
        if key not in self.shares:
            self.shares[key] = proportion(
                k, n, population_size=size, confidence_level=self.level
            )
        return self.shares[key]


@dataclass(frozen=True, slots=True)
class _Here:
    """One institution in one period."""

    given: _Given
    place: Place
    counts: TermCounts
    evaluation: Evaluation
    weights: dict[str, Weights]

    def nodes(self) -> dict[str, Sure]:
        """Return node → interval, from the terms up to the total."""
        methodology = self.given.methodology
        found = {node: self._term(node, leaf) for node, leaf in methodology.terms()}
        for indicator in methodology.indicators():
            found[indicator.code] = self._indicator(indicator, found)
        for criterion in methodology.criteria:
            codes = [one.code for one in criterion.indicators]
            found[criterion.code] = self._combined(criterion.code, codes, found)
        codes = [one.code for one in methodology.criteria]
        found["total"] = self._combined("total", codes, found)
        return found

    def _term(self, node: str, leaf: Formula) -> Sure:
        count = self.counts.get(node, TermCount())
        n = base(leaf, count, self.given.methodology.choices)
        if n is None:
            return self._observed(node.split(":", 1)[1], leaf, count)
        if not n or leaf.kernel not in SHARES:
            return Sure()
        size = self._size(n) if leaf.among == EVERYONE else None
        share = self.given.share(count.k, n, size)
        target = "future" if size is None else "this_period"
        return Sure(HUNDRED * share.low, HUNDRED * share.high, share.method, target)

    def _observed(self, name: str, leaf: Formula, count: TermCount) -> Sure:
        formula = alone(leaf, name)
        worked = work(formula, {name: count}, self.given.methodology.choices, rule=EXCLUDE)
        return Sure() if worked.value is None else _exactly(worked.value)

    def _indicator(self, indicator: Indicator, found: dict[str, Sure]) -> Sure:
        worked = self.evaluation.indicators[indicator.code]
        share = bare_share(indicator.formula)
        if share is None or worked.value is None or worked.reason:
            return self._node(indicator.code, worked)
        return self._mapped(indicator.formula, found[f"{indicator.code}:{share.question}"])

    def _mapped(self, formula: Formula, sure: Sure) -> Sure:
        """Return the interval of a share carried through the points that it is turned into."""
        choices = self.given.methodology.choices
        ends = sorted(turned(formula, Fraction(end), choices) for end in (sure.low, sure.high))
        return replace(sure, low=float(ends[0]), high=float(ends[1]))

    def _combined(self, node: str, codes: Sequence[str], found: dict[str, Sure]) -> Sure:
        worked = self.evaluation.node(node)
        if worked.value is None or self.weights[node] is not None:
            return self._node(node, worked)
        members = zip(codes, worked.parts, worked.weights, strict=True)
        unsure = [
            (code, part, factor)
            for code, part, factor in members
            if factor is not None and self.weights.get(code) != {}
        ]
        if len(unsure) > 1:
            return Sure(reason=NO_ERROR)
        ((code, part, factor),) = unsure
        return found[code].moved(factor or ZERO, worked.value - (factor or ZERO) * part.value)

    def _node(self, node: str, worked: Worked) -> Sure:
        if worked.value is None:
            return Sure()
        weights = self.weights[node]
        if weights == {}:
            return _exactly(worked.value)
        sums = self.given.sums.get((*self.place, node))
        if weights is None or sums is None:
            return Sure(reason=NO_ERROR)
        return self._linearised(worked.value, weights, sums)

    def _linearised(self, value: Fraction, weights: dict[str, Fraction], sums: Sums) -> Sure:
        n, z1, z2, scale = sums
        size, unit = self._size(n), scale * n
        shares = [self._share(term) for term in weights]
        line = Linear(weights, value - weighed(shares, [*weights.values()]))
        error = standard_error(n, z1 / unit, z2 / unit**2, population_size=size) if n else NAN
        found = score_interval(
            value,
            error,
            n,
            low_bound=float(line.low),
            high_bound=float(line.high),
            population_size=size,
            confidence_level=self.given.level,
        )
        target = "future" if size is None else "this_period"
        return Sure(
            found.low,
            found.high,
            found.method,
            target,
            found.standard_error,
            _finite(found.n_effective),
            found.reason,
        )

    def _share(self, term: str) -> Fraction:
        """Return the share (mean of a scale on 0–1) of a survey term."""
        leaf, count = self.given.leaves[term], self.counts[term]
        n = base(leaf, count, self.given.methodology.choices) or 1
        share = Fraction(count.k, n)
        return share / scale_width(leaf) if leaf.kernel == "scale_mean" else share

    def _size(self, n: int) -> int | None:
        """Return the recipients; None when unknown or fewer than those who answered."""
        size = self.given.populations.get(self.place)
        return size if size is not None and size >= n else None


def _exactly(value: Fraction) -> Sure:
    """Return a value without sampling error."""
    return Sure(float(value), float(value), OBSERVED, None, 0.0)


def _finite(number: float) -> float:
    return number if math.isfinite(number) else NAN


def _summed(sums: pd.DataFrame) -> dict[tuple[str, str, str], Sums]:
    keys = zip(*(sums[name].tolist() for name in KEY), strict=True)
    numbers = zip(*(sums[name].tolist() for name in ("n", "z1", "z2", "scale")), strict=True)
    return dict(zip(keys, numbers, strict=True))


def _filled(scores: pd.DataFrame, found: list[Sure], given: _Given) -> pd.DataFrame:
    columns: dict[str, Any] = {
        name: pd.Series(
            [getattr(sure, name) for sure in found], index=scores.index, dtype=float
        )
        for name in ("low", "high", "standard_error", "n_effective")
    }
    for name in ("method", "target"):
        columns[name] = pd.Series(
            [getattr(sure, name) for sure in found], index=scores.index, dtype=object
        )
    places = zip(scores["period"].tolist(), scores["institution"].tolist(), strict=True)
    sizes = [given.populations.get(place) for place in places]
    columns["population"] = pd.array(sizes, dtype="Int64")
    columns["confidence_level"] = given.level
    reasons = zip(scores["reason"].tolist(), found, strict=True)
    columns["reason"] = [reason or sure.reason for reason, sure in reasons]
    return scores.assign(**columns)
