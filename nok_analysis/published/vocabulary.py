"""Words of published tables, kept as data beside the code (``words.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib import resources

from nok_analysis.folding import fold
from nok_analysis.parameters import Section, read_section

_TAIL = re.compile(r"\s*[(,;:].*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Draft:
    """Weights of criteria that circulate although they were never in force."""

    name: str
    weights: tuple[Fraction, ...]


@lru_cache(maxsize=1)
def columns() -> dict[str, tuple[str, ...]]:
    """Return folded header → roles of a column that may bear it."""
    section = _section().section("columns")
    found: dict[str, tuple[str, ...]] = {}
    for role in section.names():
        for text in section.texts(role):
            found[fold(text)] = (*found.get(fold(text), ()), role)
    return found


def totals() -> frozenset[str]:
    """Return the folded words for a total that mean nothing else."""
    return frozenset(text for text, roles in columns().items() if roles == ("total",))


@lru_cache(maxsize=16)
def listed(name: str) -> frozenset[str]:
    """Return a list of ``words.yaml``, folded.

    Examples
    --------
    >>> "n/a" in listed("not_read")
    True
    """
    return frozenset(fold(text) for text in _section().texts(name))


@lru_cache(maxsize=1)
def drafts() -> tuple[Draft, ...]:
    """Return the weights of drafts that are recognised by name."""
    return tuple(
        Draft(one.text("name"), tuple(map(Fraction, one.texts("weights"))))
        for one in _section().sections("drafts")
    )


def without_tail(folded: str) -> str:
    """Return a header without what stands in brackets or behind a comma.

    Examples
    --------
    >>> without_tail("rank (of 144)")
    'rank'
    """
    return _TAIL.sub("", folded)


@lru_cache(maxsize=1)
def _section() -> Section:
    source = resources.files("nok_analysis.published").joinpath("words.yaml")
    with resources.as_file(source) as path:
        return read_section(path, shown_as="words.yaml")
