"""Workings: how each score of an institution follows from the numbers of its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from nok_analysis.methodology.arithmetic import calculation
from nok_analysis.methodology.evaluate import combined, highest_of
from nok_analysis.methodology.kernels import highest, work
from nok_analysis.methodology.model import Indicator
from nok_analysis.methodology.worked import TermCount, Worked
from nok_analysis.quotes import SHOWN, Row, keyed, known, rows, shown
from nok_analysis.vocabulary import Level, Status

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

Weights = tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """How one score is calculated.

    Attributes
    ----------
    node, name : str
    text : str
        ``½·(12/14 + 31/35)·100``; empty where the score is not published, or rests on one that
        is not.
    row : Row or None
        Row of `scores`.
    """

    node: str
    name: str
    text: str
    row: Row | None


def workings(assessment: Assessment, institution: str) -> list[Working]:
    """Return the calculation of every indicator, criterion and the total of an institution.

    What stands on the page is enough to repeat it: counts make indicators, published
    indicators make criteria, criteria make the total. Nothing is worked out of a number that
    is not published.
    """
    sheet = _Sheet(
        assessment,
        keyed(rows(assessment, "scores", institution=institution), "node"),
        keyed(rows(assessment, "tally", institution=institution), "node"),
    )
    methodology = assessment.methodology
    found: list[Working] = []
    for criterion in methodology.criteria:
        found += [sheet.indicator(one) for one in criterion.indicators]
        members = criterion.indicators
        found.append(
            sheet.combination(
                (criterion.code, criterion.name, criterion.combine, Level.CRITERION),
                [one.code for one in members],
                tuple(one.weight for one in members),
                [highest(one.formula) for one in members],
            )
        )
    criteria = methodology.criteria
    total = sheet.combination(
        ("total", methodology.total.symbol, methodology.total.combine, Level.TOTAL),
        [one.code for one in criteria],
        tuple(one.weight for one in criteria),
        [highest_of(one) for one in criteria],
    )
    return [*found, total]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The published numbers of one institution."""

    assessment: Assessment
    scores: dict[str, Row]
    tally: dict[str, Row]

    def indicator(self, indicator: Indicator) -> Working:
        row = self.scores.get(indicator.code)
        methodology = self.assessment.methodology
        names = [name for leaf in indicator.formula.leaves() for name in leaf.names()]
        counts = {name: self._count(f"{indicator.code}:{name}") for name in names}
        if not _open(row) or any(count is None for count in counts.values()):
            return Working(indicator.code, indicator.name, "", row)
        worked = work(
            indicator.formula,
            {name: count for name, count in counts.items() if count is not None},
            methodology.choices,
            rule=indicator.undefined or methodology.choices.undefined,
        )
        return self._said(indicator.code, indicator.name, worked, Level.INDICATOR)

    def combination(
        self,
        node: tuple[str, str, str, Level],
        members: list[str],
        weights: Weights,
        tops: list[Fraction],
    ) -> Working:
        code, name, kind, level = node
        parts = [self.scores.get(member) for member in members]
        row = self.scores.get(code)
        if not _open(row) or not all(map(_open, parts)):
            return Working(code, name, "", row)
        worked = combined(kind, tuple(map(_published, parts)), list(weights), tops)
        return self._said(code, name, worked, level, weights=weights)

    def _said(
        self, code: str, name: str, worked: Worked, level: Level, *, weights: Weights = ()
    ) -> Working:
        row, words = self.scores.get(code), self.assessment.words
        value = row.value if shown(row) else None
        reason = row.reason if value is None and known(row, "reason") else worked.reason
        worked = replace(worked, value=value, reason=reason)
        text = calculation(worked, self.assessment.methodology, level, words, weights=weights)
        return Working(code, name, text, row)

    def _count(self, node: str) -> TermCount | None:
        """Return the integers of a term; None where they are not published."""
        row, score = self.tally.get(node), self.scores.get(node)
        if row is None or not known(row, "k") or not known(row, "n"):
            return None
        reason = score.reason if score is not None and not shown(score) else ""
        counted = (int(row.k), int(row.n), int(row.missing), int(row.not_applicable))
        return TermCount(*counted, reason=reason if not any(counted) else "")


def _open(row: Row | None) -> bool:
    """Return whether nothing of a score is held back: it is shown, or has none."""
    return row is not None and (row.status in SHOWN or row.status == Status.UNDEFINED)


def _published(row: Row) -> Worked:
    return Worked(row.value if shown(row) else None, row.reason)
