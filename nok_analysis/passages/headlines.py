"""The main findings of a quarter: at most five sentences, each with number, n and exhibit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.exhibits import Passage, reference
from nok_analysis.findings import changes, filled, pairs
from nok_analysis.passages import passage
from nok_analysis.passages.phrases import (
    against,
    behind,
    bold,
    broken,
    difference,
    named,
    points,
    score,
)
from nok_analysis.quotes import (
    FEW,
    Row,
    fewer,
    fill,
    keyed,
    known,
    minimum,
    quote,
    rows,
    shown,
)
from nok_analysis.vocabulary import Level, Status
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

MOST = 5
PROVEN = ("improved", "declined")
GROUPS = 3  # leaders named in the first sentence


@passage("headlines")
def tell_headlines(assessment: Assessment, *, words: Words) -> Passage:
    """Return the list of main findings; a finding that does not exist is left out."""
    found = [
        _leaders(assessment, words),
        _weakest(assessment, words),
        changed(assessment, words) or broken(assessment),
        _too_few(assessment, words),
        _received(assessment, words),
    ]
    items = Markup("").join(
        Markup("<li><div>{}</div></li>").format(one) for one in [*filter(None, found)][:MOST]
    )
    return Passage(Markup('<ol class="key">{}</ol>').format(items))


def _leaders(assessment: Assessment, words: Words) -> Markup:
    totals = keyed(rows(assessment, "scores", node="total"), "institution")
    said = [
        sentence
        for group, listed in circle.groups(assessment).items()
        for sentence in _leader(assessment, words, group, listed, totals)
    ]
    if not said and any(row.status == Status.OK for row in totals.values()):
        return bold(
            words.say("No place is given: no group has three institutions with a score.")
        )
    if not said:
        return bold(
            words.say("No place is given: no institution has a score that can be published.")
        )
    return Markup(" ").join([*said[:GROUPS], reference("rating", words)])


def _leader(
    assessment: Assessment,
    words: Words,
    group: str,
    listed: list[Row],
    totals: dict[str, Row],
) -> Iterator[Markup]:
    """Yield the sentence on the first of a group, none where nobody has a place."""
    places = circle.standing(assessment)
    ranked = [
        row.institution
        for row in listed
        if known(places.get(row.institution), "rank") and shown(totals.get(row.institution))
    ]
    if not ranked:
        return
    best = [code for code in ranked if places[code].rank == 1] or ranked[:1]
    lead = words.say("{group}: highest – {names}, {score} points of {high}")
    if not group:
        lead = words.say("Highest – {names}: {score} points of {high}")
    first = totals[best[0]]
    finding = fill(
        lead,
        group=circle.title(assessment, group),
        names=named(assessment, best),
        score=score(assessment, first),
        high=points(words, assessment),
    )
    rest = ranked[len(best) :]
    told = _told_apart(assessment, words, best, rest, totals)
    yield Markup("{} ({}). {}").format(bold(finding), behind(assessment, first), told)


def _told_apart(
    assessment: Assessment,
    words: Words,
    best: list[str],
    rest: list[str],
    totals: dict[str, Row],
) -> Markup:
    """Say whether the first place is proven against the next one."""
    if len(best) > 1:
        return fill(words.say("They share the first place."))
    if not rest:
        return fill(words.say("It is the only one with a place."))
    verdict = pairs(assessment).between(best[0], rest[0])
    if verdict == "higher":
        form = words.say("It is proven to stand above the next, {name} ({score}).")
    else:
        form = words.say("But it is not told apart from the next, {name} ({score}).")
    return fill(
        form, name=named(assessment, rest[:1]), score=score(assessment, totals[rest[0]])
    )


def _weakest(assessment: Assessment, words: Words) -> Markup | None:
    names = {one.code: one.name for one in assessment.methodology.criteria}
    means = [
        row
        for row in rows(assessment, "aggregates", scope="all")
        if row.node in names and known(row, "value") and row.assessed >= circle.WITH_MEAN
    ]
    if not means:
        return None
    weakest = min(means, key=lambda row: (filled(assessment, row.node, row.value), row.node))
    finding = fill(
        words.say("Weakest in the district – “{name}”: {score} of {high} on average"),
        name=names[weakest.node],
        high=points(words, assessment, weakest.node),
        score=score(assessment, weakest, table="aggregates"),
    )
    k, n = _lowest_at(assessment, weakest.node, set(names))
    also = words.count(
        "It is the lowest criterion of {k} institution out of {n}.",
        "It is the lowest criterion of {k} institutions out of {n}.",
        n,
        k=words.number(k),
    )
    return Markup("{}. {} {}").format(bold(finding), also, reference("criteria", words))


def _lowest_at(assessment: Assessment, node: str, criteria: set[str]) -> tuple[int, int]:
    """Return at how many institutions the criterion is the lowest, and of how many."""
    own: dict[str, dict[str, object]] = {}
    for row in rows(assessment, "scores", level=str(Level.CRITERION)):
        if row.node in criteria and shown(row):
            share = filled(assessment, row.node, row.value)
            own.setdefault(row.institution, {})[row.node] = share
    lowest = [min(values, key=lambda one: values[one]) for values in own.values()]
    return lowest.count(node), len(lowest)


def changed(assessment: Assessment, words: Words, *, step: int = 0) -> Markup | None:
    """Return what changed provably since an earlier period; None where nothing compares.

    Parameters
    ----------
    step : int
        Which of the earlier periods that compare, the first = 0; only that has a figure.
    """
    if step >= len(circle.earlier(assessment)):
        return None
    before = circle.earlier(assessment)[step]
    found = [row for row in changes(assessment, str(before)) if known(row, "difference")]
    if not found:
        return None
    proven = [row for row in found if row.verdict in PROVEN]
    link = Markup(" ") + reference("changes", words) if not step else ""
    return Markup("{} {}{}").format(
        bold(_finding(words, proven, against(words, before))),
        _rest(assessment, words, proven, len(found)),
        link,
    )


def _finding(words: Words, proven: list[Row], since: str) -> str:
    better = sum(row.verdict == "improved" for row in proven)
    worse = len(proven) - better
    if not proven:
        return words.say("No change of the total is proven {against}.", against=since)
    parts = []
    if better:
        parts.append(
            words.count("better at {n} institution", "better at {n} institutions", better)
        )
    if worse:
        parts.append(
            words.count("worse at {n} institution", "worse at {n} institutions", worse)
        )
    return words.say("It became {parts} {against}.", against=since, parts=", ".join(parts))


def _rest(assessment: Assessment, words: Words, proven: list[Row], all_of: int) -> Markup:
    names = circle.members(assessment)
    said = [
        fill(
            "{name} {difference}",
            name=circle.name(names[row.institution]),
            difference=difference(assessment, row),
        )
        for row in proven[:MOST]
    ]
    listed = Markup("; ").join(said)
    rest = all_of - len(proven)
    if not proven:
        return fill(
            words.count(
                "{n} institution was compared.", "{n} institutions were compared.", all_of
            )
        )
    if not rest:
        return listed + "."
    open_ = words.count(
        "for {n} other institution a change is not proven.",
        "for {n} other institutions a change is not proven.",
        rest,
    )
    return Markup("{}; {}").format(listed, open_)


def _too_few(assessment: Assessment, words: Words) -> Markup | None:
    totals = keyed(rows(assessment, "scores", node="total"), "institution")
    counted = keyed(rows(assessment, "coverage"), "institution")
    found = [
        row
        for listed in circle.groups(assessment).values()
        for row in listed
        if (total := totals.get(row.institution)) is not None and total.status in FEW
    ]
    if not found:
        return None
    finding = words.count(
        "No score is published for {n} institution: {few}.",
        "No score is published for {n} institutions: {few}.",
        len(found),
        few=fewer(minimum(assessment), words),
    )
    listed = [
        fill("{name} ({n})", name=circle.name(row), n=_n(counted.get(row.institution), words))
        for row in found[:MOST]
    ]
    more = len(found) - MOST
    if more > 0:
        listed.append(fill(words.say("and {n} more"), n=words.number(more)))
    return Markup("{} {}.").format(bold(finding), Markup(", ").join(listed))


def _n(row: Row | None, words: Words) -> str:
    if not known(row, "n"):
        return words.say("it is not known how many answered")
    return fill(words.say("answered: {n}"), n=quote(row, "coverage", "n", words).html())


def _received(assessment: Assessment, words: Words) -> Markup | None:
    found = rows(assessment, "manifest")
    if not found and not assessment.refused:
        return None
    whole = ""
    if assessment.refused:
        whole = words.count(
            "{n} file was not accepted at all.",
            "{n} files were not accepted at all.",
            len(assessment.refused),
        )
    received = sum(int(row.rows_in) for row in found)
    kept = sum(int(row.accepted) + int(row.corrected) for row in found)
    lead = words.count(
        "Of {n} row received {kept} were accepted.",
        "Of {n} rows received {kept} were accepted.",
        received,
        kept=words.number(kept),
    )
    rest = words.count(
        "{n} was set aside with its reason.",
        "{n} were set aside with their reasons.",
        received - kept,
    )
    link = Markup('<a href="#data-quality">{}</a>').format(words.say("Data quality"))
    said = [bold(lead), rest if received > kept else "", whole, link]
    return Markup(" ").join(one for one in said if one)
