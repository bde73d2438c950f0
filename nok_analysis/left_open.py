"""What the orders leave open, in words: what is done when a choice has one word or another."""

from __future__ import annotations

from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

#: Choice → its word → what is done, as readers of the pages see it.
MEANINGS = {
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
    "waiting_parts": {
        "both": _("half of indicator 2.2 is the wait, half the share served in time"),
        "timeliness": _("indicator 2.2 is only the share served in time"),
        "waiting": _("indicator 2.2 is only the wait"),
    },
    "waiting_precedence": {
        "half_first": _("a wait of at most half the term has the highest points"),
        "distance_first": _("a short term is judged by how much sooner, not by its half"),
    },
    "missing_waiting": {
        "undefined": _("a wait that nobody measured is left out"),
        "zero": _("a wait that nobody measured counts as zero"),
    },
    "required_items": {
        "per_institution": _("an item that does not apply leaves the norm of a checklist"),
        "form": _("the norm of a checklist is the same for everybody"),
    },
    "na_in_steps": {
        "ignore": _("a condition that does not apply earns no points"),
        "count_as_met": _("a condition that does not apply counts as met"),
        "rescale": _("the conditions that apply are brought to the whole list"),
    },
    "rounding.carry": {
        "exact": _("nothing is rounded before the page"),
        "2": _("indicators and criteria are rounded to 2 decimals before they go on"),
        "1": _("indicators and criteria are rounded to 1 decimal before they go on"),
        "0": _("indicators and criteria are rounded to whole numbers before they go on"),
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
}


def meaning(key: str, word: str, words: Words) -> str:
    """Return what is done when a choice has this word; empty when nothing is known of it."""
    message = MEANINGS.get(key, {}).get(word, "")
    return words.say(message) if message else ""


def raised(said: str) -> str:
    """Return a sentence with its first letter large."""
    return said[:1].upper() + said[1:]
