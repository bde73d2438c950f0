"""What figures draw from: rows selected from an assessment, rounded once to what is shown.

Values, interval ends and differences are shown with the decimals of the methodology for their
level, everywhere alike; shares of answers in whole per cent. Plotted positions come from the
rounded numbers, so that a drawing tells no more than its table. Nothing is computed here.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd

from nok_analysis import circle
from nok_analysis.errors import ReportError
from nok_analysis.figures.estimates import SHOWN, Estimate, estimate, known, rounded
from nok_analysis.figures.lettering import NO_BREAK, clean, shortened
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.earlier import Outside
    from nok_analysis.forms.model import Form
    from nok_analysis.methodology.model import Methodology
    from nok_analysis.passport import Passport
    from nok_analysis.run import Run

TOTAL = Level.TOTAL.value
Record = Any  # a row of a derived table
Keyed = dict[tuple[str, str], Record]
GROUP_WITH_MEAN = 3  # the mean of two says nothing that the two do not say
_GAPS = {
    "too_few": _("fewer than {minimum} answers"),
    "hidden": _("not published"),
}


class Material(Protocol):
    """What a figure needs of an assessment; tables as in the contract of derived tables."""

    run: Run
    methodology: Methodology
    passport: Passport
    forms: Mapping[str, Form]
    words: Words
    institutions: pd.DataFrame
    scores: pd.DataFrame
    aggregates: pd.DataFrame
    standings: pd.DataFrame
    comparison: pd.DataFrame
    series: pd.DataFrame
    distributions: pd.DataFrame
    coverage: pd.DataFrame
    outside: tuple[Outside, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """An institution as figures name it, with how many of its recipients answered."""

    code: str
    name: str
    full_name: str
    category: str
    n: int | None
    population: int | None


def rows(frame: pd.DataFrame, **wanted: object) -> list[Record]:
    """Return the rows whose columns equal `wanted` (or are in a tuple), in order."""
    mask = np.ones(len(frame), dtype=bool)
    for column, value in wanted.items():
        held = frame[column]
        found = held.isin(value) if isinstance(value, tuple) else held == value
        mask &= found.to_numpy(dtype=bool, na_value=False)
    held = frame[mask]
    record = _record(tuple(frame.columns))
    return [record(*row) for row in zip(*(held[c].to_numpy(object) for c in held), strict=True)]


@lru_cache(maxsize=64)
def _record(columns: tuple[str, ...]) -> type:
    """Return the named tuple of a table's columns; pandas makes one anew each time."""
    return namedtuple("Record", columns)


def unscored(assessment: Material, status: str, words: Words) -> str:
    """Return why there is no score: a hidden one belongs to an institution with few answers."""
    choices, least = assessment.methodology.choices, assessment.run.disclosure.min_n_institution
    why = "too_few" if status == "hidden" else status
    return gap_words(why, words, max(choices.min_respondents, least))


def gap_words(status: str, words: Words, minimum: int) -> str:
    """Return why there is no number, as it stands in the number's place."""
    message = _GAPS.get(status, _("not defined"))
    return words.say(message, minimum=words.number(minimum))


def scores_of(assessment: Material, nodes: tuple[str, ...], period: str) -> Keyed:
    """Return the score row of each institution and node."""
    found = rows(
        assessment.scores, period=period, node=nodes, methodology=assessment.methodology.code
    )
    return {(row.institution, row.node): row for row in found}


def changes_of(assessment: Material, nodes: tuple[str, ...], against: str) -> Keyed:
    """Return the row of the change since the period `against`, by institution and node."""
    found = rows(
        assessment.comparison,
        kind="change",
        node=nodes,
        period_b=against,
        period=str(assessment.run.period),
        methodology=assessment.methodology.code,
    )
    return {(row.institution, row.node): row for row in found}


def difference_of(change: Record, places: int) -> Estimate:
    """Return the difference of a change; nothing where it rests on too few answers."""
    if change is None or change.verdict == "too_few":
        return Estimate(None, status="too_few")
    return estimate(change, places, column="difference")


