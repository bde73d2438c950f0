"""Means of groups: all institutions, types, founders, municipalities, regions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.quotes import Row, absence, fill, k_of_n, keyed, known, quote, rows
from nok_analysis.tables import table
from nok_analysis.tables.blocks import nothing
from nok_analysis.tables.criteria import short_code
from nok_analysis.vocabulary import Level, Status
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

Key = tuple[str, str]  # scope, category
ALL = "all"
#: Scope of an average → how it is called, the narrowest first.
SCOPES = {
    "institution_type": _("type"),
    "founder": _("founder"),
    "municipality": _("municipality"),
    "region": _("region"),
}


@table("averages")
def tabulate_averages(assessment: Assessment, *, words: Words) -> Table | Passage:
    """Return the plain mean of every group of institutions, total and criteria.

    A group that is all institutions under another name is named beside them and has no row.
    Where the methodology asks for it, the mean weighted by respondents stands beside.
    """
    found = rows(assessment, "aggregates")
    groups: dict[Key, dict[str, Row]] = {}
    for row in found:
        groups.setdefault((row.scope, row.category), {})[row.node] = row
    whole = groups.get((ALL, ""), {}).get("total")
    if whole is None:
        return nothing(words.say("There is no institution to average."))
    same = {key for key, held in groups.items() if _is_all(key, held, whole)}
    grid = Grid(tuple(_heads(assessment, words)), tuple(_body(assessment, groups, same)))
    return Table(
        "averages",
        _headline(assessment, words, whole),
        words.say(
            "Means of total and criteria, points of {high}; {period}",
            high=words.number(assessment.methodology.high),
            period=words.period(assessment.run.period),
        ),
        grid,
        _note(assessment, words, sorted(category for _scope, category in same)),
        layout="mx",
    )


def _heads(assessment: Assessment, words: Words) -> Iterator[Head]:
    yield Head(words.say("Group"), is_text=True)
    for one in assessment.methodology.criteria:
        yield Head(short_code(words, one.code))
    yield Head(words.say("Total"))


def _is_all(key: Key, held: dict[str, Row], whole: Row) -> bool:
    return key[0] in SCOPES and held["total"].institutions == whole.institutions


def _body(
    assessment: Assessment, groups: dict[Key, dict[str, Row]], same: set[Key]
) -> Iterator[tuple[Cell, ...]]:
    words = assessment.words
    titles, order = list(assessment.passport.institution_types), list(SCOPES)

    def turn(key: Key) -> tuple[int, int, str]:
        scope, category = key
        place = titles.index(category) if category in titles else len(titles)
        return order.index(scope), place, category

    yield _row(assessment, words.say("All institutions"), "", groups[ALL, ""])
    for key in sorted({key for key in groups if key[0] in SCOPES} - same, key=turn):
        name = circle.title(assessment, key[1])
        yield _row(assessment, name, words.say(SCOPES[key[0]]), groups[key])


def _row(
    assessment: Assessment, name: str, small: str, held: dict[str, Row]
) -> tuple[Cell, ...]:
    words, methodology = assessment.words, assessment.methodology
    nodes = [(one.code, Level.CRITERION) for one in methodology.criteria]
    cells = [
        _mean(held.get(node), words, methodology.decimals(level))
        for node, level in (*nodes, ("total", Level.TOTAL))
    ]
    return (Cell(name, small=_small(assessment, small, held["total"])), *cells)


def _small(assessment: Assessment, scope: str, total: Row) -> Markup:
    """Return what group it is, how many of it were assessed, and the weighted mean."""
    words, choices = assessment.words, assessment.methodology.choices
    counted = k_of_n(total, "aggregates", words, columns=("assessed", "institutions"))
    said = [scope, fill(words.say("assessed {k_of_n}"), k_of_n=counted)]
    if choices.aggregation == "weighted" and known(total, "value_weighted"):
        places = assessment.methodology.decimals(Level.TOTAL)
        mean = quote(total, "aggregates", "value_weighted", words, places=places).html()
        said.append(
            fill(
                words.say("not the official figure: weighted by respondents {mean}"), mean=mean
            )
        )
    return Markup(" · ").join(filter(None, said))


def _mean(row: Row | None, words: Words, places: int) -> Cell:
    if not known(row, "value"):
        return Cell(words.say("no mean"), is_word=True)
    return quote(row, "aggregates", "value", words, places=places).cell()


def _headline(assessment: Assessment, words: Words, whole: Row) -> str:
    if not known(whole, "value"):
        return words.say("Fewer than three have a score: there is no mean")
    return words.say(
        "The mean of all assessed institutions is {mean} points",
        mean=words.number(whole.value, assessment.methodology.decimals(Level.TOTAL)),
    )


def _note(assessment: Assessment, words: Words, same: list[str]) -> str:
    legend = " · ".join(
        f"{short_code(words, one.code)} {one.name}" for one in assessment.methodology.criteria
    )
    said = [
        words.say(
            "Every assessed institution counts alike; a mean needs three of them. It is "
            "made of exact values."
        )
    ]
    if same:
        names = "; ".join(circle.title(assessment, one) for one in same)
        said.append(
            words.say("Groups that hold all institutions have no row: {names}.", names=names)
        )
    left = [*_left(assessment, words)]
    if left:
        said.append(words.say("Not in the means: {names}.", names="; ".join(left)))
    return " ".join((*said, f"{legend}."))


def _left(assessment: Assessment, words: Words) -> Iterator[str]:
    """Yield each active institution that no mean holds, with the reason."""
    totals = keyed(rows(assessment, "scores", node="total"), "institution")
    for row in rows(assessment, "institutions"):
        total = totals.get(row.institution)
        if not row.active or (row.assessed and total is not None and total.status == Status.OK):
            continue
        why = words.say("not chosen for this period")
        if row.assessed:
            why = absence(total, assessment)
        yield f"{circle.name(row)} ({why})"
