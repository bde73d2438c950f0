"""A questionnaire as an XLSForm workbook, for KoboToolbox, ODK and Enketo.

Sheets and columns: xlsform.org, "XLSForm reference tables"; pyxform converts the result.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import xlsxwriter

from nok_analysis.errors import FormError
from nok_analysis.forms import Multiple, Question, Questionnaire
from nok_analysis.handouts.offered import Offered, choices_of, offered, roles
from nok_analysis.registry import Institution
from nok_analysis.vocabulary import Role
from nok_analysis.wording import Words

#: Names of the questions that are no question of the survey; the form of Kobo lists them.
INSTITUTION, WHO, NOTE, START, END = "organisation", "who", "note", "start", "end"
YES_NO = "yes_no"
SURVEY = ("type", "name", "label", "hint", "required", "relevant", "constraint", "appearance")
_CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - the same bytes whenever it is written
_WIDTH = 40
Row = dict[str, str]


@dataclass(slots=True)
class _Sheets:
    """Rows of the survey sheet, and the lists of choices by name."""

    survey: list[Row] = field(default_factory=list[Row])
    choices: dict[str, list[Offered]] = field(default_factory=dict[str, list[Offered]])

    def list_of(self, name: str, answers: Sequence[Offered]) -> str:
        """Return the name of a list with these answers; equal lists are written once."""
        same = next((one for one, known in self.choices.items() if known == answers), "")
        if same:
            return same
        free = name if name not in self.choices else f"{name}_{len(self.choices) + 1}"
        self.choices[free] = list(answers)
        return free


def xlsform(
    form: Questionnaire,
    *,
    institutions: Sequence[Institution] = (),
    words: Words = Words(),  # noqa: B008 - frozen
) -> bytes:
    """Return the workbook of an XLSForm: survey, choices and settings.

    Parameters
    ----------
    form : Questionnaire
    institutions : sequence of Institution
        Offered as a list; without them the institution's code is typed.
    words : Words

    Returns
    -------
    bytes
        XLSX; labels in the language of `words`, names of questions and choices are the codes
        of the form, a branch is `relevant`.

    Raises
    ------
    FormError
        When a question bears a name that the XLSForm needs for itself.
    """
    own = sorted({INSTITUTION, WHO, NOTE, START} & {one.code for one in form.questions})
    if own:
        raise FormError(
            "{form}: the XLSForm needs the codes {codes} for itself; rename the questions",
            form=form.form,
            codes=", ".join(own),
        )
    sheets = _Sheets()
    sheets.survey += _opening(form, institutions, sheets, words)
    done: set[str] = set()
    for question in form.questions:
        whole = next((one for one in form.multiples if one.code == question.choice_of), None)
        if whole is None:
            sheets.survey.append(_asked(question, form, sheets, words))
        elif whole.code not in done:
            done.add(whole.code)
            sheets.survey.append(_several(whole, question, form, sheets, words))
    settings = {
        "form_title": form.title,
        "form_id": form.form,
        "version": form.version,
        "default_language": _language(words),
    }
    return _workbook(sheets, settings, words)


def _opening(
    form: Questionnaire, institutions: Sequence[Institution], sheets: _Sheets, words: Words
) -> Iterator[Row]:
    yield {"type": START, "name": START}
    yield {"type": END, "name": END}
    anonymous = words.say(
        "The survey is anonymous: please write no names, addresses or telephones. You may "
        "leave out any question."
    )
    yield {"type": "note", "name": NOTE, "label": anonymous}
    place: Row = {"type": "text", "name": INSTITUTION, "required": "yes"}
    if institutions:
        known = [Offered(one.code, one.short_name or one.name) for one in institutions]
        place["type"] = f"select_one {sheets.list_of(INSTITUTION, known)}"
    else:
        place["hint"] = words.say("The code of the institution, as it is given to you.")
    yield place | {"label": form.institution.column.wording or words.say("Institution")}
    if form.respondent_role is not None:
        yield {
            "type": f"select_one {sheets.list_of(WHO, roles(form))}",
            "name": WHO,
            "label": form.respondent_role.column.wording,
        }


def _asked(question: Question, form: Questionnaire, sheets: _Sheets, words: Words) -> Row:
    row: Row = {
        "name": question.code,
        "label": question.wording,
        "relevant": _opened(question, form),
    }
    if question.role is Role.FREE_TEXT:
        hint = words.say("Please write no names, addresses or telephones.")
        return row | {"type": "text", "appearance": "multiline", "hint": hint}
    if not question.names and question.low is not None:
        limits = f". >= {question.low} and . <= {question.high}"
        return row | {"type": "integer", "constraint": limits}
    answers = offered(question, words)
    name = YES_NO if {"yes", "no"} <= {one.name for one in answers} else question.code
    return row | {"type": f"select_one {sheets.list_of(name, answers)}"}


def _several(
    whole: Multiple, first: Question, form: Questionnaire, sheets: _Sheets, words: Words
) -> Row:
    listed = sheets.list_of(whole.code, choices_of(whole, form))
    return {
        "type": f"select_multiple {listed}",
        "name": whole.code,
        "label": whole.wording,
        "hint": words.say("You may mark several answers."),
        "relevant": _opened(first, form),
    }


def _opened(question: Question, form: Questionnaire) -> str:
    """Return the condition under which a question is shown; empty when always."""
    opens = form.question(question.asked_if) if question.asked_if else None
    if opens is None:
        return ""
    if opens.choice_of:
        choice = opens.code.removeprefix(f"{opens.choice_of}_")
        return f"selected(${{{opens.choice_of}}}, '{choice}')"
    return f"${{{opens.code}}} = 'yes'"


def _language(words: Words) -> str:
    """Return the language as XLSForm names it: its own name, its code in brackets."""
    from babel import Locale

    own = Locale(words.language).get_display_name() or words.language
    return f"{own.capitalize()} ({words.language})"


def _workbook(sheets: _Sheets, settings: Row, words: Words) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _CREATED})
    language = _language(words)
    translated = {name: f"{name}::{language}" for name in ("label", "hint")}
    heads = [translated.get(name, name) for name in SURVEY]
    _write(
        book, "survey", heads, [[row.get(one, "") for one in SURVEY] for row in sheets.survey]
    )
    listed = [
        [name, one.name, one.label]
        for name, several in sheets.choices.items()
        for one in several
    ]
    _write(book, "choices", ["list_name", "name", translated["label"]], listed)
    _write(book, "settings", list(settings), [list(settings.values())])
    book.close()
    return content.getvalue()


def _write(
    book: xlsxwriter.Workbook, name: str, heads: list[str], rows: list[list[str]]
) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(heads) - 1, _WIDTH)
    for i, row in enumerate([heads, *rows]):
        for j, cell in enumerate(row):
            sheet.write_string(i, j, cell)
