"""Indicators of one institution: value, how it was counted, beside mean and highest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.exhibits import Cell, Grid, Head, Table
from nok_analysis.methodology.formulas import WAITS
from nok_analysis.methodology.model import Formula, Indicator
from nok_analysis.quotes import (
    Row,
    absence,
    fewer,
    fill,
    k_of_n,
    keyed,
    known,
    quote,
    rows,
    shown,
)
from nok_analysis.tables import table
from nok_analysis.tables.blocks import UNITS
from nok_analysis.tables.by_rule import points_by_rule
from nok_analysis.vocabulary import Level, Status
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.numbers import NO_BREAK

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Everything that the table of one institution shows."""

    assessment: Assessment
    words: Words
    scores: dict[str, Row]
    terms: dict[str, Row]
    means: dict[str, Row]  # of indicators; none where the group is too small
    few: frozenset[str]  # indicators that fewer than three of the group are judged on
    units: dict[str, str]  # form of waiting → unit


@table("indicators")
def tabulate_indicators(
    assessment: Assessment, *, words: Words, institution: str = ""
) -> Table:
    """Return the indicators of one institution: its own, or that of the page when empty."""
    code = institution or assessment.institution
    sheet = _sheet(assessment, words, code)
    is_weighted = any(one.weight is not None for one in assessment.methodology.indicators())
    first = words.say("Indicator · weight") if is_weighted else words.say("Indicator")
    heads = [
        Head(first, is_text=True),
        Head(words.say("Points")),
        Head(words.say("How many of how many"), is_text=True),
    ]
    subtitle = words.say(
        _("Indicators with their weight in the criterion, points; {period}")
        if is_weighted
        else _("Indicators, points; {period}"),
        period=words.period(assessment.run.period),
    )
    if sheet.means:
        heads += [Head(words.say("Mean")), Head(words.say("Highest"))]
        group = circle.category(assessment, circle.member(assessment, code))
        among = circle.title(assessment, group) or words.say("all institutions")
        subtitle += words.say("; mean and highest – {among}", among=among)
        if sheet.few:
            subtitle += " " + words.say("(“few”: fewer than three institutions with points)")
    body = tuple(_row(sheet, one)[: len(heads)] for one in assessment.methodology.indicators())
    return Table(
        "indicators",
        words.say("What the criteria are made of"),
        subtitle,
        Grid(tuple(heads), body),
    )


def _sheet(assessment: Assessment, words: Words, code: str) -> _Sheet:
    group = circle.category(assessment, circle.member(assessment, code))
    seen = rows(assessment, "openness", institution=code)
    means = rows(assessment, "aggregates", scope=circle.scope(assessment), category=group)
    codes = {one.code for one in assessment.methodology.indicators()}
    return _Sheet(
        assessment,
        words,
        keyed(rows(assessment, "scores", institution=code), "node"),
        keyed(rows(assessment, "tally", institution=code), "node"),
        keyed(
            (
                row
                for row in means
                if row.node in codes
                and known(row, "value")
                and row.assessed >= circle.WITH_MEAN
            ),
            "node",
        ),
        frozenset(row.node for row in means if row.assessed < circle.WITH_MEAN),
        {row.form: row.unit for row in seen if known(row, "unit") and row.unit},
    )


def _row(sheet: _Sheet, indicator: Indicator) -> tuple[Cell, ...]:
    row, means = sheet.scores.get(indicator.code), sheet.means.get(indicator.code)
    own, counted = _own(sheet, indicator, row)
    return (
        Cell(_named(sheet.words, indicator)),
        own,
        counted,
        _mean(sheet, means, indicator.code, "value"),
        _mean(sheet, means, indicator.code, "highest"),
    )


def _named(words: Words, indicator: Indicator) -> str:
    """Return code, name and weight; a column of its own would make a passport longer."""
    name, weight = f"{indicator.code} {indicator.name}", indicator.weight
    if weight is None:
        return name
    places = next((n for n in range(4) if not weight * 10**n % 1), None)
    said = str(weight) if places is None else words.number(weight, places)
    return f"{name} ·{NO_BREAK}{said}"


