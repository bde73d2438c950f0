"""One question of a questionnaire: its code, role, column and answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources

from nok_analysis.forms.answers import (
    SILENT,
    Answers,
    read_answers,
    read_number,
    read_scale,
)
from nok_analysis.forms.columns import Columns, read_column
from nok_analysis.forms.model import Question
from nok_analysis.parameters import Section
from nok_analysis.parameters.tree import SHOWN
from nok_analysis.vocabulary import EVERYONE, YES, Role
from nok_analysis.wording import mark_for_catalog as _

_QUESTION_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")

#: Names of shared columns, of the columns beside the questions, and words of SQL.
RESERVED = frozenset(
    resources.files("nok_analysis.forms").joinpath("reserved.txt").read_text("utf-8").split()
) | {EVERYONE}

_VALUED_BY = ("answers", "scale", "number")
_ALLOWED_BY_ROLE = {
    Role.FILTER: ("answers",),
    Role.NUMERATOR: ("answers", "scale"),
    Role.PROFILE: ("answers", "number"),
    Role.FREE_TEXT: (),
}


@dataclass(frozen=True, slots=True)
class AnswerSets:
    """The answers that a form names once for many questions, with their names."""

    named: dict[str, Answers]


def read_question(section: Section, sets: AnswerSets, columns: Columns) -> Question:
    """Return the question of one entry of ``questions``."""
    role = Role(section.word("role", tuple(Role)))
    _check_keys(section, role)
    answers = _answers(section, sets)
    question = Question(
        code=_code(section),
        role=role,
        column=columns.claim(section, read_column(section)),
        words={} if role is Role.FREE_TEXT else answers.words,
        labels=answers.labels,
        positive=_positive(section, role, answers),
        asked_if=section.text("asked_if", ""),
        low=answers.low,
        high=answers.high,
    )
    section.finish()
    return question


def _code(section: Section) -> str:
    code = section.text("code")
    if "code" not in section:
        return ""
    if not _QUESTION_CODE.fullmatch(code):
        section.fault(
            "code",
            _(
                "“{value}” is not a code; write small Latin letters, digits "
                "and _, a letter first"
            ),
            value=code[:SHOWN],
            code="bad_type",
        )
    if code in RESERVED:
        section.fault(
            "code",
            _("“{value}” is the name of a column of ours; choose another"),
            value=code,
            code="bad_type",
        )
    return code


def _check_keys(section: Section, role: Role) -> None:
    """Name the keys that a question of this role cannot have, or lacks."""
    allowed = _ALLOWED_BY_ROLE[role]
    for key in _VALUED_BY:
        if key in section and key not in allowed:
            section.fault(
                key,
                _("a question of the role {role} has no such key"),
                role=role,
                code="unknown_key",
            )
    if allowed and not any(key in section for key in allowed):
        section.fault(
            "",
            _("the answers are missing: one of {keys} is needed"),
            keys=", ".join(allowed),
            code="missing_key",
        )
    if role is Role.FREE_TEXT:
        section.word("personal_data", ("screen",), "screen")
        section.word("publish", ("never",), "never")


def _answers(section: Section, sets: AnswerSets) -> Answers:
    listed = _listed(section, sets) if "answers" in section else Answers({}, {"": None})
    if "scale" in section:
        if not set(listed.codes) <= set(SILENT):
            section.fault(
                "answers",
                _("beside a scale only no_answer and not_applicable are listed"),
                code="bad_type",
            )
            listed = Answers({}, {"": None})
        return read_scale(section.section("scale"), listed)
    return read_number(section.section("number")) if "number" in section else listed


def _listed(section: Section, sets: AnswerSets) -> Answers:
    if not section.is_text("answers"):
        return read_answers(section.section("answers"), alone="scale" not in section)
    name = section.text("answers")
    if name not in sets.named:
        section.fault(
            "answers",
            _("there are no answers “{value}” in this form; known: {known}"),
            value=name[:SHOWN],
            known=", ".join(sets.named) or "–",
            code="missing_key",
        )
    return sets.named.get(name, Answers({}, {"": None}))


def _positive(section: Section, role: Role, answers: Answers) -> tuple[int, ...]:
    if role is Role.FILTER:
        if answers.codes and "yes" not in answers.codes:
            section.fault("answers", _("a filter needs the answer yes"), code="missing_key")
        return (YES,)
    if role is not Role.NUMERATOR:
        return ()
    names = section.texts("positive", ("yes",) if "yes" in answers.codes else ())
    wrong = [name for name in names if answers.codes.get(name) is None or name in SILENT]
    for name in wrong:
        section.fault(
            "positive",
            _("“{value}” is no answer of this question"),
            value=name[:SHOWN],
            code="bad_type",
        )
    if not names and answers.codes:
        section.fault("positive", _("say which answers count as satisfied"), code="missing_key")
    return tuple(answers.codes[name] or 0 for name in names if name not in wrong)
