"""Distributions: how often each answer of each question was given, zeros kept."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from nok_analysis.forms.model import Questionnaire
from nok_analysis.tally.asking import Asked, asked
from nok_analysis.tally.query import Cell
from nok_analysis.tally.wide import Put, Wide, cells_of
from nok_analysis.vocabulary import NOT_APPLICABLE_ANSWER

KEY = ["period", "institution", "form", "question", "breakdown", "category", "answer"]
NUMBERS = ["k", "n", "asked", "missing", "not_applicable"]
COLUMNS = [*KEY, *NUMBERS]


def needed(put: Put) -> Iterator[Cell]:
    """Yield every cell that the distributions need."""
    for form in put.forms.values():
        for _code, one in _listed(form, put):
            yield from cells_of(one.column, one.codes, (), one.filters)


def distributions(wide: Wide, put: Put, *, breakdown: str = "") -> pd.DataFrame:
    """Return how often each answer was given in every group.

    Parameters
    ----------
    wide : Wide
        Pass one; with a `breakdown` its column stands beside the keys.
    put : Put
    breakdown : str
        Column of the answers by which the groups are parted; empty = all together.

    Returns
    -------
    DataFrame
        Key and integers of ``distributions``: k gave the answer of n who answered; `asked` to
        whom the question was put, `missing` of them silent; not_applicable = said so or not
        asked. n + missing + not_applicable = questionnaires of the group.
    """
    found = [
        _of_form(wide.form(form.form), form, put, breakdown)
        for form in put.forms.values()
        if _listed(form, put)
    ]
    return pd.concat(found, ignore_index=True) if found else _nothing()


def _listed(form: Questionnaire, put: Put) -> list[tuple[str, Asked]]:
    """Return the questions with listed answers, as the form puts them to everyone."""
    stored = put.stored[form.form]
    pairs = [(one.code, asked(form, one.code, stored=stored)) for one in form.questions]
    return [(code, one) for code, one in pairs if one is not None and one.codes]


def _of_form(groups: Wide, form: Questionnaire, put: Put, breakdown: str) -> pd.DataFrame:
    listed = _listed(form, put)
    lines = [
        (code, str(answer), _integers(groups, one, answer))
        for code, one in listed
        for answer in one.codes
    ]
    keys = groups.groups[["period", "institution", "form"]].assign(
        breakdown=breakdown, category=groups.groups[breakdown] if breakdown else ""
    )
    rows = keys.take(np.tile(np.arange(len(keys)), len(lines))).reset_index(drop=True)
    rows["question"] = np.repeat([code for code, _answer, _of in lines], len(keys))
    rows["answer"] = np.repeat([answer for _code, answer, _of in lines], len(keys))
    rows[NUMBERS] = np.concatenate([integers for _code, _answer, integers in lines])
    return rows[COLUMNS]


def _integers(groups: Wide, one: Asked, answer: int) -> np.ndarray:
    """Return k, n, asked, missing and not_applicable of one answer, a row a group."""
    put_to = groups.of(Cell("", None, one.filters))
    said_not = groups.of(Cell(one.column, NOT_APPLICABLE_ANSWER, one.filters))
    answered = groups.of(Cell(one.column, None, one.filters)) - said_not
    k = groups.of(Cell(one.column, answer, one.filters))
    outside = groups.of(Cell("")) - put_to + said_not
    return np.column_stack([k, answered, put_to, put_to - answered - said_not, outside])


def _nothing() -> pd.DataFrame:
    texts = {name: pd.Series(dtype=str) for name in KEY}
    numbers = {name: pd.Series(dtype=np.int64) for name in NUMBERS}
    return pd.DataFrame(texts | numbers)
