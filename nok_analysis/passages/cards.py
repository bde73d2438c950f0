"""Links to the pages of the institutions, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.exhibits import Passage, paragraph
from nok_analysis.passages import passage
from nok_analysis.quotes import Row
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@passage("cards")
def tell_cards(assessment: Assessment, *, words: Words) -> Passage:
    """Return the list of institutions, each with a link to its page and its whole name."""
    found = sorted(
        circle.members(assessment).values(), key=lambda row: circle.name(row).casefold()
    )
    if not found:
        return Passage(paragraph(words.say("No institution is assessed in this period.")))
    items = Markup("").join(_card(assessment, row) for row in found)
    return Passage(Markup('<ul class="plain ins">{}</ul>').format(items))


def _card(assessment: Assessment, row: Row) -> Markup:
    name, whole = circle.name(row), circle.clean(row.name)
    link = Markup('<a href="{}">{}</a>').format(circle.link(assessment, row.institution), name)
    small = Markup(" <small>{}</small>").format(whole) if whole != name else ""
    return Markup("<li>{}{}</li>").format(link, small)
