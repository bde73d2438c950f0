"""Rating: who stands where, how sure is the score, how sure is the place."""

from __future__ import annotations

from fractions import Fraction

from nok_analysis.errors import ReportError
from nok_analysis.exhibits import Cell, Grid, Head, address
from nok_analysis.figures import figure
from nok_analysis.figures.captions import interval_line, level, scale_words, source_line
from nok_analysis.figures.chart import (
    Chart,
    alternative,
    charted,
    exhibit_name,
    few_names,
    wordless,
)
from nok_analysis.figures.material import (
    TOTAL,
    Material,
    criteria_of,
    n_span,
)
from nok_analysis.figures.rating_places import (
    NOT_DISTINGUISHED,
    Block,
    Place,
    blocks_of,
    decimals_of,
)
from nok_analysis.figures.rating_sheet import paint
from nok_analysis.figures.scales import full, window
from nok_analysis.findings import look_equal
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

LEADERS_NAMED = 3


@figure("rating")
def draw_rating(assessment: Material, *, words: Words, node: str = TOTAL) -> Chart:
    """Return the rating of the run's period, one block a group of like institutions.

    A place needs at least two institutions with a score; the mean is drawn from three on.

    Parameters
    ----------
    node : str
        ``total``, or the code of a criterion; a criterion that does not tell institutions
        apart has scores and no places.

    Raises
    ------
    ReportError
        When the methodology has no such criterion.
    """
    criterion = _criterion(assessment, node)
    blocks = blocks_of(assessment, words, node)
    ends = full(assessment) if criterion else window(assessment)
    name = exhibit_name("rating", node) if criterion else "rating"
    headline, scored = _headline(blocks, words), [one for b in blocks for one in b.scored]
    if criterion:
        headline = words.say("“{name}”. {finding}", name=criterion, finding=headline)
    subtitle = _subtitle(blocks, words, criterion=criterion, ends=ends)
    if not scored:
        return wordless(
            name,
            headline=headline,
            subtitle=subtitle,
            words=words,
            reason=words.say("No institution has enough answers for a score."),
            source=source_line(assessment, words),
        )
    places = decimals_of(assessment, node)
    return charted(
        lambda layout: paint(
            blocks, layout, words, ends=ends, decimals=places, level=level(assessment, words)
        ),
        words=words,
        name=name,
        headline=headline,
        subtitle=subtitle,
        alt=_alt(blocks, words, places),
        reading=_read(assessment, blocks, words),
        data=_data(assessment, blocks, words),
        marks=words.say(
            "Dot: score. Differences by pairs, Holm's correction: the more pairs, the stricter."
        ),
        source=source_line(assessment, words),
        n_text=n_span((one.member for b in blocks for one in b.places), words),
        interval_text=interval_line(assessment, scored, words),
    )


def tell_rating(assessment: Material, *, words: Words, node: str = TOTAL) -> str:
    """Return which places cannot be told apart, and who may be first."""
    _criterion(assessment, node)
    return _read(assessment, blocks_of(assessment, words, node), words)


def _read(assessment: Material, blocks: tuple[Block, ...], words: Words) -> str:
    """Return what the rating tells, and whose totals only look equal."""
    within = assessment.methodology.choices.ranking_within
    alike = [
        look_equal(assessment, within, block.category).striptags()
        for block in blocks
        if block.node == TOTAL
    ]
    return " ".join(filter(None, (_told_all(blocks, words), *alike)))


def _criterion(assessment: Material, node: str) -> str:
    """Return the criterion's name; empty for the total."""
    if node == TOTAL:
        return ""
    names = {one.code: one.label for one in assessment.methodology.criteria}
    if node not in names:
        raise ReportError(
            "there is no criterion “{node}”; there are: {known}",
            node=node,
            known=", ".join((TOTAL, *criteria_of(assessment))),
        )
    return names[node]


def _subtitle(
    blocks: tuple[Block, ...], words: Words, *, criterion: str, ends: tuple[Fraction, Fraction]
) -> str:
    what = words.say("Criterion “{name}”", name=criterion) if criterion else words.say("Total")
    said = words.say(
        "{what}, points out of {high}, {scale}",
        what=what,
        high=words.number(ends[1]),
        scale=scale_words(ends, words),
    )
    if not any(block.ranked for block in blocks):
        return said
    lines = words.say("a black line joins institutions that cannot be told apart statistically")
    return f"{said}; {lines}"


def _is_blunt(blocks: tuple[Block, ...]) -> bool:
    """Whether the criterion tells the institutions of no group apart."""
    found = {one.why_unplaced for block in blocks for one in block.scored}
    return NOT_DISTINGUISHED in found and not any(block.ranked for block in blocks)


def _told_all(found: tuple[Block, ...], words: Words) -> str:
    blocks = [block for block in found if block.ranked]
    if _is_blunt(found):
        return words.say("No places are given: the criterion does not tell institutions apart.")
    if not blocks:
        return words.say("No places are given: nobody can be compared.")
    return " ".join(_told(block, words) for block in blocks)


