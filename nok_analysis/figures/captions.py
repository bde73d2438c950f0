"""Lines that stand under every figure: which interval, what source, which scale."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from nok_analysis.figures.estimates import known
from nok_analysis.figures.material import Material
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

METHODS = {
    "wilson": _("Wilson"),
    "wilson_fpc": _("Wilson, corrected for the number of recipients"),
    "hypergeometric": _("hypergeometric"),
    "wilson_effective": _("Wilson, effective number of answers"),
    "census": _("everybody answered"),
    "newcombe": _("Newcombe"),
    "newcombe_fpc": _("Newcombe, corrected for the number of recipients"),
    "normal": _("linearisation, normal"),
    "t": _("Student"),
    "independent": _("independent periods, normal"),
    "observed": _("observed, without sampling error"),
}


def level(assessment: Material, words: Words) -> str:
    """Return the level of confidence of the run, e.g. “95 %”."""
    return words.percent(Fraction(str(assessment.run.statistics.confidence_level)))


def interval_line(
    assessment: Material, found: Iterable[object], words: Words, *, is_first: bool = True
) -> str:
    """Return what the bands are and by which methods they were found.

    Parameters
    ----------
    assessment : Material
    found : iterable
        Rows whose intervals are drawn; each may name its method.
    words : Words
    is_first : bool
        Whether no figure above it on the page has said what an interval is.
    """
    used = {getattr(row, "method", None) for row in found if row is not None}
    named = sorted(words.say(METHODS[one]) for one in used if known(one) and one in METHODS)
    share = level(assessment, words)
    if not named:
        return words.say("Band: {level} interval.", level=share)
    form = _("Band: {level} interval ({methods}).")
    if is_first:
        form = _(
            "Band: {level} interval, what it could be had everybody answered (method: "
            "{methods})."
        )
    return words.say(form, level=share, methods="; ".join(named))


def source_line(assessment: Material, words: Words) -> str:
    """Return where the numbers come from."""
    return words.say(
        "Source: questionnaires and checklists, {period}, as of {day}.",
        period=words.period(assessment.run.period),
        day=words.date(assessment.run.as_of),
    )


def survey_line(assessment: Material, words: Words) -> str:
    """Return where answers come from."""
    return words.say(
        "Source: questionnaires, {period}, as of {day}.",
        period=words.period(assessment.run.period),
        day=words.date(assessment.run.as_of),
    )


def scale_words(ends: tuple[Fraction, Fraction], words: Words) -> str:
    """Return the scale of a drawing, a range in words."""
    return words.say("scale {ends}", ends=words.interval(*ends, 0))
