"""Rows below a header, while they are judged: cells by column name, flaws by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from nok_analysis.contracts import PERSONAL
from nok_analysis.folding import cleaned, fold
from nok_analysis.forms.model import Checklist, Form, Questionnaire
from nok_analysis.forms.register_model import Register
from nok_analysis.intake.examples import pass_over_examples
from nok_analysis.intake.grid import Coded, Grid, spread_over
from nok_analysis.intake.header import QUESTION, Header
from nok_analysis.intake.table import Flaw, Limits, RawTable, Refused, flaw
from nok_analysis.vocabulary import Role
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import shown

Value = TypeVar("Value")


@dataclass(slots=True)
class Body:
    """The records of one sheet under one form.

    Attributes
    ----------
    table : RawTable
    header : Header
    source_file : str
        First 12 hex digits of the file's sha256.
    lines : list of int
        Physical row of each record.
    rows : Grid
        Cells as received, as many a row as the header has.
    flaws : dict of int to list of Flaw
        Position of a record → why it is set aside.
    warnings : dict of int to list of Flaw
        Position of a record → what is odd about it.
    notes : list of Flaw
        What is odd about the sheet as a whole.
    dead : set of int
        Records whose cells are not looked at.
    marks : dict of int to set of str
        Position of a record → flags that no warning of its own names.
    blank : int
        Blank rows below the header.
    returned, rejected : set of int
        Records that a person corrected, and those that a person left out for good.
    free_text : set of int
        Positions of the columns whose text is never quoted.
    file : str
        Name of the file without its ending.
    """

    table: RawTable
    header: Header
    source_file: str
    lines: list[int] = field(default_factory=list[int])
    rows: Grid = field(default_factory=lambda: Grid((), 0))
    flaws: dict[int, list[Flaw]] = field(default_factory=dict[int, list[Flaw]])
    warnings: dict[int, list[Flaw]] = field(default_factory=dict[int, list[Flaw]])
    notes: list[Flaw] = field(default_factory=list[Flaw])
    marks: dict[int, set[str]] = field(default_factory=dict[int, set[str]])
    dead: set[int] = field(default_factory=set[int])
    blank: int = 0
    returned: set[int] = field(default_factory=set[int])
    rejected: set[int] = field(default_factory=set[int])
    free_text: set[int] = field(default_factory=set[int])
    file: str = ""

    @property
    def form(self) -> Form:
        """The form that reads the sheet."""
        return self.header.form

    def column(self, name: str) -> list[str]:
        """Return the trimmed cells of a column; empty texts when the sheet lacks it."""
        place = self.header.places.get(name)
        if place is None:
            return [""] * len(self.rows)
        own = self.rows.columns[place]
        return spread_over([cleaned(word) for word in own.words], own.codes)

    def column_cell(self, name: str, i: int) -> str:
        """Return the trimmed cell of one record; the empty text when the sheet lacks it."""
        place = self.header.places.get(name)
        return "" if place is None else cleaned(self.rows[i][place])

    def read(self, name: str, rule: Callable[[str], Value | Flaw]) -> list[Value | None]:
        """Return the values that `rule` gives for a column; a flaw sets its record aside.

        Parameters
        ----------
        name : str
            Name of a wanted column.
        rule : callable
            Trimmed cell → value, or the flaw of a record that holds such a cell.
        """
        place = self.header.places.get(name)
        size = len(self.rows)
        own = _nothing(size) if place is None else self.rows.columns[place]
        values = [rule(cleaned(word)) for word in own.words]  # words, far fewer than cells
        flawed = np.fromiter((isinstance(one, Flaw) for one in values), bool, len(values))
        found = spread_over(values, own.codes)
        for i in np.flatnonzero(flawed[own.codes]).tolist():
            self.set_aside(i, found[i], name)
            found[i] = None
        for i in self.dead:
            found[i] = None
        return found

    def set_aside(self, i: int, found: Flaw, name: str = "") -> None:
        """Record why record `i` is not accepted; `name` names the column."""
        if i not in self.dead:
            self.flaws.setdefault(i, []).append(self._placed(i, found, name))

    def kill(self, i: int, found: Flaw) -> None:
        """Set record `i` aside whole: none of its cells is looked at any more."""
        self.flaws[i] = [found]
        self.dead.add(i)

    def warn(self, i: int, found: Flaw, name: str = "") -> None:
        """Record what is odd about record `i`."""
        if i not in self.dead:
            self.warnings.setdefault(i, []).append(self._placed(i, found, name))

    def _placed(self, i: int, found: Flaw, name: str) -> Flaw:
        """Return the flaw with its column, and with the cell as received."""
        place = self.header.places.get(name) if found.place is None else found.place
        value = found.value
        if place is not None and value is None:
            cell = self.rows[i][place]
            value = str(len(cell)) if place in self.free_text else shown(cell)
        return replace(found, place=place, value=value)


def body_of(table: RawTable, header: Header, source_file: str, limits: Limits) -> Body:
    """Return the records below `header`, with the flaws that need no form to be seen.

    Raises
    ------
    Refused
        When there are more records than the cap, or none.
    """
    pass_over_examples(table, header)
    limits = limits.of(header.form.table.caps)
    if len(header.texts) > limits.columns:
        message = _("the table has more than {cap} columns")
        raise Refused("too_many_columns", message, sheet=table.sheet, cap=limits.columns)
    body = Body(table, header, source_file)
    start = header.row + 1
    body.lines = table.lines[start:]
    body.blank = sum(line > header.line for line in table.blank_lines)
    if len(body.lines) > limits.rows:
        raise Refused(
            "too_many_rows",
            _("the table has more than {cap} rows; split it"),
            sheet=table.sheet,
            cap=limits.rows,
        )
    body.notes = list(table.notes)
    body.free_text = _free_text(header)
    rows = table.rows[start:]
    body.rows = Grid.of(rows, len(header.texts))
    _check_shapes(body, rows, limits)
    _check_cells(body)
    _name_unknown_columns(body)
    return body


def ignored(form: Form) -> set[str]:
    """Return the folded headers that `form` drops on purpose."""
    known = (Questionnaire, Checklist, Register)
    listed = (*form.ignore, *form.personal_data) if isinstance(form, known) else ()
    return {fold(text) for text in listed}


def _free_text(header: Header) -> set[int]:
    form = header.form
    questions = form.questions if isinstance(form, Questionnaire) else ()
    names = [QUESTION + one.code for one in questions if one.role is Role.FREE_TEXT]
    names += [] if questions else list(PERSONAL)
    return {header.places[name] for name in names if name in header.places}


def _nothing(size: int) -> Coded:
    return Coded(np.zeros(size, np.int32), [""])


def _check_shapes(body: Body, rows: Sequence[list[str]], limits: Limits) -> None:
    """Set aside records that are no whole rows: spoiled, of another width, of endless cells."""
    for i, line in enumerate(body.lines) if body.table.dead else ():
        if line in body.table.dead:
            body.kill(i, body.table.dead[line])
    width = len(body.header.texts)
    for i, cells in enumerate(rows) if body.table.ragged else ():
        if i not in body.dead and (len(cells) < width or any(map(str.strip, cells[width:]))):
            message = _("{found} fields stand here, the header has {expected}")
            found = flaw("wrong_field_count", message, found=len(cells), expected=width)
            body.kill(i, found)
    message = _("a cell holds more than {cap} characters")
    long = (
        one for one in body.rows.columns if max(map(len, one.words), default=0) > limits.cell
    )
    for column in long:
        for i in column.where(lambda word: len(word) > limits.cell).tolist():
            if i not in body.dead:
                body.kill(i, flaw("cell_too_long", message, cap=limits.cell))


def _check_cells(body: Body) -> None:
    """Set aside records with a spoiled cell in a column that is read."""
    used = set(body.header.places.values())
    position = {line: i for i, line in enumerate(body.lines)} if body.table.cells else {}
    for (line, place), found in sorted(body.table.cells.items()):
        i = position.get(line)
        if i is None or place not in used:
            continue
        if found.code != "merged_cells" or not body.rows[i][place].strip():
            body.set_aside(i, found)


def _is_filled(word: str) -> bool:
    return bool(word.strip())


def _name_unknown_columns(body: Body) -> None:
    used = set(body.header.places.values())
    dropped = ignored(body.form)
    for place, text in enumerate(body.header.texts):
        known = place in used or fold(text) in dropped
        if known or not (text or body.rows.columns[place].where(_is_filled).size):
            continue
        body.notes.append(
            flaw(
                "header_column_unknown",
                _("the form does not know this column; it was not read"),
                place=place,
            )
        )
    if isinstance(body.form, Register):
        return  # its optional columns may be absent (data dictionary, rule 7)
    lost = {one.name: one for one in body.header.missing if not one.required}
    for one in lost.values():
        texts = one.column.texts or (one.column.pattern,)
        body.notes.append(
            flaw(
                "header_column_missing",
                _("the column “{lost}” is missing; everything in it counts as not given"),
                lost=texts[0],
            )
        )
