"""One question of a questionnaire: its code, role, column and answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from importlib import resources

from nok_analysis.forms.answers import (
    SILENT,
    Answers,
    is_value,
    read_answers,
    read_number,
    read_scale,
)
from nok_analysis.forms.columns import Columns, read_column
from nok_analysis.forms.model import Column, Question
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
    """Return the question of an entry of ``questions`` that is one column."""
    question = replace(
        read_manner(section, sets),
        code=read_code(section),
        column=columns.claim(section, read_column(section)),
        text=section.text("text", ""),
    )
    section.finish()
    return question


def read_manner(section: Section, sets: AnswerSets) -> Question:
    """Return how an entry asks and what counts, without its code and column."""
    role = Role(section.word("role", tuple(Role)))
    _check_keys(section, role)
    answers = _answers(section, sets)
    return Question(
        code="",
        role=role,
        column=Column(),
        words={} if role is Role.FREE_TEXT else answers.words,
        labels=answers.labels,
        positive=_positive(section, role, answers),
        asked_if=section.text("asked_if", ""),
        low=answers.low,
        high=answers.high,
        names={code: name for name, code in answers.codes.items() if code is not None},
        wording_note=section.text("wording_note", ""),
        filter_missing=section.text("filter_missing", ""),
        among_override=_override(section),
    )


def read_code(section: Section) -> str:
    """Return the code of a question, with a fault when it cannot name a column."""
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


def _override(section: Section) -> str:
    """Return ``everyone`` where the form says so; it needs the filter that is missing."""
    if "among_override" not in section:
        return ""
    if "filter_missing" not in section:
        section.fault(
            "among_override",
            _("say under filter_missing which filter this form does not ask"),
            code="missing_key",
        )
    return section.word("among_override", (EVERYONE,))


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
        scale = read_scale(section.section("scale"), listed)
        strange = [name for name in listed.codes if name not in SILENT and not is_value(name)]
        values = [code for name, code in listed.codes.items() if name not in SILENT]
        outside = [code for code in values if not scale.low <= code <= scale.high]
        if strange or outside:
            section.fault(
                "answers",
                _("beside a scale only its values, no_answer and not_applicable are listed"),
                code="bad_type",
            )
        return scale
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
    found = sets.named.get(name, Answers({}, {"": None}))
    if name in sets.named and "scale" not in section and set(found.codes) <= set(SILENT):
        section.fault("answers", _("no answer is listed here"), code="bad_type")
    return found


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
