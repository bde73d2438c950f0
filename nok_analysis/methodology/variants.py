"""Variants: a methodology under other choices, from a short file or for a trial."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from nok_analysis.errors import MethodologyError, NokError
from nok_analysis.methodology.choices import ALTERNATIVES, BRANCHES, CARRY, Choice
from nok_analysis.methodology.model import Methodology
from nok_analysis.parameters import Section, read_section
from nok_analysis.parameters.tree import Items, Node, Pairs, Text
from nok_analysis.wording import mark_for_catalog as _

VARIANT = "variant_of"
#: Keys of a variant's file; everything else is as in the whole file.
OWN = (VARIANT, "methodology", "version", "title", "valid", "status_note", "choices")


def read_file(path: Path, shown_as: str) -> Section:
    """Return the section of a methodology file as it stands.

    Raises
    ------
    MethodologyError
        When the file cannot be read.
    """
    try:
        return read_section(path, shown_as=shown_as)
    except NokError as error:
        raise MethodologyError(error.faults[0], *error.faults[1:]) from None


def base_of(variant: Section) -> str:
    """Return the name of the file that a variant varies; empty when it is no variant.

    Raises
    ------
    MethodologyError
        When the variant has a key that only a whole file may have.
    """
    if VARIANT not in variant:
        return ""
    code = Path(variant.text(VARIANT)).name
    variant.asked |= set(OWN)
    variant.finish()
    variant.raise_faults(MethodologyError)
    return f"{code}.yaml"


def laid_over(variant: Section, base: Section) -> Section:
    """Return the whole methodology of a variant.

    Raises
    ------
    MethodologyError
        When the file that it varies is a variant itself.
    """
    if VARIANT in base:
        message = _("{file} is a variant itself; name the whole file that it varies")
        variant.fault(VARIANT, message, file=base.file, code="bad_type")
    variant.raise_faults(MethodologyError)
    over = {key: node for key, node in variant.pairs.values.items() if key != VARIANT}
    pairs = _over(base.pairs, Pairs(over, variant.pairs.lines, 1), deep=("choices",))
    both = hashlib.sha256(f"{base.sha256} {variant.sha256}".encode()).hexdigest()
    return Section(variant.file, "", pairs, [], sha256=both)


def chosen_otherwise(section: Section, choices: Mapping[str, str]) -> Section:
    """Return the section with other words for some of its choices."""
    pairs = section.pairs
    for key, word in choices.items():
        levels = ("indicator", "criterion") if key == CARRY else ("",)
        for level in levels:
            keys = tuple(filter(None, ("choices", *key.split("."), level)))
            pairs = _over(pairs, _nested(keys, word), deep=("choices", "rounding", "carry"))
    return Section(section.file, "", pairs, [], sha256=section.sha256)


def alternatives(methodology: Methodology) -> Iterator[tuple[str, str]]:
    """Yield every choice that a score may depend on, with each word not chosen.

    Parameters
    ----------
    methodology : Methodology
        Choices that none of its formulas looks at are passed over.
    """
    kernels = kernels_of(methodology)
    for choice in ALTERNATIVES:
        if choice.key in BRANCHES and choice.key not in methodology.branches:
            continue
        if choice.kernels and not kernels.intersection(choice.kernels):
            continue
        here = chosen(methodology, choice)
        yield from ((choice.key, word) for word in choice.words if word != here)


def branches(node: Node) -> frozenset[str]:
    """Return the choices by which the formulas of a file branch."""
    if isinstance(node, Text):
        return frozenset()
    below = node.values if isinstance(node, Items) else node.values.values()
    found = frozenset[str]().union(*map(branches, below))
    own = node.values.get("by") if isinstance(node, Pairs) else None
    return found | {own.value} if isinstance(own, Text) else found


def chosen(methodology: Methodology, choice: Choice) -> str:
    """Return the word of a choice in the file."""
    return choice.read(methodology.choices)


def kernels_of(methodology: Methodology) -> set[str]:
    """Return the kernels of every formula, parts included."""
    found: set[str] = set()
    todo = [one.formula for one in methodology.indicators()]
    while todo:
        formula = todo.pop()
        found.add(formula.kernel)
        todo += formula.parts
    return found


def _nested(keys: tuple[str, ...], word: str) -> Pairs:
    first, *rest = keys
    inner = _nested(tuple(rest), word) if rest else Text(word, 1)
    return Pairs({first: inner}, {first: 1}, 1)


def _over(base: Pairs, over: Pairs, *, deep: tuple[str, ...]) -> Pairs:
    """Return `base` with the keys of `over`; groups named in `deep` are merged themselves."""
    values, lines = dict(base.values), dict(base.lines)
    for key, node in over.values.items():
        below = values.get(key)
        lines[key] = over.lines[key]
        if key in deep and isinstance(below, Pairs) and isinstance(node, Pairs):
            values[key] = _over(below, node, deep=deep)
        else:
            values[key] = node
    return Pairs(values, lines, base.line)
