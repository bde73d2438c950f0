"""The circle of institutions on a page: names, groups ranked together, order, links."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from nok_analysis import slugs
from nok_analysis.earlier import gap_word, met, told
from nok_analysis.earlier import why as why_apart
from nok_analysis.errors import ReportError
from nok_analysis.quotes import Row, keyed, known, rows, shown
from nok_analysis.vocabulary import FEWEST_FOR_MEAN
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment
    from nok_analysis.period import Period
    from nok_analysis.wording import Words

SLUG_CAP = 64
WITH_MEAN = FEWEST_FOR_MEAN


def members(assessment: Assessment) -> dict[str, Row]:
    """Return the institutions assessed in the run's period: code → row of `institutions`."""
    found = rows(assessment, "institutions")
    return keyed((row for row in found if row.active and row.assessed), "institution")


def member(assessment: Assessment, code: str) -> Row:
    """Return one institution.

    Raises
    ------
    ReportError
        When the institution is not assessed in the run's period.
    """
    found = members(assessment).get(code)
    if found is None:
        raise ReportError(
            _("institution “{code}” is not assessed in {period}"),
            code=code,
            period=str(assessment.run.period),
        )
    return found


def name(row: Row) -> str:
    """Return the short name of an institution, or its whole name where it has no short one."""
    short = row.short_name if known(row, "short_name") else ""
    return clean(short) or clean(row.name)


def clean(text: str) -> str:
    """Return a received name without control characters and lone surrogates.

    Examples
    --------
    >>> clean("A\u202eB")
    'AB'
    """
    return "".join(one for one in text if not unicodedata.category(one).startswith("C"))


def earlier(assessment: Assessment) -> tuple[Period, ...]:
    """Return the periods of the run's comparison that may be compared with it."""
    apart = {one.period for one in assessment.outside}
    return tuple(one for one in assessment.run.compare_with if one not in apart)


def not_compared(assessment: Assessment) -> tuple[str, ...]:
    """Return a sentence on the periods of the run's comparison that may not be compared."""
    named = {str(one) for one in assessment.run.compare_with}
    return told(met(assessment.outside, named), assessment.words)


def uncompared(assessment: Assessment, words: Words, *, against: Period | None = None) -> str:
    """Return that there is nothing to compare with and why: a finding without its full stop.

    Parameters
    ----------
    assessment : Assessment
        One in which nothing could be compared; that is not looked at here.
    words : Words
    against : Period, optional
        The one period that was asked for; by default those of the run.
    """
    why = why_uncompared(assessment, words, against=against)
    return words.say("There is nothing to compare with: {why}", why=why)


def why_uncompared(
    assessment: Assessment, words: Words, *, against: Period | None = None
) -> str:
    """Return the clause of `uncompared` that says why."""
    run, compared = assessment.run, earlier(assessment)
    apart = met(assessment.outside, {str(one) for one in run.compare_with})
    if apart and not compared:
        return why_apart(apart, words)
    if against in (asked := {one.period: one for one in assessment.outside}):
        gap = gap_word(asked[against], words)
        return words.say("{period} – {gap}", period=words.period(against), gap=gap)
    before = against or next(iter(compared), None)
    if before is not None:
        return words.say("no score in {period}", period=words.period(before))
    has_earlier = (assessment.scores["period"] != str(run.period)).any()
    none = (
        _("the run names no earlier period") if has_earlier else _("there is no earlier period")
    )
    return words.say(none)


def scope(assessment: Assessment) -> str:
    """Return what institutions are ranked within: the word of the methodology."""
    return assessment.methodology.choices.ranking_within


def category(assessment: Assessment, row: Row) -> str:
    """Return the group that an institution is ranked in; empty when all are ranked together."""
    within = scope(assessment)
    if within == "all" or not known(row, within):
        return ""
    return str(getattr(row, within))


def title(assessment: Assessment, group: str) -> str:
    """Return the group's title as people read it; empty for the group of all."""
    found = assessment.passport.institution_types.get(group)
    return found.plural if found is not None else clean(group)


def standing(assessment: Assessment, *, node: str = "total") -> dict[str, Row]:
    """Return the places on a node: code → row of `standings` of the methodology's scope."""
    return keyed(
        rows(assessment, "standings", scope=scope(assessment), node=node), "institution"
    )


def last_place(assessment: Assessment, place: Row) -> int:
    """Return the last place that equal scores share with this one.

    It is the place itself, unless the methodology says that they share a range of places.
    """
    if assessment.methodology.choices.tie_rule != "shared_range":
        return int(place.rank)
    alike = rows(
        assessment, "standings", scope=place.scope, category=place.category, node=place.node
    )
    shared = sum(known(one, "rank") and one.rank == place.rank for one in alike)
    return int(place.rank) + shared - 1


def groups(assessment: Assessment) -> dict[str, list[Row]]:
    """Return the groups that are ranked together, each with its members in their order.

    Types stand in the passport's order, other groups by name; members by place, those without
    a place by total, then by name.
    """
    places = standing(assessment)
    totals = keyed(rows(assessment, "scores", node="total"), "institution")
    titles = list(assessment.passport.institution_types)
    found: dict[str, list[Row]] = {}
    for row in members(assessment).values():
        found.setdefault(category(assessment, row), []).append(row)

    def place(row: Row) -> tuple[float, float, str]:
        own, total = places.get(row.institution), totals.get(row.institution)
        rank = float(own.rank) if known(own, "rank") else float("inf")
        return rank, -float(total.value) if shown(total) else 0.0, name(row)

    def turn(group: str) -> tuple[int, str]:
        return titles.index(group) if group in titles else len(titles), group

    return {group: sorted(found[group], key=place) for group in sorted(found, key=turn)}


def link(assessment: Assessment, code: str) -> str:
    """Return the link from the page of the assessment to an institution's page."""
    if code == assessment.institution:
        return ""
    folder = "" if assessment.institution else "institutions/"
    return f"{folder}{slug(code)}.html"


def slug(code: str) -> str:
    """Return the file name of a registry code: ``[a-z0-9-]``, at most 64 signs.

    Examples
    --------
    >>> slug("I 02/A")
    'i-02-a'
    """
    return slugs.slug(code, most=SLUG_CAP, otherwise="x")
