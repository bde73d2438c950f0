"""Letters that look like others: one skeleton for texts that the eye takes for the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

from nok_analysis.folding import fold

_LOST_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def skeleton(text: str) -> str:
    """Return `text` without what the eye does not see; equal skeletons look alike.

    Case, width, invisible characters, punctuation, look-alike letters of other alphabets and
    leading zeros are gone. It serves hints only: nothing is ever matched by it.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> skeleton("I-007") == skeleton("i7")
    True
    """
    wide = fold(unicodedata.normalize("NFKC", text))
    letters = "".join(letter for letter in wide if letter.isalnum())
    return _LOST_ZEROS.sub("", letters.translate(_pairs()))


@lru_cache(maxsize=1)
def _pairs() -> dict[int, str]:
    source = resources.files("nok_analysis").joinpath("look_alikes.txt")
    lines = source.read_text(encoding="utf-8").split()
    return {ord(pair[0]): pair[1:] for pair in lines}
