"""Judged records of one sheet: columns of the contract, keys, what a duplicate is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nok_analysis.intake.body import Body
from nok_analysis.intake.dates import Moment
from nok_analysis.vocabulary import LIST_MARK

RESPONSES = "responses"
OBSERVATIONS = "observations"


@dataclass(slots=True)
class Records:
    """Records of a body after judging, before duplicates across the file are looked for.

    Attributes
    ----------
    body : Body
    table : str
        A table of evidence.
    periods, institutions : list of str or None
    keys : list of tuple or None
        What must be unique in the file; None where a part of it is not known or where rows
        cannot collide.
    signatures : list of tuple
        What equal duplicates have in common.
    columns : dict of str to list
        Contract column → values of every record.
    names : list of str
        Second half of the accepted key: the respondent, or item and date.
    moments : list of Moment or None
    items : list of str
        Item codes whose states stand in `columns` (grid checklists).
    """

    body: Body
    table: str
    periods: list[str | None]
    institutions: list[str | None]
    keys: list[tuple[Any, ...] | None]
    signatures: list[tuple[Any, ...]]
    columns: dict[str, list[Any]]
    names: list[str]
    moments: list[Moment | None]
    items: list[str] = field(default_factory=list[str])

    @property
    def accepted(self) -> list[int]:
        """Positions of the records that nothing set aside."""
        every = range(len(self.body.lines))
        flaws = self.body.flaws
        return [i for i in every if i not in flaws] if flaws else list(every)

    def flags(self, i: int) -> str | None:
        """Return the marks of a record, in order of their codes."""
        if i not in self.body.warnings and i not in self.body.marks:
            return None
        warned = {one.code for one in self.body.warnings.get(i, ())}
        codes = sorted(warned | self.body.marks.get(i, set()))
        return LIST_MARK.join(codes) or None
