"""Accepted rows of registers as tables of the contract, wide ones unfolded."""

from __future__ import annotations

from typing import Any

import pandas as pd

from nok_analysis.contracts import CONTRACTS, Column
from nok_analysis.forms.register_model import UNFOLDED, Register
from nok_analysis.intake.records import Records

RANK_ONLY, TOTAL = "rank_only", "total"


def registered(records: Records) -> pd.DataFrame:
    """Return the accepted records of a register, every column of its contract.

    Returns
    -------
    DataFrame
        One row a record; of a wide table one row for each value given, the rank with the
        total.
    """
    form, body = records.body.form, records.body
    assert isinstance(form, Register)
    rows = [row for i in records.accepted for row in _rows(records, form, i)]
    about: dict[str, list[Any]] = {
        "form": [form.form] * len(rows),
        "source_file": [body.source_file] * len(rows),
        "source_sheet": [body.table.sheet] * len(rows),
        "source_row": [body.lines[i] for i, _own in rows],
        "flags": [records.flags(i) for i, _own in rows],
    }
    columns = CONTRACTS[records.table].columns
    values = {
        one.name: about.get(one.name) or [own.get(one.name) for _i, own in rows]
        for one in columns
    }
    return pd.DataFrame({one.name: _series(one, values[one.name]) for one in columns})


def _rows(records: Records, form: Register, i: int) -> list[tuple[int, dict[str, Any]]]:
    whole = {name: column[i] for name, column in records.columns.items()}
    whole |= {"period": records.periods[i], "institution": records.institutions[i]}
    if not form.unfold:
        return [(i, whole)]
    found: list[tuple[int, dict[str, Any]]] = []
    for one in form.unfold:
        value = whole[UNFOLDED + one.node]
        if value is not None:
            placed = {} if one.node == TOTAL else {"rank": None, "rank_of": None}
            found.append((i, whole | {"node": one.node, "value": value} | placed))
    ranked = any(own["node"] == TOTAL for _i, own in found)
    if whole.get("rank") is not None and not ranked:
        found.append((i, whole | {"node": RANK_ONLY, "value": None}))
    return found


def _series(column: Column, values: list[Any]) -> Any:  # noqa: ANN401 - arrays of pandas
    if column.type == "int":
        return pd.array(values, dtype="Int64")
    if column.type == "exact":
        return pd.Series(values, dtype=object)
    return pd.Series(values, dtype="str")
