"""Waterfall: which criterion takes how much from the mean of the group to the institution."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nok_analysis.exhibits import Cell, Grid, Head, address
from nok_analysis.figures import figure
from nok_analysis.figures.captions import level, scale_words, source_line
from nok_analysis.figures.chart import Chart, alternative, charted, wordless
from nok_analysis.figures.estimates import estimate, known, rounded
from nok_analysis.figures.material import (
    TOTAL,
    Material,
    Member,
    Record,
    contrasts_of,
    criteria_of,
    groups_of,
    mean_of,
    member,
    n_span,
    scores_of,
)
from nok_analysis.figures.scales import around
from nok_analysis.figures.waterfall_sheet import paint
from nok_analysis.wording import Words
from nok_analysis.wording.verdicts import look

EVEN = 2


@dataclass(frozen=True, slots=True)
class Step:
    """What one criterion adds to or takes from the mean; ends are totals on the way."""

    code: str
    name: str
    effect: Fraction  # exact: the way is drawn from unrounded parts
    verdict: str
    start: Fraction
    end: Fraction
    key: str


@dataclass(frozen=True, slots=True)
class Way:
    """The way from the mean of the group to the institution's total."""

    member: Member
    mean: Fraction
    total: Fraction
    difference: Fraction  # of the unrounded numbers
    steps: tuple[Step, ...]


@figure("waterfall")
def draw_waterfall(assessment: Material, *, words: Words, institution: str) -> Chart:
    """Return the parts of the difference between an institution's total and its group's mean.

    Parameters
    ----------
    institution : str
        Registry code. Without a score, or in a group of fewer than three, the figure says why
        there is nothing to draw.
    """
    way = _way(assessment, institution)
    if way is None:
        return _without(assessment, words)
    decimals = assessment.methodology.decimals(TOTAL)
    on_the_way = [edge for step in way.steps for edge in (step.start, step.end)]
    ends = around([way.mean, way.total, *on_the_way], step=EVEN)
    headline = _headline(way, words, decimals)
    marks = words.say(
        "Grey bar: the criterion's difference is not proven. Sums use unrounded numbers."
    )
    return charted(
        lambda layout: paint(way, layout, words, ends=ends, decimals=decimals),
        words=words,
        name="waterfall",
        headline=headline,
        alt=_alt(way, words, decimals),
        data=_data(assessment, way, words),
        subtitle=words.say(
            "Parts of the total's difference from the mean, points; {scale}; {period}",
            scale=scale_words(ends, words),
            period=words.period(assessment.run.period),
        ),
        reading=_told(way, words, decimals),
        marks=marks,
        source=source_line(assessment, words),
        n_text=n_span([way.member], words),
        interval_text=words.say(
            "Verdicts rest on intervals of the difference, level {level}.",
            level=level(assessment, words),
        ),
    )


def tell_waterfall(assessment: Material, *, words: Words, institution: str) -> str:
    """Return from where to where the parts lead."""
    way = _way(assessment, institution)
    if way is None:
        return _why_nothing(words)
    return _told(way, words, assessment.methodology.decimals(TOTAL))


def _told(way: Way, words: Words, decimals: int) -> str:
    return words.say(
        "Together the parts make {difference}: from the mean {mean} to {total}.",
        difference=words.number(way.difference, decimals, signed=True),
        mean=words.number(way.mean, decimals),
        total=words.number(way.total, decimals),
    )


def _way(assessment: Material, institution: str) -> Way | None:
    one, nodes = member(assessment, institution), criteria_of(assessment)
    decimals = assessment.methodology.decimals(TOTAL)
    mean = mean_of(groups_of(assessment, (TOTAL,)).get((one.category, TOTAL)), decimals)
    scores = scores_of(assessment, (TOTAL,), str(assessment.run.period))
    total, held = estimate(scores[one.code, TOTAL], decimals), contrasts_of(assessment, one)
    compared = {TOTAL, *nodes} <= held.keys()
    if mean is None or not total.is_shown or not compared:
        return None
    if not all(known(held[code].value_effect) for code in nodes):
        return None
    return Way(
        member=one,
        mean=mean,
        total=total.value,
        difference=rounded(held[TOTAL].difference, decimals),
        steps=_steps(assessment, mean, held),
    )