def _own(sheet: _Sheet, indicator: Indicator, row: Row | None) -> tuple[Cell, Cell]:
    words = sheet.words
    if shown(row):
        places = sheet.assessment.methodology.decimals(Level.INDICATOR)
        said = quote(row, "scores", "value", words, places=places)
        return said.cell(bold=True), Cell(arithmetic(sheet, indicator), is_text=True)
    word = Cell(absence(row, sheet.assessment), is_word=True)
    if row is None or row.status != Status.HIDDEN:
        return word, Cell(arithmetic(sheet, indicator), is_text=True)
    least = fewer(sheet.assessment.run.disclosure.min_n_cell, words)
    kept = sheet.assessment.run.disclosure.small_indicator == "keep_in_score" and shown(
        sheet.scores.get(_criterion(sheet, indicator))
    )
    why = words.say("{few}; counted in the criterion", few=least) if kept else least
    return word, Cell(why, is_word=True, is_text=True)


def _criterion(sheet: _Sheet, indicator: Indicator) -> str:
    """Return the code of the criterion that holds the indicator."""
    criteria = sheet.assessment.methodology.criteria
    return next(one.code for one in criteria if indicator in one.indicators)


def _mean(sheet: _Sheet, row: Row | None, code: str, column: str) -> Cell:
    if row is None and code in sheet.few:
        return Cell(sheet.words.say("few"), is_word=True)
    if not known(row, column):
        return Cell(sheet.words.say("no data"), is_word=True)
    places = sheet.assessment.methodology.decimals(Level.INDICATOR)
    return quote(row, "aggregates", column, sheet.words, places=places).cell()


def arithmetic(sheet: _Sheet, indicator: Indicator) -> Markup:
    """Return the counts that an indicator rests on, part by part."""
    parts = [
        _term(sheet, indicator, leaf, name)
        for leaf in indicator.formula.leaves()
        for name in leaf.names()
    ]
    return Markup("; ").join(parts)


def _term(sheet: _Sheet, indicator: Indicator, leaf: Formula, name: str) -> Markup:
    row, words = sheet.terms.get(f"{indicator.code}:{name}"), sheet.words
    if not known(row, "k") or not known(row, "n"):
        return fill(words.say("not published"))
    if not row.n:
        return _nothing(sheet, indicator, leaf, row)
    return _waiting(sheet, row, name) if leaf.kernel in WAITS else _share(sheet, row, leaf)


def _nothing(sheet: _Sheet, indicator: Indicator, leaf: Formula, row: Row) -> Markup:
    """Return why there was nothing to count, and what the methodology put in its place."""
    words = sheet.words
    why = words.say(_("not observed") if row.missing else _("does not apply"))
    points = points_by_rule(sheet.assessment, indicator, leaf, sheet.scores)
    if points is None:
        return fill(why)
    number = words.number(points, 0 if points.denominator == 1 else 2)
    return fill(
        words.say("{why}: {points} by the rule of the methodology"), why=why, points=number
    )


def _waiting(sheet: _Sheet, row: Row, form: str) -> Markup:
    words, unit = sheet.words, UNITS.get(sheet.units.get(form, ""))
    return fill(
        words.say("wait {wait}, term {term}"),
        wait=quote(row, "tally", "k", words).html(),
        term=quote(row, "tally", "n", words).html(),
    ) + (f" {words.say(unit)}" if unit else "")


def _share(sheet: _Sheet, row: Row, leaf: Formula) -> Markup:
    words = sheet.words
    said = k_of_n(row, "tally", words, columns=("k", "n"))
    if leaf.kernel == "scale_mean":
        return fill(words.say("{share} points"), share=said)
    if row.missing and sheet.assessment.methodology.choices.denominator == "all":
        silent = quote(row, "tally", "missing", words).html()
        return fill(words.say("{share} and {silent} silent"), share=said, silent=silent)
    return said
