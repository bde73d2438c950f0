"""Exact scores of every node, from integer counts alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pandas as pd

from nok_analysis.contracts import CONTRACTS
from nok_analysis.methodology.arithmetic import said
from nok_analysis.methodology.evaluate import Evaluation, Memo, evaluate
from nok_analysis.methodology.kernels import work
from nok_analysis.methodology.model import Formula, Methodology
from nok_analysis.methodology.worked import TermCount, Worked
from nok_analysis.scoring.counted import (
    EXCLUDE,
    Place,
    TermCounts,
    alone,
    base,
    counted,
    is_survey,
    questionnaires,
)
from nok_analysis.vocabulary import LIST_MARK, Level, Reason, Status
from nok_analysis.wording import Words

COLUMNS = list(CONTRACTS["scores"].names)
FLOATS = ("low", "high", "standard_error", "n_effective", "confidence_level")
WORDS = ("method", "target")

Row = tuple[str, str, Fraction | None, int | None, str, str, str, str]


def score(tally: pd.DataFrame, methodology: Methodology) -> pd.DataFrame:
    """Return the exact value of every node of every institution in every period.

    Parameters
    ----------
    tally : DataFrame
        Table `tally`, integers of the terms.
    methodology : Methodology

    Returns
    -------
    DataFrame
        Table `scores` sorted by its key; `value` is a Fraction or None with `status` and
        `reason`; `n` counts respondents; intervals are still empty (:func:`with_intervals`).
    """
    book = _Book(methodology)
    places: list[Place] = []
    rows: list[Row] = []
    for place, counts in counted(tally, methodology):
        found = list(book.rows(counts))
        rows += found
        places += [place] * len(found)
    return _frame(places, rows, methodology)


def arithmetic(
    tally: pd.DataFrame,
    methodology: Methodology,
    *,
    period: str,
    institution: str,
    node: str,
    words: Words,
) -> str:
    """Return the calculation of a node, e.g. “½·(12/14 + 31/35)·100 = 87,14”.

    Parameters
    ----------
    tally : DataFrame
        Table `tally`.
    methodology : Methodology
    period, institution, node : str
        `node` is ``total``, a criterion or an indicator.
    words : Words
    """
    own = tally[(tally["period"] == period) & (tally["institution"] == institution)]
    counts = next((counts for _place, counts in counted(own, methodology)), {})
    worked = evaluate(methodology, counts).node(node)
    weights = {
        one.code: tuple(i.weight for i in one.indicators) for one in methodology.criteria
    }
    weights["total"] = tuple(one.weight for one in methodology.criteria)
    level = {"total": Level.TOTAL}.get(node, Level.CRITERION)
    if node not in weights:
        return said(worked, methodology, Level.INDICATOR, words)
    return said(worked, methodology, level, words, weights=weights[node])


@dataclass(frozen=True, slots=True)
class _Book:
    """A methodology ready to write the rows of one institution after another."""

    methodology: Methodology
    indicators: Memo = field(default_factory=dict)
    terms: Memo = field(default_factory=dict)

    def rows(self, counts: TermCounts) -> Iterator[Row]:
        """Yield the rows of one institution in one period, by node."""
        evaluation = evaluate(self.methodology, counts, memo=self.indicators)
        asked = questionnaires(self.methodology, counts)
        found = [self._total(evaluation, asked)]
        found += self._criteria(evaluation, asked)
        found += self._indicators(evaluation, counts, asked)
        found += self._terms(counts)
        yield from sorted(found, key=lambda row: row[0])

    def _total(self, evaluation: Evaluation, asked: int) -> Row:
        left = [*_dropped(evaluation.total, [one.code for one in self.methodology.criteria])]
        for criterion in self.methodology.criteria:
            if criterion.code not in left:
                left += self._left_of(criterion.code, evaluation)
        value = evaluation.total.value
        n = asked if any(is_survey(leaf) for _node, leaf in self.methodology.terms()) else None
        return (
            "total",
            Level.TOTAL,
            value,
            n,
            *self._standing(evaluation.total, n),
            LIST_MARK.join(left),
            self._band(value),
        )

    def _criteria(self, evaluation: Evaluation, asked: int) -> Iterator[Row]:
        for criterion in self.methodology.criteria:
            worked = evaluation.criteria[criterion.code]
            leaves = [leaf for one in criterion.indicators for leaf in one.formula.leaves()]
            n = asked if any(map(is_survey, leaves)) else None
            left = self._left_of(criterion.code, evaluation)
            yield (
                criterion.code,
                Level.CRITERION,
                worked.value,
                n,
                *self._standing(worked, n),
                LIST_MARK.join(left),
                "",
            )

    def _indicators(
        self, evaluation: Evaluation, counts: TermCounts, asked: int
    ) -> Iterator[Row]:
        for indicator in self.methodology.indicators():
            worked = evaluation.indicators[indicator.code]
            n = max(self._bases(indicator.code, indicator.formula, counts), default=None)
            left = _left_terms(worked, indicator.code)
            standing = self._standing(worked, None if n is None else asked)
            yield (
                indicator.code,
                Level.INDICATOR,
                worked.value,
                n,
                *standing,
                LIST_MARK.join(left),
                "",
            )

    def _terms(self, counts: TermCounts) -> Iterator[Row]:
        choices = self.methodology.choices
        for node, leaf in self.methodology.terms():
            name = node.split(":", 1)[1]
            count = counts.get(node, TermCount())
            key = (node, (count,))
            if key not in self.terms:
                self.terms[key] = work(alone(leaf, name), {name: count}, choices, rule=EXCLUDE)
            worked = self.terms[key]
            yield (
                node,
                Level.TERM,
                worked.value,
                base(leaf, count, choices),
                *_reasoned(worked),
                "",
                "",
            )

    def _bases(self, code: str, formula: Formula, counts: TermCounts) -> Iterator[int]:
        for leaf in formula.leaves():
            for name in leaf.names():
                count = counts.get(f"{code}:{name}", TermCount())
                n = base(leaf, count, self.methodology.choices)
                if n is not None:
                    yield n

    def _left_of(self, code: str, evaluation: Evaluation) -> list[str]:
        criterion = next(one for one in self.methodology.criteria if one.code == code)
        codes = [one.code for one in criterion.indicators]
        left = _dropped(evaluation.criteria[code], codes)
        for one in codes:
            if one not in left:
                left += _left_terms(evaluation.indicators[one], one)
        return left

    def _standing(self, worked: Worked, n: int | None) -> tuple[str, str]:
        """Return status and reason; few questionnaires bar a judgement."""
        status, reason = _reasoned(worked)
        few = n is not None and n < self.methodology.choices.min_respondents
        if status == Status.OK and few:
            return Status.TOO_FEW, Reason.BELOW_MIN_N
        return status, reason

    def _band(self, value: Fraction | None) -> str:
        if value is None:
            return ""
        return next((band.label for band in self.methodology.bands if value >= band.low), "")


def _reasoned(worked: Worked) -> tuple[str, str]:
    if worked.incomplete:
        return Status.TOO_FEW, Reason.INCOMPLETE_FORM
    return (Status.UNDEFINED if worked.value is None else Status.OK), worked.reason


def _dropped(worked: Worked, codes: Iterable[str]) -> list[str]:
    pairs = zip(codes, worked.weights, strict=False)
    return [code for code, weight in pairs if weight is None]


def _left_terms(worked: Worked, indicator: str) -> list[str]:
    """Return the terms that a defined indicator does without."""
    left = [
        f"{indicator}:{name}"
        for part in worked.left_out()
        if part.formula is not None
        for leaf in part.formula.leaves()
        for name in leaf.names()
    ]
    for part in worked.parts:
        left += _left_terms(part, indicator) if part.value is not None else []
    return left


def _frame(places: list[Place], rows: list[Row], methodology: Methodology) -> pd.DataFrame:
    by_column = list(zip(*rows, strict=True)) or [()] * 8
    names = ("node", "level", "value", "n", "status", "reason", "left_out", "band")
    found: dict[str, Any] = {
        "methodology": [methodology.code] * len(rows),
        "period": [period for period, _institution in places],
        "institution": [institution for _period, institution in places],
        **dict(zip(names, by_column, strict=True)),
    }
    found["value"] = pd.Series(list(found["value"]), dtype=object)
    found["n"] = pd.array(list(found["n"]), dtype="Int64")
    found["population"] = pd.array([None] * len(rows), dtype="Int64")
    empty = pd.Series([None] * len(rows), dtype=object)
    found |= {name: pd.Series([float("nan")] * len(rows), dtype=float) for name in FLOATS}
    found |= dict.fromkeys((*WORDS, "value_without"), empty)
    return pd.DataFrame(found, columns=COLUMNS)