def members(assessment: Material) -> dict[str, Member]:
    """Return every assessed institution of the run's period, by code."""
    period = str(assessment.run.period)
    counted = {row.institution: row for row in rows(assessment.coverage, period=period)}
    scored = {code for code, _ in scores_of(assessment, (TOTAL,), period)}
    found = {}
    for row in rows(assessment.institutions, period=period):
        if not (row.active and row.assessed and row.institution in scored):
            continue
        count = counted.get(row.institution)
        full = clean(row.name)
        short = clean(row.short_name) if known(row.short_name) else ""
        found[row.institution] = Member(
            code=row.institution,
            name=_unbroken(shortened(short or full)),
            full_name=full or short,
            category=circle.category(assessment, row),
            n=_whole(count, "n"),
            population=_whole(count, "population"),
        )
    return found


def member(assessment: Material, institution: str) -> Member:
    """Return one institution.

    Raises
    ------
    ReportError
        When the institution is not assessed in the run's period.
    """
    found = members(assessment).get(institution)
    if found is None:
        raise ReportError(
            "institution “{code}” is not assessed in {period}",
            code=institution,
            period=str(assessment.run.period),
        )
    return found


def by_category(assessment: Material, found: Iterable[Member]) -> dict[str, list[Member]]:
    """Return the institutions by the group they are ranked in, groups as the passport lists."""
    groups: dict[str, list[Member]] = {}
    for one in found:
        groups.setdefault(one.category, []).append(one)
    known_types = list(assessment.passport.institution_types)

    def turn(category: str) -> tuple[int, str]:
        listed = category in known_types
        return known_types.index(category) if listed else len(known_types), category

    return {category: groups[category] for category in sorted(groups, key=turn)}


def groups_of(assessment: Material, nodes: tuple[str, ...]) -> Keyed:
    """Return the row of each group and node, groups as institutions are ranked."""
    found = rows(
        assessment.aggregates,
        node=nodes,
        period=str(assessment.run.period),
        scope=assessment.methodology.choices.ranking_within,
        methodology=assessment.methodology.code,
    )
    return {(row.category, row.node): row for row in found}


def mean_of(group: Record, places: int) -> Fraction | None:
    """Return the mean of a group as shown; None where the group has fewer than three."""
    if group is None or group.assessed < GROUP_WITH_MEAN or group.status not in SHOWN:
        return None
    return rounded(group.value, places)


def contrasts_of(assessment: Material, one: Member) -> dict[str, Record]:
    """Return the rows that hold an institution against its group's mean, by node."""
    within = assessment.methodology.choices.ranking_within
    found = rows(
        assessment.comparison,
        kind="contrast",
        institution=one.code,
        period=str(assessment.run.period),
        methodology=assessment.methodology.code,
        institution_b=f"{within}:{one.category}",
    )
    return {row.node: row for row in found}


def criteria_of(assessment: Material) -> tuple[str, ...]:
    """Return the codes of the criteria."""
    return tuple(criterion.code for criterion in assessment.methodology.criteria)


def answered(one: Member, words: Words) -> str:
    """Return how many answered, of how many recipients where that is known."""
    if one.n is None:
        return words.say("answers are not counted")
    if one.population is None:
        return words.say("{n} answered", n=words.number(one.n))
    return words.say("{share} answered", share=words.share(one.n, one.population))


def n_span(found: Iterable[Member], words: Words) -> str:
    """Return from how many to how many people answered an institution."""
    return n_words([one.n for one in found], words)


def n_words(found: Iterable[int | None], words: Words) -> str:
    """Return the least and the largest of the counts that are known."""
    counts = [n for n in found if n is not None]
    if not counts:
        return words.say("How many answered is not known.")
    if min(counts) == max(counts):
        return words.say("Answers an institution: {n}.", n=words.number(counts[0]))
    return words.say(
        "Answers an institution: from {low} to {high}.",
        low=words.number(min(counts)),
        high=words.number(max(counts)),
    )


def _unbroken(name: str) -> str:
    """Return the name with its type held to what stands in quotes."""
    return name.replace(" \u00ab", f"{NO_BREAK}\u00ab")


def _whole(row: object, column: str) -> int | None:
    value = getattr(row, column, None)
    return int(value) if known(value) else None
