"""Answers to one question as figures need them: counts by institution, labels, titles."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nok_analysis.errors import ReportError
from nok_analysis.figures.estimates import SHOWN, known
from nok_analysis.figures.lettering import clean
from nok_analysis.figures.material import Material, rows
from nok_analysis.forms.model import Form, Question, Questionnaire
from nok_analysis.vocabulary import NOT_APPLICABLE_ANSWER, Role
from nok_analysis.wording import Words
from nok_analysis.wording.numbers import NO_BREAK, round_half_up

EVERYWHERE = ""  # institution of the rows that stand for the whole district


@dataclass(frozen=True, slots=True)
class Voices:
    """How an institution's people answered a question.

    Attributes
    ----------
    counts : tuple of int
        How many gave each answer, in the order of the question's answers, good to bad.
    satisfied, n, missing : int
        Satisfied, answered, asked and silent.
    low, high : float or None
        Interval of the satisfied share; None where the table has none for it.
    status : str
        Not ``ok``: every number above is empty.
    """

    counts: tuple[int, ...] = ()
    satisfied: int = 0
    n: int = 0
    missing: int = 0
    low: float | None = None
    high: float | None = None
    method: str | None = None
    status: str = "missing"

    @property
    def is_shown(self) -> bool:
        """Whether there are numbers to draw."""
        return self.status in SHOWN and self.n > 0


def question_of(assessment: Material, code: str) -> Question:
    """Return the question `code`, from the first form of the run that asks it.

    Raises
    ------
    ReportError
        When no form of the run asks it.
    """
    asked = [one for form in _questionnaires(assessment) if (one := form.question(code))]
    if not asked:
        raise ReportError("no questionnaire of the run asks “{question}”", question=code)
    return asked[0]


def title_of(question: Question) -> str:
    """Return the question's text; of a pattern its words, without its signs."""
    return clean(question.wording) or question.code


def satisfaction_questions(assessment: Material) -> list[Question]:
    """Return every question with good answers that is no filter, in the order of the forms."""
    codes = dict.fromkeys(
        one.code
        for form in _questionnaires(assessment)
        for one in form.questions
        if one.role is Role.NUMERATOR and one.positive
    )
    return [question_of(assessment, code) for code in codes]


def answers_of(question: Question) -> tuple[int, ...]:
    """Return the codes of the answers, good to bad: the satisfied ones first."""
    codes = {code for code in question.labels if code != NOT_APPLICABLE_ANSWER}
    if question.low is not None and question.high is not None:
        codes |= set(range(question.low, question.high + 1))
    return tuple(sorted(codes, key=lambda code: (code not in question.positive, -code)))


def label_of(question: Question, code: int) -> str:
    """Return the answer as a person reads it."""
    return clean(question.labels.get(code, code))


def per_cent(k: int, n: int, words: Words) -> str:
    """Return k of n in whole per cent; 0 and 100 stand only for nobody and everybody.

    Examples
    --------
    >>> per_cent(199, 200, Words("en")), per_cent(200, 200, Words("en"))
    ('99.5', '100')
    """
    share = Fraction(k, n) * 100
    is_blurred = round_half_up(share) in {0, 100} and 0 < k < n
    return words.number(share, 1 if is_blurred else 0)


def per_cent_sign(k: int, n: int, words: Words) -> str:
    """Return k of n in whole per cent with its sign."""
    return f"{per_cent(k, n, words)}{NO_BREAK}%"


def voices_of(assessment: Material, *questions: Question) -> dict[tuple[str, str], Voices]:
    """Return the answers by institution and question; all together under ``""``.

    Rows of several forms are counted together; the interval is that of a single form's row, or
    of the row that stands for all forms (its form is empty).
    """
    asked = {one.code: one for one in questions}
    found: dict[tuple[str, str], list[Any]] = {}
    for row in rows(
        assessment.distributions,
        question=tuple(asked),
        breakdown="",
        category="",
        period=str(assessment.run.period),
    ):
        found.setdefault((row.institution, row.question), []).append(row)
    voices = {key: _voices(asked[key[1]], held) for key, held in found.items()}
    for code in asked:
        shown = [
            one for (_, question), one in voices.items() if question == code and one.is_shown
        ]
        if shown and (EVERYWHERE, code) not in voices:
            voices[EVERYWHERE, code] = _together(shown)
    return voices


def _together(shown: list[Voices]) -> Voices:
    """Return the counts of several institutions added up; an interval is not for figures."""
    return Voices(
        counts=tuple(map(sum, zip(*(one.counts for one in shown), strict=True))),
        satisfied=sum(one.satisfied for one in shown),
        n=sum(one.n for one in shown),
        missing=sum(one.missing for one in shown),
        status="ok",
    )


def _voices(question: Question, held: list[Any]) -> Voices:
    pooled = [row for row in held if not row.form] or held
    hidden = [row.status for row in pooled if row.status not in SHOWN or not known(row.k)]
    if hidden:
        return Voices(status="hidden" if "ok" in hidden else hidden[0])
    counts = dict.fromkeys(answers_of(question), 0)
    heads: dict[str, Any] = {}
    for row in pooled:
        heads[row.form] = row
        if int(row.answer) in counts:
            counts[int(row.answer)] += int(row.k)
    good = [row for row in pooled if int(row.answer) in question.positive]
    one = good[0] if len(good) == 1 else None
    return Voices(
        counts=tuple(counts.values()),
        satisfied=sum(n for code, n in counts.items() if code in question.positive),
        n=sum(int(row.n) for row in heads.values()),
        missing=sum(int(row.missing) for row in heads.values()),
        low=one.low if one is not None and known(one.low) else None,
        high=one.high if one is not None and known(one.high) else None,
        method=one.method if one is not None else None,
        status="ok",
    )


def _questionnaires(assessment: Material) -> list[Questionnaire]:
    forms: list[Form] = list(assessment.forms.values())
    return [form for form in forms if isinstance(form, Questionnaire)]
