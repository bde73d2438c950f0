"""What kind of cycle it is, and what must not be taken for real."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nok_analysis.exhibits import Passage, paragraph
from nok_analysis.passages import passage
from nok_analysis.vocabulary import CycleKind
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

POINTS = "points"


@passage("caution")
def tell_caution(assessment: Assessment, *, words: Words) -> Passage:
    """Return the kind of the cycle and every reservation that the whole page is under."""
    return Passage(paragraph(" ".join(_notes(assessment, words)), names="note"))


def _notes(assessment: Assessment, words: Words) -> Iterator[str]:
    run, methodology = assessment.run, assessment.methodology
    if run.synthetic:
        yield words.say(
            "The data are invented: institutions and answers do not exist, the page "
            "shows what a report looks like."
        )
    if run.cycle_kind == CycleKind.INTERNAL_QUARTER:
        yield words.say(
            "This is the council's own quarterly monitoring, not an official cycle "
            "of the independent assessment."
        )
    else:
        yield words.say("This is an official cycle of the independent assessment.")
    if methodology.regime == POINTS and not methodology.choices.points_approved:
        yield words.say("The points are an example: the council has not approved them.")
