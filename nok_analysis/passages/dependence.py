"""How much of the rating depends on what was chosen where the orders are silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis.consequences import METHODOLOGY, Consequence, consequences
from nok_analysis.exhibits import Passage, paragraph
from nok_analysis.left_open import meaning
from nok_analysis.passages import passage
from nok_analysis.passages.phrases import bold
from nok_analysis.quotes import fill
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@passage("dependence")
def tell_dependence(assessment: Assessment, *, words: Words) -> Passage:
    """Return how many other choices would change a place, and which changes totals most."""
    found = consequences(assessment)
    moving = [one for one in found if one.moved]
    compared = max((one.placed for one in found), default=0)
    sentences = [_places(words, moving, len(found)) if compared else _nobody(words)]
    largest = max(found, key=lambda one: abs(one.largest), default=None)
    if largest is not None and largest.largest:
        sentences.append(_largest(assessment, words, largest))
    sentences += [
        _beside(assessment, words, one) for one in consequences(assessment, METHODOLOGY)
    ]
    more = Markup('<a href="methodology.html">{}</a>').format(
        words.say("All choices and their consequences")
    )
    return Passage(paragraph(Markup(" ").join([*sentences, more])))


def _nobody(words: Words) -> Markup:
    return fill(words.say("Nobody has a place, so no choice can change one."))


def _places(words: Words, moving: list[Consequence], all_of_them: int) -> Markup:
    if not moving:
        form = words.count(
            "None of {n} other choice of the calculation would change a place.",
            "None of {n} other choices of the calculation would change a place.",
            all_of_them,
        )
        return bold(form)
    form = words.count(
        "Of {n} other choice of the calculation {k} would change a place.",
        "Of {n} other choices of the calculation {k} would change a place.",
        all_of_them,
        k="{k}",
    )
    return fill(form, k=bold(words.number(len(moving))))


def _largest(assessment: Assessment, words: Words, one: Consequence) -> Markup:
    points = words.number(
        one.largest, assessment.methodology.decimals(Level.TOTAL), signed=True
    )
    return fill(
        words.say("A total would change most, by {points}, if it were so: {meaning}."),
        points=points,
        meaning=meaning(one.key, one.word, words),
    )


def _beside(assessment: Assessment, words: Words, one: Consequence) -> Markup:
    title = next(other.title for other in assessment.beside if other.code == one.key)
    if not one.placed:
        return fill(words.say("Under “{title}” nobody has a place to compare."), title=title)
    form = words.count(
        "Under “{title}” {k} of {n} place would be another.",
        "Under “{title}” {k} of {n} places would be another.",
        one.placed,
        title="{title}",
        k="{k}",
    )
    return fill(form, title=title, k=bold(words.number(one.moved)))
