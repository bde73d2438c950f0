"""Criteria of every institution beside the mean of its group: where each is strong and weak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.exhibits import Cell, Grid, Head, Table
from nok_analysis.quotes import (
    FEW,
    Row,
    absence,
    at_least,
    fewer,
    keyed,
    known,
    minimum,
    quote,
    rows,
    shown,
)
from nok_analysis.tables import table
from nok_analysis.tables.blocks import Blocks, named
from nok_analysis.tables.by_rule import indicators_by_rule
from nok_analysis.vocabulary import LIST_MARK, Level
from nok_analysis.wording import Words
from nok_analysis.wording.numbers import NO_BREAK
from nok_analysis.wording.verdicts import look

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

PROVEN = ("above", "below")
SHORT_PLACES = 2


@dataclass(frozen=True, slots=True)
class _Block:
    """One group of institutions with everything that its table shows."""

    assessment: Assessment
    words: Words
    group: str
    listed: list[Row]
    nodes: tuple[tuple[str, str, str], ...]  # node, level, name
    scores: dict[tuple[str, str], Row]
    contrasts: dict[tuple[str, str], Row]
    means: dict[str, Row]
    by_rule: dict[tuple[str, str], tuple[str, ...]]  # institution, criterion → indicators


@table("criteria")
def tabulate_criteria(assessment: Assessment, *, words: Words) -> Blocks:
    """Return institutions × criteria, one table for each group that is ranked together.

    A cell is tinted only where its difference from the mean of the group is proven.
    """
    scores = [
        row
        for level in (Level.CRITERION, Level.TOTAL)
        for row in rows(assessment, "scores", level=str(level))
    ]
    found = keyed(scores, "institution", "node")
    blocks = [
        _block(assessment, words, group, listed, found)
        for group, listed in circle.groups(assessment).items()
    ]
    return Blocks(tuple(_table(blocks, place) for place in range(len(blocks))))


def short_code(words: Words, node: str) -> str:
    """Return the short name of a criterion in the head of a column: C3, in Russian with K."""
    return words.say("C{code}", code=node)


def _block(
    assessment: Assessment,
    words: Words,
    group: str,
    listed: list[Row],
    scores: dict[tuple[str, str], Row],
) -> _Block:
    scope = circle.scope(assessment)
    criteria = assessment.methodology.criteria
    nodes = [(one.code, str(Level.CRITERION), one.name) for one in criteria]
    nodes.append(("total", str(Level.TOTAL), words.say("Total")))
    return _Block(
        assessment,
        words,
        group,
        listed,
        tuple(nodes),
        scores,
        keyed(
            rows(assessment, "comparison", kind="contrast", institution_b=f"{scope}:{group}"),
            "institution",
            "node",
        ),
        keyed(rows(assessment, "aggregates", scope=scope, category=group), "node"),
        _by_rule(assessment, listed),
    )


def _by_rule(
    assessment: Assessment, listed: list[Row]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return institution and criterion → its indicators that a rule for 0/0 has a part in."""
    terms: dict[str, dict[str, Row]] = {one.institution: {} for one in listed}
    for row in rows(assessment, "scores", level=str(Level.TERM)):
        terms.setdefault(row.institution, {})[row.node] = row
    return {
        (code, criterion.code): found
        for code, own in terms.items()
        for criterion in assessment.methodology.criteria
        if (found := indicators_by_rule(assessment, criterion, own))
    }


def _table(blocks: list[_Block], place: int) -> Table:
    """Return one block; codes and marks are explained at the first."""
    block, words = blocks[place], blocks[place].words
    heads = [Head(words.say("Institution"), is_text=True)]
    heads += [
        Head(label if level == Level.TOTAL else short_code(words, node))
        for node, level, label in block.nodes
    ]
    body = tuple(_row(block, one) for one in block.listed)
    grid = Grid(tuple(heads), body, tuple(_foot(block)))
    subtitle = words.say(
        "Criteria and total, points of {high}; {period}.",
        high=words.number(block.assessment.methodology.high),
        period=words.period(block.assessment.run.period),
    )
    if not place:
        subtitle += " " + _legend(block)
    headline, note = _headline(block, alone=len(blocks) == 1), "" if place else _note(blocks)
    return Table(named("criteria", place), headline, subtitle, grid, note, layout="mx")


def _legend(block: _Block) -> str:
    return " · ".join(
        f"{short_code(block.words, node)}{NO_BREAK}{label}"
        for node, level, label in block.nodes
        if level == Level.CRITERION
    )


def _row(block: _Block, institution: Row) -> tuple[Cell, ...]:
    code, words = institution.institution, block.words
    total = block.scores.get((code, "total"))
    hidden = total is not None and total.status in FEW
    small = ""
    if hidden:
        small = words.say(
            "□ {few}: scores are not published", few=fewer(minimum(block.assessment), words)
        )
    head = Cell(circle.name(institution), href=circle.link(block.assessment, code), small=small)
    return (head, *(_cell(block, code, node, level) for node, level, _name in block.nodes))


