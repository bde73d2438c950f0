"""Tables held against their contracts."""
# pyright: standard
# pandas ships no types of its own: strict would only repeat that they are unknown.

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction
from numbers import Integral, Real

import pandas as pd

from nok_analysis.contracts.written import CONTRACTS, Column, Contract, words_of
from nok_analysis.errors import ContractError, Fault
from nok_analysis.wording import mark_for_catalog as _

SHOWN_ROWS = 5


def checked(table: pd.DataFrame, name: str, *, without: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return `table`, its columns in the order of the contract `name`, which it keeps.

    Parameters
    ----------
    table : DataFrame
    name : str
        A name of :data:`CONTRACTS`.
    without : tuple of str
        Columns that a later stage adds.

    Raises
    ------
    ContractError
        Every breach with its table, column and up to five offending rows by their key.

    Examples
    --------
    >>> row = {"methodology": "m", "period": "2026Q3", "institution": "I02", "node": "5.3:q",
    ...        "k": 39, "n": 40, "missing": 1, "not_applicable": 0}
    >>> len(checked(pd.DataFrame([row]), "tally"))
    1
    """
    contract = CONTRACTS[name]
    columns = [column for column in contract.columns if column.name not in without]
    faults = list(_column_faults(table, contract, [column.name for column in columns]))
    if not faults:
        faults = [*_value_faults(table, contract, columns), *_row_faults(table, contract)]
    if faults:
        raise ContractError(faults[0], *faults[1:])
    names = [column.name for column in columns]
    more = [str(other) for other in table.columns if other not in names]
    return table.loc[:, names + more]


def _column_faults(
    table: pd.DataFrame, contract: Contract, names: list[str]
) -> Iterator[Fault]:
    for name in names:
        if name not in table.columns:
            yield Fault(_("the column is missing"), {}, contract.name, path=name)
    for other in table.columns:
        if other not in names and not contract.open:
            yield Fault(
                _("no such column is in the contract"), {}, contract.name, path=str(other)
            )
    for twice in table.columns[table.columns.duplicated()].unique():
        yield Fault(_("the column stands twice"), {}, contract.name, path=str(twice))


def _value_faults(
    table: pd.DataFrame, contract: Contract, columns: list[Column]
) -> Iterator[Fault]:
    for column in columns:
        values = table[column.name]
        null = values.isna().to_numpy()
        if not column.nullable and null.any():
            yield _fault(
                _("null where a value must stand: {rows}"), table.loc[null], contract, column
            )
        known = table.loc[~null]
        wrong = ~_of_type(known[column.name], column.type).to_numpy(bool)
        if wrong.any():
            yield _fault(
                _("not of type {type}: {rows}"),
                known.loc[wrong],
                contract,
                column,
                type=column.type,
            )
        elif allowed := words_of(contract.name, column.name):
            spared = {""} if column.name in contract.key else set[str]()  # does not apply
            strange = ~known[column.name].isin(allowed | spared).to_numpy()
            if strange.any():
                others = known.loc[strange]
                yield _fault(_("not a word of this column: {rows}"), others, contract, column)


def _row_faults(table: pd.DataFrame, contract: Contract) -> Iterator[Fault]:
    key, order = list(contract.key), list(contract.order)
    twice = table.duplicated(key) if key else pd.Series(data=False, index=table.index)
    if twice.any():
        yield _fault(_("the key stands twice: {rows}"), table.loc[twice], contract)
    elif not _in_order(table.loc[:, order]):
        yield _fault(
            _("the rows are not in the order of {key}; first: {rows}"),
            table.head(1),
            contract,
            key=", ".join(order),
        )
    above = table.loc[table["k"] > table["n"]] if contract.within else table.head(0)
    if len(above):
        yield _fault(_("k is greater than n: {rows}"), above, contract)


def _in_order(keys: pd.DataFrame) -> bool:
    known = keys.dropna().reset_index(drop=True)
    ordered = known.sort_values(list(keys.columns), kind="stable")
    return bool(ordered.index.is_monotonic_increasing)


def _fault(
    message: str,
    rows: pd.DataFrame,
    contract: Contract,
    column: Column | None = None,
    **values: object,
) -> Fault:
    """Name up to five rows by their key, else by their place; never a person's number."""
    key = [name for name in contract.key if name != "respondent"]
    names = [
        "/".join(map(str, row)) for row in rows[key].head(SHOWN_ROWS).itertuples(index=False)
    ]
    shown = ", ".join(names if key else map(str, rows.index[:SHOWN_ROWS]))
    if len(rows) > SHOWN_ROWS:
        shown += f" … ({len(rows)})"
    if column is not None and not contract.open:
        shown += f" = {rows[column.name].iloc[0]}"
    return Fault(
        message, {"rows": shown, **values}, contract.name, path=column.name if column else ""
    )


def _of_type(known: pd.Series, kind: str) -> pd.Series:
    """Return which of the values, none of them null, are of the type."""
    if kind in {"int", "signed"} and pd.api.types.is_integer_dtype(known.dtype):
        return (known >= 0) | (kind == "signed")
    if kind == "text" and isinstance(known.dtype, pd.StringDtype):
        return known.notna()
    if kind == "float" and pd.api.types.is_float_dtype(known.dtype):
        return known.notna()
    return known.map(_ONE[kind]).astype(bool)


def _is_whole(value: object) -> bool:
    # A column of whole numbers with gaps may arrive as floats.
    whole = isinstance(value, Integral) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return isinstance(value, dt.date)
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


_ONE: dict[str, Callable[[object], bool]] = {
    "text": lambda value: isinstance(value, str),
    "int": lambda value: _is_whole(value) and value >= 0,  # type: ignore[operator]
    "signed": _is_whole,
    "float": lambda value: isinstance(value, Real) and not isinstance(value, bool | Fraction),
    "exact": lambda value: isinstance(value, Fraction),
    "flag": lambda value: isinstance(value, bool) or type(value).__name__ == "bool",
    "date": _is_date,
    "map": lambda value: isinstance(value, dict),
}
