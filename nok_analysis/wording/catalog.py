"""Catalogs: English keys in the code, other languages in ``catalogs/<language>.po``.

The compiled ``.mo`` beside each is committed, so that no command needs more than the standard
library to speak; a test holds the two equal, ``make catalog`` compiles.
"""

from __future__ import annotations

import gettext
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=4)
def catalog(language: str) -> gettext.NullTranslations:
    """Return the translations of `language`; English, the language of the keys, needs none."""
    if language == "en":
        return gettext.NullTranslations()
    compiled = resources.files("nok_analysis.wording").joinpath("catalogs", f"{language}.mo")
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)
