"""The columns that a form looks for in the header of a received table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from nok_analysis.folding import fold
from nok_analysis.forms.model import Checklist, Column, Form, Questionnaire
from nok_analysis.forms.register_model import Register
from nok_analysis.vocabulary import Role

ITEM = "item:"
MULTIPLE = "multiple:"
QUESTION = "question:"
_OPTIONAL_ROLES = (Role.FREE_TEXT, Role.PROFILE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that a form looks for; `name` is what the door calls it."""

    name: str
    column: Column
    required: bool = True

    def reader(self) -> Callable[[str, str], bool]:
        """Return the test of a header cell, given as written and folded."""
        if self.column.pattern:
            pattern = re.compile(self.column.pattern)
            return lambda text, _folded: pattern.search(text) is not None
        wordings = {fold(one) for one in self.column.texts}
        return lambda _text, folded: folded in wordings


def wanted(form: Form) -> tuple[Wanted, ...]:
    """Return the columns that `form` looks for.

    Parameters
    ----------
    form : Questionnaire, Checklist or Register
    """
    own = _columns(form)
    every = (Wanted("institution", form.institution.column), *own)
    return tuple(one for one in every if one.column.texts or one.column.pattern)


def _columns(form: Form) -> list[Wanted]:
    if isinstance(form, Register):
        return [Wanted(name, column, required=need) for name, column, need in form.columns]
    return _of_questionnaire(form) if isinstance(form, Questionnaire) else _of_checklist(form)


def _of_questionnaire(form: Questionnaire) -> list[Wanted]:
    found = [
        Wanted(QUESTION + one.code, one.column, required=one.role not in _OPTIONAL_ROLES)
        for one in form.questions
    ]
    found += [Wanted(MULTIPLE + one.code, one.column) for one in form.multiples]
    for name, column, required in (
        ("respondent", form.respondent, True),
        ("time", form.time and form.time.column, True),
        ("period", form.period and form.period.column, True),
        ("channel", form.channel_column and form.channel_column.column, True),
        ("respondent_role", form.respondent_role and form.respondent_role.column, True),
        ("settlement", form.settlement, False),
        ("interviewer", form.interviewer, False),
    ):
        if column is not None:
            found.append(Wanted(name, column, required=required))
    return found


def _of_checklist(form: Checklist) -> list[Wanted]:
    found = [Wanted("date", form.date.column)]
    if form.shape == "grid":
        found += [Wanted(ITEM + one.code, Column((one.text,))) for one in form.items]
    for name, column, required in (
        ("item", form.item_column, True),
        ("state", form.state_column, True),
        ("measured", form.measured_column, True),
        ("term", form.term_column, True),
        ("unit", form.unit_column and form.unit_column.column, True),
        ("last_update", form.last_update and form.last_update.column, False),
        ("evidence_link", form.evidence_link, False),
        ("reason", form.reason, False),
    ):
        if column is not None:
            found.append(Wanted(name, column, required=required))
    return found
