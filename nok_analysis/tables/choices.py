"""What the orders leave open: what was done, and what another choice would change."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.consequences import Consequence, consequences
from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.left_open import meaning, raised
from nok_analysis.methodology.choices import ALTERNATIVES
from nok_analysis.tables import table
from nok_analysis.tables.blocks import nothing
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@table("choices")
def tabulate_choices(assessment: Assessment, *, words: Words) -> Table | Passage:
    """Return each choice of the methodology with the consequences of taking another."""
    found = sorted(consequences(assessment), key=_turn)
    if not found:
        return nothing(words.say("The methodology leaves nothing open."))
    heads = (
        Head(words.say("If it were done otherwise"), is_text=True),
        Head(words.say("Totals")),
        Head(words.say("Largest change")),
        Head(words.say("Places")),
    )
    body = tuple(_row(assessment, words, one) for one in found)
    subtitle = words.say(
        "How many totals and places would change, and the largest change, points; {period}",
        period=words.period(assessment.run.period),
    )
    note = words.say(
        "Each row changes one choice and leaves the others. Institutions whose total is not "
        "published are not counted."
    )
    return Table("choices", _headline(found, words), subtitle, Grid(heads, body), note)


def _headline(found: list[Consequence], words: Words) -> str:
    moving = sum(one.moved > 0 for one in found)
    if not moving:
        return words.count(
            "{n} other choice would change no place",
            "{n} other choices would change no place",
            len(found),
        )
    return words.count(
        "{k} of {n} other choice would change a place",
        "{k} of {n} other choices would change a place",
        len(found),
        k=words.number(moving),
    )


def _turn(one: Consequence) -> tuple[int, int]:
    """Return the place of a choice and of its word, as the methodology files have them."""
    keys = [choice.key for choice in ALTERNATIVES]
    place = keys.index(one.key)
    return place, ALTERNATIVES[place].words.index(one.word)


def _row(assessment: Assessment, words: Words, one: Consequence) -> tuple[Cell, ...]:
    choice = next(choice for choice in ALTERNATIVES if choice.key == one.key)
    here = meaning(one.key, choice.read(assessment.methodology.choices), words)
    return (
        Cell(
            raised(meaning(one.key, one.word, words)),
            small=words.say("Done here: {meaning}", meaning=here) if here else "",
        ),
        _changed(one, words),
        _largest(assessment, one, words),
        _of(one.moved, one.placed, words),
    )


def _changed(one: Consequence, words: Words) -> Cell:
    cell = _of(one.changed, one.compared, words)
    if not one.lost and not one.gained:
        return cell
    lost = words.count("{n} total would be lost", "{n} totals would be lost", one.lost)
    gained = words.count("{n} total would be gained", "{n} totals would be gained", one.gained)
    return Cell(cell.text, small=lost if one.lost else gained, is_word=cell.is_word)


def _largest(assessment: Assessment, one: Consequence, words: Words) -> Cell:
    if not one.largest:
        return Cell(words.say("no change"), is_word=True)
    places = assessment.methodology.decimals(Level.TOTAL)
    least = Fraction(1, 10**places)
    if abs(one.largest) < least:
        return Cell(words.say("below {least}", least=words.number(least, places)), is_word=True)
    name = circle.name(circle.member(assessment, one.where))
    return Cell(words.number(one.largest, places, signed=True), small=name)


def _of(k: int, n: int, words: Words) -> Cell:
    if not n:
        return Cell(words.say("none to compare"), is_word=True)
    return Cell(words.say("{k} of {n}", k=words.number(k), n=words.number(n)))
