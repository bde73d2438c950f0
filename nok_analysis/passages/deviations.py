"""Where the questionnaires of a run differ from the order's: said beside the method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nok_analysis.findings import question_text
from nok_analysis.forms import Question, Questionnaire
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


_OVER_EVERYONE = _(
    "The question “{question}” was put to everyone, without the one that opens it "
    "({opens}); it is counted over everyone who answered."
)
_UNDEFINED = _(
    "The question “{question}” was put without the one that opens it ({opens}); its "
    "indicator stays undefined."
)


def deviations(assessment: Assessment, words: Words) -> list[str]:
    """Return a sentence for each deviation that a questionnaire declares, none twice.

    Parameters
    ----------
    assessment : Assessment
    words : Words
    """
    found = [
        said
        for form in assessment.forms.values()
        if isinstance(form, Questionnaire)
        for said in _of_form(form, assessment, words)
    ]
    return list(dict.fromkeys(found))


def _of_form(form: Questionnaire, assessment: Assessment, words: Words) -> Iterator[str]:
    for group in form.merged:
        asked = next((one for one in form.questions if one.code in group), None)
        if asked is None:
            continue
        others = [question_text(assessment, code) for code in group if code != asked.code]
        yield words.say(
            "The question “{question}” was put once and also answers for: {others}.",
            question=asked.wording,
            others=words.listed([f"“{one}”" if " " in one else one for one in others]),
        )
    for question in form.questions:
        yield from _of_question(question, assessment, words)
    unfiltered = {one.filter_missing for one in form.questions}
    for code in form.absent:
        if code not in unfiltered:
            yield words.say(
                "“{title}” does not ask: {question}.",
                title=form.title,
                question=question_text(assessment, code),
            )


def _of_question(question: Question, assessment: Assessment, words: Words) -> Iterator[str]:
    if question.filter_missing:
        said = _OVER_EVERYONE if question.among_override else _UNDEFINED
        opens = question_text(assessment, question.filter_missing)
        yield words.say(said, question=question.wording, opens=opens)
    if question.wording_note:
        yield words.say(
            "The question “{question}” is worded differently from the order: {note}.",
            question=question.wording,
            note=question.wording_note.rstrip("."),
        )
