"""What is wrong in the sample's files, read from ``dirt.yaml`` and put into the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nok_analysis.errors import ParameterError
from nok_analysis.parameters import Section
from nok_analysis.period import Period
from nok_analysis.sample.files import Cell
from nok_analysis.sample.story import plain, shipped

Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Dirt:
    """One thing that goes wrong in one file of one quarter.

    Attributes
    ----------
    act : str
        ``cell, repeat, row, blank, column, closed_branch``.
    row : int
        Row of the clean file, first = 0.
    values : dict of str to str
        Cells of an added row, or what a repeated row says otherwise.
    """

    period: str
    survey: str
    act: str
    row: int
    column: str
    value: str
    header: str
    filter: str
    values: dict[str, str]

    def concerns(self, period: Period, survey: str) -> bool:
        """Return whether this happens in the file of `survey` of `period`."""
        return (self.period, self.survey) == (str(period), survey)


def read_dirt() -> tuple[Dirt, ...]:
    """Return everything that goes wrong, in the order of the file."""
    root = shipped("dirt.yaml")
    found = tuple(_dirt(one) for one in root.sections("dirt"))
    root.raise_faults(ParameterError)
    return found


def soil(rows: Sequence[Row], headers: dict[str, str], dirt: Sequence[Dirt]) -> list[Row]:
    """Return the rows with all `dirt` in them; an unknown column is added to `headers`."""
    soiled = [dict(row) for row in rows]
    for one in dirt:
        if one.act == "column":
            headers[one.column] = one.header
        _ACTS[one.act](soiled, one)
    return soiled


def _cell(rows: list[Row], one: Dirt) -> None:
    rows[one.row][one.column] = one.value


def _repeat(rows: list[Row], one: Dirt) -> None:
    rows.append(rows[one.row] | one.values)


def _row(rows: list[Row], one: Dirt) -> None:
    rows.append(dict(one.values))


def _column(rows: list[Row], one: Dirt) -> None:
    for row in rows[::3]:
        row[one.column] = one.value


def _closed_branch(rows: list[Row], one: Dirt) -> None:
    """Answer a question behind a filter that says no, with words the file itself uses."""
    no = next(row[one.filter] for row in rows if row[one.filter] and not row[one.column])
    yes = next(row[one.filter] for row in rows if row[one.filter] and row[one.column])
    rows[one.row] |= {one.filter: no, one.column: yes}


_ACTS: dict[str, Callable[[list[Row], Dirt], None]] = {
    "cell": _cell,
    "repeat": _repeat,
    "row": _row,
    "blank": lambda rows, _one: rows.append({}),
    "column": _column,
    "closed_branch": _closed_branch,
}


def _dirt(section: Section) -> Dirt:
    found = Dirt(
        period=section.text("period"),
        survey=section.text("survey"),
        act=section.word("do", tuple(_ACTS)),
        row=section.whole("row", "1", low=1) - 1,
        column=section.text("column", ""),
        value=section.text("value", ""),
        header=section.text("header", ""),
        filter=section.text("filter", ""),
        values=plain(section.section("values", required=False))
        | plain(section.section("changes", required=False)),
    )
    section.finish()
    return found
