"""Received files and what became of every row: nothing is lost without being named."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.quotes import Row, rows
from nok_analysis.tables import table
from nok_analysis.tables.blocks import nothing
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

#: Columns of the manifest and their heads; all but the first three are left out when all zero.
_COLUMNS = {
    "rows_in": _("Rows received"),
    "accepted": _("Accepted"),
    "quarantined": _("In quarantine"),
    "corrected": _("Corrected and accepted"),
    "rejected": _("Refused"),
}
_ALWAYS = ("rows_in", "accepted", "quarantined")


@table("sources")
def tabulate_sources(assessment: Assessment, *, words: Words) -> Table | Passage:
    """Return the received files of the run's period and the fate of their rows."""
    found = rows(assessment, "manifest")
    if not found and not assessment.refused:
        return nothing(words.say("No files were received for this period."))
    columns = [
        one for one in _COLUMNS if one in _ALWAYS or any(getattr(row, one) for row in found)
    ]
    heads = [Head(words.say("File"), is_text=True)]
    heads += [Head(words.say(_COLUMNS[one])) for one in columns]
    foot = (Cell(words.say("In all")), *(_sum(found, one, words) for one in columns))
    body = [_row(assessment, words, row, columns) for row in found]
    body += [_refused(words, *one[::2], columns) for one in assessment.refused]
    lost = _total(found, "quarantined") + _total(found, "rejected")
    headline = words.say("Every row received is accounted for")
    if lost:
        headline = words.count("{n} row was set aside", "{n} rows were set aside", lost)
    if assessment.refused:
        whole = words.count(
            "{n} file was not accepted at all",
            "{n} files were not accepted at all",
            len(assessment.refused),
        )
        headline = f"{headline}; {whole}" if lost else whole
    return Table(
        "sources",
        headline,
        _subtitle(assessment, words),
        Grid(tuple(heads), tuple(body), (foot,)),
        words.say("Rows received = accepted + corrected + in quarantine + refused."),
    )


def _row(
    assessment: Assessment, words: Words, row: Row, columns: list[str]
) -> tuple[Cell, ...]:
    form = assessment.forms.get(row.form)
    head = Cell(PurePosixPath(row.path).name, small=form.title if form else row.form)
    return (head, *(Cell(words.number(int(getattr(row, one)))) for one in columns))


def _refused(words: Words, file: str, message: str, columns: list[str]) -> tuple[Cell, ...]:
    """Return the row of a file that was refused whole: its rows were not even counted."""
    none = Cell(words.say("not accepted"), is_word=True)
    return (Cell(PurePosixPath(file).name, small=message), *(none for _one in columns))


def _sum(found: list[Row], column: str, words: Words) -> Cell:
    return Cell(words.number(_total(found, column)))


def _total(found: list[Row], column: str) -> int:
    return sum(int(getattr(row, column)) for row in found)


def _subtitle(assessment: Assessment, words: Words) -> str:
    return words.say(
        "Rows of the files received for {period}, by form",
        period=words.period(assessment.run.period),
    )
