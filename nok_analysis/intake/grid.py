"""Rows kept by columns: every text of a column once, and which of them each row holds.

A table of a hundred thousand rows has a few dozen different answers; the door looks at those,
not at every cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: cell i is ``words[codes[i]]``; a word may stand in no cell at all."""

    codes: NDArray[np.int32]
    words: list[str]

    def cells(self) -> list[str]:
        """Return the cells in order."""
        return spread_over(self.words, self.codes)

    def where(self, holds: Callable[[str], bool]) -> NDArray[np.intp]:
        """Return the positions of the cells of which `holds` is true."""
        marked = np.fromiter(map(holds, self.words), bool, len(self.words))
        return np.flatnonzero(marked[self.codes]) if marked.any() else np.empty(0, np.intp)


def spread_over(values: Sequence[Value], codes: NDArray[np.int32]) -> list[Value]:
    """Return for each code its value; the values of many cells are made once.

    Examples
    --------
    >>> spread_over(["yes", "no"], np.array([0, 1, 1], np.int32))
    ['yes', 'no', 'no']
    """
    return np.fromiter(values, object, len(values))[codes].tolist()


def coded(cells: Iterable[str]) -> Coded:
    """Return cells as a column."""
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(cell, len(numbers)) for cell in cells]
    return Coded(np.array(codes, np.int32), list(numbers))


def coded_array(array: pa.Array[Any]) -> Coded:
    """Return an Arrow array of texts as a column; a missing text is the empty one."""
    encoded = array.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    if encoded.null_count:
        words.append("")
        filled = encoded.indices.fill_null(len(words) - 1)
        return Coded(filled.to_numpy(zero_copy_only=False), words)
    return Coded(encoded.indices.to_numpy(zero_copy_only=False), words)


class Grid(Sequence[list[str]]):
    """A sequence of rows of equal length, kept by columns."""

    __slots__ = ("_size", "columns")

    def __init__(self, columns: Sequence[Coded], size: int) -> None:
        self.columns = tuple(columns)
        self._size = size

    @classmethod
    def of(cls, rows: Sequence[list[str]], width: int) -> Grid:
        """Return rows as a grid of `width` columns: longer rows are cut, shorter filled up."""
        if isinstance(rows, Grid) and len(rows.columns) == width:
            return rows
        if any(len(row) != width for row in rows):
            rows = [(row + [""] * width)[:width] for row in rows]
        columns = zip(*rows, strict=True) if rows else ((),) * width
        return cls([coded(column) for column in columns], len(rows))

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> list[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Grid: ...
    def __getitem__(self, index: int | slice) -> list[str] | Grid:
        if isinstance(index, slice):
            return self.taken(np.arange(self._size)[index])
        return [column.words[column.codes[index]] for column in self.columns]

    def __setitem__(self, index: int | slice, value: Any) -> None:  # noqa: ANN401 - of a list
        rows = list(self)
        rows[index] = value
        made = Grid.of(rows, len(self.columns))
        self.columns, self._size = made.columns, len(made)

    def __iter__(self) -> Iterator[list[str]]:
        return map(list, zip(*(column.cells() for column in self.columns), strict=True))

    def taken(self, positions: NDArray[Any]) -> Grid:
        """Return the rows at `positions` (numbers, or one truth value a row)."""
        columns = [Coded(column.codes[positions], column.words) for column in self.columns]
        size = int(positions.sum()) if positions.dtype == bool else len(positions)
        return Grid(columns, size)

    def blank(self) -> NDArray[np.bool_]:
        """Return of each row whether it holds nothing but white space."""
        found = np.ones(self._size, bool)
        for column in self.columns:
            if not found.any():
                break
            space = np.fromiter((not word.strip() for word in column.words), bool)
            found &= space[column.codes]
        return found


def column_of(rows: Sequence[list[str]], place: int) -> Coded:
    """Return a column of rows, however they are kept; a row without the cell counts empty."""
    if isinstance(rows, Grid):
        return rows.columns[place]
    return coded(row[place] if place < len(row) else "" for row in rows)