def _told(block: Block, words: Words) -> str:
    first = [one for one in block.ranked if one.rank_low == 1]
    joined = _joined(block)
    opening = f"{block.title}: " if block.title else ""
    if joined:
        spans = "; ".join(words.places(low, high) for low, high in joined)
        said = words.say("places {spans} cannot be told apart statistically", spans=spans)
    else:
        said = words.say("all neighbouring places are told apart")
    who = words.count(
        "the first place is possible for {n} institution",
        "the first place is possible for {n} institutions",
        len(first),
    )
    text = f"{opening}{said}; {who}."
    return text[0].upper() + text[1:]


def _joined(block: Block) -> list[tuple[int, int]]:
    """Return first and last place of each group that cannot be told apart."""
    spans = []
    for name in dict.fromkeys(name for one in block.ranked for name in one.groups):
        ranks = [one.rank for one in block.ranked if name in one.groups]
        if len(ranks) > 1:
            spans.append((min(ranks), max(ranks)))
    return spans


def _no_places(blocks: tuple[Block, ...], words: Words) -> str:
    if any(block.scored for block in blocks):
        return words.say("No places: no group has three institutions with a score")
    return words.say("There are too few answers for places")


def _headline(blocks: tuple[Block, ...], words: Words) -> str:
    tops = [block.ranked[0] for block in blocks if block.ranked]
    if _is_blunt(blocks):
        return words.say("Institutions are not told apart")
    if not tops:
        return _no_places(blocks, words)
    if len(tops) > 1:
        names = words.listed([one.member.name for one in tops], most=LEADERS_NAMED)
        return words.say("Highest in their groups: {names}", names=names)
    sure = tops[0].rank_high == 1
    message = _("{name} stands highest") if sure else _("{name} stands highest, not provably")
    return words.say(message, name=tops[0].member.name)


def _alt(blocks: tuple[Block, ...], words: Words, decimals: int) -> str:
    found = (one for block in blocks for one in block.scored)
    scored = sorted(found, key=lambda one: -one.total.value)
    best, last = scored[0], scored[-1]
    few = [
        one.member.name for block in blocks for one in block.places if not one.total.is_shown
    ]
    return alternative(
        words.say("Dots with intervals, institutions from highest to lowest."),
        words.say(
            "Highest: {value}, {name}.",
            value=words.number(best.total.value, decimals),
            name=best.member.name,
        ),
        words.say(
            "Lowest: {value}, {name}.",
            value=words.number(last.total.value, decimals),
            name=last.member.name,
        )
        if last is not best
        else "",
        n_span((one.member for block in blocks for one in block.places), words),
        words.say("Without a score: {names}.", names=few_names(few)) if few else "",
    )


def _data(assessment: Material, blocks: tuple[Block, ...], words: Words) -> Grid:
    heads = (
        Head(words.say("Institution"), is_text=True),
        Head(words.say("Group"), is_text=True),
        Head(words.say("Place")),
        Head(words.say("Possible places")),
        Head(words.say("Total") if blocks[0].node == TOTAL else words.say("Points")),
        Head(words.say("Interval")),
        Head(words.say("Answered")),
        Head(words.say("Recipients")),
    )
    body = tuple(_row(assessment, b, one, words) for b in blocks for one in b.places)
    foot = tuple(
        _mean_row(assessment, block, words) for block in blocks if block.mean is not None
    )
    return Grid(heads, body, foot)


def _row(assessment: Material, block: Block, one: Place, words: Words) -> tuple[Cell, ...]:
    key = (assessment.methodology.code, str(assessment.run.period), one.member.code, block.node)
    decimals = decimals_of(assessment, block.node)
    none = Cell(one.reason or words.say(one.unplaced), is_word=True)
    place = span = total = ends = none
    if one.total.is_shown:
        total = Cell(
            words.number(one.total.value, decimals),
            bold=True,
            key=address("scores", *key, column="value"),
        )
        ends = Cell(words.interval(one.total.low, one.total.high, decimals))
    if one.rank is not None:
        place = Cell(words.places(one.rank, one.rank_last))
        if one.rank_low is not None:
            span = Cell(words.places(one.rank_low, one.rank_high))
    counts = [
        Cell(words.say("not known"), is_word=True) if n is None else Cell(words.number(n))
        for n in (one.member.n, one.member.population)
    ]
    return (
        Cell(one.member.full_name),
        Cell(block.title or words.say("all"), is_text=True),
        place,
        span,
        total,
        ends,
        *counts,
    )


def _mean_row(assessment: Material, block: Block, words: Words) -> tuple[Cell, ...]:
    gap = Cell(words.say("not applicable"), is_word=True)
    key = (
        assessment.methodology.code,
        str(assessment.run.period),
        assessment.methodology.choices.ranking_within,
        block.category,
        block.node,
    )
    mean = words.number(block.mean, decimals_of(assessment, block.node))
    return (
        Cell(words.say("Mean")),
        Cell(block.title or words.say("all"), is_text=True),
        gap,
        gap,
        Cell(mean, key=address("aggregates", *key, column="value")),
        gap,
        gap,
        gap,
    )
