"""Phrases that several passages share: a total with its interval and n, a change, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.exhibits import reference
from nok_analysis.findings import most_points
from nok_analysis.quotes import Row, fill, interval, k_of_n, known, quote, rows
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words
from nok_analysis.wording.words import ROMAN

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment
    from nok_analysis.period import Period

SECOND = 2


def bold(text: str) -> Markup:
    """Return the finding of a sentence, set bold."""
    return Markup("<strong>{}</strong>").format(text)


def score(assessment: Assessment, row: Row, *, table: str = "scores") -> Markup:
    """Return a shown score or mean as a number."""
    level = row.level if hasattr(row, "level") else _level(row.node)
    places = assessment.methodology.decimals(level)
    return quote(row, table, "value", assessment.words, places=places).html()


def spread(assessment: Assessment, row: Row) -> Markup:
    """Return the interval of a score, and nothing where it has none."""
    if not known(row, "low"):
        return Markup("")
    places = assessment.methodology.decimals(row.level)
    return interval(row, "scores", assessment.words, places=places)


def answered(assessment: Assessment, institution: str) -> Markup:
    """Return “84 of 412 recipients answered”, or only how many where N is not known."""
    words = assessment.words
    found = rows(assessment, "coverage", institution=institution)
    if not found or not known(found[0], "n"):
        return fill(words.say("it is not known how many answered"))
    row = found[0]
    if not known(row, "population"):
        return fill(words.say("answered: {n}"), n=quote(row, "coverage", "n", words).html())
    share = k_of_n(row, "coverage", words, columns=("n", "population"))
    form = words.count(
        "{share} recipient answered",
        "{share} recipients answered",
        int(row.population),
        share="{share}",
    )
    return fill(form, share=share)


def behind(assessment: Assessment, row: Row) -> Markup:
    """Return what stands in brackets behind a score: its interval and who answered."""
    parts = [spread(assessment, row), answered(assessment, row.institution)]
    return Markup("; ").join(part for part in parts if part)


def difference(assessment: Assessment, row: Row) -> Markup:
    """Return a change of the total with its interval in brackets."""
    words = assessment.words
    places = assessment.methodology.decimals(Level.TOTAL)
    said = quote(row, "comparison", "difference", words, places=places, signed=True).html()
    if not known(row, "low"):
        return said
    between = interval(row, "comparison", words, places=places, signed=True)
    return Markup("{} ({})").format(said, between)


def broken(assessment: Assessment) -> Markup | None:
    """Say that no change can be counted; None unless every earlier period stands apart."""
    if circle.earlier(assessment) or not circle.not_compared(assessment):
        return None
    words = assessment.words
    said = bold(circle.uncompared(assessment, words) + ".")
    return Markup("{} {}").format(said, reference("changes", words))


def named(assessment: Assessment, codes: list[str]) -> str:
    """Return the short names of institutions, up to five, then how many more there are."""
    names = circle.members(assessment)
    return assessment.words.listed([circle.name(names[code]) for code in codes])


def against(words: Words, before: Period) -> str:
    """Return “compared with quarter II of 2026”; the second quarter has its own preposition."""
    if before.quarter is None:
        return words.say("compared with the year {year}", year=before.year)
    if before.quarter == SECOND:
        return words.say("compared with quarter II of {year}", year=before.year)
    return words.say(
        "compared with quarter {roman} of {year}",
        roman=ROMAN[before.quarter - 1],
        year=before.year,
    )


def points(words: Words, assessment: Assessment, node: str = "total") -> str:
    """Return the most points that a criterion or the total can have, as a number."""
    most = most_points(assessment, node)
    return words.number(most, 0 if most.denominator == 1 else 2)


def _level(node: str) -> str:
    return Level.TOTAL if node == "total" else Level.CRITERION