def _cell(block: _Block, institution: str, node: str, level: str) -> Cell:
    row, words = block.scores.get((institution, node)), block.words
    if not shown(row):
        few = row is not None and row.status in FEW
        said = words.say("few") if few else absence(row, block.assessment)
        return Cell(said, is_word=True)
    places = block.assessment.methodology.decimals(level)
    contrast = block.contrasts.get((institution, node))
    mark = tone = ""
    if contrast is not None and contrast.verdict in PROVEN:
        seen = look(contrast.verdict, words)
        mark, tone = seen.mark, seen.tone
    said = quote(row, "scores", "value", words, places=places)
    small = "; ".join(_reservations(block, row))
    return said.cell(mark=mark, tone=tone, small=small, bold=level == Level.TOTAL)


def _reservations(block: _Block, row: Row) -> Iterator[str]:
    """Yield what a value does without, and what a rule for 0/0 put into it."""
    words = block.words
    if known(row, "left_out") and row.left_out:
        nodes = (_left_out(node, words) for node in row.left_out.split(LIST_MARK))
        yield words.say("without {nodes}", nodes=", ".join(dict.fromkeys(nodes)))
    by_rule = block.by_rule.get((row.institution, row.node))
    if by_rule:
        yield words.say("{nodes} by the rule", nodes=", ".join(by_rule))


def _left_out(node: str, words: Words) -> str:
    """Return an indicator by its code, a term by the indicator that it is a part of."""
    indicator, colon, _term = node.partition(":")
    return words.say("a part of {node}", node=indicator) if colon else node


def _foot(block: _Block) -> Iterator[tuple[Cell, ...]]:
    total, words = block.means.get("total"), block.words
    if not _is_group(block):
        return
    assessed = int(total.assessed)
    head = Cell(words.count("Mean of {n} institution", "Mean of {n} institutions", assessed))
    yield (head, *(_mean(block, node, level) for node, level, _name in block.nodes))
    if any(known(row, "reliability") for row in block.means.values()):
        meaning = words.say("how well a criterion tells institutions apart, from 0 to 1")
        head = Cell(words.say("Reliability of telling apart, R"), small=meaning)
        yield (head, *(_reliability(block, node) for node, _level, _name in block.nodes))


def _is_group(block: _Block) -> bool:
    """Return whether the group is large enough for a mean and for telling apart."""
    total = block.means.get("total")
    return known(total, "value") and total.assessed >= circle.WITH_MEAN


def _mean(block: _Block, node: str, level: str) -> Cell:
    row = block.means.get(node)
    if not known(row, "value"):
        return Cell(block.words.say("no data"), is_word=True)
    places = block.assessment.methodology.decimals(level)
    return quote(row, "aggregates", "value", block.words, places=places).cell()


def _reliability(block: _Block, node: str) -> Cell:
    row = block.means.get(node)
    if not known(row, "reliability"):
        return Cell(block.words.say("no data"), is_word=True)
    said = quote(row, "aggregates", "reliability", block.words, places=SHORT_PLACES)
    return said.cell(mark="" if row.distinguishes else "■")


def _headline(block: _Block, *, alone: bool) -> str:
    names = {node: name for node, level, name in block.nodes if level == Level.CRITERION}
    telling = [
        row
        for node, row in block.means.items()
        if node in names and known(row, "reliability") and row.distinguishes
    ]
    say = block.words.say
    if telling and _is_group(block):
        widest = max(telling, key=lambda row: (row.reliability, row.node))
        found = say("Institutions differ most on “{name}”", name=names[widest.node])
    elif _is_group(block) and any(
        known(block.means.get(node), "reliability") for node in names
    ):
        found = say("No criterion tells the institutions apart")
    else:
        found = say("Scores on the criteria")
    if alone or not block.group:
        return found
    return f"{circle.title(block.assessment, block.group)}. {found}"


def _note(blocks: list[_Block]) -> str:
    statistics, words = blocks[0].assessment.run.statistics, blocks[0].words
    marks = words.say(
        "▲ above the mean, ▼ below the mean: proven with Holm's correction (the "
        "more comparisons, the stricter) and by {threshold}. No mark – the difference is "
        "not proven.",
        threshold=at_least(statistics.threshold, words),
    )
    if (
        blocks[0].assessment.methodology.choices.rounding.carry.get("criterion", "exact")
        == "exact"
    ):
        marks += " " + words.say("The total is computed from criteria that are not rounded.")
    if any(block.by_rule for block in blocks):
        marks += " " + words.say(
            "“By the rule”: there was nothing to count, the methodology says what "
            "stands in its place."
        )
    judged = [row for block in blocks if _is_group(block) for row in block.means.values()]
    if all(row.distinguishes for row in judged if known(row, "reliability")):
        return marks
    return f"{marks} " + words.say(
        "■ R below {gate} – the criterion does not tell the "
        "institutions apart, there are no places on it.",
        gate=words.number(statistics.gate, SHORT_PLACES),
    )
