"""Questions that take several answers at once: one joined cell, or a column for each choice."""

from __future__ import annotations

from collections.abc import Callable

from nok_analysis.folding import fold
from nok_analysis.forms.model import Multiple, Questionnaire
from nok_analysis.intake.answer_words import answer_reader, unknown_word
from nok_analysis.intake.body import Body
from nok_analysis.intake.header import MULTIPLE, QUESTION
from nok_analysis.intake.table import Flaw
from nok_analysis.vocabulary import NO, NOT_APPLICABLE_ANSWER, YES

_BETWEEN = ",;|/"  # signs between chosen words; spaces part them too
SILENT, NOT_APPLICABLE = "", "-"


def read_choices(
    body: Body, form: Questionnaire, whole: Multiple
) -> dict[str, list[int | None]]:
    """Return code of a choice → 1 chosen, 0 not, −1 not applicable, None no answer at all.

    An export may hold both encodings: the joined column is the one that counts.
    """
    if MULTIPLE + whole.code in body.header.places:
        cells = body.read(MULTIPLE + whole.code, joined_reader(whole))
        return {
            code: [_joined(cell, code) for cell in cells]  # a set of codes, or why none
            for code in whole.choices
        }
    columns = {
        one.code: body.read(QUESTION + one.code, answer_reader(one))
        for one in form.questions
        if one.choice_of == whole.code
    }
    rows = list(zip(*columns.values(), strict=True))
    answered = [any(cell is not None for cell in row) for row in rows]
    return {
        code: [
            NO if given is None and said else given
            for given, said in zip(column, answered, strict=True)
        ]
        for code, column in columns.items()
    }


def joined_reader(whole: Multiple) -> Callable[[str], frozenset[str] | str | Flaw]:
    """Return the rule of a joined cell: the choices in it, why there are none, or its flaw.

    The longest listed word is tried first, so a word may itself hold a comma; every sign of
    the cell must belong to a listed word.
    """
    ordered = sorted((one for one in whole.words if one), key=len, reverse=True)

    def read(cell: str) -> frozenset[str] | str | Flaw:
        chosen, rest = _chosen(fold(cell), whole, ordered)
        named = frozenset(one for one in chosen if one)
        if rest and whole.otherwise:
            return named | {whole.otherwise}
        if rest or (named and len(named) < len(chosen)):
            return unknown_word(cell, tuple(ordered))
        return named or (NOT_APPLICABLE if chosen == {""} else SILENT)

    return read


def _chosen(rest: str, whole: Multiple, ordered: list[str]) -> tuple[set[str | None], str]:
    """Return what the listed words of a folded cell mean, and what of it no word explains."""
    chosen: set[str | None] = set()
    while rest:
        word = next((one for one in ordered if _begins(rest, one)), None)
        if word is None:
            break
        chosen.add(whole.words[word])
        rest = rest[len(word) :].lstrip(_BETWEEN + " ")
    return chosen, rest


def _begins(text: str, word: str) -> bool:
    after = text[len(word) : len(word) + 1]
    return text.startswith(word) and (not after or after in _BETWEEN or after.isspace())


def _joined(cell: frozenset[str] | str | None, code: str) -> int | None:
    if isinstance(cell, frozenset):
        return YES if code in cell else NO
    return NOT_APPLICABLE_ANSWER if cell == NOT_APPLICABLE else None
