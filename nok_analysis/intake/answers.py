"""Answers by the closed dictionary of the form; what is not in it sets the row aside."""

from __future__ import annotations

from nok_analysis.forms.model import Question, Questionnaire
from nok_analysis.intake.answer_words import answer_reader
from nok_analysis.intake.body import Body
from nok_analysis.intake.choices import read_choices
from nok_analysis.intake.header import MULTIPLE, QUESTION
from nok_analysis.intake.table import flaw
from nok_analysis.vocabulary import NOT_APPLICABLE_ANSWER, Role
from nok_analysis.wording import mark_for_catalog as _

Answers = dict[str, list[int | None]]


def read_answers(body: Body, form: Questionnaire) -> Answers:
    """Return question code → answer codes of every record, None = no answer.

    A cell outside the dictionary sets its record aside. The answer to a merged question stands
    under each of its codes. Free-text questions are not here.
    """
    found: Answers = {}
    for whole in form.multiples:
        found |= read_choices(body, form, whole)
    for question in form.questions:
        if question.role is not Role.FREE_TEXT and not question.choice_of:
            found[question.code] = body.read(QUESTION + question.code, answer_reader(question))
    for group in form.merged:
        asked = next((code for code in group if code in found), None)
        if asked is not None:
            found.update(dict.fromkeys(group, found[asked]))
    return found


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


def mark_few(body: Body, form: Questionnaire, answers: Answers) -> None:
    """Name the records with fewer answers than the form's norm, or set them aside."""
    scored = [
        answers[one.code] for one in form.questions if one.role in {Role.FILTER, Role.NUMERATOR}
    ]
    for i, given in enumerate(zip(*scored, strict=True) if form.at_least_answered else ()):
        n = sum(answer is not None for answer in given)
        if not 0 < n < form.at_least_answered or i in body.dead:
            continue
        message = _("only {n} of the questions are answered; the form wants at least {least}")
        found = flaw("few_answers", message, n=n, least=form.at_least_answered)
        if form.few_answers == "quarantine":
            body.set_aside(i, found)
        else:
            body.warn(i, found)


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


def _cell_name(body: Body, question: Question) -> str:
    """Return the name of the column that holds the answer: its own, or the joined one."""
    name = QUESTION + question.code
    joined = question.choice_of and name not in body.header.places
    return MULTIPLE + question.choice_of if joined else name


def _note_violation(body: Body, form: Questionnaire, question: Question, i: int) -> None:
    name = _cell_name(body, question)
    quoted = body.column_cell(name, i)
    opens = form.question(question.asked_if)
    branch = opens.wording if opens and opens.wording else question.asked_if
    values = {"cell": quoted, "branch": branch}
    if form.skip_violation == "quarantine_row":
        message = _("“{value}” is answered although the branch {branch} is closed")
        body.set_aside(i, flaw("skip_violation", message, **values), name)
        return
    message = _(
        "“{value}” is answered although the branch {branch} is closed; it does not count"
    )
    body.warn(i, flaw("skip_violation", message, **values), name)
