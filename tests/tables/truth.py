"""Every number on a piece of a page, held against the cell that its address names."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from urllib.parse import unquote

import html5lib

from nok_analysis.contracts import CONTRACTS
from nok_analysis.wording import Words

WORDS = Words("en")


def pieces(html: str) -> Iterator[tuple[str, str]]:
    """Yield address and shown number of every quoted result."""
    for element in tree(html).iter():
        if element.get("data-key"):
            yield element.get("data-key"), element.get("data-v")


def tree(html: str):
    """Return the tree of a piece of a page; strict, so a slip in the markup is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(html)


def said(html: str) -> str:
    """Return the text of a piece of a page."""
    return " ".join("".join(tree(html).itertext()).split())


def texts(html: str, tag: str) -> list[str]:
    """Return the text of every element of a tag."""
    return [" ".join("".join(one.itertext()).split()) for one in tree(html).iter(tag)]


def untrue(council, html: str) -> list[str]:
    """Return every address that leads to no cell, or to another number than is shown."""
    return [
        f"{key} shows {shown}"
        for key, shown in pieces(html)
        if not _is_true(council, key, shown)
    ]


def _is_true(council, key: str, shown: str) -> bool:
    name, *parts, column = key.split("/")
    found = getattr(council, name)
    for place, part in zip(CONTRACTS[name].key, parts, strict=True):
        found = found[found[place].astype(str) == ("" if part == "-" else unquote(part))]
    if len(found) != 1:
        return False
    places = len(shown.partition(".")[2])
    value = Fraction(found[column].iloc[0])
    return shown in {WORDS.number(value, places), WORDS.number(value, places, signed=True)}
