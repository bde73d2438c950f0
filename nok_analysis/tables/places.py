"""The rating as a table: place, places that are possible, total with its interval, band."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.exhibits import Cell, Grid, Head, Table
from nok_analysis.findings import look_equal
from nok_analysis.quotes import (
    FEW,
    Row,
    absence,
    exact,
    fill,
    interval,
    keyed,
    known,
    places_within,
    quote,
    rows,
    shown,
)
from nok_analysis.tables import table
from nok_analysis.tables.blocks import Blocks, named
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words
from nok_analysis.wording.numbers import EN_DASH

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@table("places")
def tabulate_places(assessment: Assessment, *, words: Words) -> Blocks:
    """Return the rating, one table for each group that is ranked together."""
    places = circle.standing(assessment)
    totals = keyed(rows(assessment, "scores", node="total"), "institution")
    counted = keyed(rows(assessment, "coverage"), "institution")
    tables = []
    for number, (group, listed) in enumerate(circle.groups(assessment).items()):
        body = [
            _row(
                assessment,
                row,
                places.get(row.institution),
                totals.get(row.institution),
                counted.get(row.institution),
            )
            for row in listed
        ]
        ranked = sum(known(places.get(row.institution), "rank") for row in listed)
        has_bands = any(known(row, "band") and row.band for row in totals.values())
        kept = [0, *((1, 2) if ranked else ()), 3, 4, 5, *((6,) if has_bands else ())]
        grid = Grid(
            tuple(_heads(words)[one] for one in kept),
            tuple(tuple(row[one] for one in kept) for row in body),
        )
        headline = _headline(words, circle.title(assessment, group), ranked, len(listed))
        tables.append(_table(assessment, words, headline, grid, number, group))
    return Blocks(tuple(tables))


def _table(
    assessment: Assessment, words: Words, headline: str, grid: Grid, number: int, group: str
) -> Table:
    note = words.say(
        "Possible places: those that the institution may hold when the "
        "spread of answers is taken into account."
    )
    alike = look_equal(assessment, circle.scope(assessment), group)
    return Table(
        named("places", number),
        headline,
        _subtitle(assessment, words),
        grid,
        Markup(" ").join(filter(None, ("" if number else note, alike))),
    )


def _heads(words: Words) -> tuple[Head, ...]:
    return (
        Head(words.say("Institution"), is_text=True),
        Head(words.say("Place")),
        Head(words.say("Possible places")),
        Head(words.say("Total")),
        Head(words.say("Interval")),
        Head(words.say("Answered")),
        Head(words.say("Band"), is_text=True),
    )


def _row(
    assessment: Assessment,
    institution: Row,
    place: Row | None,
    total: Row | None,
    count: Row | None,
) -> tuple[Cell, ...]:
    code, words = institution.institution, assessment.words
    few = total is not None and total.status in FEW
    head = Cell(
        circle.name(institution),
        href=circle.link(assessment, code),
        small=f"□ {absence(total, assessment)}" if few else "",
    )
    answered = _answered(count, words)
    if not shown(total):
        said = words.say("few") if few else absence(total, assessment)
        word = Cell(said, is_word=True)
        return (head, word, word, word, word, answered, replace(word, is_text=True))
    places = assessment.methodology.decimals(Level.TOTAL)
    band = total.band if known(total, "band") and total.band else words.say("not set")
    return (
        head,
        *place_cells(assessment, place, words),
        _total(assessment, total, words),
        _interval(total, words, places),
        answered,
        Cell(band, is_text=True),
    )


def _total(assessment: Assessment, total: Row, words: Words) -> Cell:
    """Return the total, with more digits where fewer would put it into another band."""
    methodology = assessment.methodology
    places = places_within(
        exact(total.value),
        methodology.decimals(Level.TOTAL),
        [band.low for band in methodology.bands],
    )
    return quote(total, "scores", "value", words, places=places).cell(bold=True)


def place_cells(assessment: Assessment, place: Row | None, words: Words) -> tuple[Cell, Cell]:
    """Return the cells of a place and of the places that are possible."""
    if not known(place, "rank"):
        word = Cell(words.say("no place"), is_word=True)
        return word, word
    own = quote(place, "standings", "rank", words).cell(bold=True)
    last = circle.last_place(assessment, place)
    if last > place.rank:
        first = quote(place, "standings", "rank", words).html()
        own = Cell(fill("{first}" + EN_DASH + "{last}", first=first, last=last), bold=True)
    if not known(place, "rank_low"):
        return own, Cell(words.say("no data"), is_word=True)
    if place.rank_low == place.rank_high:
        return own, quote(place, "standings", "rank_low", words).cell()
    return own, Cell(
        fill(
            "{low}" + EN_DASH + "{high}",
            low=quote(place, "standings", "rank_low", words).html(),
            high=quote(place, "standings", "rank_high", words).html(),
        )
    )


def _interval(total: Row, words: Words, places: int) -> Cell:
    if not known(total, "low"):
        return Cell(words.say("no data"), is_word=True)
    return Cell(interval(total, "scores", words, places=places))


def _answered(count: Row | None, words: Words) -> Cell:
    if not known(count, "n"):
        return Cell(words.say("no data"), is_word=True)
    return quote(count, "coverage", "n", words).cell()


def _headline(words: Words, title: str, ranked: int, all_of: int) -> str:
    found = words.say("No places are given")
    if ranked:
        found = words.count(
            "Places are given to {k} of {n} institution",
            "Places are given to {k} of {n} institutions",
            all_of,
            k=words.number(ranked),
        )
    return f"{title}. {found}" if title else found


def _subtitle(assessment: Assessment, words: Words) -> str:
    level = words.percent(assessment.run.statistics.confidence_level)
    return words.say(
        "Total, points of {high}, {level} interval; {period}",
        high=words.number(assessment.methodology.high),
        level=level,
        period=words.period(assessment.run.period),
    )
