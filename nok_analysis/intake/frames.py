"""Accepted records as tables of the contract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from nok_analysis.contracts import CONTRACTS
from nok_analysis.forms.model import Questionnaire
from nok_analysis.intake.judgement import Accepted
from nok_analysis.intake.records import OBSERVATIONS, RESPONSES, Records
from nok_analysis.intake.register_frames import registered
from nok_analysis.period import Period
from nok_analysis.vocabulary import Role

_TEXT = pd.StringDtype("pyarrow", na_value=float("nan"))  # what "str" means to pandas
_ABOUT = (
    "respondent",
    "date",
    "channel",
    "respondent_role",
    "stratum",
    "settlement",
    "interviewer",
)
_SEEN = (
    "item",
    "date",
    "state",
    "reason",
    "last_update",
    "measured",
    "term",
    "unit",
    "evidence_link",
    "observer",
    "observer_role",
)
_SOURCE = ("source_file", "source_sheet", "source_row", "flags")
_NUMBERS = ("measured", "term")


def accepted_tables(every: Sequence[Records]) -> tuple[Accepted, ...]:
    """Return the accepted rows of a file, one table for each form and period.

    Returns
    -------
    tuple of Accepted
        In the order of table, form and period. ``responses``: period, institution, respondent,
        date, channel, respondent_role, stratum, settlement, interviewer, one column a question
        code (Int8, free text as text), form, source_file, source_sheet, source_row, flags.
        Registers: the columns of their contracts. ``observations``: period, institution,
        form, item, date, state, reason, last_update, measured, term, unit, evidence_link,
        observer, observer_role, source_file, source_sheet, source_row, flags.
    """
    groups: dict[tuple[str, str], list[Records]] = defaultdict(list)
    for records in every:
        groups[records.table, records.body.form.form].append(records)
    found: list[Accepted] = []
    for (table, form), several in sorted(groups.items()):
        make = _MADE.get(table, registered)
        frames = [make(one) for one in several if one.accepted]
        found += _by_period(table, form, frames)
    return tuple(found)


def _by_period(table: str, form: str, frames: list[pd.DataFrame]) -> list[Accepted]:
    if not frames:
        return []
    together = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    order = list(CONTRACTS[table].order)
    ordered = together.sort_values(order, kind="stable", ignore_index=True)
    return [
        Accepted(table, form, Period.parse(str(period)), part.reset_index(drop=True))
        for period, part in ordered.groupby("period", sort=True)
    ]


def _responses(records: Records) -> pd.DataFrame:
    rows = records.accepted
    form = records.body.form
    texts = (
        {one.code for one in form.questions if one.role is Role.FREE_TEXT}
        if isinstance(form, Questionnaire)
        else set()
    )
    chosen = _chosen(records, rows, _ABOUT)
    for code, column in records.columns.items():
        if code not in chosen:
            values = _of(column, rows)
            chosen[code] = _text(values) if code in texts else pd.array(values, dtype="Int8")
    return pd.DataFrame(
        chosen | {"form": _text([form.form] * len(rows))} | _sources(records, rows)
    )


def _of(column: list[Any], rows: list[int]) -> list[Any]:
    """Return the values of some rows, or the column itself where all are meant."""
    return column if len(rows) == len(column) else [column[i] for i in rows]


def _observations(records: Records) -> pd.DataFrame:
    rows = records.accepted
    if not records.items:
        return _observed(records, rows, {})
    frames = [
        _observed(
            records,
            rows,
            {"item": [item] * len(rows), "state": [records.columns[item][i] for i in rows]},
        )
        for item in records.items
    ]
    return pd.concat(frames, ignore_index=True)


def _observed(records: Records, rows: list[int], of_item: dict[str, list[Any]]) -> pd.DataFrame:
    own = {name: _text(values) for name, values in of_item.items()}
    wanted = tuple(name for name in _SEEN if name not in own)
    chosen = _chosen(records, rows, wanted) | own
    head = {name: chosen[name] for name in ("period", "institution")}
    form = {"form": _text([records.body.form.form] * len(rows))}
    return pd.DataFrame(
        head | form | {name: chosen[name] for name in _SEEN} | _sources(records, rows)
    )


def _chosen(records: Records, rows: list[int], names: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "period": _text(_of(records.periods, rows)),
        "institution": _text(_of(records.institutions, rows)),
    }
    for name in names:
        values = _of(records.columns[name], rows)
        found[name] = pd.array(values, dtype="Int64") if name in _NUMBERS else _text(values)
    return found


def _sources(records: Records, rows: list[int]) -> dict[str, Any]:
    body = records.body
    return {
        "source_file": _text([body.source_file] * len(rows)),
        "source_sheet": _text([body.table.sheet] * len(rows)),
        "source_row": pd.array([body.lines[i] for i in rows], dtype="Int64"),
        "flags": _text([records.flags(i) for i in rows]),
    }


def _text(values: list[Any]) -> pd.Series:
    """Return texts as pandas keeps them, made by Arrow at once."""
    array = pd.arrays.ArrowStringArray(pa.array(values, pa.large_string()), dtype=_TEXT)
    return pd.Series(array)


_MADE = {RESPONSES: _responses, OBSERVATIONS: _observations}
