"""How it was counted, and what the orders leave open, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis.exhibits import Passage, paragraph
from nok_analysis.left_open import meaning, raised
from nok_analysis.methodology import in_force
from nok_analysis.methodology.choices import ALTERNATIVES, BRANCHES
from nok_analysis.methodology.model import Methodology
from nok_analysis.methodology.variants import kernels_of
from nok_analysis.passages import passage
from nok_analysis.passages.deviations import deviations
from nok_analysis.quotes import at_least
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

_COMBINED = {
    "mean": _("the total is the mean of {n} criteria"),
    "weighted_mean": _("the total is the weighted mean of {n} criteria"),
    "sum": _("the total is the sum of {n} criteria"),
}
#: Choices that the page names always, and those it names only where they are not the default.
ALWAYS = (
    "formula_version",
    "denominator",
    "undefined",
    "undefined_criterion",
    "tie_rule",
    "ranking_within",
    "required_items",
)


@passage("method")
def tell_method(assessment: Assessment, *, words: Words) -> Passage:
    """Return how the total is made and what was chosen where the orders are silent."""
    methodology = assessment.methodology
    combined = words.say(
        _COMBINED[methodology.total.combine], n=words.number(len(methodology.criteria))
    )
    lead = words.say(
        "Methodology “{title}” ({code}, version {version}): {combined}.",
        title=methodology.title,
        code=methodology.code,
        version=methodology.version,
        combined=combined,
    )
    parts = [paragraph(lead), paragraph(_statistics(assessment, words))]
    silent = _out_of_force(assessment, words)
    if silent:
        parts.append(paragraph(silent, names="note"))
    if methodology.status_note:
        parts.append(paragraph(methodology.status_note, names="note"))
    items = Markup("").join(
        Markup("<li>{}</li>").format(one) for one in _choices(methodology, words)
    )
    parts.append(
        paragraph(words.say("The orders leave some things open. Here it was done so:"))
    )
    parts.append(Markup("<ul>{}</ul>").format(items))
    differing = deviations(assessment, words)
    if differing:
        listed = Markup("").join(Markup("<li>{}</li>").format(one) for one in differing)
        parts.append(paragraph(words.say("The questionnaires differ from the order in this:")))
        parts.append(Markup("<ul>{}</ul>").format(listed))
    unverified = _unverified(assessment, words)
    if unverified:
        parts.append(paragraph(unverified, names="note"))
    return Passage(Markup("").join(parts))


def _statistics(assessment: Assessment, words: Words) -> str:
    statistics = assessment.run.statistics
    return words.say(
        "Intervals are {level}. A difference is called real when chance does not "
        "explain it and it is {threshold}. With fewer than "
        "{minimum} answers an institution gets neither score nor place.",
        level=words.percent(statistics.confidence_level),
        threshold=at_least(statistics.threshold, words),
        minimum=words.number(assessment.methodology.choices.min_respondents),
    )


def _out_of_force(assessment: Assessment, words: Words) -> str:
    """Return that the methodology was not in force in the quarter; empty when it was."""
    if in_force(assessment.methodology, assessment.run.period):
        return ""
    return words.say("The methodology was not in force in this quarter: this is a trial.")


def _choices(methodology: Methodology, words: Words) -> Iterator[str]:
    for name in ALWAYS:
        if name in BRANCHES and name not in methodology.branches:
            continue
        said = meaning(name, getattr(methodology.choices, name), words)
        if said:
            yield raised(said) + "."
    kernels = kernels_of(methodology)
    for choice in ALTERNATIVES:
        word = choice.read(methodology.choices)
        seen = not choice.kernels or kernels.intersection(choice.kernels)
        if choice.key in ALWAYS or word == choice.words[0] or not seen:
            continue
        said = meaning(choice.key, word, words) or words.say(_ROUNDED_BETWEEN)
        yield raised(said) + "."


#: Of a carry that differs between the levels, or has more decimals than are ever shown.
_ROUNDED_BETWEEN = _(
    "numbers are rounded between the steps, as the file of the methodology says"
)


def _unverified(assessment: Assessment, words: Words) -> str:
    """Return how many indicators were not held against the order, and which have no basis."""
    listed = list(assessment.methodology.indicators())
    open_ones = [one for one in listed if not one.cite.confirmed]
    if not open_ones:
        return ""
    said = words.count(
        "Not held against the text of the order yet: {k} of {n} indicator.",
        "Not held against the text of the order yet: {k} of {n} indicators.",
        len(listed),
        k=words.number(len(open_ones)),
    )
    codes = [one.code for one in open_ones if one.cite.basis == "unverified"]
    if not codes:
        return said
    more = words.say("Without any source so far: {codes}.", codes=", ".join(codes))
    return f"{said} {more}"
