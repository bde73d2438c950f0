"""How many were asked at each institution, and how many should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.quotes import Quote, Row, cited, keyed, known, quote, rows
from nok_analysis.tables import table
from nok_analysis.tables.blocks import nothing
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@table("coverage")
def tabulate_coverage(assessment: Assessment, *, words: Words) -> Table | Passage:
    """Return questionnaires collected and required, one row an institution that is assessed."""
    counted = keyed(rows(assessment, "coverage"), "institution")
    if not any(row.n for row in counted.values()):
        return nothing(words.say("Nobody was asked in this period."))
    members = circle.members(assessment)
    asked = [(row, counted[code]) for code, row in sorted(members.items()) if code in counted]
    heads = (
        Head(words.say("Institution"), is_text=True),
        Head(words.say("Recipients")),
        Head(words.say("Required")),
        Head(words.say("Collected")),
        Head(words.say("Of the norm")),
    )
    body = tuple(_row(assessment, *both) for both in asked)
    choices = assessment.methodology.choices
    note = words.say(
        "The norm is {share} of the recipients of the year before, at most {cap}, rounded up; "
        "where they are not known there is none.",
        share=words.percent(choices.sample_share),
        cap=words.number(choices.sample_cap),
    )
    return Table(
        "coverage",
        _headline(words, [row for _member, row in asked]),
        words.say(
            "Questionnaires accepted for {period}",
            period=words.period(assessment.run.period),
        ),
        Grid(heads, body),
        note,
    )


def _row(assessment: Assessment, member: Row, row: Row) -> tuple[Cell, ...]:
    words = assessment.words
    head = Cell(circle.name(member), href=circle.link(assessment, member.institution))
    unknown = Cell(words.say("not known"), is_word=True)

    def cell(column: str) -> Cell:
        if not known(row, column):
            return unknown
        return quote(row, "coverage", column, words).cell()

    collected = quote(row, "coverage", "n", words).cell(bold=known(row, "met") and not row.met)
    share = unknown
    if known(row, "share_required"):
        percent = words.percent(row.share_required)
        share = Quote(percent, cited(row, "coverage", "share_required")).cell()
    elif known(row, "required_n") and not row.required_n:
        share = Cell(words.say("no norm"), is_word=True)
    return head, cell("population"), cell("required_n"), collected, share


def _headline(words: Words, found: list[Row]) -> str:
    normed = [row for row in found if known(row, "met")]
    if not normed:
        return words.say(
            "No institution has a sample norm: the recipients of the year before are not known"
        )
    return words.say(
        "{k} of {n} institutions reached the sample norm",
        k=words.number(sum(bool(row.met) for row in normed)),
        n=words.number(len(normed)),
    )
