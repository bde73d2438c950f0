"""Every node of a methodology worked out for all institutions, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial

import numpy as np
import numpy.typing as npt

from nok_analysis.methodology.evaluate import carried, work_criterion, work_total
from nok_analysis.methodology.kernels import of_counts, of_parts, rule_of_parts
from nok_analysis.methodology.model import Criterion, Formula, Indicator, Methodology
from nok_analysis.methodology.worked import TermCount, Worked, weighed
from nok_analysis.scoring.columns import Column, Integers, column_of, joined
from nok_analysis.scoring.counted import EXCLUDE, alone, base, is_survey, questionnaires
from nok_analysis.scoring.left_out import left_of_criterion, left_of_indicator, left_of_total
from nok_analysis.vocabulary import LIST_MARK, Level, Reason, Status

Terms = dict[str, Column[TermCount]]
Objects = npt.NDArray[np.object_]
Work = Callable[[tuple[Worked, ...]], Worked]
Left = Callable[[Worked], list[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a value."""

    status: str
    reason: str
    left_out: str = ""
    band: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One node of all institutions.

    Attributes
    ----------
    points : array of Fraction or None
    n : array of int or None
        Respondents; None where nobody is asked.
    told : Column of Told
    shape : Column of Worked
        Institutions alike in all but the value: the same parts are defined.
    """

    code: str
    level: Level
    points: Objects
    n: Integers | None
    told: Column[Told]
    shape: Column[Worked]


def worked_nodes(methodology: Methodology, terms: Terms) -> list[Node]:
    """Return the terms, indicators, criteria and the total, worked out.

    Parameters
    ----------
    methodology : Methodology
    terms : dict of str to Column of TermCount
        The counts, a row a period and institution.

    Notes
    -----
    The values are those of :func:`nok_analysis.methodology.evaluate` on each row. A formula
    is worked out once for each kind of its counts. Criteria seldom repeat, so only their
    shape is worked out once; their values are weighed row by row with its factors.
    """
    return [*_Book(methodology, terms, _asked(methodology, terms)).nodes()]


@dataclass(frozen=True, slots=True)
class _Book:
    """A methodology with the counts of its terms and the questionnaires behind them."""

    methodology: Methodology
    terms: Terms
    asked: Integers
    leaves: dict[tuple[str, str, int], Column[Worked]] = field(default_factory=dict)

    def nodes(self) -> Iterator[Node]:
        """Yield every node."""
        for code, leaf in self.methodology.terms():
            yield self._term(code, leaf)
        criteria: list[Node] = []
        for criterion in self.methodology.criteria:
            members = [self._indicator(one) for one in criterion.indicators]
            yield from members
            criteria.append(self._criterion(criterion, members))
        yield from criteria
        yield self._total(criteria)

    def _term(self, code: str, leaf: Formula) -> Node:
        indicator, name = code.split(":", 1)
        worked = self._worked(alone(leaf, name), indicator, EXCLUDE)
        n = self._base(code, leaf) if is_survey(leaf) else None
        return self._node(code, Level.TERM, worked, worked.each(_value).written(), n)

    def _indicator(self, indicator: Indicator) -> Node:
        code, choices = indicator.code, self.methodology.choices
        worked = self._worked(indicator.formula, code, indicator.undefined or choices.undefined)
        values = worked.each(lambda one: carried(one.value, Level.INDICATOR, choices))
        asking = filter(is_survey, indicator.formula.leaves())
        bases = [self._base(f"{code}:{name}", leaf) for leaf in asking for name in leaf.names()]
        n = np.maximum.reduce(bases) if bases else None
        left = partial(left_of_indicator, code)
        return self._node(code, Level.INDICATOR, worked, values.written(), n, left=left)

    def _criterion(self, criterion: Criterion, members: Sequence[Node]) -> Node:
        work = partial(work_criterion, criterion, choices=self.methodology.choices)
        left = partial(left_of_criterion, criterion)
        return self._combined(criterion.code, Level.CRITERION, work, members, left=left)

    def _total(self, members: Sequence[Node]) -> Node:
        work = partial(work_total, self.methodology)
        left = partial(left_of_total, self.methodology)
        node = self._combined("total", Level.TOTAL, work, members, left=left)
        bands = column_of(np.array([*map(self._band, node.points)], object))
        told = joined(lambda kinds: replace(kinds[0], band=kinds[1]), node.told, bands)
        return replace(node, told=told)

    def _combined(
        self, code: str, level: Level, work: Work, members: Sequence[Node], *, left: Left
    ) -> Node:
        worked = joined(work, *(one.shape for one in members))
        values = self._weighed(worked, members, level)
        n = None if all(one.n is None for one in members) else self.asked
        return self._node(code, level, worked, values, n, left=left)

    def _weighed(
        self, worked: Column[Worked], members: Sequence[Node], level: Level
    ) -> Objects:
        """Return the values of a combination, each row with the factors of its shape."""
        factors = worked.each(lambda one: None if one.value is None else one.weights).written()
        rows = zip(*(one.points.tolist() for one in members), strict=True)
        found = np.empty(len(factors), object)
        for at, (own, values) in enumerate(zip(factors.tolist(), rows, strict=True)):
            if own is not None:
                value = weighed(values, own)
                found[at] = carried(value, level, self.methodology.choices)
        return found

    def _node(
        self,
        code: str,
        level: Level,
        worked: Column[Worked],
        values: Objects,
        n: Integers | None,
        *,
        left: Left = lambda _worked: [],
    ) -> Node:
        shape = worked.gathered(
            lambda one: (one.value is None, one.incomplete, one.reason, *left(one))
        )
        told = shape.each(partial(_told, left))
        if n is not None and level != Level.TERM:
            few = self.asked < self.methodology.choices.min_respondents
            told = joined(_withheld, told, column_of(few))
        return Node(code, level, values, n, told, shape)

    def _worked(self, formula: Formula, indicator: str, rule: str) -> Column[Worked]:
        """Return a formula worked out, each kind of its counts or of its parts once."""
        choices = self.methodology.choices
        if formula.parts:
            below = rule_of_parts(formula, rule)
            parts = [self._worked(part, indicator, below) for part in formula.parts]
            return joined(partial(of_parts, formula, choices=choices, rule=rule), *parts)
        key = indicator, rule, id(formula)  # the kinds keep their formula: its id stays taken
        if key not in self.leaves:
            work = partial(of_counts, formula, choices=choices, rule=rule)
            counts = (self.terms[f"{indicator}:{name}"] for name in formula.names())
            self.leaves[key] = joined(work, *counts)
        return self.leaves[key]

    def _base(self, code: str, leaf: Formula) -> Integers:
        choices = self.methodology.choices
        found = self.terms[code].each(lambda count: base(leaf, count, choices))
        return found.written().astype(np.int64)

    def _band(self, value: Fraction | None) -> str:
        if value is None:
            return ""
        return next((band.label for band in self.methodology.bands if value >= band.low), "")


def _asked(methodology: Methodology, terms: Terms) -> Integers:
    """Return how many questionnaires each institution has behind its survey terms."""
    behind = [
        terms[code].each(partial(questionnaires, leaf)).written().astype(np.int64)
        for code, leaf in methodology.terms()
        if is_survey(leaf)
    ]
    nobody = [np.zeros(len(next(iter(terms.values())).of), np.int64)]
    return np.maximum.reduce(nobody + behind)


def _value(worked: Worked) -> Fraction | None:
    return worked.value


def _told(left: Left, worked: Worked) -> Told:
    left_out = LIST_MARK.join(left(worked))
    if worked.incomplete:
        return Told(Status.TOO_FEW, Reason.INCOMPLETE_FORM, left_out)
    status = Status.UNDEFINED if worked.value is None else Status.OK
    return Told(status, worked.reason, left_out)


def _withheld(kinds: tuple[Told, bool]) -> Told:
    """Return what is said where few questionnaires bar a judgement."""
    told, few = kinds
    if not few or told.status != Status.OK:
        return told
    return replace(told, status=Status.TOO_FEW, reason=Reason.BELOW_MIN_N)
