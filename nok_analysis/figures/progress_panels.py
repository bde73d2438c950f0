"""The panels of progress: a line over the periods with its verdict, selected and ordered."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nok_analysis import circle
from nok_analysis.earlier import Outside, gap_word
from nok_analysis.figures.estimates import SHOWN, Estimate, estimate, known
from nok_analysis.figures.material import (
    TOTAL,
    Keyed,
    Material,
    Member,
    Record,
    changes_of,
    criteria_of,
    difference_of,
    groups_of,
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
    """One period of a panel; `gap` says why there is no number.

    A period outside the line, of another cycle or methodology, never has one.
    """

    period: Period
    value: Estimate
    starts_anew: bool
    gap: str
    is_outside: bool = False


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
    nodes = criteria_of(assessment) if institution else (TOTAL,)
    tables = _Tables.read(assessment, nodes)
    if institution:
        one = member(assessment, institution)
        named = [(one, c.code, c.label, c.name) for c in assessment.methodology.criteria]
    else:
        named = [(one, TOTAL, one.name, one.full_name) for one in members(assessment).values()]
    found = [_panel(assessment, words, tables, one) for one in named]
    if not institution:
        found.sort(key=lambda p: (not p.last.is_shown, -(p.last.value or 0), p.title))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Tables:
    """What every panel looks its numbers up in."""

    periods: tuple[Period, ...]
    series: dict[tuple[str, str, str], Record]
    asked: dict[tuple[str, str], int]
    changes: Keyed
    groups: Keyed
    scores: Keyed
    outside: dict[Period, Outside]

    @classmethod
    def read(cls, assessment: Material, nodes: tuple[str, ...]) -> _Tables:
        """Read each table once."""
        run = assessment.run
        series = rows(
            assessment.series,
            node=nodes,
            methodology=assessment.methodology.code,
            cycle_kind=str(run.cycle_kind),
        )
        against = "".join(map(str, circle.earlier(assessment)[:1]))
        return cls(
            periods=tuple(_periods(assessment)),
            series={(row.institution, row.node, row.period): row for row in series},
            asked={
                (row.institution, row.period): row.n
                for row in rows(assessment.coverage)
                if known(row.n)
            },
            changes=changes_of(assessment, nodes, against),
            groups=groups_of(assessment, nodes),
            scores=scores_of(assessment, nodes, str(run.period)),
            outside={one.period: one for one in assessment.outside},
        )


def _periods(assessment: Material) -> list[Period]:
    """Return the periods of the run's kind without holes, up to the run's, the latest ones."""
    now = assessment.run.period
    held = {Period.parse(text) for text in assessment.series["period"].unique()}
    first = min(
        (one for one in held if (one.quarter is None) == (now.quarter is None)), default=now
    )
    while first.previous() in {one.period for one in assessment.outside}:
        first = first.previous()
    found = [now]
    while first < found[0] and len(found) < LONGEST:
        found.insert(0, found[0].previous())
    return found


def _panel(
    assessment: Material, words: Words, tables: _Tables, named: tuple[Member, str, str, str]
) -> Panel:
    one, node, title, full_title = named
    level = TOTAL if node == TOTAL else Level.CRITERION.value
    decimals = assessment.methodology.decimals(level)
    minimum = assessment.methodology.choices.min_respondents
    difference = difference_of(tables.changes.get((one.code, node)), decimals)
    return Panel(
        code=one.code,
        node=node,
        title=title,
        full_title=full_title,
        points=tuple(
            _point(tables, words, one.code, node, p, decimals) for p in tables.periods
        ),
        look=_look(tables, words, one.code, node, minimum),
        step=difference.value,
        mean=mean_of(tables.groups.get((one.category, node)), decimals),
        n=one.n,
    )


def _point(
    tables: _Tables, words: Words, code: str, node: str, period: Period, decimals: int
) -> Point:
    row = tables.series.get((code, node, str(period)))
    starts_anew = row is not None and known(row.break_before) and bool(row.break_before)
    if period in tables.outside:
        gap = gap_word(tables.outside[period], words)
        return Point(period, Estimate(None), starts_anew, gap, is_outside=True)
    asked = tables.asked.get((code, str(period)))
    gap = words.say("few answers") if asked else words.say("no survey")
    return Point(period, estimate(row, decimals), starts_anew, gap)


def _look(tables: _Tables, words: Words, code: str, node: str, minimum: int) -> Look | None:
    """Return the verdict on the last step; None where there is no earlier score."""
    change, now = (held.get((code, node)) for held in (tables.changes, tables.scores))
    if now is None or now.status not in SHOWN:
        return look("too_few", words, minimum=minimum)
    if change is None or change.verdict == "too_few":
        return None
    return look(change.verdict, words, minimum=minimum)
