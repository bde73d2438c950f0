"""Text in drawings: cleaned, cut, measured and wrapped with the metrics of DejaVu Sans.

The page shows PT Sans or Arial, which run narrower: what fits here fits there.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

SMALL = 13.5
BASE = 14.0
NAME = 15.0
TOTAL = 17.0
PLACE = 20.0
LINE = 1.25  # line height, of the size

LONGEST_NAME = 60
NO_BREAK = "\u00a0"
ELLIPSIS = "\u2026"
_KEPT = "\u200d"  # joins parts of one emoji
_DROPPED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_EM = 1000.0
_HYPHEN = re.compile(r"(?<=\w{4}-)(?=\w{4})")  # parts long enough to stand on two lines
_BLANKS = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")


def clean(text: object) -> str:
    r"""Return `text` without control, bidi and broken characters, its blanks collapsed.

    Examples
    --------
    >>> clean("A\x00  B\u202e\ud800")
    'A B'
    """
    spaced = _BLANKS.sub(" ", str(text))
    kept = (c for c in spaced if c in _KEPT or unicodedata.category(c) not in _DROPPED)
    return _BLANKS.sub(" ", "".join(kept)).strip()


def shortened(text: str, most: int = LONGEST_NAME) -> str:
    """Return cleaned `text` cut to `most` characters, an ellipsis where it was cut."""
    whole = clean(text)
    if len(whole) <= most:
        return whole
    head = whole[: most - 1]
    space = head.rfind(" ")
    return (head[:space] if space > most // 2 else head).rstrip(" ,;:–«") + ELLIPSIS


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of `text` in drawing units."""
    return sum(_advance(letter, bold) for letter in text) * size / _EM


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Return `text` as lines no wider than `room` units; a longer word is broken.

    A word is broken behind its hyphen where both parts are long enough to stand alone.

    Examples
    --------
    >>> wrapped("one two three", 15, 70)
    ['one two', 'three']
    """
    lines: list[str] = []
    line = ""
    for joint, word in _pieces(text, size, room, bold=bold):
        longer = f"{line}{joint}{word}".strip()
        if line and width(longer, size, bold=bold) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines or [""]


def _pieces(text: str, size: float, room: float, *, bold: bool) -> list[tuple[str, str]]:
    """Return what joins each piece to the one before, and the piece, none wider than `room`."""
    found: list[tuple[str, str]] = []
    for word in _split(text, size, room, bold=bold):
        pieces = [
            piece
            for part in _HYPHEN.split(word)
            for piece in _broken(part, size, room, bold=bold)
        ]
        found += [("" if number else " ", piece) for number, piece in enumerate(pieces)]
    return found


def _broken(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    """Return the word in pieces no wider than `room`, behind a hyphen where it has one."""
    found: list[str] = []
    piece = ""
    for letter in word:
        if piece and width(piece + letter, size, bold=bold) > room:
            head, hyphen, rest = piece.rpartition("-")
            found.append(head + hyphen if head else piece)
            piece = rest if head else ""
        piece += letter
    return [*found, piece]


def _split(text: str, size: float, room: float, *, bold: bool) -> list[str]:
    """Return the words; a no-break space holds only where both sides fit together."""
    found: list[str] = []
    for word in text.split(" "):
        fits = width(word, size, bold=bold) <= room
        found += [word] if fits else word.split(NO_BREAK)
    return found


@lru_cache(maxsize=4096)
def _advance(letter: str, bold: bool) -> float:  # noqa: FBT001 - key of a cache
    """Return the advance of one letter in thousandths of an em; unknown signs take one em."""
    font = _font(bold)
    if not font.get_char_index(ord(letter)):
        return 0.0 if unicodedata.combining(letter) or letter in _KEPT else _EM
    font.set_size(_EM, 72)
    return font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance / 65536


@lru_cache(maxsize=2)
def _font(bold: bool) -> FT2Font:  # noqa: FBT001 - key of a cache
    weight = "bold" if bold else "normal"
    return get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
