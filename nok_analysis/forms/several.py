"""An entry of ``questions`` that is several columns: a matrix, or a question of choices."""

from __future__ import annotations

from dataclasses import replace

from nok_analysis.folding import fold
from nok_analysis.forms.answers import NO_ANSWER, SILENT, YES_NO
from nok_analysis.forms.columns import Columns, read_column
from nok_analysis.forms.model import Column, Multiple, Question
from nok_analysis.forms.questions import AnswerSets, read_code, read_manner
from nok_analysis.parameters import Section
from nok_analysis.parameters.tree import SHOWN
from nok_analysis.vocabulary import NO, YES, Role
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.numbers import EN_DASH

#: Cells of a column of one choice, beside the words that the form lists.
_MARKED = {"1": YES, "true": YES, "y": YES, "0": NO, "false": NO, "n": NO}


def read_matrix(section: Section, sets: AnswerSets, columns: Columns) -> list[Question]:
    """Return the questions of a matrix: one a line, all asked and counted in one manner.

    A line is the column “Group [line]” (Google Forms, full texts of LimeSurvey) or
    “Group[line]” (its codes).
    """
    manner = read_manner(section, sets)
    group = section.text("group")
    found: list[Question] = []
    for place in section.sections("lines"):
        line = place.text("line")
        also = place.texts("also", ())
        texts = tuple(one for text in (line, *also) for one in bracketed(group, text))
        column = columns.claim(place, Column(texts), "line")
        text = place.text("text", "")
        found.append(replace(manner, code=read_code(place), column=column, text=text))
        place.finish()
    if section.is_list("lines") and not found:
        section.fault("lines", _("a matrix needs at least one line"), code="missing_key")
    section.finish()
    return found


def read_multiple(
    section: Section, sets: AnswerSets, columns: Columns
) -> tuple[list[Question], Multiple]:
    """Return the choices of a question that takes several answers, and the question itself.

    A choice is 1 where it was chosen and 0 where another was. Its own column, where the
    export has one, is “Question [choice]”, “Question[choice]” or “Question/choice”.
    """
    code = read_code(section)
    column = columns.claim(section, read_column(section))
    listed = section.section("choices")
    words, names = _chosen_words(listed, code)
    manner = _of_a_choice(section, sets)
    otherwise = section.text("otherwise", "")
    if otherwise and otherwise not in names:
        section.fault(
            "otherwise",
            _("“{value}” is no answer of this question"),
            value=otherwise[:SHOWN],
            code="bad_type",
        )
    whole = Multiple(
        code=code,
        column=column,
        words=words,
        choices=tuple(f"{code}_{name}" for name in names),
        otherwise=f"{code}_{otherwise}" if otherwise else "",
        text=section.text("text", ""),
    )
    choices = [_choice(listed, manner, whole, name, columns) for name in names]
    section.finish()
    return choices, whole


def bracketed(group: str, line: str) -> tuple[str, str]:
    """Return how a line of a matrix stands in a header.

    Examples
    --------
    >>> bracketed("Q4", "SQ001")
    ('Q4 [SQ001]', 'Q4[SQ001]')
    """
    return f"{group} [{line}]", f"{group}[{line}]"


def _of_a_choice(section: Section, sets: AnswerSets) -> Question:
    """Return the manner of every choice: chosen or not, in words of the form if listed."""
    if "answers" in section:
        return read_manner(section, sets)
    role = Role(section.word("role", tuple(one for one in Role if one is not Role.FREE_TEXT)))
    return Question(
        code="",
        role=role,
        column=Column(),
        words={"": None, **_MARKED},
        positive=() if role is Role.PROFILE else (YES,),
        asked_if=section.text("asked_if", ""),
        wording_note=section.text("wording_note", ""),
    )


def _chosen_words(listed: Section, code: str) -> tuple[dict[str, str | None], list[str]]:
    words: dict[str, str | None] = {"": None}
    silent: dict[str, str | None] = {name: None if name == NO_ANSWER else "" for name in SILENT}
    names = [name for name in listed.names() if name not in SILENT]
    for name in listed.names():
        meaning = silent.get(name, f"{code}_{name}")
        texts = listed.texts(name)
        for text in texts:
            if words.setdefault(fold(text), meaning) != meaning:
                listed.fault(
                    name,
                    _("the word “{text}” already means “{other}”"),
                    text=text[:SHOWN],
                    other=str(words[fold(text)] or NO_ANSWER),
                    code="duplicate_key",
                )
        if listed.is_list(name) and not texts:
            listed.fault(name, _("no word is listed for this answer"), code="bad_type")
    if not names:
        listed.fault("", _("no answer is listed here"), code="bad_type")
    return words, names


def _choice(
    listed: Section, manner: Question, whole: Multiple, name: str, columns: Columns
) -> Question:
    texts = listed.texts(name) or (name,)
    headers = [
        one
        for question in whole.column.texts
        for text in (*texts, name)
        for one in (*bracketed(question, text), f"{question}/{text}")
    ]
    column = Column(tuple(dict.fromkeys(headers)))
    own = {fold(text): YES for text in texts if fold(text) not in manner.words}
    return replace(
        manner,
        code=f"{whole.code}_{name}",
        column=columns.claim(listed, column, name),
        words=manner.words | own,
        labels={YES: texts[0], NO: EN_DASH},
        names={code: text for text, code in YES_NO.items()},
        text=f"{whole.wording} [{texts[0]}]",
        choice_of=whole.code,
    )
