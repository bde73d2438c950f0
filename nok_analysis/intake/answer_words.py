"""The rule of one cell: an answer of the closed dictionary, or the flaw of its row."""

from __future__ import annotations

import re
from collections.abc import Callable

from nok_analysis.folding import fold
from nok_analysis.forms.model import Question, WordColumn
from nok_analysis.intake.table import Flaw, flaw
from nok_analysis.look_alikes import skeleton
from nok_analysis.wording import mark_for_catalog as _

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?|[+-]?(inf|infinity)", re.IGNORECASE)
_WHOLE = re.compile(r"[0-9]{1,3}")  # digits of other scripts are no number here
ALLOWED_SHOWN = 8


def answer_reader(question: Question) -> Callable[[str], int | Flaw | None]:
    """Return the rule of a question: trimmed cell → answer code, None, or the flaw."""
    alike = {skeleton(word): word for word in question.words if skeleton(word)}
    bounded = question.low is not None and question.high is not None

    def read(cell: str) -> int | Flaw | None:
        word = fold(cell)
        if word in question.words or not word:
            return question.words.get(word)
        if bounded and _NUMBER.fullmatch(cell):
            return _number(cell, question)
        return unknown_word(cell, tuple(question.words), alike.get(skeleton(cell), ""))

    return read


def unknown_word(cell: str, allowed: tuple[str, ...], alike: str = "") -> Flaw:
    """Return the flaw of a cell outside a closed list."""
    listed = ", ".join(f"“{word}”" for word in allowed[:ALLOWED_SHOWN] if word)
    if alike:
        message = _(
            "“{value}” is not in the list ({allowed}); it looks like “{alike}” but holds "
            "foreign letters"
        )
        return flaw("unknown_answer", message, cell=cell, allowed=listed, alike=alike)
    message = _("“{value}” is not in the list ({allowed})")
    return flaw("unknown_answer", message, cell=cell, allowed=listed)


def _number(cell: str, question: Question) -> int | Flaw:
    if _WHOLE.fullmatch(cell) and question.low <= int(cell) <= question.high:
        return int(cell)
    message = _("“{value}” is not a whole number from {low} to {high}")
    return flaw("out_of_range", message, cell=cell, low=question.low, high=question.high)


def word_reader(words: WordColumn, code: str) -> Callable[[str], str | Flaw | None]:
    """Return the rule of a column of closed words; an empty cell means `words.missing`."""

    def read(cell: str) -> str | Flaw | None:
        word = fold(cell)
        if word in words.words:
            return words.words[word]
        if not word:
            return words.missing or None
        found = unknown_word(cell, tuple(words.words))
        return Flaw(code, found.message, found.values, None, found.value)

    return read
