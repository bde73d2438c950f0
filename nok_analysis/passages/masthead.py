"""The head of a page: what it is about, how many stand behind it, as of which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.errors import ReportError
from nok_analysis.exhibits import Passage
from nok_analysis.passages import passage
from nok_analysis.passages.phrases import answered
from nok_analysis.quotes import fill, known, rows
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

_TITLES = {
    "summary": _("Independent assessment of the quality of conditions of service"),
    "answers": _("How people answered"),
    "comparison": _("Who differs from whom"),
    "progress": _("What changed over time"),
    "methodology": _("How each number is made"),
}


@passage("masthead")
def tell_masthead(assessment: Assessment, *, words: Words, page: str = "summary") -> Passage:
    """Return kicker, H1 and the line of facts under it.

    Parameters
    ----------
    page : str
        ``summary`` (the period is the H1), ``answers``, ``comparison``, ``progress`` or
        ``methodology``; an institution page has its own head.

    Raises
    ------
    ReportError
        When there is no such page.
    """
    if page not in _TITLES:
        raise ReportError(
            _("there is no head for the page “{page}”; there are: {known}"),
            page=page,
            known=", ".join(_TITLES),
        )
    period = words.period(assessment.run.period)
    if assessment.institution:
        row = circle.member(assessment, assessment.institution)
        kicker = words.say("Passport of the institution · {period}", period=period)
        heading, facts = circle.clean(row.name), [answered(assessment, row.institution)]
    elif page == "summary":
        kicker, heading, facts = words.say(_TITLES[page]), period, _facts(assessment, words)
    else:
        kicker, heading, facts = period, words.say(_TITLES[page]), _facts(assessment, words)
    day = words.date(assessment.run.as_of)
    line = Markup(" · ").join(
        [_raised(facts[0]), *facts[1:], fill(words.say("as of {day}"), day=day)]
    )
    return Passage(
        Markup('<div><p class="kick">{}</p><h1>{}</h1><p class="meta">{}</p></div>').format(
            kicker, heading, line
        )
    )


def _facts(assessment: Assessment, words: Words) -> list[Markup]:
    within = circle.members(assessment)
    counted = [row for row in rows(assessment, "coverage") if row.institution in within]
    people = sum(int(row.n) for row in counted if known(row, "n"))
    served = [int(row.population) for row in counted if known(row, "population")]
    facts = [
        words.count("{n} institution", "{n} institutions", len(within)),
        words.count("{n} person answered", "{n} people answered", people),
    ]
    if counted and len(served) == len(counted):
        facts.append(words.count("{n} recipient", "{n} recipients", sum(served)))
    return [fill(fact) for fact in facts]


def _raised(fact: Markup) -> Markup:
    """Return the fact with a capital where it begins with a letter."""
    return Markup(fact[:1].upper()) + fact[1:] if fact[:1].isalpha() else fact
