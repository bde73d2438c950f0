"""A question of a questionnaire as data: its column, its answers, what counts as satisfied."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nok_analysis.vocabulary import Role

_SIGNS = re.compile(r"[\^$]|\\.|\.\*|[()\[\]?+|]")  # of a pattern


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a received table: by one of its wordings, or by a pattern.

    Attributes
    ----------
    texts : tuple of str
        Header wordings, the present one first, then old ones (``also``).
    pattern : str
        Regular expression searched in the header; empty when `texts` decide.
    """

    texts: tuple[str, ...] = ()
    pattern: str = ""

    @property
    def wording(self) -> str:
        """The present wording; of a pattern its words, without its signs."""
        return self.texts[0] if self.texts else _SIGNS.sub("", self.pattern).strip()


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a questionnaire.

    Attributes
    ----------
    code : str
        Name of the column in the store.
    role : Role
    column : Column
    words : dict of str to int or None
        Folded answer word → code: yes 1, no 0, a scale's own value, a choice's number in the
        form's order, −1 “not applicable”; None = no answer.
    labels : dict of int to str
        Code → word as a person reads it (the first listed word).
    positive : tuple of int
        Codes that count as satisfied.
    asked_if : str
        Filter question whose “yes” opens this one; empty when asked of everybody.
    low, high : int or None
        Bounds of a scale or of a number.
    names : dict of int to str
        Code → name of the answer in the form file (``yes``, ``male``, ``5``).
    text : str
        The question as it is put to people, where the header says it otherwise.
    wording_note : str
        How the wording differs from the order's; printed with the results.
    filter_missing : str
        Filter of the order that this form does not ask.
    among_override : str
        ``everyone``: without that filter the question counts over everyone, with a note.
    choice_of : str
        Code of the question with several answers of which this is one choice.
    """

    code: str
    role: Role
    column: Column
    words: dict[str, int | None] = field(default_factory=dict[str, int | None])
    labels: dict[int, str] = field(default_factory=dict[int, str])
    positive: tuple[int, ...] = (1,)
    asked_if: str = ""
    low: int | None = None
    high: int | None = None
    names: dict[int, str] = field(default_factory=dict[int, str])
    text: str = ""
    wording_note: str = ""
    filter_missing: str = ""
    among_override: str = ""
    choice_of: str = ""

    @property
    def wording(self) -> str:
        """The question as people read it."""
        return self.text or self.column.wording


@dataclass(frozen=True, slots=True)
class Multiple:
    """A question that takes several answers at once; each choice is a question of its own.

    Attributes
    ----------
    code : str
        Of the whole; a choice's question is ``<code>_<choice>``.
    column : Column
        The joined column: every chosen word in one cell.
    words : dict of str to str or None
        Folded word → code of the choice's question; ``no_answer`` None, ``not_applicable``
        the empty text.
    choices : tuple of str
        Codes of the choices' questions, in the form's order.
    otherwise : str
        Choice that any other text counts as; empty when other text sets the row aside.
    text : str
        The question as it is put to people, where the header says it otherwise.
    """

    code: str
    column: Column
    words: dict[str, str | None]
    choices: tuple[str, ...]
    otherwise: str = ""
    text: str = ""

    @property
    def wording(self) -> str:
        """The question as people read it."""
        return self.text or self.column.wording
