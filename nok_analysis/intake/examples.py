"""The example row of a template: the same for the template and for the door that knows it."""

from __future__ import annotations

from nok_analysis.folding import fold
from nok_analysis.forms.model import Checklist, Form, Question, Questionnaire, WordColumn
from nok_analysis.forms.register_model import UNFOLDED, Register
from nok_analysis.intake.grid import column_of
from nok_analysis.intake.header import ITEM, QUESTION, Header
from nok_analysis.intake.table import RawTable, flaw
from nok_analysis.intake.word_lists import example_marks
from nok_analysis.vocabulary import State
from nok_analysis.wording import mark_for_catalog as _

DAY, UPDATED, PERIOD, NUMBER = "14.08.2026", "01.08.2026", "2026Q3", "1"
MEASURED, TERM = "9", "15"


def example_row(form: Form) -> dict[str, str]:
    """Return name of a column → what a template shows in it; the institution bears the mark.

    Parameters
    ----------
    form : Register, Checklist or Questionnaire
    """
    if isinstance(form, Register):
        own = _of_register(form)
    elif isinstance(form, Checklist):
        own = _of_checklist(form)
    elif isinstance(form, Questionnaire):
        own = _of_questionnaire(form)
    else:
        own = {}
    return {"institution": example_marks()[0]} | own


def pass_over_examples(table: RawTable, header: Header) -> None:
    """Leave the example row of a template out of `table`, with a note that names its row.

    A row that bears the mark and is not word for word the example stays: it is judged, and
    set aside for its institution.
    """
    place = header.places.get("institution")
    marks = {fold(one) for one in example_marks()}
    start = header.row + 1
    rows = table.rows[start:]
    if place is None or not any(fold(word) in marks for word in column_of(rows, place).words):
        return
    shown = example_row(header.form)
    kept = [not _is_example(row, header, shown, marks) for row in rows]
    lines = table.lines[start:]
    for line, keep in zip(lines, kept, strict=True):
        if not keep:
            message = _("row {line} is the example of the template; it was passed over")
            table.notes.append(flaw("example_row", message, line=line))
            table.blank_lines.append(line)
    table.rows[start:] = [row for row, keep in zip(rows, kept, strict=True) if keep]
    table.lines[start:] = [line for line, keep in zip(lines, kept, strict=True) if keep]


def _is_example(row: list[str], header: Header, shown: dict[str, str], marks: set[str]) -> bool:
    for name, place in header.places.items():
        cell = fold(row[place]) if place < len(row) else ""
        right = cell in marks if name == "institution" else cell == fold(shown.get(name, ""))
        if not right:
            return False
    return True


def _of_register(form: Register) -> dict[str, str]:
    found = {one.name: one.example for one in form.fields}
    found |= {UNFOLDED + one.node: one.example for one in form.unfold}
    return found | ({"period": PERIOD} if form.period else {})


def _of_checklist(form: Checklist) -> dict[str, str]:
    met = next((word for word, state in form.states.items() if state == State.MET), "")
    found = {"date": DAY, "last_update": UPDATED, "item": form.items[0].text, "state": met}
    found |= {"measured": MEASURED, "term": TERM, "unit": _first(form.unit_column)}
    return found | {ITEM + item.code: met for item in form.items}


def _of_questionnaire(form: Questionnaire) -> dict[str, str]:
    found = {
        "respondent": NUMBER,
        "time": DAY,
        "period": PERIOD,
        "channel": _first(form.channel_column),
        "respondent_role": _first(form.respondent_role),
    }
    return found | {QUESTION + one.code: _answer(one) for one in form.questions}


def _first(words: WordColumn | None) -> str:
    return next((one for one in words.words if one), "") if words else ""


def _answer(question: Question) -> str:
    if question.labels:
        return next(iter(question.labels.values()))
    return "" if question.low is None else str(question.low)
