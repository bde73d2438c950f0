"""Formulas of a methodology file: a kernel with its keys, or a choice between formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from nok_analysis.methodology.choices import ALLOWED
from nok_analysis.methodology.formulas import KERNELS
from nok_analysis.methodology.kernels import Kernel
from nok_analysis.methodology.model import Formula
from nok_analysis.parameters import Section
from nok_analysis.vocabulary import EVERYONE
from nok_analysis.wording import mark_for_catalog as _

NO_FORMULA = "no_formula"  # code of the fault: a choice has a word without a formula
DIRECTIONS = ("rising", "falling")
NOTHING = Formula("share")


@dataclass(slots=True)
class _Draft:
    """What the keys of one formula have said so far."""

    fields: dict[str, Any] = field(default_factory=dict[str, Any])
    numbers: dict[str, Fraction] = field(default_factory=dict[str, Fraction])
    words: dict[str, str] = field(default_factory=dict[str, str])


def read_formula(section: Section, words: dict[str, str]) -> Formula:
    """Return the formula that the choices pick.

    Parameters
    ----------
    section : Section
        A kernel with its keys, or ``by: <choice>`` with one formula an allowed word.
    words : dict of str to str
        Choice → its word in this file.
    """
    if "by" not in section:
        return _kernel(section, words)
    choice = section.word("by", tuple(ALLOWED))
    branches = [key for key in section.pairs.values if key in ALLOWED[choice]]
    found = {key: read_formula(section.section(key), words) for key in branches}
    section.asked |= set(ALLOWED[choice])
    section.finish()
    picked = words[choice]
    if picked not in found:
        section.fault(
            "by",
            _("no formula for “{word}”, the word of “{choice}” in this file"),
            word=picked,
            choice=choice,
            code=NO_FORMULA,
        )
    return found.get(picked, NOTHING)


def _kernel(section: Section, words: dict[str, str]) -> Formula:
    name = section.word("kernel", tuple(KERNELS))
    if section.text("kernel", "") not in KERNELS:
        return NOTHING
    kernel, draft = KERNELS[name], _Draft()
    before = len(section.faults)
    for key, kind in kernel.keys.items():
        KINDS[kind](section, key, draft, words)
    section.finish()
    formula = Formula(name, numbers=draft.numbers, words=draft.words, **draft.fields)
    if len(section.faults) == before:
        _check(section, kernel, formula)
    return formula


def _check(section: Section, kernel: Kernel, formula: Formula) -> None:
    message = kernel.fault(formula)
    if message:
        section.fault("kernel", message, code="out_of_range")


def _name(section: Section, key: str, draft: _Draft, _words: dict[str, str]) -> None:
    draft.fields[key] = section.text(key)
    if key in section and not draft.fields[key].strip():
        section.fault(key, _("a name was expected here"), code="missing_key")


def _names(section: Section, key: str, draft: _Draft, _words: dict[str, str]) -> None:
    found = section.texts(key)
    if len(set(found)) != len(found) or (section.is_list(key) and not found):
        section.fault(
            key, _("the list must name at least one, none twice"), code="duplicate_key"
        )
    draft.fields[key] = found


def _group(section: Section, key: str, draft: _Draft, _words: dict[str, str]) -> None:
    draft.fields[key] = section.text(key, EVERYONE)


def _number(section: Section, key: str, draft: _Draft, _words: dict[str, str]) -> None:
    draft.numbers[key] = section.exact(key)


def _positive(section: Section, key: str, draft: _Draft, words: dict[str, str]) -> None:
    before = len(section.faults)
    _number(section, key, draft, words)
    if draft.numbers[key] <= 0 and len(section.faults) == before:
        section.fault(key, _("the number must be above 0"), code="out_of_range")


def _direction(section: Section, key: str, draft: _Draft, _words: dict[str, str]) -> None:
    draft.words[key] = section.word(key, DIRECTIONS)


def _part(section: Section, key: str, draft: _Draft, words: dict[str, str]) -> None:
    draft.fields["parts"] = (read_formula(section.section(key), words),)


def _parts(section: Section, key: str, draft: _Draft, words: dict[str, str]) -> None:
    draft.fields["parts"] = tuple(read_formula(part, words) for part in section.sections(key))
    if section.is_list(key) and not draft.fields["parts"]:
        section.fault(key, _("at least one part was expected"), code="missing_key")


def _steps(section: Section, key: str, draft: _Draft, _words: dict[str, str]) -> None:
    inner = section.section(key)
    keys = inner.names()
    found = [
        (Fraction(by), inner.exact(str(by)))
        for by in range(1, len(keys) + 1)
        if str(by) in keys
    ]
    if key in section and (not keys or len(found) != len(keys)):
        section.fault(key, _("the steps must be 1, 2, 3 … without a gap"), code="out_of_range")
    draft.fields["steps"] = tuple(found)


def _bands(section: Section, key: str, draft: _Draft, _words: dict[str, str]) -> None:
    found: list[tuple[Fraction, Fraction]] = []
    for band in section.sections(key):
        found.append((band.exact("low"), band.exact("points")))
        band.finish()
    draft.fields["steps"] = tuple(found)


#: Kind of value (as the decorators of kernels name it) → how it is read.
KINDS: dict[str, Callable[[Section, str, _Draft, dict[str, str]], None]] = {
    "question": _name,
    "questions": _names,
    "form": _name,
    "forms": _names,
    "group": _group,
    "number": _number,
    "positive": _positive,
    "direction": _direction,
    "part": _part,
    "parts": _parts,
    "steps": _steps,
    "bands": _bands,
}
