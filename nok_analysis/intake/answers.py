"""Answers by the closed dictionary of the form; what is not in it sets the row aside."""

from __future__ import annotations

import re
from collections.abc import Callable

from nok_analysis.folding import fold
from nok_analysis.forms.model import Question, Questionnaire, WordColumn
from nok_analysis.intake.body import Body
from nok_analysis.intake.header import QUESTION
from nok_analysis.intake.table import Flaw, flaw
from nok_analysis.look_alikes import skeleton
from nok_analysis.vocabulary import NOT_APPLICABLE_ANSWER, Role
from nok_analysis.wording import mark_for_catalog as _

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?|[+-]?(inf|infinity)", re.IGNORECASE)
_WHOLE = re.compile(r"[0-9]{1,3}")  # digits of other scripts are no number here
ALLOWED_SHOWN = 8

Answers = dict[str, list[int | None]]


def read_answers(body: Body, form: Questionnaire) -> Answers:
    """Return question code → answer codes of every record, None = no answer.

    A cell outside the dictionary sets its record aside. The answer to a merged question stands
    under each of its codes. Free-text questions are not here.
    """
    found: Answers = {}
    for question in form.questions:
        if question.role is not Role.FREE_TEXT:
            found[question.code] = body.read(QUESTION + question.code, answer_reader(question))
    for group in form.merged:
        asked = next((code for code in group if code in found), None)
        if asked is not None:
            found.update(dict.fromkeys(group, found[asked]))
    return found


def answer_reader(question: Question) -> Callable[[str], int | Flaw | None]:
    """Return the rule of a question: trimmed cell → answer code, None, or the flaw."""
    alike = {skeleton(word): word for word in question.words if skeleton(word)}
    bounded = question.low is not None and question.high is not None

    def read(cell: str) -> int | Flaw | None:
        word = fold(cell)
        if word in question.words or not word:
            return question.words.get(word)
        if bounded and _NUMBER.fullmatch(cell):
            return _number(cell, question)
        return unknown_word(cell, tuple(question.words), alike.get(skeleton(cell), ""))

    return read


def unknown_word(cell: str, allowed: tuple[str, ...], alike: str = "") -> Flaw:
    """Return the flaw of a cell outside a closed list."""
    listed = ", ".join(f"“{word}”" for word in allowed[:ALLOWED_SHOWN] if word)
    if alike:
        message = _(
            "“{value}” is not in the list ({allowed}); it looks like “{alike}” but holds "
            "foreign letters"
        )
        return flaw("unknown_answer", message, cell=cell, allowed=listed, alike=alike)
    message = _("“{value}” is not in the list ({allowed})")
    return flaw("unknown_answer", message, cell=cell, allowed=listed)


def _number(cell: str, question: Question) -> int | Flaw:
    if _WHOLE.fullmatch(cell) and question.low <= int(cell) <= question.high:
        return int(cell)
    message = _("“{value}” is not a whole number from {low} to {high}")
    return flaw("out_of_range", message, cell=cell, low=question.low, high=question.high)


def word_reader(words: WordColumn, code: str) -> Callable[[str], str | Flaw | None]:
    """Return the rule of a column of closed words; an empty cell means `words.missing`."""

    def read(cell: str) -> str | Flaw | None:
        word = fold(cell)
        if word in words.words:
            return words.words[word]
        if not word:
            return words.missing or None
        found = unknown_word(cell, tuple(words.words))
        return Flaw(code, found.message, found.values, None, found.value)

    return read


def apply_skips(body: Body, form: Questionnaire, answers: Answers) -> Answers:
    """Return the answers without those behind a closed branch; each is named in `body`.

    After it whoever is satisfied with something has also used it.
    """
    kept = {code: list(column) for code, column in answers.items()}
    for question in _from_the_root(form):
        opens = form.question(question.asked_if)
        column, gate = kept.get(question.code), kept.get(question.asked_if)
        if column is None or gate is None:
            continue
        opening = opens.positive if opens else (1,)
        for i, answer in enumerate(column):
            if answer in {None, NOT_APPLICABLE_ANSWER} or gate[i] in opening:
                continue
            column[i] = None
            _note_violation(body, form, question, i)
    return kept


def mark_empty(body: Body, form: Questionnaire, answers: Answers) -> None:
    """Set aside the records that answer no question at all."""
    scored = [
        answers[one.code] for one in form.questions if one.role in {Role.FILTER, Role.NUMERATOR}
    ]
    texts = [
        body.column(QUESTION + one.code) for one in form.questions if one.role is Role.FREE_TEXT
    ]
    given = [[cell is not None for cell in column] for column in scored]
    given += [[bool(cell) for cell in column] for column in texts]
    for i, answered in enumerate(map(any, zip(*given, strict=True))):
        if not answered and i not in body.flaws:
            body.set_aside(i, flaw("no_answers_in_row", _("the row holds no answer")))


def _from_the_root(form: Questionnaire) -> list[Question]:
    """Return the questions behind a branch, a filter before what hangs on it."""
    branch = {one.code: one.asked_if for one in form.questions}

    def depth(code: str) -> int:
        steps = 0
        while branch.get(code) and steps <= len(branch):
            code, steps = branch[code], steps + 1
        return steps

    return sorted(
        (one for one in form.questions if one.asked_if), key=lambda one: depth(one.code)
    )


def _note_violation(body: Body, form: Questionnaire, question: Question, i: int) -> None:
    name = QUESTION + question.code
    quoted = body.column_cell(name, i)
    values = {"cell": quoted, "branch": question.asked_if}
    if form.skip_violation == "quarantine_row":
        message = _("“{value}” is answered although the branch {branch} is closed")
        body.set_aside(i, flaw("skip_violation", message, **values), name)
        return
    message = _(
        "“{value}” is answered although the branch {branch} is closed; it does not count"
    )
    body.warn(i, flaw("skip_violation", message, **values), name)