def _steps(assessment: Material, mean: Fraction, held: dict[str, Record]) -> tuple[Step, ...]:
    """Return the parts, the largest first, each from where the last one ended."""
    names = {one.code: one.label for one in assessment.methodology.criteria}
    effects = {code: Fraction(held[code].value_effect) for code in names}
    steps, start = [], mean
    for code in sorted(names, key=lambda code: (-abs(effects[code]), code)):
        row, end = held[code], start + effects[code]
        steps.append(Step(code, names[code], effects[code], row.verdict, start, end, _key(row)))
        start = end
    return tuple(steps)


def _key(row: Record) -> str:
    parts = (
        row.kind,
        row.methodology,
        row.node,
        row.institution,
        row.period,
        row.institution_b,
    )
    return address("comparison", *parts, str(row.period_b or ""), column="value_effect")


def _why_nothing(words: Words) -> str:
    return words.say(
        "There is nothing to compare with: the score is not shown, or the group has "
        "fewer than three institutions with a score."
    )


def _without(assessment: Material, words: Words) -> Chart:
    return wordless(
        "waterfall",
        headline=words.say("The difference from the mean is not broken down"),
        subtitle=words.say("Parts of the total's difference from the mean, points"),
        reason=_why_nothing(words),
        source=source_line(assessment, words),
        words=words,
    )


def _headline(way: Way, words: Words, decimals: int) -> str:
    first = way.steps[0]
    said = words.number(first.effect, decimals, signed=True)
    if first.effect < 0:
        return words.say("Most is taken by “{name}”: {effect}", name=first.name, effect=said)
    return words.say("Most is added by “{name}”: {effect}", name=first.name, effect=said)


def _alt(way: Way, words: Words, decimals: int) -> str:
    steps = [
        words.say(
            "“{name}” {effect}",
            name=step.name,
            effect=words.number(step.effect, decimals, signed=True),
        )
        for step in way.steps[:2]
    ]
    return alternative(
        words.say(
            "Bars step by step from the mean {mean} to {total}.",
            mean=words.number(way.mean, decimals),
            total=words.number(way.total, decimals),
        ),
        words.say("Largest parts: {parts}.", parts=", ".join(steps)),
        n_span([way.member], words),
    )


def _data(assessment: Material, way: Way, words: Words) -> Grid:
    decimals = assessment.methodology.decimals(TOTAL)
    heads = (
        Head(words.say("Part"), is_text=True),
        Head(words.say("Points")),
        Head(words.say("Verdict"), is_text=True),
        Head(words.say("Answered")),
    )
    n = Cell(words.number(way.member.n or 0))
    none = Cell(words.say("not applicable"), is_word=True, is_text=True)
    body = []
    for step in way.steps:
        seen = look(step.verdict, words, minimum=assessment.methodology.choices.min_respondents)
        body.append(
            (
                Cell(step.name),
                Cell(words.number(step.effect, decimals, signed=True), key=step.key),
                Cell(seen.word, mark=seen.mark, tone=seen.tone, is_text=True),
                n,
            )
        )
    start = (
        Cell(words.say("Mean of the group")),
        Cell(words.number(way.mean, decimals)),
        none,
        n,
    )
    difference = words.number(way.difference, decimals, signed=True)
    foot = (
        (Cell(words.say("Together")), Cell(difference), none, n),
        (
            Cell(way.member.full_name),
            Cell(words.number(way.total, decimals), bold=True),
            none,
            n,
        ),
    )
    return Grid(heads, (start, *body), foot)
