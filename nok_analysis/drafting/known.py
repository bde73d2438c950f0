"""Columns known from the forms of the workspace: by their header, and by what they hold.

A question in words is the same question wherever it stands. A code such as Q1 is not: codes
are known only where the table as a whole is that of the form.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from nok_analysis.drafting.entries import Entry, Part
from nok_analysis.drafting.seen import Export, Seen
from nok_analysis.folding import fold
from nok_analysis.forms import Column, Question, Questionnaire, WordColumn
from nok_analysis.vocabulary import Role

MOSTLY = 0.5  # of the cells must a question in words hold; of its questions a form, by codes
_A_QUESTION = 8  # characters, with a space among them


def nearest(forms: Sequence[Questionnaire], export: Export) -> list[Questionnaire]:
    """Return the forms, the one that knows most columns of the export first."""
    return sorted(forms, key=lambda form: -_knows(form, export))


def known_entry(
    forms: Sequence[Questionnaire], column: Seen, whole: Collection[str]
) -> Entry | None:
    """Return what the first form that knows a column makes of it, None when none does.

    Parameters
    ----------
    forms : sequence of Questionnaire
    column : Seen
    whole : collection of str
        Codes of the forms that the table as a whole belongs to.
    """
    for form in forms:
        if form.form in whole or _is_wording(column.header):
            found = _about(form, column) or _asked(form, column, most=MOSTLY)
            if found is not None:
                return found
    return None


def forms_of(forms: Sequence[Questionnaire], export: Export) -> frozenset[str]:
    """Return the codes of the forms of which the export has most of the questions."""
    return frozenset(
        form.form for form in forms if _knows(form, export) >= MOSTLY * len(form.questions)
    )


def _is_wording(header: str) -> bool:
    return len(header) >= _A_QUESTION and " " in header


def _knows(form: Questionnaire, export: Export) -> int:
    return sum(_asked(form, one) is not None for one in export.columns)


def _about(form: Questionnaire, column: Seen) -> Entry | None:
    places: tuple[tuple[Part, Column | None], ...] = (
        (Part.INSTITUTION, form.institution.column),
        (Part.TIME, form.time.column if form.time else None),
        (Part.RESPONDENT, form.respondent),
        (Part.SETTLEMENT, form.settlement),
        (Part.INTERVIEWER, form.interviewer),
    )
    for part, place in places:
        if place is not None and _is(place, column):
            return Entry(column, part)
    for part, closed in (
        (Part.ROLE, form.respondent_role),
        (Part.CHANNEL, form.channel_column),
    ):
        if (
            closed is not None
            and _is(closed.column, column)
            and column.words <= set(closed.words)
        ):
            return Entry(column, part, keys=_missing(closed), answers=_closed(closed, column))
    return None


def _asked(form: Questionnaire, column: Seen, *, most: float = 0) -> Entry | None:
    """Return the question of a column; at most the share `most` of its cells may be odd."""
    question = next((one for one in form.questions if _is(one.column, column)), None)
    if question is None or question.choice_of:
        return None
    odd = _odd(question, column)
    if odd > most * column.filled:
        return None
    keys = {"role": str(question.role)}
    if question.role is Role.FREE_TEXT:
        keys |= {"personal_data": "screen", "publish": "never"}
    elif not question.names:
        keys["number"] = f'{{low: "{question.low}", high: "{question.high}"}}'
    elif question.low is not None:
        keys["scale"] = f'{{low: "{question.low}", high: "{question.high}"}}'
    if question.role is Role.NUMERATOR and question.positive != (1,):
        listed = ", ".join(f'"{question.names[code]}"' for code in question.positive)
        keys["positive"] = f"[{listed}]"
    return Entry(
        column,
        Part.QUESTION,
        question.code,
        keys,
        _answers(question),
        question.asked_if,
        odd=odd,
    )


def _is(known: Column, column: Seen) -> bool:
    if known.pattern:
        return re.search(known.pattern, column.header) is not None
    return fold(column.header) in {fold(text) for text in known.texts}


def _odd(question: Question, column: Seen) -> int:
    """Return how many cells the question's own answers do not hold."""
    if question.role is Role.FREE_TEXT:
        return 0
    rest = column.words - set(question.words)
    if question.low is not None and question.high is not None:
        span = range(question.low, question.high + 1)
        rest = {one for one in rest if not (one.isdecimal() and int(one) in span)}
    return sum(column.cells[one] for one in rest)


def _answers(question: Question) -> dict[str, list[str]]:
    """Return name → words of a question; the numbers of a scale are words already."""
    found: dict[str, list[str]] = {}
    for word, code in question.words.items():
        name = "no_answer" if code is None else question.names.get(code, "not_applicable")
        if word and not (question.low is not None and word == name):
            found.setdefault(name, []).append(word)
    return found


def _closed(words: WordColumn, column: Seen) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word, name in words.words.items():
        if word in column.words:
            found.setdefault(name, []).append(word)
    return found


def _missing(words: WordColumn) -> dict[str, str]:
    return {"missing": words.missing} if words.missing else {}
