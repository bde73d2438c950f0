"""Data quality in at most five lines: may these numbers be believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.exhibits import Passage, paragraph
from nok_analysis.passages import passage
from nok_analysis.quotes import Row, known, rows
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@passage("quality")
def tell_quality(assessment: Assessment, *, words: Words) -> Passage:
    """Return rows received, accepted and set aside, the sample norm and suspicious forms."""
    lines = [*_rows(assessment, words), *_people(assessment, words)]
    if not lines:
        return Passage(paragraph(words.say("Nothing was received for this period.")))
    inside = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*line) for line in lines)
    whole = (
        paragraph(words.say("“{file}”: {why}", file=PurePosixPath(file).name, why=why))
        for file, _code, why in assessment.refused
    )
    return Passage(
        Markup('<dl id="data-quality">{}</dl>').format(inside) + Markup("").join(whole)
    )


def _rows(assessment: Assessment, words: Words) -> Iterator[tuple[str, str]]:
    found = rows(assessment, "manifest")
    if assessment.refused:
        yield words.say("Files not accepted at all"), words.number(len(assessment.refused))
    if not found:
        return
    received, aside = _sum(found, "rows_in"), _sum(found, "quarantined", "rejected")
    yield words.say("Rows received"), words.number(received)
    yield words.say("Accepted"), words.share(received - aside, received)
    yield words.say("Set aside with a reason"), words.share(aside, received)


def _people(assessment: Assessment, words: Words) -> Iterator[tuple[str, str]]:
    within = circle.members(assessment)
    found = [row for row in rows(assessment, "coverage") if row.institution in within]
    normed = [row for row in found if known(row, "met")]
    if normed:
        reached = sum(bool(row.met) for row in normed)
        yield (
            words.say("Institutions that reached the sample norm"),
            words.share(reached, len(normed)),
        )
    checked = [row for row in found if known(row, "suspects")]
    if checked:
        yield (
            words.say("Suspicious questionnaires (kept, shown for a check)"),
            words.share(_sum(checked, "suspects"), _sum(checked, "n")),
        )


def _sum(found: list[Row], *columns: str) -> int:
    return sum(int(getattr(row, column)) for row in found for column in columns)
