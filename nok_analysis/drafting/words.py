"""Words by which a column or an answer is known, kept as data (``words.yaml``)."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from nok_analysis.folding import fold
from nok_analysis.parameters import Section, read_section

YES_NO = ("yes", "no")
SILENT = ("no_answer", "not_applicable")


@lru_cache(maxsize=32)
def listed(name: str) -> frozenset[str]:
    """Return the folded words of a list.

    Examples
    --------
    >>> "submitdate" in listed("time")
    True
    """
    return frozenset(map(fold, _section().texts(name)))


def grouped(words: set[str], names: tuple[str, ...]) -> dict[str, list[str]] | None:
    """Return list → its words among `words`; None when a word is in none of the lists."""
    found = {name: sorted(words & listed(name)) for name in names}
    known = {word for several in found.values() for word in several}
    return (
        {name: several for name, several in found.items() if several}
        if known >= words
        else None
    )


def on_a_scale(words: set[str]) -> dict[str, list[str]] | None:
    """Return value → words of the one scale in words that holds them all, silence beside it."""
    silent = {word for name in SILENT for word in words & listed(name)}
    rest = words - silent
    for values in _scales():
        if rest and rest <= {word for several in values.values() for word in several}:
            found = {value: sorted(rest & several) for value, several in values.items()}
            found |= {name: sorted(silent & listed(name)) for name in SILENT}
            return {name: several for name, several in found.items() if several}
    return None


@lru_cache(maxsize=1)
def _scales() -> tuple[dict[str, frozenset[str]], ...]:
    scales = _section().section("scales")
    found = []
    for name in scales.names():
        scale = scales.section(name)
        found.append({one: frozenset(map(fold, scale.texts(one))) for one in scale.names()})
    return tuple(found)


@lru_cache(maxsize=1)
def _section() -> Section:
    source = resources.files("nok_analysis.drafting").joinpath("words.yaml")
    with resources.as_file(source) as path:
        return read_section(path, shown_as="drafting/words.yaml")
