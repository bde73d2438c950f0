"""Folding of words: one rule for headers, answers, names and codes."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_IO = {ord("\u0451"): "\u0435", ord("\u0401"): "\u0415"}


def cleaned(text: str) -> str:
    """Return `text` in NFC, without outer white space; inner text is kept.

    Examples
    --------
    >>> cleaned("  007 ")
    '007'
    """
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip()


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return `text` as it is compared: case, runs of spaces, a final dot and io/ie folded.

    Examples
    --------
    >>> fold("  Yes . ")
    'yes'
    """
    one_spaced = " ".join(cleaned(text).translate(_IO).casefold().split())
    return one_spaced.removesuffix(".").rstrip()
