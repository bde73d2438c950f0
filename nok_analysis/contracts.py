"""Contracts of the tables: columns, types, nulls and keys that every stage may rely on.

A contract is written as in the data dictionary: a column's name fixes its type in every table
(:data:`TYPES`), ``!`` says never null, ``?`` may be null, ``name:type`` overrides the type.
"""
# pyright: standard
# pandas ships no types of its own: strict would only repeat that they are unknown.

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from numbers import Integral, Real

import pandas as pd

from nok_analysis.errors import ContractError, Fault
from nok_analysis.vocabulary import Channel, Level, RespondentRole, State, Status
from nok_analysis.wording import mark_for_catalog as _

SHOWN_ROWS = 5

_NAMES_BY_TYPE = {
    "int": "k n n_b asked missing not_applicable population rank rank_of rank_low rank_high "
           "marginal_low marginal_high place institutions measured term required_n "
           "representatives suspects accepted quarantined corrected rejected rows_in blank "
           "bytes source_row row segment scale",
    "float": "share low high standard_error n_effective confidence_level p p_adjusted "
             "threshold reliability phi tau2 funnel_target z z_adjusted warning_low "
             "warning_high limit_low limit_high center share_required item_missing",
    "exact": "value value_without value_weighted lowest highest difference gap weight "
             "value_effect weight_effect",
    "flag": "active assessed stale distinguishes tied outside met break_before",
    "date": "date last_update confirmed as_of",
    "signed": "z1 z2 age_days",
    "map": "warnings",
}  # fmt: skip

#: Type of a column by its name; a column named nowhere here is a text.
TYPES = {name: kind for kind, names in _NAMES_BY_TYPE.items() for name in names.split()}

#: Closed words of a column, wherever it stands.
WORDS: dict[str, frozenset[str]] = {
    "level": frozenset(Level),
    "status": frozenset(Status),
    "state": frozenset(State),
    "channel": frozenset(Channel),
    "respondent_role": frozenset(RespondentRole),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its type, and whether it may be null."""

    name: str
    type: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class Contract:
    """What a table promises.

    Attributes
    ----------
    key : tuple of str
        Columns that are never null and together unique; empty where rows have no key.
    order : tuple of str
        Columns that the rows are sorted by, binary collation.
    open : bool
        Whether further columns may stand beside these (answers, columns as received).
    within : bool
        Whether k may never exceed n.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    open: bool = False
    within: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in their order."""
        return tuple(column.name for column in self.columns)


_WRITTEN = """
responses: institution period respondent / form! date? channel? respondent_role! stratum?
  settlement? interviewer? source_file! source_sheet? source_row! flags?
observations: institution period form item date / state! reason? last_update? measured? term?
  unit? evidence_link? observer? observer_role? source_file! source_sheet? source_row! flags?
institutions: period institution / name! short_name? institution_type! founder? municipality?
  settlement? population? active! assessed! reason? change? merged_into?
nodes: methodology node / level! parent? place! name! symbol? weight? kernel? low:exact?
  high:exact? source_act? clause? basis? confirmed?
distributions: period institution form question breakdown category answer / k! n! asked!
  missing! not_applicable! share? low? high? method? status!
tally: methodology period institution node / k! n! missing! not_applicable!
score_sums: methodology period institution node / n! z1! z2! scale!
openness: period institution form item / state! reason? date? last_update? age_days? stale?
  measured? term? unit? evidence_link?
scores: methodology period institution node / level! value? low? high? n? method? status!
  reason? standard_error? n_effective? confidence_level? population? target? left_out?
  value_without? band?
aggregates: methodology period scope category node / institutions! assessed:int! value?
  value_weighted? lowest? highest? reliability? distinguishes? phi? tau2? funnel_target?
  status! reason?
standings: methodology period scope category node institution / rank? rank_of? tied? rank_low?
  rank_high? marginal_low? marginal_high? groups? gap? z? z_adjusted? warning_low?
  warning_high? limit_low? limit_high? outside? status! reason?
comparison: kind methodology node institution period institution_b period_b / difference? low?
  high? n? n_b? method? p? p_adjusted? threshold? verdict! value_effect? weight_effect? reason?
series: methodology cycle_kind institution node period / value? low? high? step! center?
  limit_low? limit_high? segment? signal? break_before! reason?
coverage: period institution / population? required_n? n! share_required? met?
  representatives! suspects? accepted! quarantined? item_missing?
manifest: table period source_file form / path! source_sha256! bytes! form_version!
  form_sha256! approved! parquet! parquet_sha256! rows_in! blank! accepted! corrected!
  quarantined! rejected! warnings! supersedes! as_of! version!
quarantine: / file! source_sha256! sheet? row! column? code! message! status? reason?
"""

# Rows stand in the order of the key, but for these.
_ORDERS = {"responses": ("period", "institution", "respondent"),
           "quarantine": ("file", "sheet", "row")}  # fmt: skip


def _contract(written: str) -> Contract:
    name, key, rest = re.split(r":\s|/", written, maxsplit=2)
    keys = tuple(key.split())
    columns = [*(_column(f"{one}!") for one in keys), *map(_column, rest.split())]
    order = _ORDERS.get(name, keys)
    opened = name in {"responses", "quarantine"}
    return Contract(name, keys, tuple(columns), order, opened, name == "distributions")


def _column(written: str) -> Column:
    name, _colon, kind = written[:-1].partition(":")
    return Column(name, kind or TYPES.get(name, "text"), written.endswith("?"))


CONTRACTS: dict[str, Contract] = {
    contract.name: contract
    for contract in map(_contract, re.split(r"\n(?! )", _WRITTEN.strip()))
}


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


def _value_faults(table: pd.DataFrame, contract: Contract,
                  columns: list[Column]) -> Iterator[Fault]:  # fmt: skip
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
            yield _fault(_("not of type {type}: {rows}"), known.loc[wrong], contract, column,
                         type=column.type)  # fmt: skip
        elif column.name in WORDS:
            strange = ~known[column.name].isin(WORDS[column.name]).to_numpy()
            if strange.any():
                others = known.loc[strange]
                yield _fault(_("not a word of this column: {rows}"), others, contract, column)


def _row_faults(table: pd.DataFrame, contract: Contract) -> Iterator[Fault]:
    key, order = list(contract.key), list(contract.order)
    twice = table.duplicated(key) if key else pd.Series(data=False, index=table.index)
    if twice.any():
        yield _fault(_("the key stands twice: {rows}"), table.loc[twice], contract)
    elif not _in_order(table.loc[:, order]):
        yield _fault(_("the rows are not in the order of {key}; first: {rows}"),
                     table.head(1), contract, key=", ".join(order))  # fmt: skip
    above = table.loc[table["k"] > table["n"]] if contract.within else table.head(0)
    if len(above):
        yield _fault(_("k is greater than n: {rows}"), above, contract)


def _in_order(keys: pd.DataFrame) -> bool:
    known = keys.dropna().reset_index(drop=True)
    ordered = known.sort_values(list(keys.columns), kind="stable")
    return bool(ordered.index.is_monotonic_increasing)


def _fault(message: str, rows: pd.DataFrame, contract: Contract, column: Column | None = None,
           **values: object) -> Fault:  # fmt: skip
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
    return Fault(message, {"rows": shown, **values}, contract.name,
                 path=column.name if column else "")  # fmt: skip


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
