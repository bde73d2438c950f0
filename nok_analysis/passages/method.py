"""How it was counted, and what the orders leave open, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis.exhibits import Passage, paragraph
from nok_analysis.methodology.model import Methodology
from nok_analysis.passages import passage
from nok_analysis.quotes import at_least
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

OF_TWO_CHANNELS = ("1.1", "1.3")  # order 344n: stand and website
_COMBINED = {
    "mean": _("the total is the mean of {n} criteria"),
    "weighted_mean": _("the total is the weighted mean of {n} criteria"),
    "sum": _("the total is the sum of {n} criteria"),
}
#: Choice of the methodology → its value → what is done, as readers of the page see it.
_SAID = {
    "formula_version": {
        "V-A": _("indicators 1.1 and 1.3 are counted for stand and website together"),
        "V-B": _("indicators 1.1 and 1.3 are the mean of stand and website"),
    },
    "denominator": {
        "answered": _("a share is counted of those who answered the question"),
        "all": _("a share is counted of all questionnaires of the group"),
    },
    "undefined": {
        "exclude_and_renormalise": _(
            "an indicator with nobody to ask is left out, the other weights grow in proportion"
        ),
        "zero": _("an indicator with nobody to ask counts as the lowest value"),
        "hundred": _("an indicator with nobody to ask counts as the highest value"),
    },
    "undefined_criterion": {
        "refuse": _("without one criterion there is no total"),
        "exclude": _("a criterion that cannot be computed is left out of the total"),
    },
    "tie_rule": {
        "shared_min": _("equal totals share the higher place"),
        "shared_dense": _("equal totals share a place, the next place follows at once"),
        "shared_range": _("equal totals share a range of places"),
    },
    "ranking_within": {
        "institution_type": _("places are given within a type of institution"),
        "all": _("places are given over all institutions together"),
        "founder": _("places are given within a founder"),
    },
    "required_items": {
        "per_institution": _("an item that does not apply leaves the norm of a checklist"),
        "form": _("the norm of a checklist is the same for everybody"),
    },
}


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
    if methodology.status_note:
        parts.append(paragraph(methodology.status_note, names="note"))
    items = Markup("").join(
        Markup("<li>{}</li>").format(one) for one in _choices(methodology, words)
    )
    parts.append(
        paragraph(words.say("The orders leave some things open. Here it was done so:"))
    )
    parts.append(Markup("<ul>{}</ul>").format(items))
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


def _choices(methodology: Methodology, words: Words) -> Iterator[str]:
    codes = {one.code for one in methodology.indicators()}
    for name, meanings in _SAID.items():
        if name == "formula_version" and not codes.issuperset(OF_TWO_CHANNELS):
            continue
        message = meanings.get(getattr(methodology.choices, name))
        if message:
            said = words.say(message)
            yield said[:1].upper() + said[1:] + "."


def _unverified(assessment: Assessment, words: Words) -> str:
    codes = [
        one.code
        for one in assessment.methodology.indicators()
        if one.cite.basis == "unverified"
    ]
    if not codes:
        return ""
    return words.say(
        "The basis of these indicators is not verified with the text of the order: {codes}.",
        codes=", ".join(codes),
    )
