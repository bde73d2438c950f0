"""Columns that no form knows: only what leaves no doubt is mapped, the rest is described."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nok_analysis.drafting.entries import Entry, Part, words_of
from nok_analysis.drafting.seen import Export, Seen
from nok_analysis.drafting.words import SILENT, YES_NO, grouped, listed, on_a_scale
from nok_analysis.folding import fold
from nok_analysis.forms.model import Column, TimeColumn
from nok_analysis.forms.questions import RESERVED
from nok_analysis.intake.dates import Moment, moment_reader
from nok_analysis.wording import Words

FIVE = {"1", "2", "3", "4", "5"}
ALIKE = 3  # columns on one scale that make it certain
TEXT_LENGTH, TEXT_DIFFERENT = 25, 0.8  # of free text: mean length, share of different cells
FEW = 12  # different words of a closed list
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ON_SCALE = {
    "role": "numerator",
    "scale": '{low: "1", high: "5"}',
    "positive": '["4", "5"]',
}


def recognised(column: Seen, words: Words) -> Entry:
    """Return what a column is by the word lists and by its own cells.

    Parameters
    ----------
    column : Seen
    words : Words
        For what is said of a column that nothing recognises.
    """
    header = fold(column.header)
    for name, part in (
        ("personal_data", Part.PERSONAL),
        ("institution", Part.INSTITUTION),
        ("time", Part.TIME),
        ("respondent", Part.RESPONDENT),
        ("technical", Part.IGNORE),
    ):
        if header in listed(name) and _holds(part, column):
            return Entry(column, part)
    if header in listed("free_text"):
        return _free_text(column)
    return _answered(column) or _unknown(column, words)


def scales_alike(columns: Sequence[Seen]) -> set[int]:
    """Return the places of the columns that surely share one scale from 1 to 5.

    One such column may be a code of anything; three of them that together use the whole scale,
    and each of which goes beyond two answers, are a scale.
    """
    silent = listed("no_answer") | listed("not_applicable")
    found = [
        one
        for one in columns
        if (one.words - silent) <= FIVE
        and (one.words & {"3", "4", "5"})
        and fold(one.header) not in listed("never_scale")
    ]
    together = {word for one in found for word in one.words}
    return {one.place for one in found} if len(found) >= ALIKE and together >= FIVE else set()


def on_five_points(column: Seen) -> Entry:
    """Return the entry of a column whose scale from 1 to 5 is certain."""
    silent = {name: sorted(column.words & listed(name)) for name in SILENT}
    answers = {name: several for name, several in silent.items() if several}
    return Entry(column, Part.QUESTION, code_of(column), dict(_ON_SCALE), answers)


def code_of(column: Seen) -> str:
    """Return the code of a question: of its header where that is one, else by its place.

    Examples
    --------
    >>> from collections import Counter
    >>> code_of(Seen(7, "Q4[SQ001]", Counter())), code_of(Seen(7, "Polite?", Counter()))
    ('q4_sq001', 'q07')
    """
    code = re.sub(r"[\[\]]+", "_", column.header.casefold()).strip("_")
    if _CODE.fullmatch(code) and code not in RESERVED:
        return code
    return f"q{column.place:02d}"


def _holds(part: Part, column: Seen) -> bool:
    """Return whether the cells do not gainsay what the header says."""
    if part is Part.TIME:
        read = moment_reader(TimeColumn(Column((column.header,))), required=False)
        cells = column.written.values()
        return bool(column.cells) and all(isinstance(read(one), Moment) for one in cells)
    if part is Part.RESPONDENT:
        return column.filled == len(column.cells) > 0
    return True


def _answered(column: Seen) -> Entry | None:
    """Return the question of a column whose every cell a list of answers holds."""
    if not column.cells:
        return None
    scale = on_a_scale(column.words)
    if scale is not None:
        return Entry(column, Part.QUESTION, code_of(column), dict(_ON_SCALE), scale)
    return _yes_or_no(column) or (_free_text(column) if _is_prose(column) else None)


def _yes_or_no(column: Seen) -> Entry | None:
    given = grouped(column.words, (*YES_NO, *SILENT))
    if given is None or not given.keys() & set(YES_NO):
        return None
    answers = {name: sorted(listed(name)) for name in YES_NO}
    answers |= {name: given[name] for name in SILENT if name in given}
    return Entry(column, Part.QUESTION, code_of(column), {"role": "numerator"}, answers)


def _is_prose(column: Seen) -> bool:
    """Return whether nearly every cell is a longer text of its own."""
    length = sum(len(one) * n for one, n in column.cells.items()) / column.filled
    return length >= TEXT_LENGTH and len(column.cells) / column.filled >= TEXT_DIFFERENT


def _free_text(column: Seen) -> Entry:
    keys = {"role": "free_text", "personal_data": "screen", "publish": "never"}
    return Entry(column, Part.QUESTION, code_of(column), keys)


def _unknown(column: Seen, words: Words) -> Entry:
    """Return a column left to a person, with an entry to go on from where one can be written.

    Cells are quoted only where they repeat as the words of a list do: a cell that stands once
    may name a person.
    """
    often = {one for one, n in column.cells.items() if n > 1}
    if not column.cells:
        why = words.say("the column is empty")
    elif often == column.words and len(often) <= FEW:
        why = words.say("{n} different answers", n=len(often))
        answers = {f"a{i}": [column.written[one]] for i, one in enumerate(sorted(often), 1)}
        keys = {"role": "profile", "answers": words_of(answers)}
        if often <= FIVE and often & {"3", "4", "5"}:
            keys = dict(_ON_SCALE)
        return Entry(column, Part.UNKNOWN, code_of(column), keys, why=why)
    else:
        why = words.say(
            "{n} different cells of {filled}", n=len(column.cells), filled=column.filled
        )
    return Entry(column, Part.UNKNOWN, code_of(column), why=why)


def doubled(export: Export) -> set[str]:
    """Return the folded headers that stand twice."""
    seen: set[str] = set()
    folded = [fold(one.header) for one in export.columns if one.header]
    return {one for one in folded if one in seen or seen.add(one)}
