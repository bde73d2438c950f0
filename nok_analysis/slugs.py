"""Slugs: texts as names of files and ids, in Latin letters, digits and hyphens."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

_OTHERS = re.compile(r"[^a-z0-9]+")


def slug(text: str, *, most: int, otherwise: str) -> str:
    """Return `text` as a slug of at most `most` signs; `otherwise` where nothing is left of it.

    Parameters
    ----------
    text : str
    most : int
        Longest slug.
    otherwise : str
        Slug of a text without a letter or digit.

    Examples
    --------
    >>> slug("  What, then? ", most=9, otherwise="part")
    'what-then'
    """
    letters = _letters()
    latin = "".join(letters.get(sign, sign) for sign in text.casefold())
    return _OTHERS.sub("-", latin).strip("-")[:most].rstrip("-") or otherwise


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    """Return the Latin spelling of each Cyrillic letter; some have none."""
    source = resources.files("nok_analysis").joinpath("letters.txt")
    pairs = (line.split() for line in source.read_text("utf-8").splitlines())
    return {pair[0]: pair[1] if len(pair) > 1 else "" for pair in pairs}
