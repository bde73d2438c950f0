"""Pass one as it leaves the engine: one row a group, one column a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from nok_analysis.errors import RunError
from nok_analysis.forms.model import Form, Questionnaire
from nok_analysis.store import Part
from nok_analysis.tally.engine import Engine
from nok_analysis.tally.query import GROUP, ROWS, Cell, counting
from nok_analysis.vocabulary import NOT_APPLICABLE_ANSWER

Integers = np.ndarray


@dataclass(frozen=True, slots=True)
class Put:
    """The questionnaires of the evidence: each form with the columns that are stored of it."""

    forms: dict[str, Questionnaire]
    stored: dict[str, frozenset[str]]
    periods: frozenset[tuple[str, str]]  # (period, form) that has evidence


@dataclass(frozen=True, slots=True)
class Wide:
    """Integers of every group, by cell.

    Attributes
    ----------
    groups : DataFrame
        Keys, ``n_rows``, ``c0`` …
    cells : dict of Cell to str
        Cell → column.
    """

    groups: pd.DataFrame
    cells: dict[Cell, str]

    def of(self, cell: Cell) -> Integers:
        """Return the integers of one cell, one a group."""
        name = self.cells[cell] if cell.condition else ROWS
        return self.groups[name].to_numpy(np.int64)

    def keys(self) -> pd.MultiIndex:
        """Return period and institution of every group."""
        return pd.MultiIndex.from_frame(self.groups[["period", "institution"]])

    def form(self, code: str) -> Wide:
        """Return the groups of one form."""
        return Wide(self.groups[self.groups["form"] == code], self.cells)


def questionnaires(parts: Sequence[Part], forms: dict[str, Form]) -> Put:
    """Return the questionnaires that the evidence was given on.

    Raises
    ------
    RunError
        When the evidence names a form that the run does not.
    """
    found: dict[str, Questionnaire] = {}
    stored: dict[str, frozenset[str]] = {}
    for part in parts:
        form = named(part, forms)
        if isinstance(form, Questionnaire):
            columns = frozenset(pq.read_schema(part.path).names)
            found[form.form] = form
            stored[form.form] = stored.get(form.form, columns) | columns
    periods = frozenset((str(part.period), part.form) for part in parts)
    return Put(found, stored, periods)


def named(part: Part, forms: dict[str, Form]) -> Form:
    """Return the form of a part."""
    if part.form not in forms:
        raise RunError(
            "the store holds answers on the form “{form}” ({period}), which the run "
            "does not name; add its file to the list “forms”",
            form=part.form,
            period=str(part.period),
        )
    return forms[part.form]


def cells_of(
    column: str, codes: Iterable[int], group: tuple[str, ...], filters: tuple[str, ...]
) -> list[Cell]:
    """Return every cell that a question needs in a group, each answer apart."""
    answers = [Cell(column, code, filters) for code in (NOT_APPLICABLE_ANSWER, *codes)]
    return [
        Cell("", None, group),
        Cell("", None, filters),
        Cell(column, None, filters),
        *answers,
    ]


def counted(engine: Engine, cells: Iterable[Cell], keys: Sequence[str] = GROUP) -> Wide:
    """Return pass one over the registered answers."""
    listed = [cell for cell in dict.fromkeys(cells) if cell.condition]
    groups = engine.run(counting(listed, keys)).to_pandas()
    return Wide(groups, {cell: f"c{i}" for i, cell in enumerate(listed)})


def completed(wide: Wide, institutions: pd.DataFrame, put: Put) -> Wide:
    """Return one group for every institution and every form of the period, zeros kept.

    Parameters
    ----------
    wide : Wide
    institutions : DataFrame
        ``period, institution``: the rows that must exist; others are left out.
    put : Put
    """
    pairs = pd.DataFrame(sorted(put.periods), columns=["period", "form"])
    keys = institutions.merge(pairs, on="period")[list(GROUP)].sort_values(list(GROUP))
    groups = keys.merge(wide.groups, on=list(GROUP), how="left")
    numbers = [name for name in wide.groups.columns if name not in GROUP]
    groups[numbers] = groups[numbers].fillna(0).astype(np.int64)
    return Wide(groups, wide.cells)
