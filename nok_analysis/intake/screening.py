"""What is seen only when all rows of a file lie side by side."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from nok_analysis.forms.model import Questionnaire
from nok_analysis.intake.body import Body
from nok_analysis.intake.records import RESPONSES, Records
from nok_analysis.intake.table import Flaw, flaw
from nok_analysis.intake.word_lists import is_error, is_total
from nok_analysis.period import Period
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.registry import Registry

_KEY_NAMES = ("institution", "respondent", "item")
PLACES_SHOWN = 5
Spot = tuple[Records, int]


def mark_totals(body: Body) -> None:
    """Set aside the lines of totals and the cells that hold a spreadsheet's error text."""
    places = [body.header.places[name] for name in _KEY_NAMES if name in body.header.places]
    for i in _suspected(body, places):
        row = body.rows[i]
        first = next((cell for cell in row if cell and not cell.isspace()), "")
        of_keys = (row[place] for place in places)
        named = next((cell for cell in (first, *of_keys) if _is_total(cell)), "")
        if named and i not in body.dead:
            message = _("this is a line of totals (“{value}”), not a record")
            body.kill(i, flaw("totals_row", message, cell=named))
    for place in sorted(set(body.header.places.values())):
        _mark_errors(body, place)


def _is_total(cell: str) -> bool:
    return bool(cell) and not cell[0].isdigit() and is_total(cell)


def _suspected(body: Body, places: Sequence[int]) -> list[int]:
    """Return the records with the word of a total in a key or in their first filled cell."""
    found: set[int] = set()
    empty = np.ones(len(body.rows), bool)
    for place, column in enumerate(body.rows.columns):
        used = np.unique(column.codes[empty]) if place not in places else None
        words = column.words if used is None else [column.words[code] for code in used.tolist()]
        totals = {word for word in words if _is_total(word)}
        found.update(column.where(totals.__contains__).tolist() if totals else ())
        if empty.any():
            empty[column.where(lambda word: bool(word) and not word.isspace())] = False
        elif place >= max(places, default=0):
            break
    return sorted(found)


def screen_duplicates(every: Sequence[Records]) -> None:
    """Set duplicates aside: of identical ones all but the first, of differing ones all.

    Parameters
    ----------
    every : sequence of Records
        All judged sheets of a file, in its order.
    """
    counts = Counter(key for records in every for key in records.keys)
    doubled = {key for key, n in counts.items() if n > 1 and key is not None}
    spots: dict[tuple[object, ...], list[Spot]] = defaultdict(list)
    for records in every if doubled else ():
        for i, key in enumerate(records.keys):
            if key in doubled:
                spots[records.table, *key].append((records, i))
    for same in spots.values():
        if len(same) > 1:
            _judge_same(same)


def flag_repeated(every: Sequence[Records]) -> None:
    """Warn of equal answers from one institution within the form's minutes; none is dropped."""
    for records in every:
        form = records.body.form
        if isinstance(form, Questionnaire) and form.respondent is None:
            span = dt.timedelta(minutes=form.repeated_within_minutes)
            _flag_repeated(records, span)


def compare_population(every: Sequence[Records], registry: Registry) -> list[Flaw]:
    """Return a warning for each institution with more answers than recipients."""
    counts: Counter[tuple[str, str]] = Counter()
    for records in _responses(every):
        counts.update(
            (records.institutions[i] or "", records.periods[i] or "") for i in records.accepted
        )
    found: dict[tuple[str, str], Flaw] = {}
    for (code, period), n in sorted(counts.items()):
        population = registry.population(code, Period.parse(period))
        if population is not None and n > population:
            found[code, period] = flaw(
                "more_than_population",
                _(
                    "{code} has more questionnaires ({n}) than recipients ({population}); the "
                    "report waits until a person confirms it"
                ),
                code=code,
                n=n,
                population=population,
            )
    for records in _responses(every) if found else ():
        for i in records.accepted:
            if (records.institutions[i], records.periods[i]) in found:
                records.body.marks.setdefault(i, set()).add("more_than_population")
    return list(found.values())


def _mark_errors(body: Body, place: int) -> None:
    column = body.rows.columns[place]
    message = _("the cell holds an error of the spreadsheet")
    for i in column.where(is_error).tolist():
        cell = column.words[column.codes[i]]
        body.set_aside(i, flaw("error_cell", message, cell=cell, place=place))


def _judge_same(same: list[Spot]) -> None:
    signatures = {records.signatures[i] for records, i in same}
    identical = len(signatures) == 1
    name = "respondent" if same[0][0].table == RESPONSES else "institution"
    sound = [spot for spot in same if spot[1] not in spot[0].body.flaws]
    for records, i in sound[1:] if identical else same:
        cell = records.body.column_cell(name, i)
        if identical:
            message = _("“{value}” stands already in row {first}, with the same answers")
            found = flaw("duplicate_identical", message, cell=cell, first=_rows(sound[:1]))
        else:
            others = _rows(spot for spot in same if spot != (records, i))
            message = _(
                "“{value}” stands also in rows {others}, with other answers; keep the right one"
            )
            found = flaw("duplicate_conflict", message, cell=cell, others=others)
        records.body.set_aside(i, found, name)


def _rows(spots: Iterable[Spot]) -> str:
    lines = [str(records.body.lines[i]) for records, i in spots]
    return ", ".join(lines[:PLACES_SHOWN]) + (", …" if len(lines) > PLACES_SHOWN else "")


def _flag_repeated(records: Records, span: dt.timedelta) -> None:
    groups: dict[tuple[object, ...], list[tuple[dt.datetime, int]]] = defaultdict(list)
    for i in records.accepted:
        moment = records.moments[i]
        if moment is not None and moment.clock is not None:
            key = (records.institutions[i], records.signatures[i])
            groups[key].append((moment.clock, i))
    for group in groups.values():
        ordered = sorted(group)
        for (before, first), (after, i) in pairwise(ordered):
            if after - before <= span:
                line = records.body.lines[first]
                records.body.warn(
                    i,
                    flaw(
                        "duplicate_identical",
                        _(
                            "the same answers as in row {first} came within "
                            "{minutes} minutes; both count"
                        ),
                        first=line,
                        minutes=span.seconds // 60,
                    ),
                    "time",
                )


def _responses(every: Sequence[Records]) -> list[Records]:
    return [records for records in every if records.table == RESPONSES]
