"""Survey terms: k of n in the group that the methodology names, from pass one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nok_analysis.forms.model import Questionnaire
from nok_analysis.methodology.model import Formula, Methodology
from nok_analysis.tally.asking import Asked, asked, why_not_asked
from nok_analysis.tally.query import Cell, Variant
from nok_analysis.tally.wide import Integers, Put, Wide, cells_of
from nok_analysis.vocabulary import NOT_APPLICABLE_ANSWER, Reason

POOLED, SCALE = "pooled_share", "scale_mean"
INTEGERS = ("k", "n", "missing", "not_applicable")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the survey: its node, its question and the formula it belongs to."""

    node: str
    question: str
    formula: Formula

    @property
    def scale(self) -> tuple[int, int] | None:
        """Ends of the scale of a mean; None for a share."""
        if self.formula.kernel != SCALE:
            return None
        return int(self.formula.numbers["low"]), int(self.formula.numbers["high"])

    def asked(self, form: Questionnaire, put: Put) -> Asked | None:
        """Return how `form` puts the question to the group of the formula."""
        return asked(form, self.question, self.formula.among, stored=put.stored[form.form])

    def codes(self, one: Asked) -> Sequence[int]:
        """Return the answers that count in the numerator."""
        return one.positive if self.scale is None else range(self.scale[0], self.scale[1] + 1)

    def variant(self, one: Asked, denominator: str) -> Variant:
        """Return what a questionnaire adds to the term in pass two."""
        base = "group" if self.formula.kernel == POOLED else denominator
        if self.scale is None:
            return Variant(one.column, one.group, one.branch, one.positive, None, base)
        # The kernel divides a mean by those who answered, whatever the choice.
        return Variant(one.column, one.group, one.branch, (), self.scale, "answered")


def survey_terms(methodology: Methodology) -> list[Term]:
    """Return the terms that questionnaires answer, in the order of the methodology."""
    return [
        Term(node, node.partition(":")[2], formula)
        for node, formula in dict(methodology.terms()).items()
        if formula.question or formula.questions
    ]


def needed(terms: Sequence[Term], put: Put) -> Iterator[Cell]:
    """Yield every cell that the terms need of every form."""
    for term in terms:
        for form in put.forms.values():
            one = term.asked(form, put)
            if one is not None:
                yield from cells_of(one.column, term.codes(one), one.group, one.filters)


def counted_terms(
    wide: Wide, terms: Sequence[Term], put: Put, institutions: pd.DataFrame
) -> pd.DataFrame:
    """Return k, n, missing and not_applicable of every institution and term.

    Parameters
    ----------
    wide : Wide
        Pass one, completed.
    terms : sequence of Term
    put : Put
    institutions : DataFrame
        ``period, institution``: the rows that exist.

    Returns
    -------
    DataFrame
        period, institution, node, k, n, missing, not_applicable and `reason`: why nobody was
        asked, empty otherwise. ``scale_mean``: k = Σ(x − low), n = answered·(high − low).
        ``pooled_share``: n = the whole group.
    """
    index = pd.MultiIndex.from_frame(institutions)
    places = [
        _Place(form, groups, index.get_indexer(groups.keys()))
        for form in put.forms.values()
        for groups in [wide.form(form.form)]
    ]
    found = [_term(places, term, put, index) for term in terms]
    return pd.concat(found, ignore_index=True) if found else _nothing()


@dataclass(frozen=True, slots=True)
class _Place:
    """The groups of one form, and which row of the result each belongs to."""

    form: Questionnaire
    groups: Wide
    slots: Integers


def _term(places: Sequence[_Place], term: Term, put: Put, index: pd.MultiIndex) -> pd.DataFrame:
    sums = np.zeros((len(index), len(INTEGERS)), np.int64)
    rows = {
        why: np.zeros(len(index), np.int64)
        for why in ("", Reason.FILTER_MISSING, Reason.QUESTION_ABSENT)
    }
    for place in places:
        one = term.asked(place.form, put)
        np.add.at(sums, place.slots, _integers(place.groups, term, one))
        stored = put.stored[place.form.form]
        why = "" if one else why_not_asked(place.form, term.question, stored=stored)
        np.add.at(rows[why], place.slots, place.groups.of(Cell("")))
    table = index.to_frame(index=False).assign(node=term.node)
    table[list(INTEGERS)] = sums
    return table.assign(reason=_reason(rows))


def _reason(rows: dict[str, Integers]) -> Integers:
    why = np.where(
        rows[Reason.FILTER_MISSING] > 0,
        Reason.FILTER_MISSING.value,
        np.where(rows[Reason.QUESTION_ABSENT] > 0, Reason.QUESTION_ABSENT.value, ""),
    )
    return np.where(rows[""] > 0, "", why)


def _integers(groups: Wide, term: Term, one: Asked | None) -> Integers:
    """Return the four integers of one form, a row a group."""
    everybody = groups.of(Cell(""))
    if one is None:  # not asked on this form
        nobody = np.zeros_like(everybody)
        return np.column_stack([nobody, nobody, nobody, everybody])
    codes = {code: groups.of(Cell(one.column, code, one.filters)) for code in term.codes(one)}
    if term.formula.kernel == POOLED:
        group = groups.of(Cell("", None, one.group))
        k = sum(codes.values(), np.zeros_like(group))
        return np.column_stack([k, group, np.zeros_like(group), everybody - group])
    put_to = groups.of(Cell("", None, one.filters))
    said_not = groups.of(Cell(one.column, NOT_APPLICABLE_ANSWER, one.filters))
    answered = groups.of(Cell(one.column, None, one.filters)) - said_not
    missing = put_to - answered - said_not
    low, high = term.scale or (0, 1)
    k = sum(
        (count * (code - low if term.scale else 1) for code, count in codes.items()),
        np.zeros_like(answered),
    )
    return np.column_stack([k, answered * (high - low), missing, everybody - put_to + said_not])


def _nothing() -> pd.DataFrame:
    texts = {name: pd.Series(dtype=str) for name in ("period", "institution", "node")}
    return pd.DataFrame(
        {
            **texts,
            **{name: pd.Series(dtype=np.int64) for name in INTEGERS},
            "reason": pd.Series(dtype=str),
        }
    )
