"""Engines that run the SQL of the tally: thin adapters, chosen by an address."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from nok_analysis.errors import RunError


class Engine(Protocol):
    """What the tally asks of an engine."""

    def register(self, view: str, files: Sequence[Path]) -> None:
        """Make the rows of the parquet files readable under the name `view`."""

    def register_table(self, view: str, table: pa.Table) -> None:
        """Make a table in memory readable under the name `view`."""

    def run(self, sql: str) -> pa.Table:
        """Return the result: texts are strings, counts 64-bit integers."""

    def close(self) -> None:
        """Give back what the engine holds."""


class DuckDB:
    """DuckDB in memory: it holds no file open for writing and writes nothing to disk."""

    def __init__(self, *, threads: int, memory_mb: int) -> None:
        import duckdb  # 0.1 s, needed by the counting commands only

        settings = {
            "threads": threads,
            "memory_limit": f"{memory_mb}MB",
            "preserve_insertion_order": False,
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        self._connection = duckdb.connect(":memory:", config=settings)
        self._connection.execute("set enable_progress_bar = false")

    def register(self, view: str, files: Sequence[Path]) -> None:
        """Make the rows of the parquet files readable under the name `view`."""
        # The folder names hold the period too; the column of the file is the one that counts.
        rows = self._connection.read_parquet(
            [path.as_posix() for path in files], union_by_name=True, hive_partitioning=False
        )
        rows.create_view(view)

    def register_table(self, view: str, table: pa.Table) -> None:
        """Make a table in memory readable under the name `view`."""
        self._connection.register(view, table)

    def run(self, sql: str) -> pa.Table:
        """Return the result: texts are strings, counts 64-bit integers."""
        return _fixed(self._connection.sql(sql).to_arrow_table())

    def close(self) -> None:
        """Give back what the engine holds."""
        self._connection.close()


#: Scheme of an address → engine.
ENGINES = {"duckdb": DuckDB}


def open_engine(address: str, *, threads: int, memory_mb: int) -> Engine:
    """Return the engine of an address such as ``duckdb://``.

    Raises
    ------
    RunError
        When no engine has the scheme; the known ones are named.
    """
    scheme, sign, _place = address.partition("://")
    if not sign or scheme not in ENGINES:
        known = ", ".join(f"{name}://" for name in sorted(ENGINES))
        raise RunError(
            "“{address}” names no engine of the tally; known: {known}",
            address=address[:80],
            known=known,
        )
    return ENGINES[scheme](threads=threads, memory_mb=memory_mb)


def _fixed(table: pa.Table) -> pa.Table:
    """Cast to one schema: types of empty groups differ between engines."""
    fields = [
        pa.field(
            field.name,
            pa.int64()
            if pa.types.is_integer(field.type) or pa.types.is_decimal(field.type)
            else pa.string(),
        )
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))
