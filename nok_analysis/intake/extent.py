"""How far a sheet's markup reaches, for sheets of millions of cells: one pass over its bytes.

What it says is an upper bound: cells without content count too. Markup that is written in any
unusual way is left to the exact rules of :mod:`nok_analysis.intake.markup`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_CHUNK = 4_000_000  # bytes looked at in one go
_LAP = 32  # a reference and what stands before it
_TAG = 1_024  # a tag of four times this length fills whole windows
_MOST_LETTERS, _MOST_DIGITS = 3, 7
_LETTERS = 26
_OPENS, _CLOSES, _EQUALS, _MARK, _R = b'<>="r'
_SPACES = np.isin(np.arange(256), list(b" \t\r\n"))

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Extent:
    """Upper bounds of a sheet.

    Attributes
    ----------
    usual : bool
        Whether attributes are written ``name="value"``, tags are short and every reference
        lies on a sheet; the bounds hold only then.
    rows, columns : int
        Last row and last column that a reference names.
    """

    usual: bool
    rows: int = 0
    columns: int = 0


def extent(markup: bytes) -> Extent:
    """Return how far the references of a sheet reach.

    Parameters
    ----------
    markup : bytes
        The part of a sheet, in UTF-8.

    Examples
    --------
    >>> extent(b'<row r="7"><c r="AB7"/></row>')
    Extent(usual=True, rows=7, columns=28)
    """
    if b"'" in markup:
        return Extent(usual=False)
    rows = columns = 0
    whole = np.frombuffer(markup, np.uint8)
    for start in range(0, len(markup), _CHUNK):
        piece = whole[start : start + _CHUNK + _LAP]
        if len(piece) < _CHUNK + _LAP:  # the last one: nothing may be read behind its end
            piece = np.concatenate([piece, np.zeros(_LAP, np.uint8)])
        starts = _references(piece) if _has_short_tags(piece) else None
        found = None if starts is None else _farthest(piece, starts)
        if found is None:
            return Extent(usual=False)
        rows, columns = max(rows, found[0]), max(columns, found[1])
    return Extent(usual=True, rows=rows, columns=columns)


def _has_short_tags(piece: Bytes) -> bool:
    windows = piece[: len(piece) // _TAG * _TAG].reshape(-1, _TAG)
    marked = (windows == _OPENS) | (windows == _CLOSES)
    return bool(marked.any(axis=1).all())


def _references(piece: Bytes) -> NDArray[np.int64] | None:
    """Return where references begin; None when a sign of equality stands among spaces."""
    equals = np.flatnonzero(piece[: _CHUNK + 2] == _EQUALS)
    equals = equals[equals > 1]
    if (_SPACES[piece[equals - 1]] | _SPACES[piece[equals + 1]]).any():
        return None
    named = (piece[equals - 1] == _R) & _SPACES[piece[equals - 2]]
    return equals[named & (piece[equals + 1] == _MARK)] + 2


def _farthest(piece: Bytes, at: NDArray[np.int64]) -> tuple[int, int] | None:
    """Return the last row and column; None when a reference is none."""
    if not at.size:
        return 0, 0
    columns = np.zeros(at.size, np.int32)
    for _letter in range(_MOST_LETTERS):
        letter = piece[at].astype(np.int32) - (ord("A") - 1)
        is_letter = (letter >= 1) & (letter <= _LETTERS)
        columns = np.where(is_letter, columns * _LETTERS + letter, columns)
        at = at + is_letter
    rows = np.zeros(at.size, np.int32)
    sound = piece[at] != ord("0")
    for _digit in range(_MOST_DIGITS):
        digit = piece[at].astype(np.int32) - ord("0")
        is_digit = (digit >= 0) & (digit <= 9)  # noqa: PLR2004 - a digit
        rows = np.where(is_digit, rows * 10 + digit, rows)
        at = at + is_digit
    sound &= (piece[at] == _MARK) & (rows > 0)
    return (int(rows.max()), int(columns.max())) if sound.all() else None
