"""Quotes: single results of an assessment, worded, each with its address or its reason.

Tables and passages take every number from here, so that no result reaches a page without the
address of the cell that it was read from.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from nok_analysis.contracts import CONTRACTS
from nok_analysis.exhibits import Cell, address
from nok_analysis.vocabulary import Level, Reason, Status
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.numbers import EN_DASH, round_half_up

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

Row = Any  #: a row of a derived table, its columns as attributes
MORE_PLACES = 6  # beyond the usual ones no number is shown
SHOWN = (Status.OK, Status.TRIAL)
FEW = (Status.HIDDEN, Status.TOO_FEW)

_REASONS = {
    Reason.ZERO_BASE: _("does not apply"),
    Reason.NOT_OBSERVED: _("not observed"),
    Reason.INCOMPLETE_FORM: _("checklist not complete"),
    Reason.QUESTION_ABSENT: _("not asked"),
    Reason.FILTER_MISSING: _("not asked"),
    Reason.CRITERION_UNDEFINED: _("cannot be computed"),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """A number as it is shown and the address of the cell it was read from."""

    text: str
    key: str

    def html(self) -> Markup:
        """Return the number as HTML that carries its address."""
        return Markup('<span class="nw" data-key="{}" data-v="{}">{}</span>').format(
            self.key, self.text, self.text
        )

    def cell(
        self, *, mark: str = "", tone: str = "", small: str = "", bold: bool = False
    ) -> Cell:
        """Return the number as a cell of a table."""
        return Cell(self.text, self.key, mark, tone, small, bold=bold)


def rows(assessment: Assessment, table: str, **equal: str) -> list[Row]:
    """Return the rows of a derived table whose columns equal what is asked.

    Parameters
    ----------
    assessment : Assessment
    table : str
        Name of a derived table; of the run's methodology and period where it has these
        columns and `equal` names no others.
    **equal : str
        Column → value.

    Returns
    -------
    list of namedtuple
        In the order of the table.
    """
    frame: pd.DataFrame = getattr(assessment, table)
    wanted = {"methodology": assessment.methodology.code, "period": str(assessment.run.period)}
    wanted = {column: value for column, value in wanted.items() if column in frame.columns}
    kept = np.ones(len(frame), dtype=bool)
    for column, value in (wanted | equal).items():
        kept &= (frame[column] == value).to_numpy(dtype=bool, na_value=False)
    place = np.flatnonzero(kept)
    row = _row_of(tuple(frame.columns))
    if not len(place):
        return []
    # Six times as quick on a few rows as DataFrame.itertuples.
    return [
        row(*cells)
        for cells in zip(*(frame[one].array.take(place) for one in frame.columns), strict=True)
    ]


@lru_cache(maxsize=32)
def _row_of(columns: tuple[str, ...]) -> type[Row]:
    return namedtuple("Row", columns)


def keyed(found: Iterable[Row], *columns: str) -> dict[Any, Row]:
    """Return the rows by one column, or by a tuple of several."""
    if len(columns) == 1:
        return {getattr(row, columns[0]): row for row in found}
    return {tuple(getattr(row, column) for column in columns): row for row in found}


def known(row: Row | None, column: str) -> bool:
    """Return whether the row is there and holds a value in `column`."""
    return row is not None and not pd.isna(getattr(row, column))


def shown(row: Row | None, column: str = "value") -> bool:
    """Return whether the row holds a value that may be shown as a result."""
    return known(row, column) and row.status in SHOWN


def quote(
    row: Row, table: str, column: str, words: Words, *, places: int = 0, signed: bool = False
) -> Quote:
    """Return a known number of a row, worded, with its address."""
    text = words.number(exact(getattr(row, column)), places, signed=signed)
    return Quote(text, cited(row, table, column))


def places_within(value: Fraction, places: int, bounds: Iterable[Fraction]) -> int:
    """Return how many decimals keep a number on its own side of every bound as shown.

    Parameters
    ----------
    value : Fraction
    places : int
        Decimals that are usual.
    bounds : iterable of Fraction
        Numbers from which something else holds, themselves included.

    Examples
    --------
    >>> places_within(Fraction("80.999"), 2, [Fraction(81)])
    3
    """
    for more in range(places, places + MORE_PLACES):
        seen = round_half_up(value, more)
        if all((value < bound) == (seen < bound) for bound in bounds):
            return more
    return places + MORE_PLACES


def cited(row: Row, table: str, column: str) -> str:
    """Return the address of a cell by the key of its table's contract."""
    key = (str(getattr(row, name)) for name in CONTRACTS[table].key)
    return address(table, *key, column=column)


def exact(value: Any) -> Fraction:  # noqa: ANN401 (a cell of any numeric column)
    """Return a cell's number exactly as it is stored."""
    return value if isinstance(value, Fraction) else Fraction(value)


def interval(
    row: Row, table: str, words: Words, *, places: int, signed: bool = False
) -> Markup:
    """Return both ends of a known interval; in words where an end may be negative."""
    low = quote(row, table, "low", words, places=places, signed=signed)
    high = quote(row, table, "high", words, places=places, signed=signed)
    form = "{low}" + EN_DASH + "{high}"
    if signed or row.low < 0:
        form = words.say("from {low} to {high}")
    return Markup('<span class="nw">{}</span>').format(
        fill(form, low=low.html(), high=high.html())
    )


def k_of_n(row: Row, table: str, words: Words, *, columns: tuple[str, str]) -> Markup:
    """Return “k of n” of two columns of a row, unbroken."""
    k, n = (quote(row, table, column, words).html() for column in columns)
    return Markup('<span class="nw">{}</span>').format(fill(words.say("{k} of {n}"), k=k, n=n))


def fill(template: str, **values: object) -> Markup:
    """Return a sentence of the catalog as HTML, its values escaped unless they are HTML.

    Examples
    --------
    >>> fill("Highest: {name}", name="<b>")
    Markup('Highest: &lt;b&gt;')
    """
    return escape(template).format(**values)


def absence(row: Row | None, assessment: Assessment) -> str:
    """Return in words why a score has no number."""
    words, run = assessment.words, assessment.run
    if row is None:
        return words.say("no data")
    if row.status == Status.HIDDEN and getattr(row, "level", "") == Level.INDICATOR:
        return words.say("not published")
    if row.status in FEW:
        return fewer(max(run.disclosure.min_n_institution, minimum(assessment)), words)
    reason = _REASONS.get(row.reason)
    return words.say(reason) if reason else words.say("no data")


def fewer(least: int, words: Words) -> str:
    """Return “fewer than 10 answers”."""
    return words.say("fewer than {minimum} answers", minimum=words.number(least))


def minimum(assessment: Assessment) -> int:
    """Return how many respondents a judgement needs by the methodology."""
    return assessment.methodology.choices.min_respondents


def at_least(points: float, words: Words) -> str:
    """Return “at least 5 points” of a threshold, as short as it was written."""
    found = Fraction(str(points))
    if found.denominator == 1:
        return words.count("at least {n} point", "at least {n} points", int(found))
    return words.say("at least {n} of a point", n=words.number(found, _places(found)))


def _places(value: Fraction) -> int:
    return next((one for one in range(6) if (value * 10**one).denominator == 1), 6)
