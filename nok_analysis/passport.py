"""The passport of the council: its name, the body it works at, its closed lists."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from nok_analysis.errors import ParameterError
from nok_analysis.parameters import Section, read_section
from nok_analysis.parameters.tree import SHOWN
from nok_analysis.wording import mark_for_catalog as _

_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class InstitutionType:
    """A type of institution as people name it: one of them, several of them."""

    title: str
    plural: str


@dataclass(frozen=True, slots=True)
class Passport:
    """What the imprint says of the council, and the words its registry may use.

    Attributes
    ----------
    authority, authority_short : str
        Body at which the council works.
    founded : date
    aims, legal_basis : tuple of str
        In the council's order.
    secretary : str
        Post of the secretary; never a person.
    institution_types : dict
        Word of the registry → how it is said.
    settlements : dict of str to str
        Word of the registry → name.
    publish_names : bool
        Whether names of organisations and experts may be published without an approval.
    """

    name: str
    short_name: str
    authority: str
    authority_short: str
    founded: dt.date
    place: str
    initiative: str
    aims: tuple[str, ...]
    legal_basis: tuple[str, ...]
    secretary: str
    website: str
    institution_types: dict[str, InstitutionType]
    settlements: dict[str, str]
    publish_names: bool
    sha256: str


def read_passport(path: Path, *, shown_as: str = "") -> Passport:
    """Return the passport of ``params/council.yaml``.

    Parameters
    ----------
    path : Path
        Parameter file of the council.
    shown_as : str
        Name of the file in messages; its own path when empty.

    Raises
    ------
    ParameterError
        When the file is missing or anything in it is wrong; every fault is listed.
    """
    section = read_section(path, shown_as=shown_as)
    passport = Passport(
        name=_said(section, "name"),
        short_name=_said(section, "short_name"),
        authority=_said(section, "authority"),
        authority_short=section.text("authority_short", ""),
        founded=section.day("founded") or dt.date.min,
        place=section.text("place", ""),
        initiative=section.text("initiative", ""),
        aims=section.texts("aims", ()),
        legal_basis=section.texts("legal_basis", ()),
        secretary=section.text("secretary", ""),
        website=section.text("website", ""),
        institution_types=_types(section.section("institution_types")),
        settlements=_settlements(section.section("settlements", required=False)),
        publish_names=section.word("publish_names", ("yes", "no"), "no") == "yes",
        sha256=section.sha256,
    )
    section.finish()
    section.raise_faults(ParameterError)
    return passport


def _said(section: Section, key: str) -> str:
    text = section.text(key)
    if key in section and not text.strip():
        section.fault(key, _("a text was expected here, not an empty one"), code="bad_type")
    return text


def _types(section: Section) -> dict[str, InstitutionType]:
    found: dict[str, InstitutionType] = {}
    for word in _words(section):
        inner = section.section(word)
        found[word] = InstitutionType(_said(inner, "title"), _said(inner, "plural"))
        inner.finish()
    return found


def _settlements(section: Section) -> dict[str, str]:
    return {word: _said(section, word) for word in _words(section)}


def _words(section: Section) -> list[str]:
    """Return the words of a closed list, with a fault for each that is no code."""
    words = section.names()
    for word in [one for one in words if not _WORD.fullmatch(one)]:
        message = _(
            "“{value}” is not a code; write small Latin letters, digits and _, a letter first"
        )
        section.fault(word, message, value=word[:SHOWN], code="bad_type")
    return words
