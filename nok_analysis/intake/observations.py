"""Checklists: one row an institution and all its items, or one row an observation."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from nok_analysis.folding import fold
from nok_analysis.forms.model import Checklist
from nok_analysis.intake.answer_words import unknown_word, word_reader
from nok_analysis.intake.body import Body
from nok_analysis.intake.dates import Moment, moment_reader
from nok_analysis.intake.header import ITEM
from nok_analysis.intake.institutions import Door, place_rows
from nok_analysis.intake.personal import screen_texts
from nok_analysis.intake.records import OBSERVATIONS, Records
from nok_analysis.intake.table import Flaw, flaw
from nok_analysis.vocabulary import State
from nok_analysis.wording import mark_for_catalog as _

_WHOLE = re.compile(r"[0-9]{1,6}")


def judge_observations(body: Body, form: Checklist, door: Door) -> Records:
    """Return the observations of a sheet; what is wrong with each row stands in `body`.

    Parameters
    ----------
    body : Body
    form : Checklist
    door : Door
    """
    moments = body.read("date", moment_reader(form.date, required=True))
    placed = place_rows(body, door, moments)
    days = [one.day.isoformat() if one else None for one in moments]
    columns = {"date": days} | _beside(body, form)
    states = _grid(body, form) if form.shape == "grid" else _long(body, form, columns)
    _check_reasons(body, form, states, columns["reason"])
    screen_texts(body, {"reason": columns["reason"]})
    columns |= states
    items = list(states) if form.shape == "grid" else []
    second = columns["item"] if "item" in columns else [""] * len(days)
    keys = [
        (form.form, *key) if None not in key else None
        for key in zip(placed.institutions, placed.periods, second, days, strict=True)
    ]
    signed = [*states.values(), columns["measured"], columns["term"], columns["unit"]]
    return Records(
        body=body,
        table=OBSERVATIONS,
        periods=placed.periods,
        institutions=placed.institutions,
        keys=keys,
        signatures=[tuple(row) for row in zip(*signed, strict=True)],
        columns=columns,
        names=[
            f"{item or ''} {day or ''}".strip() for item, day in zip(second, days, strict=True)
        ],
        moments=moments,
        items=items,
    )


def _beside(body: Body, form: Checklist) -> dict[str, list[Any]]:
    size = len(body.lines)
    updates: list[Moment | None] = [None] * size
    if form.last_update is not None:
        updates = body.read("last_update", moment_reader(form.last_update, required=False))
    return {
        "reason": [cell or None for cell in body.column("reason")],
        "last_update": [one.day.isoformat() if one else None for one in updates],
        "measured": [None] * size,
        "term": [None] * size,
        "unit": [None] * size,
        "evidence_link": [cell or None for cell in body.column("evidence_link")],
        "observer": [None] * size,
        "observer_role": [None] * size,
    }


def _grid(body: Body, form: Checklist) -> dict[str, list[str | None]]:
    states = {
        item.code: body.read(ITEM + item.code, _state_reader(form)) for item in form.items
    }
    for i in range(len(body.lines)):
        if i not in body.flaws and all(
            column[i] == State.UNKNOWN for column in states.values()
        ):
            body.set_aside(i, flaw("no_answers_in_row", _("the row holds no observation")))
    return states


def _long(body: Body, form: Checklist, columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Read item and state (or the measured wait) of each row; complete `columns`."""
    columns["item"] = body.read("item", _item_reader(form))
    if form.state_column is not None:
        return {"state": body.read("state", _state_reader(form))}
    columns["measured"] = body.read("measured", _whole)
    columns["term"] = body.read("term", _whole)
    if form.unit_column is not None:
        columns["unit"] = body.read("unit", word_reader(form.unit_column, "unknown_answer"))
    waits = zip(columns["measured"], columns["term"], columns["unit"], strict=True)
    return {"state": [_kept(body, i, *wait) for i, wait in enumerate(waits)]}


def _kept(body: Body, i: int, measured: int | None, term: int | None, unit: str | None) -> str:
    """Return whether a wait kept its term; a wait without its term or unit is set aside."""
    if i in body.flaws or measured is None:
        return State.UNKNOWN.value
    if term is None or (unit is None and "unit" in body.header.places):
        body.set_aside(
            i,
            flaw("unknown_answer", _("the wait is measured, but its term or unit is empty")),
            "term",
        )
        return State.UNKNOWN.value
    return (State.MET if measured <= term else State.NOT_MET).value


def _state_reader(form: Checklist) -> Callable[[str], str | Flaw]:
    def read(cell: str) -> str | Flaw:
        word = fold(cell)
        if word in form.states:
            return form.states[word]
        return unknown_word(cell, tuple(form.states)) if word else State.UNKNOWN.value

    return read


def _item_reader(form: Checklist) -> Callable[[str], str | Flaw]:
    codes = {fold(name): item.code for item in form.items for name in (item.text, item.code)}

    def read(cell: str) -> str | Flaw:
        if fold(cell) in codes:
            return codes[fold(cell)]
        if not cell:
            return flaw("empty_key", _("the item is not named"), cell=cell)
        return unknown_word(cell, tuple(item.text for item in form.items))

    return read


def _whole(cell: str) -> int | Flaw | None:
    if not cell:
        return None
    if _WHOLE.fullmatch(cell):
        return int(cell)
    return flaw("out_of_range", _("“{value}” is not a whole number from 0 up"), cell=cell)


def _check_reasons(
    body: Body, form: Checklist, states: dict[str, list[str | None]], reasons: list[str | None]
) -> None:
    for name, column in states.items():
        for i, state in enumerate(column):
            if state in form.require_reason_for and not reasons[i]:
                message = _(
                    "the state “{state}” needs a reason; write it in the column of reasons"
                )
                body.set_aside(i, flaw("unknown_answer", message, state=state), ITEM + name)
