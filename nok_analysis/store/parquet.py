"""Parquet of the store: which type each column has, and the bytes of one accepted table."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from nok_analysis.contracts import CONTRACTS, Column, checked
from nok_analysis.errors import ContractError, Fault
from nok_analysis.forms.model import Form, Questionnaire
from nok_analysis.vocabulary import Role
from nok_analysis.wording import mark_for_catalog as _

ROW_GROUP = 250_000
WORD = pa.dictionary(pa.int32(), pa.string())
ANSWER = pa.int8()
WHOLE = pa.int32()

# Different in nearly every row: a dictionary would not shorten them.
_PLAIN = {
    "respondent",
    "interviewer",
    "reason",
    "evidence_link",
    "document",
    "text",
    "outcome",
    "effect",
    "measure_text",
}


def encoded(frame: pd.DataFrame, table: str, form: Form) -> bytes:
    """Return the parquet file of an accepted table: sorted by its key, contract kept.

    Parameters
    ----------
    frame : DataFrame
        A table of evidence; nullable columns may be absent.
    table : str
    form : Form
        Its questions are the columns beside the fixed ones.

    Raises
    ------
    ContractError
        When the table breaks its contract or holds a column that the form does not know.
    """
    contract = CONTRACTS[table]
    types = {column.name: _type(column) for column in contract.columns} | _questions(form)
    _refuse_unknown(frame, table, types)
    whole = frame.reindex(columns=list(types)).sort_values(list(contract.order))
    whole = checked(whole.reset_index(drop=True), table)
    for column in contract.columns:
        if column.type == "exact":  # kept as 195/2
            whole[column.name] = [
                None if pd.isna(one) else str(one) for one in whole[column.name]
            ]
    arrays = [_array(whole[name], kind) for name, kind in types.items()]
    written = pa.table(arrays, schema=pa.schema(list(types.items())))
    file = io.BytesIO()
    pq.write_table(written, file, compression="zstd", row_group_size=ROW_GROUP)
    return file.getvalue()


def rows_of(content: bytes) -> int:
    """Return the number of rows that a parquet file really holds."""
    return int(pq.ParquetFile(io.BytesIO(content)).metadata.num_rows)


def read_columns(source: Path | bytes, columns: list[str]) -> pa.Table:
    """Return some columns of a parquet file, dictionaries as plain texts."""
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    table = pq.ParquetFile(file).read(columns=columns)
    fields = [
        pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type)
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))


def _type(column: Column) -> pa.DataType:
    by_type = {"date": pa.date32(), "int": WHOLE}
    plain = pa.string() if column.name in _PLAIN else WORD
    return by_type.get(column.type, plain)


def _questions(form: Form) -> dict[str, pa.DataType]:
    if not isinstance(form, Questionnaire):
        return {}
    return {
        question.code: pa.string() if question.role is Role.FREE_TEXT else ANSWER
        for question in form.questions
    }


def _refuse_unknown(frame: pd.DataFrame, table: str, types: dict[str, pa.DataType]) -> None:
    unknown = [str(name) for name in frame.columns if name not in types]
    if unknown:
        raise ContractError(
            Fault(_("the form knows no column {names}"), {"names": ", ".join(unknown)}, table)
        )


def _array(values: pd.Series, kind: pa.DataType) -> pa.Array:
    if pa.types.is_date(kind):
        return pa.array([_day(value) for value in values], kind)
    if pa.types.is_dictionary(kind):
        return pa.array(values, pa.string(), from_pandas=True).dictionary_encode()
    return pa.array(values, kind, from_pandas=True)


def _day(value: object) -> dt.date | None:
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
