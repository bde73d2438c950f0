"""Word lists of the door, kept as data beside the code (``words.yaml``)."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from nok_analysis.folding import fold
from nok_analysis.parameters import Section, read_section


@lru_cache(maxsize=4096)
def is_total(cell: str) -> bool:
    """Return whether a cell names a line of totals.

    Examples
    --------
    >>> is_total("Total:"), is_total("Totality")
    (True, False)
    """
    text = fold(cell.replace(":", " "))
    return any(text == word or text.startswith(f"{word} ") for word in _totals())


def is_error(cell: str) -> bool:
    """Return whether a cell holds the text of a spreadsheet's error."""
    return cell.startswith("#") and fold(cell) in _errors()


def holds_personal_data(text: str) -> bool:
    """Return whether a text looks as if it named or addressed a person; a suspicion only.

    Examples
    --------
    >>> holds_personal_data("write to someone@example.org")
    True
    """
    return _personal().search(text) is not None


@lru_cache(maxsize=1)
def _totals() -> frozenset[str]:
    return frozenset(fold(word) for word in _section().texts("totals"))


@lru_cache(maxsize=1)
def _errors() -> frozenset[str]:
    return frozenset(fold(word) for word in _section().texts("spreadsheet_errors"))


@lru_cache(maxsize=1)
def _personal() -> re.Pattern[str]:
    section = _section().section("personal_data")
    marks = [mark for kind in section.names() for mark in section.texts(kind)]
    return re.compile("|".join(marks), re.IGNORECASE)


@lru_cache(maxsize=1)
def _section() -> Section:
    source = resources.files("nok_analysis.intake").joinpath("words.yaml")
    with resources.as_file(source) as path:
        return read_section(path, shown_as="words.yaml")
