"""The panels of progress: a line over the periods with its verdict, selected and ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nok_analysis.figures.material import (
    TOTAL,
    Estimate,
    Material,
    Member,
    Record,
    changes_of,
    estimate,
    known,
    mean_of,
    member,
    members,
    rows,
    scores_of,
)
from nok_analysis.period import Period
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words
from nok_analysis.wording.verdicts import Look, look

LONGEST = 12  # periods; older ones stay in the tables


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a panel; `gap` says why there is no number."""

    period: Period
    value: Estimate
    starts_anew: bool
    gap: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A line over the periods, its verdict, and the mean it is held against."""

    code: str  # institution
    node: str
    title: str
    full_title: str
    points: tuple[Point, ...]
    look: Look | None
    step: Fraction | None
    mean: Fraction | None
    n: int | None

    @property
    def last(self) -> Estimate:
        """What stands at the end of the line."""
        return self.points[-1].value

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to draw."""
        return any(point.value.is_shown for point in self.points)


def panels_of(assessment: Material, words: Words, institution: str) -> tuple[Panel, ...]:
    """Return one panel an institution, the highest first, or one a criterion."""
    periods = _periods(assessment)
    if institution:
        one = member(assessment, institution)
        named = [(one, c.code, c.name, c.name) for c in assessment.methodology.criteria]
    else:
        named = [(one, TOTAL, one.name, one.full_name) for one in members(assessment).values()]
    found = [_panel(assessment, words, one, periods) for one in named]
    if not institution:
        found.sort(key=lambda p: (not p.last.is_shown, -(p.last.value or 0), p.title))
    return tuple(found)


def _periods(assessment: Material) -> list[Period]:
    """Return the periods of the run's kind without holes, up to the run's, the latest ones."""
    now = assessment.run.period
    held = {Period.parse(text) for text in assessment.series["period"].unique()}
    first = min(
        (one for one in held if (one.quarter is None) == (now.quarter is None)), default=now
    )
    found = [now]
    while first < found[0] and len(found) < LONGEST:
        found.insert(0, found[0].previous())
    return found


def _panel(
    assessment: Material,
    words: Words,
    named: tuple[Member, str, str, str],
    periods: Sequence[Period],
) -> Panel:
    one, node, title, full_title = named
    decimals = assessment.methodology.decimals(
        TOTAL if node == TOTAL else Level.CRITERION.value
    )
    series = rows(
        assessment.series,
        node=node,
        institution=one.code,
        methodology=assessment.methodology.code,
        cycle_kind=str(assessment.run.cycle_kind),
    )
    points = _points(assessment, words, series, one.code, periods, decimals)
    seen, step = _verdict(assessment, words, one.code, node, decimals)
    return Panel(
        code=one.code,
        node=node,
        title=title,
        full_title=full_title,
        points=points,
        look=seen,
        step=step,
        mean=mean_of(assessment, one.category, node),
        n=one.n,
    )


def _points(
    assessment: Material,
    words: Words,
    series: list[Record],
    code: str,
    periods: Sequence[Period],
    decimals: int,
) -> tuple[Point, ...]:
    by_period = {row.period: row for row in series}
    counted = rows(assessment.coverage, institution=code)
    asked = {row.period: row.n for row in counted if known(row.n)}
    found = []
    for period in periods:
        row = by_period.get(str(period))
        is_new = row is not None and known(row.break_before) and bool(row.break_before)
        gap = words.say("few answers") if asked.get(str(period)) else words.say("no survey")
        found.append(Point(period, estimate(row, decimals), is_new, gap))
    return tuple(found)


def _verdict(
    assessment: Material, words: Words, code: str, node: str, decimals: int
) -> tuple[Look | None, Fraction | None]:
    """Return the verdict on the change from the run's first period of comparison."""
    if not assessment.run.compare_with:
        return None, None
    change = changes_of(assessment, node, str(assessment.run.compare_with[0])).get(code)
    minimum = assessment.methodology.choices.min_respondents
    difference = estimate(change, decimals, column="difference")
    verdict = change.verdict if change is not None and known(change.verdict) else "too_few"
    now = scores_of(assessment, node, str(assessment.run.period)).get(code)
    if verdict == "too_few" and now is not None and now.status == "ok":
        return None, None  # the earlier period lacks, not this one
    return look(verdict, words, minimum=minimum), difference.value
