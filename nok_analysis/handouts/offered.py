"""The answers that a questionnaire offers, as a respondent reads them."""

from __future__ import annotations

from dataclasses import dataclass

from nok_analysis.errors import FormError
from nok_analysis.forms import Multiple, Question, Questionnaire
from nok_analysis.forms.answers import NO_ANSWER, NOT_APPLICABLE
from nok_analysis.vocabulary import NOT_APPLICABLE_ANSWER
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

WORDING = 4  # letters of a word that people are shown; shorter ones are marks
_OURS = {"yes": _("Yes"), "no": _("No")}


@dataclass(frozen=True, slots=True)
class Offered:
    """One answer that is offered: its name in the form file and its words."""

    name: str
    label: str


def questionnaire(form: object, name: str) -> Questionnaire:
    """Return `form` when it is a questionnaire.

    Raises
    ------
    FormError
        When it is a form of another kind, which nobody fills as a respondent.
    """
    if not isinstance(form, Questionnaire):
        raise FormError("{form} is not a questionnaire; name a form of that kind", form=name)
    return form


def offered(question: Question, words: Words) -> list[Offered]:
    """Return the answers of a question in the form's order; silence last, where it has words.

    Parameters
    ----------
    question : Question
        One with listed answers.
    words : Words
        Yes and no are said in this language, whatever the form calls them.
    """
    found = [
        Offered(name, words.say(_OURS[name]) if name in _OURS else _raised(question, code))
        for code, name in question.names.items()
        if code != NOT_APPLICABLE_ANSWER
    ]
    if question.low is not None:
        found.sort(key=lambda one: int(one.name))
    for name, code in ((NOT_APPLICABLE, NOT_APPLICABLE_ANSWER), (NO_ANSWER, None)):
        said = _said(question.words, code)
        if said:
            found.append(Offered(name, said))
    return found


def choices_of(whole: Multiple, form: Questionnaire) -> list[Offered]:
    """Return the choices of a question that takes several answers."""
    found = []
    for code in whole.choices:
        choice = form.question(code)
        label = choice.labels[1] if choice else code
        found.append(Offered(code.removeprefix(f"{whole.code}_"), _first_raised(label)))
    return found


def roles(form: Questionnaire) -> list[Offered]:
    """Return who may fill in a questionnaire, by the first wording listed for each."""
    closed = form.respondent_role
    listed: dict[str, list[str]] = {}
    for word, name in (closed.words if closed else {}).items():
        listed.setdefault(name, []).append(word)
    return [
        Offered(name, _first_raised(next(filter(_is_wording, several), several[0])))
        for name, several in listed.items()
    ]


def _raised(question: Question, code: int) -> str:
    return _first_raised(question.labels.get(code, str(code)))


def _said(listed: dict[str, int | None], code: int | None) -> str:
    """Return what is offered for silence: the first word listed for it, if it is a wording.

    A digit or a sign listed first is a mark of those who key the answers in.
    """
    first = next((one for one, meaning in listed.items() if one and meaning == code), "")
    return _first_raised(first) if _is_wording(first) else ""


def _is_wording(text: str) -> bool:
    return len(text) >= WORDING and text.replace(" ", "").isalpha()


def _first_raised(text: str) -> str:
    return text[:1].upper() + text[1:]
