"""Answers of a question: which words count as what, and the number that is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nok_analysis.folding import fold
from nok_analysis.parameters import Section
from nok_analysis.parameters.tree import SHOWN
from nok_analysis.vocabulary import NO, NOT_APPLICABLE_ANSWER, YES
from nok_analysis.wording import mark_for_catalog as _

NO_ANSWER = "no_answer"
NOT_APPLICABLE = "not_applicable"
YES_NO = {"yes": YES, "no": NO}
SILENT: dict[str, int | None] = {NO_ANSWER: None, NOT_APPLICABLE: NOT_APPLICABLE_ANSWER}
STORED_CAP = 127  # an answer is stored in one byte
_VALUE = re.compile(r"0|[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Answers:
    """The closed vocabulary of a question.

    Attributes
    ----------
    codes : dict of str to int or None
        Name in the form file (``yes``, ``often`` …) → stored code.
    words : dict of str to int or None
        Folded word of a cell → stored code.
    labels : dict of int to str
        Stored code → the first listed word.
    low, high : int or None
        Bounds of a scale or of a number.
    """

    codes: dict[str, int | None] = field(default_factory=dict[str, int | None])
    words: dict[str, int | None] = field(default_factory=dict[str, int | None])
    labels: dict[int, str] = field(default_factory=dict[int, str])
    low: int | None = None
    high: int | None = None


def read_answers(section: Section, *, alone: bool = True) -> Answers:
    """Return the answers that a group such as ``{yes: [yes, "+"], no: [no]}`` lists.

    Words of the group's own are choices and get the numbers 1, 2, … in the form's order, or
    are the values of a scale when all of them are whole numbers; they do not stand beside
    ``yes`` and ``no``. The empty cell is no answer, always.
    """
    codes = _coded(section, alone=alone)
    words: dict[str, int | None] = {"": None}
    owners = {"": NO_ANSWER}
    labels: dict[int, str] = {}
    for name, code in codes.items():
        listed = section.texts(name)
        if section.is_list(name) and not listed:
            section.fault(name, _("no word is listed for this answer"), code="bad_type")
        for word in listed:
            other = owners.setdefault(fold(word), name)
            words.setdefault(fold(word), code)
            if other != name:
                _fault_second_meaning(section, name, word, other)
        if code is not None and listed:
            labels[code] = listed[0]
    return Answers(codes, words, labels)


def read_scale(section: Section, listed: Answers) -> Answers:
    """Return the answers of a scale ``{low: "1", high: "5"}``: each whole number in it.

    `listed` are the words beside it: of silence, and of single values (``"5": [excellent]``).
    """
    low, high = _bounds(section)
    values = {str(value): value for value in range(low, high + 1)}
    for word in sorted(set(values) & set(listed.words)):
        if listed.words[word] != values[word]:
            section.fault(
                "low",
                _("the value {value} of the scale also means no answer"),
                value=word,
                code="duplicate_key",
            )
    labels = {value: word for word, value in values.items()} | listed.labels
    return Answers(listed.codes | values, listed.words | values, labels, low, high)


def read_number(section: Section) -> Answers:
    """Return the answers of a number ``{low: "14", high: "110"}``; no words but the empty."""
    low, high = _bounds(section)
    return Answers({}, {"": None}, {}, low, high)


def _fault_second_meaning(section: Section, name: str, word: str, other: str) -> None:
    if not fold(word):
        section.fault(name, _("the empty cell can only mean no_answer"), code="duplicate_key")
        return
    message = _("the word “{text}” already means “{other}”")
    section.fault(name, message, text=word[:SHOWN], other=other, code="duplicate_key")


def _coded(section: Section, *, alone: bool) -> dict[str, int | None]:
    names = section.names()
    own = [name for name in names if name not in YES_NO and name not in SILENT]
    mixed = [name for name in names if name in YES_NO] if own else []
    for name in mixed:
        section.fault(
            name,
            _("yes and no do not stand beside words of the form's own ({own})"),
            own=", ".join(own)[:SHOWN],
            code="bad_type",
        )
    if alone and not own and not any(name in YES_NO for name in names):
        section.fault("", _("no answer is listed here"), code="bad_type")
    numbers: dict[str, int | None] = {name: i for i, name in enumerate(own, start=1)}
    if own and all(map(is_value, own)):
        numbers = {name: int(name) for name in own}
    known = numbers | YES_NO | SILENT
    return {name: known[name] for name in names}


def is_value(name: str) -> bool:
    """Return whether an answer's name is a whole number that can be stored."""
    return bool(_VALUE.fullmatch(name)) and int(name) <= STORED_CAP


def _bounds(section: Section) -> tuple[int, int]:
    low, high = section.whole("low"), section.whole("high")
    if high > STORED_CAP:
        section.fault(
            "high",
            _("{value} is above the most allowed value {high}"),
            value=high,
            high=STORED_CAP,
            code="out_of_range",
        )
    elif low >= high and "low" in section and "high" in section:
        section.fault(
            "high",
            _("the end {high} is not above the beginning {low}"),
            high=high,
            low=low,
            code="out_of_range",
        )
    section.finish()
    return low, min(high, STORED_CAP)
