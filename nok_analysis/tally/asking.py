"""How a form puts a question: in which column, to whom, and what counts as satisfied."""

from __future__ import annotations

from dataclasses import dataclass

from nok_analysis.forms.model import Questionnaire
from nok_analysis.vocabulary import EVERYONE, Reason


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one form puts it.

    Attributes
    ----------
    column : str
        Column of the answers.
    group : tuple of str
        Filter that must say yes for the questionnaire to be in the group; none for everyone.
    branch : tuple of str
        Filter that opens the question itself, where it is another one.
    codes : tuple of int
        Every code that the form lists, ``not applicable`` left out.
    positive : tuple of int
        Codes that count as satisfied.
    """

    column: str
    group: tuple[str, ...]
    branch: tuple[str, ...]
    codes: tuple[int, ...]
    positive: tuple[int, ...]

    @property
    def filters(self) -> tuple[str, ...]:
        """Columns that say yes in every questionnaire to which the question was put."""
        return self.group + self.branch


def asked(
    form: Questionnaire, question: str, among: str = EVERYONE, *, stored: frozenset[str]
) -> Asked | None:
    """Return how `form` puts `question` to the group `among`, None when it does not.

    Parameters
    ----------
    form : Questionnaire
    question : str
        A question's code; of merged codes each is answered by the one that is asked.
    among : str
        ``everyone`` or the code of a filter, whose yes makes the group.
    stored : frozenset of str
        Columns that the evidence of this form really has.
    """
    column = _column(form, question, stored)
    found = form.question(column)
    if found is None:
        return None
    group = EVERYONE if among == EVERYONE else _column(form, among, stored)
    if not group and found.filter_missing == among:
        group = found.among_override  # “everyone”, where the form says so
    if not group:
        return None
    branch = _column(form, found.asked_if, stored) if found.asked_if else ""
    groups = () if group == EVERYONE else (group,)
    branches = tuple(one for one in (branch,) if one and one not in groups)
    codes = tuple(code for code in sorted(found.labels) if code >= 0)
    return Asked(column, groups, branches, codes, found.positive)


def why_not_asked(form: Questionnaire, question: str, *, stored: frozenset[str]) -> Reason:
    """Return why `form` does not put the question: it is absent, or its filter is."""
    present = _column(form, question, stored)
    return Reason.FILTER_MISSING if present else Reason.QUESTION_ABSENT


def _column(form: Questionnaire, code: str, stored: frozenset[str]) -> str:
    """Return the column that answers `code`, empty when the form has none."""
    merged = next((group for group in form.merged if code in group), ())
    for name in (code, *merged):
        if form.question(name) is not None and name not in form.absent and name in stored:
            return name
    return ""
