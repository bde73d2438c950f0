"""The one guard against formulas: a received text in a spreadsheet stays a text."""

from __future__ import annotations

import unicodedata

MARK = "'"
STARTS = frozenset("=+-@\t\r\n")


def guarded(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("plain"), unguarded(guarded("=1+1"))
    ("'=1+1", 'plain', '=1+1')
    """
    return MARK + text if _is_formula(text) else text


def unguarded(text: str) -> str:
    """Return the text that :func:`guarded` was given: exactly one mark of ours comes off."""
    return text[1:] if text.startswith(MARK) and _is_formula(text) else text


def _is_formula(text: str) -> bool:
    """Say whether a formula sign stands first; marks before it do not hide it.

    Full-width and other twins of the signs count: spreadsheets fold them as NFKC does.
    """
    bare = text.lstrip(MARK)
    return bool(bare) and unicodedata.normalize("NFKC", bare[0])[:1] in STARTS
