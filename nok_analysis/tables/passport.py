"""Passport of one institution as the registry has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.exhibits import Cell, Grid, Head, Table
from nok_analysis.quotes import known, quote, rows
from nok_analysis.tables import table
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

#: Attribute of the registry's institution → head of the row; addresses are text, not links.
_WRITTEN = {
    "inn": _("INN"),
    "ogrn": _("OGRN"),
    "founder": _("Founder"),
    "municipality": _("Municipality"),
    "settlement": _("Settlement"),
    "website": _("Website"),
    "bus_gov": _("Card on bus.gov.ru"),
}


@table("passport")
def tabulate_passport(assessment: Assessment, *, words: Words, institution: str = "") -> Table:
    """Return what the registry says of one institution; what it does not say is left out."""
    code = institution or assessment.institution
    heads = (
        Head(words.say("What"), is_text=True),
        Head(words.say("As in the registry"), is_text=True),
    )
    body = tuple(_lines(assessment, words, code))
    subtitle = words.say(
        "Registry, code {code}; {period}", code=code, period=words.period(assessment.run.period)
    )
    return Table(
        "passport", words.say("The institution in the registry"), subtitle, Grid(heads, body)
    )


def _lines(assessment: Assessment, words: Words, code: str) -> Iterator[tuple[Cell, Cell]]:
    row = next(iter(rows(assessment, "institutions", institution=code)))
    registered = assessment.registry.institutions[code]
    yield Cell(words.say("Name")), Cell(circle.clean(row.name), is_text=True)
    kind = assessment.passport.institution_types.get(row.institution_type)
    said = kind.title if kind else row.institution_type
    yield Cell(words.say("Type")), Cell(said, is_text=True)
    for attribute, head in _WRITTEN.items():
        written = getattr(registered, attribute)
        if written:
            yield Cell(words.say(head)), Cell(circle.clean(str(written)), is_text=True)
    if known(row, "population"):
        served = quote(row, "institutions", "population", words)
        yield Cell(words.say("Recipients")), Cell(served.html(), is_text=True)
    if circle.members(assessment).get(code) is None:
        yield Cell(words.say("Assessed")), Cell(words.say("not in this period"), is_text=True)
