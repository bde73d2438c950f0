"""Registers as data: tables of evidence that are neither answers nor checklists."""

from __future__ import annotations

from dataclasses import dataclass, field

from nok_analysis.forms.model import Column, Form, PeriodColumn, TimeColumn

UNFOLDED = "unfolded:"  # before the node of a value that becomes a row


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a register.

    Attributes
    ----------
    name : str
        Column of the contract that it fills.
    type : str
        Type of that column: ``text``, ``int``, ``exact``, ``date``.
    column : Column
        The header's wordings; our own name of the column is one of them.
    required : bool
        Whether a row without it is set aside.
    words : dict of str to str
        Folded spelling → word of ours; empty where anything may be written.
    labels : dict of str to str
        Word of ours → as a person reads it (the first listed spelling).
    closed : bool
        Whether a cell outside `words` sets its row aside; else it is kept as written.
    time : TimeColumn or None
        Of a date.
    meaning, example : str
        What a template says of the column.
    """

    name: str
    type: str
    column: Column
    required: bool = False
    words: dict[str, str] = field(default_factory=dict[str, str])
    labels: dict[str, str] = field(default_factory=dict[str, str])
    closed: bool = True
    time: TimeColumn | None = None
    meaning: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A column of a wide table that becomes a row of its own."""

    node: str
    column: Column
    example: str = ""


@dataclass(frozen=True, slots=True)
class Register(Form):
    """A register: one row a voice, a rating, a count, a report.

    Attributes
    ----------
    feeds : str
        Table of evidence that its rows belong to.
    fields : tuple of Field
        In the order of the template.
    fixed : dict of str to str
        Column → the word that it has in every row.
    everyone : tuple of str
        Folded words that stand for the whole district in the place of an institution.
    keep_unknown : bool
        Whether an institution that the registry lacks is kept as printed.
    period : PeriodColumn or None
        Period that a row speaks of; None: its date says it, or the period of receipt.
    unfold : tuple of Unfolded
        Values of a wide table; each filled one becomes a row.
    """

    feeds: str
    fields: tuple[Field, ...]
    fixed: dict[str, str] = field(default_factory=dict[str, str])
    everyone: tuple[str, ...] = ()
    keep_unknown: bool = False
    period: PeriodColumn | None = None
    unfold: tuple[Unfolded, ...] = ()
    ignore: tuple[str, ...] = ()
    personal_data: tuple[str, ...] = ()

    def field(self, name: str) -> Field | None:
        """Return the field that fills the column `name`, None when the form has none."""
        return next((one for one in self.fields if one.name == name), None)

    @property
    def columns(self) -> tuple[tuple[str, Column, bool], ...]:
        """Name, column and whether it is required, of every column but the institution's."""
        period = [("period", self.period.column, False)] if self.period else []
        own = [(one.name, one.column, one.required) for one in self.fields]
        wide = [(UNFOLDED + one.node, one.column, False) for one in self.unfold]
        return (*period, *own, *wide)
