"""Answers of people: one question over institutions, or all questions of one institution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.errors import ReportError
from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.findings import closing_question, question_text, questions, satisfied
from nok_analysis.forms.model import Questionnaire
from nok_analysis.quotes import Row, fewer, keyed, known, quote, rows
from nok_analysis.tables import table
from nok_analysis.tables.blocks import nothing
from nok_analysis.vocabulary import EVERYONE
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@table("answers")
def tabulate_answers(
    assessment: Assessment, *, words: Words, question: str = "", institution: str = ""
) -> Table | Passage:
    """Return “k of n (p %)” of satisfied answers, with those who did not answer.

    Parameters
    ----------
    question : str
        A question of the methodology: one row an institution; on a page of nobody's own, the
        last that it counts when empty.
    institution : str
        A registry code: one row a question; by default the institution of the page.

    Raises
    ------
    ReportError
        When no form asks such a question.
    """
    nodes = questions(assessment)
    code = institution or assessment.institution
    if not question and code:
        found = keyed(rows(assessment, "tally", institution=code), "node")
        listed = [
            (
                Cell(question_text(assessment, name), small=_among(assessment, words, node)),
                found.get(node),
            )
            for name, node in nodes.items()
        ]
        headline = words.say("Answers to every question")
        return _table(
            assessment, words, words.say("Question"), listed, ("answers-table", headline)
        )
    question = question or closing_question(assessment)
    if not question:
        return nothing(words.say("The methodology counts no answers."))
    if question not in nodes:
        return _uncounted(assessment, words, question, tuple(nodes))
    name = f"answers-table-{circle.slug(question)}"
    listed = _over_institutions(assessment, nodes[question])
    headline = words.say("“{name}”", name=question_text(assessment, question))
    return _table(assessment, words, words.say("Institution"), listed, (name, headline))


def _uncounted(
    assessment: Assessment, words: Words, question: str, counted: tuple[str, ...]
) -> Passage:
    """Say that a question is asked but not counted; refuse one that nobody asks."""
    asked = (form for form in assessment.forms.values() if isinstance(form, Questionnaire))
    if all(form.question(question) is None for form in asked):
        raise ReportError(
            _("no form asks the question “{question}”; the methodology counts: {known}"),
            question=question,
            known=", ".join(counted),
        )
    text = question_text(assessment, question)
    if any(question in leaf.names() for _node, leaf in assessment.methodology.terms()):
        return nothing(
            words.say(
                "The question “{question}” counts by the mean of its scale.", question=text
            )
        )
    return nothing(
        words.say("The methodology does not count the question “{question}”.", question=text)
    )


def _over_institutions(assessment: Assessment, node: str) -> list[tuple[Cell, Row | None]]:
    found = keyed(rows(assessment, "tally", node=node), "institution")
    return [
        (
            Cell(circle.name(row), href=circle.link(assessment, row.institution)),
            found.get(row.institution),
        )
        for listed in circle.groups(assessment).values()
        for row in listed
    ]


def _table(
    assessment: Assessment,
    words: Words,
    first: str,
    listed: list[tuple[Cell, Row | None]],
    head: tuple[str, str],
) -> Table:
    name, headline = head
    heads = (
        Head(first, is_text=True),
        Head(words.say("Satisfied")),
        Head(words.say("No answer")),
        Head(words.say("Not asked")),
    )
    body = tuple((head, *_cells(assessment, words, row)) for head, row in listed)
    subtitle = words.say(
        "Satisfied of those who answered, questionnaires; {period}",
        period=words.period(assessment.run.period),
    )
    return Table(name, headline, subtitle, Grid(heads, body))


def _cells(assessment: Assessment, words: Words, row: Row | None) -> tuple[Cell, Cell, Cell]:
    if not known(row, "k") or not known(row, "n"):
        few = fewer(assessment.run.disclosure.min_n_cell, words)
        word = Cell(words.say("no data") if row is None else few, is_word=True)
        other = word if row is None else Cell(words.say("few"), is_word=True)
        return word, other, other
    silent = quote(row, "tally", "missing", words).cell()
    unasked = quote(row, "tally", "not_applicable", words).cell()
    if not row.n:
        return Cell(words.say("nobody answered"), is_word=True), silent, unasked
    return Cell(satisfied(assessment, words, row)), silent, unasked


def _among(assessment: Assessment, words: Words, node: str) -> str:
    leaf = dict(assessment.methodology.terms())[node]
    if leaf.among in {EVERYONE, ""}:
        return ""
    asked = question_text(assessment, leaf.among)
    return words.say("of those who said yes to “{question}”", question=asked)
