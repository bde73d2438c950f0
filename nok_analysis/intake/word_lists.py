"""Word lists of the door, kept as data beside the code (``words.yaml``)."""

from __future__ import annotations

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


@lru_cache(maxsize=1)
def example_marks() -> tuple[str, ...]:
    """Return the words that mark the example row of a template, ours first."""
    return _section().texts("examples")


@lru_cache(maxsize=1)
def sheets_of_templates() -> tuple[str, ...]:
    """Return the sheets of a template beside its table: notes, lists of words."""
    return _section().texts("sheets_of_templates")


def verdict_word(cell: str) -> str:
    """Return our word for what a person wrote as the status of a row set aside, else nothing.

    Examples
    --------
    >>> verdict_word(" Rejected "), verdict_word("perhaps")
    ('rejected', '')
    """
    return _verdicts().get(fold(cell), "")


@lru_cache(maxsize=1)
def _verdicts() -> dict[str, str]:
    section = _section().section("verdicts")
    return {fold(word): name for name in section.names() for word in section.texts(name)}


@lru_cache(maxsize=1)
def _totals() -> frozenset[str]:
    return frozenset(fold(word) for word in _section().texts("totals"))


@lru_cache(maxsize=1)
def _errors() -> frozenset[str]:
    return frozenset(fold(word) for word in _section().texts("spreadsheet_errors"))


@lru_cache(maxsize=1)
def _section() -> Section:
    source = resources.files("nok_analysis.intake").joinpath("words.yaml")
    with resources.as_file(source) as path:
        return read_section(path, shown_as="words.yaml")
