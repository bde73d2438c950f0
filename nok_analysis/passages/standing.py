"""Where one institution stands: its place, its total, its change, and two sentences on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.exhibits import Passage, paragraph, reference
from nok_analysis.findings import changes, filled, lacking, late_waits, pairs
from nok_analysis.passages import passage
from nok_analysis.passages.cells import place_cells
from nok_analysis.passages.phrases import against, bold, named, points, score, spread
from nok_analysis.quotes import (
    Row,
    absence,
    fill,
    interval,
    keyed,
    known,
    minimum,
    quote,
    rows,
    shown,
)
from nok_analysis.vocabulary import Level, State
from nok_analysis.wording import Words
from nok_analysis.wording.numbers import EN_DASH
from nok_analysis.wording.verdicts import look

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@passage("standing")
def tell_standing(assessment: Assessment, *, words: Words) -> Passage:
    """Return place, total and change of the page's institution with a summary of both."""
    code = assessment.institution
    circle.member(assessment, code)
    total = keyed(rows(assessment, "scores", node="total"), "institution").get(code)
    place = circle.standing(assessment).get(code)
    blocks = [_nowhere(assessment, words, total)]
    if shown(total):
        blocks = [
            _place(assessment, words, place),
            _total(assessment, words, total),
            _changed(assessment, words, _change(assessment, code)),
        ]
    inside = Markup("").join(Markup("<div>{}</div>").format(one) for one in blocks if one)
    return Passage(
        Markup('<div class="place">{}</div>').format(inside)
        + paragraph(_summary(assessment, words, place, total))
    )


def _change(assessment: Assessment, code: str) -> Row | None:
    earlier = circle.earlier(assessment)
    if not earlier:
        return None
    found = keyed(changes(assessment, str(earlier[0])), "institution")
    return found.get(code)


def _big(text: str | Markup) -> Markup:
    return Markup('<span class="big">{}</span> ').format(text)


def _nowhere(assessment: Assessment, words: Words, total: Row | None) -> Markup:
    why = absence(total, assessment)
    return _big(f"□ {why}") + fill(words.say("there is neither total nor place"))


def _place(assessment: Assessment, words: Words, place: Row | None) -> Markup:
    if not known(place, "rank"):
        group = circle.category(assessment, circle.member(assessment, assessment.institution))
        among = circle.title(assessment, group) or words.say("all institutions")
        return _big(words.say("no place")) + fill(
            words.say("fewer than three in the group “{group}” have a score"), group=among
        )
    own = quote(place, "standings", "rank", words)
    count = quote(place, "standings", "rank_of", words)
    last = circle.last_place(assessment, place)
    shared = Markup(EN_DASH + words.number(last)) if last > place.rank else Markup("")
    lead = _big(fill(words.say("{rank} of {all}"), rank=own.html() + shared, all=count.html()))
    if not known(place, "rank_low"):
        return lead + fill(words.say("place"))
    possible = _range(place, words)
    drawn = place_cells(
        words, int(place.rank), (int(place.rank_low), int(place.rank_high)), int(place.rank_of)
    )
    return lead + fill(words.say("place; possible {places}"), places=possible) + drawn


def _range(place: Row, words: Words) -> Markup:
    low = quote(place, "standings", "rank_low", words).html()
    if place.rank_low == place.rank_high:
        return low
    high = quote(place, "standings", "rank_high", words).html()
    return Markup('<span class="nw">{}{}{}</span>').format(low, EN_DASH, high)


def _total(assessment: Assessment, words: Words, total: Row) -> Markup:
    between = spread(assessment, total)
    said = fill(words.say("points of {high}"), high=points(words, assessment))
    if between:
        said += Markup(" ({})").format(between)
    group = circle.category(assessment, circle.member(assessment, total.institution))
    found = rows(
        assessment, "aggregates", scope=circle.scope(assessment), category=group, node="total"
    )
    if found and known(found[0], "value") and found[0].assessed >= circle.WITH_MEAN:
        places = assessment.methodology.decimals(Level.TOTAL)
        said += fill(
            words.say(", mean {mean}, highest {highest}"),
            mean=score(assessment, found[0], table="aggregates"),
            highest=quote(found[0], "aggregates", "highest", words, places=places).html(),
        )
    return _big(score(assessment, total)) + said


def _changed(assessment: Assessment, words: Words, change: Row | None) -> Markup | None:
    if change is None and not circle.earlier(assessment) and assessment.outside:
        why = circle.why_uncompared(assessment, words)
        return _big(words.say("no comparison")) + fill("{why}", why=why)
    if change is None:
        return None
    since = against(words, circle.earlier(assessment)[0])
    seen = look(change.verdict, words, minimum=minimum(assessment))
    if not known(change, "difference"):
        return _big(seen.mark) + fill(
            words.say("change {against}: {verdict}"), against=since, verdict=seen.word
        )
    places = assessment.methodology.decimals(Level.TOTAL)
    own = quote(change, "comparison", "difference", words, places=places, signed=True).html()
    verdict = Markup('<span class="mk {}">{}</span> {}').format(seen.tone, seen.mark, seen.word)
    said = fill(words.say("change {against}: {verdict}"), against=since, verdict=verdict)
    if known(change, "low"):
        between = interval(change, "comparison", words, places=places, signed=True)
        said += Markup(" ({})").format(between)
    return _big(own) + said


def _summary(
    assessment: Assessment, words: Words, place: Row | None, total: Row | None
) -> Markup:
    sentences = [_weak(assessment, words), _lacks(assessment, words)]
    if known(place, "rank") and shown(total):
        sentences.insert(0, _certainty(assessment, words, place))
    return Markup(" ").join(filter(None, sentences))


def _certainty(assessment: Assessment, words: Words, place: Row) -> Markup | None:
    """Say from whom the institution is not told apart; never that they are equal."""
    within, found = circle.members(assessment), pairs(assessment)
    alike = [code for code in found.alike(place.institution) if code in within]
    if not alike and not found.compared(place.institution):
        return None
    if not alike:
        return bold(
            words.say(
                "The place is proven: the institution differs from all others "
                "that have a place."
            )
        )
    if place.rank == place.rank_of:
        lead = bold(words.say("The institution cannot be called the last:"))
    elif place.rank == 1:
        lead = bold(words.say("The institution cannot be called the first:"))
    else:
        lead = bold(words.say("The place is not final:"))
    return (
        lead
        + " "
        + fill(
            words.say("it is not told apart statistically from: {names}."),
            names=named(assessment, alike),
        )
    )


def _weak(assessment: Assessment, words: Words) -> Markup | None:
    names = {one.code: one.name for one in assessment.methodology.criteria}
    own = [
        row
        for row in rows(assessment, "scores", institution=assessment.institution)
        if row.node in names and shown(row)
    ]
    if not own:
        return None
    weakest = min(own, key=lambda row: (filled(assessment, row.node, row.value), row.node))
    return fill(
        words.say("Weakest – “{name}”: {score} of {high}."),
        name=names[weakest.node],
        score=score(assessment, weakest),
        high=points(words, assessment, weakest.node),
    )


def _lacks(assessment: Assessment, words: Words) -> Markup | None:
    found = lacking(assessment, assessment.institution)
    late = late_waits(found)
    absent = sum(row.state == State.NOT_MET for row in found) - len(late)
    said = []
    if absent:
        said.append(
            words.count(
                "The checklists lack {n} item.", "The checklists lack {n} items.", absent
            )
        )
    if late:
        said.append(words.say("People wait longer than the term."))
    if not said:
        return None
    return fill(" ".join(said)) + " " + reference("lacking", words)
