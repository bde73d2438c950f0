"""A questionnaire as a printed page: A4, large type, one HTML file that needs nothing else."""

from __future__ import annotations

from importlib import resources

from markupsafe import Markup

from nok_analysis.forms import Multiple, Question, Questionnaire
from nok_analysis.handouts.offered import Offered, choices_of, offered, roles
from nok_analysis.vocabulary import Role
from nok_analysis.wording import Words

BOX = Markup('<span class="box"></span>')
LINES = 4  # ruled lines of a free answer
CODE_BOXES, NUMBER_BOXES, DAY_BOXES, AGE_BOXES = 4, 4, 8, 3
Asked = Question | Multiple


def paper(form: Questionnaire, *, words: Words = Words()) -> str:  # noqa: B008 - frozen
    """Return the questionnaire as one HTML page, ready to be printed on A4.

    Parameters
    ----------
    form : Questionnaire
    words : Words

    Returns
    -------
    str
        HTML without a script, a link or a picture: boxes for the institution's code, the
        number and the day; a note on anonymity; the questions with boxes; where a question is
        skipped, it is said in words.
    """
    asked = _as_asked(form)
    style = resources.files("nok_analysis.handouts").joinpath("paper.css").read_text("utf-8")
    questions = Markup("").join(_question(i, asked, form, words) for i in range(len(asked)))
    return Markup(
        '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        "<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        "{office}\n<h1>{title}</h1>\n<p>{note}</p>\n<ol>\n{who}{questions}</ol>\n"
        '<p class="thanks">{thanks}</p>\n</body>\n</html>\n'
    ).format(
        language=words.language,
        title=form.title,
        style=Markup(style),
        office=_office(words),
        note=_note(words),
        who=_who(form, words),
        questions=questions,
        thanks=words.say("Thank you! Put the sheet into the box for questionnaires."),
    )


def _as_asked(form: Questionnaire) -> list[Asked]:
    """Return what is asked in its order; a question of several answers stands once."""
    found: list[Asked] = []
    for question in form.questions:
        whole = next((one for one in form.multiples if one.code == question.choice_of), None)
        if whole is None:
            found.append(question)
        elif whole not in found:
            found.append(whole)
    return found


def _office(words: Words) -> Markup:
    """Return the fields that the office fills in: code, number, day."""
    fields = (
        (words.say("Institution code"), CODE_BOXES),
        (words.say("Questionnaire No."), NUMBER_BOXES),
        (words.say("Day, month, year"), DAY_BOXES),
    )
    cells = Markup("").join(
        Markup("<span>{} {}</span>").format(label, Markup("").join([BOX] * boxes))
        for label, boxes in fields
    )
    return Markup('<p class="office">{}</p>').format(cells)


def _note(words: Words) -> str:
    return words.say(
        "The survey is voluntary and anonymous. Please write no names, addresses or "
        "telephones. By filling in the sheet you agree that your answers are counted together "
        "with those of others. Mark one box with a cross, unless it says otherwise."
    )


def _who(form: Questionnaire, words: Words) -> Markup:
    if form.respondent_role is None:
        return Markup("")
    text = words.say("Who fills in the sheet?")
    return Markup('<li class="who"><p class="q">{}</p>{}</li>\n').format(
        text, _boxes(roles(form))
    )


def _question(i: int, asked: list[Asked], form: Questionnaire, words: Words) -> Markup:
    one = asked[i]
    opens = _opening(one, form)
    only = ""
    if opens:
        only = words.say(
            "Answer only if you said “Yes” to question {n}.", n=_number(opens, asked)
        )
        choice = form.question(opens)
        if choice is not None and choice.choice_of:
            only = words.say(
                "Answer only if you marked “{choice}” in question {n}.",
                choice=choice.labels[1],
                n=_number(opens, asked),
            )
    parts = [
        Markup('<p class="q">{}</p>').format(one.wording),
        Markup('<p class="only">{}</p>').format(only) if only else "",
        _field(one, i, asked, form, words),
    ]
    return Markup("<li>{}</li>\n").format(Markup("").join(Markup(part) for part in parts))


def _field(one: Asked, i: int, asked: list[Asked], form: Questionnaire, words: Words) -> Markup:
    """Return the place of the answer: boxes, ruled lines, or boxes of a number."""
    if isinstance(one, Multiple):
        several = Markup('<p class="only">{}</p>').format(
            words.say("You may mark several boxes.")
        )
        return several + _boxes(choices_of(one, form))
    if one.role is Role.FREE_TEXT:
        return Markup("").join([Markup('<p class="line"></p>')] * LINES)
    if not one.names and one.low is not None:
        return Markup('<p class="answers">{}</p>').format(Markup("").join([BOX] * AGE_BOXES))
    skip = {"no": _skip(i, asked, form, words)} if one.role is Role.FILTER else {}
    return _boxes(offered(one, words), skip, wide=one.low is not None)


def _boxes(
    answers: list[Offered], beside: dict[str, str] | None = None, *, wide: bool = False
) -> Markup:
    """Return a box for each answer, with what is said beside it."""
    told = {name: said for name, said in (beside or {}).items() if said}
    rows = (
        Markup("<span>{} {}{}</span>").format(
            BOX,
            one.label,
            Markup(' <i class="skip">{}</i>').format(told[one.name])
            if one.name in told
            else "",
        )
        for one in answers
    )
    names = "answers row" if wide else "answers"
    return Markup('<p class="{}">{}</p>').format(names, Markup("").join(rows))


def _skip(i: int, asked: list[Asked], form: Questionnaire, words: Words) -> str:
    """Return where to go on after a “no”: behind the questions that this one opens."""
    filters = {one.code: one.asked_if for one in form.questions}
    closed = i + 1
    while closed < len(asked) and _hangs(_opening(asked[closed], form), asked[i].code, filters):
        closed += 1
    if closed == i + 1:
        return ""
    if closed == len(asked):
        return words.say("the questionnaire ends here")
    return words.say("go on to question {n}", n=closed + 1)


def _hangs(code: str, on: str, filters: dict[str, str]) -> bool:
    """Return whether a branch leads to the filter `on`, over others where there are some."""
    for _step in filters:
        if code == on:
            return True
        code = filters.get(code, "")
    return False


def _opening(one: Asked, form: Questionnaire) -> str:
    """Return the filter that opens a question, empty when this form asks it of everybody."""
    code = one.code if isinstance(one, Question) else one.choices[0]
    question = form.question(code)
    opens = question.asked_if if question else ""
    return opens if form.question(opens) is not None else ""


def _number(code: str, asked: list[Asked]) -> int:
    holders = (
        i
        for i, one in enumerate(asked, start=1)
        if one.code == code or (isinstance(one, Multiple) and code in one.choices)
    )
    return next(holders, 0)
