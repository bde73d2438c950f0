"""What a column of an unknown table becomes in the proposed form file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum

from nok_analysis.drafting.seen import Seen


class Part(StrEnum):
    """Part of a form file."""

    INSTITUTION = "institution"
    TIME = "time"
    RESPONDENT = "respondent"
    ROLE = "respondent_role"
    CHANNEL = "channel"
    SETTLEMENT = "settlement"
    INTERVIEWER = "interviewer"
    QUESTION = "question"
    IGNORE = "ignore"
    PERSONAL = "personal_data"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """A column with the part of the form file that it becomes.

    Attributes
    ----------
    column : Seen
    part : Part
    code : str
        Of a question.
    keys : dict of str to str
        Further keys of the entry, values as they stand in the file.
    answers : dict of str to list of str
        Name of an answer → its words; empty when the entry has none.
    asked_if : str
    why : str
        Of an unknown column: what was seen in it, in words.
    odd : int
        Of a known question: cells that its answers do not hold.
    """

    column: Seen
    part: Part
    code: str = ""
    keys: dict[str, str] = field(default_factory=dict[str, str])
    answers: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    asked_if: str = ""
    why: str = ""
    odd: int = 0


def quoted(text: str) -> str:
    """Return a text as a form file holds it, in quotes and on one line.

    Examples
    --------
    >>> quoted("Satisfied?")
    '"Satisfied?"'
    """
    return json.dumps(text, ensure_ascii=False)


def words_of(answers: dict[str, list[str]]) -> str:
    """Return answers as a form file holds them.

    Examples
    --------
    >>> words_of({"yes": ["yes"], "no": ["no"]})
    '{yes: ["yes"], no: ["no"]}'
    """
    pairs = (
        f"{quoted(name) if name.isdigit() else name}: [{', '.join(map(quoted, words))}]"
        for name, words in answers.items()
    )
    return "{" + ", ".join(pairs) + "}"
