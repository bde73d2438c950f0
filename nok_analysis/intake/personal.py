"""Personal data in free text: suspected, flagged, counted, never quoted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources

from nok_analysis.folding import fold
from nok_analysis.intake.body import Body
from nok_analysis.intake.table import flaw
from nok_analysis.parameters import Section, read_section
from nok_analysis.wording import mark_for_catalog as _

SUSPECTED = "personal_data_suspected"
FULL_NAME = "full_name"
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){9,18}(?!\d)")
_SNILS_BASE, _SNILS_MODULUS, _HUNDRED = 9, 101, 100  # of the Pension Fund's rule


def screen_texts(body: Body, texts: Mapping[str, Sequence[str | None]]) -> None:
    """Flag the records whose free text seems to name a person, and say how many there are.

    Parameters
    ----------
    body : Body
    texts : mapping of str to sequence of str or None
        Name of a wanted column → its text in every record.
    """
    for name, column in texts.items():
        suspected = [
            i for i, text in enumerate(column) if text and i not in body.dead and kinds_in(text)
        ]
        for i in suspected:
            body.marks.setdefault(i, set()).add(SUSPECTED)
        if suspected:
            body.notes.append(
                flaw(
                    SUSPECTED,
                    _("rows that seem to name a person: {n}; the texts are not published"),
                    place=body.header.places.get(name),
                    n=len(suspected),
                )
            )


@lru_cache(maxsize=4096)
def kinds_in(text: str) -> tuple[str, ...]:
    """Return which kinds of personal data a text seems to hold; a suspicion only.

    Examples
    --------
    >>> kinds_in("write to someone@example.org, insurance 11223344595")
    ('e_mail', 'snils')
    """
    lowered = text.casefold()
    groups = ["marks"]
    groups += ["marks_with_digits"] if _DIGIT.search(text) else []
    groups += ["marks_with_stems"] if any(stem in lowered for stem in _stems()) else []
    found = {
        kind
        for group in groups
        for kind, pattern in _marks(group).items()
        if pattern.search(text)
    }
    return tuple(sorted(found | _numbers_in(text) | _names_in(text)))


def is_snils(digits: str) -> bool:
    """Return whether eleven digits are an insurance number by their last two.

    Examples
    --------
    >>> is_snils("11223344595"), is_snils("11223344596")
    (True, False)
    """
    weights = range(_SNILS_BASE, 0, -1)
    total = sum(int(one) * weight for one, weight in zip(digits, weights, strict=False))
    return total % _SNILS_MODULUS % _HUNDRED == int(digits[_SNILS_BASE:])


def is_card(digits: str) -> bool:
    """Return whether digits are the number of a bank card by Luhn's rule.

    Examples
    --------
    >>> is_card("4539578763621486"), is_card("4539578763621487")
    (True, False)
    """
    doubled = [2 * int(one) for one in digits[-2::-2]]
    total = sum(map(int, digits[-1::-2])) + sum(one // 10 + one % 10 for one in doubled)
    return total % 10 == 0


def _names_in(text: str) -> set[str]:
    """Return the kind of a name when initials, or a given name beside another, stand in it."""
    paired = _alone("pair").findall(text)
    named = any(fold(word) in _given_names() for pair in paired for word in pair)
    return {FULL_NAME} if named or _alone("initials").search(text) else set()


def _numbers_in(text: str) -> set[str]:
    rules = {"snils": is_snils, "card": is_card}
    found: set[str] = set()
    for run in _DIGITS.findall(text):
        digits = re.sub(r"\D", "", run)
        found |= {
            kind
            for kind, right in rules.items()
            if len(digits) == _lengths()[kind] and right(digits)
        }
    return found


@lru_cache(maxsize=3)
def _marks(group: str) -> dict[str, re.Pattern[str]]:
    marks = _section().section(group)
    return {
        kind: re.compile("|".join(marks.texts(kind)), re.IGNORECASE) for kind in marks.names()
    }


@lru_cache(maxsize=1)
def _lengths() -> dict[str, int]:
    section = _section().section("digits")
    return {kind: section.whole(kind) for kind in section.names()}


@lru_cache(maxsize=2)
def _alone(name: str) -> re.Pattern[str]:
    return re.compile(_section().text(name))


@lru_cache(maxsize=1)
def _stems() -> tuple[str, ...]:
    return _section().texts("patronymic_stems")


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    """Return the given names in every case, folded."""
    section = _section()
    return frozenset(
        fold(stem + ending)
        for stem in section.texts("given_names")
        for ending in section.texts("name_endings")
    )


@lru_cache(maxsize=1)
def _section() -> Section:
    source = resources.files("nok_analysis.intake").joinpath("personal.yaml")
    with resources.as_file(source) as path:
        return read_section(path, shown_as="personal.yaml")
