"""Profile: the criteria of one institution beside the mean and the highest of its group."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nok_analysis.exhibits import Cell, Grid, Head, address
from nok_analysis.figures import figure
from nok_analysis.figures.captions import interval_line, level, scale_words, source_line
from nok_analysis.figures.chart import Chart, alternative, charted, few_names, wordless
from nok_analysis.figures.estimates import Estimate, estimate, rounded
from nok_analysis.figures.material import (
    Material,
    Member,
    Record,
    answered,
    contrasts_of,
    criteria_of,
    groups_of,
    mean_of,
    member,
    n_span,
    scores_of,
    unscored,
)
from nok_analysis.figures.profile_sheet import paint
from nok_analysis.figures.scales import full
from nok_analysis.methodology.model import Criterion
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.verdicts import Look, look


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion of the institution; mean and highest are None where nothing is compared."""

    code: str
    name: str
    full_name: str
    score: Estimate
    mean: Fraction | None
    highest: Fraction | None
    verdict: str
    reason: str
    method: str | None

    def look(self, words: Words) -> Look:
        """Return mark, word and tone of the verdict."""
        return look(self.verdict, words)


@figure("profile")
def draw_profile(assessment: Material, *, words: Words, institution: str) -> Chart:
    """Return the criteria of one institution with intervals, on the whole scale.

    Parameters
    ----------
    institution : str
        Registry code.
    """
    one = member(assessment, institution)
    found = _rows(assessment, one, words)
    decimals = assessment.methodology.decimals(Level.CRITERION.value)
    ends = full(assessment)
    subtitle = words.say(
        "Criteria, points, {scale}; {period}; {answered}",
        scale=scale_words(ends, words),
        period=words.period(assessment.run.period),
        answered=answered(one, words),
    )
    headline = _headline(found, words)
    if not any(row.score.is_shown for row in found):
        return wordless(
            "profile",
            headline=headline,
            subtitle=subtitle,
            words=words,
            reason=_told(found, words, decimals),
            source=source_line(assessment, words),
        )
    return charted(
        lambda layout: paint(
            found, layout, words, ends=ends, decimals=decimals, level=level(assessment, words)
        ),
        words=words,
        name="profile",
        headline=headline,
        subtitle=subtitle,
        alt=_alt(found, one, words, decimals),
        reading=_told(found, words, decimals),
        data=_data(assessment, one, found, words),
        marks=_marks(found, words),
        source=source_line(assessment, words),
        n_text=n_span([one], words),
        interval_text=interval_line(assessment, [r for r in found if r.score.is_shown], words),
    )


def _marks(rows: tuple[Row, ...], words: Words) -> str:
    """Return what the marks mean; a group of two has no mean to mark."""
    if all(row.mean is None for row in rows):
        return words.say("Dot: institution.")
    return words.say(
        "Dot: institution; black tick: mean of its group; diamond: highest of it. ▲ "
        "or ▼: the difference from the mean is proven."
    )


def tell_profile(assessment: Material, *, words: Words, institution: str) -> str:
    """Return the criterion that is farthest below its mean, or the lowest one."""
    one = member(assessment, institution)
    decimals = assessment.methodology.decimals(Level.CRITERION.value)
    return _told(_rows(assessment, one, words), words, decimals)


def _told(rows: tuple[Row, ...], words: Words, decimals: int) -> str:
    found = [row for row in rows if row.score.is_shown]
    if not found:
        return words.say("There are too few answers to show the criteria.")
    below = [row for row in found if row.verdict == "below" and row.mean is not None]
    if below:
        worst = min(below, key=lambda row: row.score.value - row.mean)
        return words.say(
            "Farthest below the mean: “{name}”, {value} against {mean}.",
            name=worst.name,
            value=words.number(worst.score.value, decimals),
            mean=words.number(worst.mean, decimals),
        )
    lowest = min(found, key=lambda row: row.score.value)
    return words.say(
        "The lowest criterion: “{name}”, {value}.",
        name=lowest.name,
        value=words.number(lowest.score.value, decimals),
    )


def _rows(assessment: Material, one: Member, words: Words) -> tuple[Row, ...]:
    nodes = criteria_of(assessment)
    scores = scores_of(assessment, nodes, str(assessment.run.period))
    groups, held = groups_of(assessment, nodes), contrasts_of(assessment, one)
    return tuple(
        _row(
            assessment,
            criterion,
            words,
            score=scores.get((one.code, criterion.code)),
            group=groups.get((one.category, criterion.code)),
            against=held.get(criterion.code),
        )
        for criterion in assessment.methodology.criteria
    )


def _row(
    assessment: Material,
    criterion: Criterion,
    words: Words,
    *,
    score: Record,
    group: Record,
    against: Record,
) -> Row:
    decimals = assessment.methodology.decimals(Level.CRITERION.value)
    value, mean = estimate(score, decimals), mean_of(group, decimals)
    proven = against is not None and against.verdict in {"above", "below"}
    return Row(
        code=criterion.code,
        name=criterion.label,
        full_name=criterion.name,
        score=value,
        mean=mean,
        highest=None if mean is None else rounded(group.highest, decimals),
        verdict=against.verdict if proven else "no_evidence",
        reason="" if value.is_shown else unscored(assessment, value.status, words),
        method=getattr(score, "method", None),
    )


def _headline(found: tuple[Row, ...], words: Words) -> str:
    proven = [row for row in found if row.verdict in {"above", "below"}]
    if not proven:
        return words.say(_nothing_proven(found))
    if len(proven) == 1:
        only = proven[0]
        return words.say(
            "{verdict}, proven: “{name}”",
            name=only.name,
            verdict=only.look(words).word.capitalize(),
        )
    low, high = (sum(row.verdict == one for row in proven) for one in ("below", "above"))
    parts = []
    if low:
        parts.append(
            words.count("{n} criterion below the mean", "{n} criteria below the mean", low)
        )
    if high:
        parts.append(
            words.count("{n} criterion above the mean", "{n} criteria above the mean", high)
        )
    return words.say("Proven: {parts}", parts=", ".join(parts))


def _nothing_proven(found: tuple[Row, ...]) -> str:
    if not any(row.score.is_shown for row in found):
        return _("There are too few answers for scores")
    if not any(row.mean is not None for row in found):
        return _("There is no mean to compare the criteria with")
    return _("No criterion differs provably from the mean of the group")


def _alt(found: tuple[Row, ...], one: Member, words: Words, decimals: int) -> str:
    shown = sorted((r for r in found if r.score.is_shown), key=lambda r: r.score.value)
    below = [row.name for row in shown if row.verdict == "below"]
    return alternative(
        words.say("Dots with intervals, one criterion a row, beside the mean."),
        words.say(
            "Highest: {value}, {name}.",
            name=shown[-1].name,
            value=words.number(shown[-1].score.value, decimals),
        ),
        words.say(
            "Lowest: {value}, {name}.",
            name=shown[0].name,
            value=words.number(shown[0].score.value, decimals),
        ),
        n_span([one], words),
        words.say("Provably below the mean: {names}.", names=few_names(below)) if below else "",
    )


def _data(assessment: Material, one: Member, found: tuple[Row, ...], words: Words) -> Grid:
    heads = (
        Head(words.say("Criterion"), is_text=True),
        Head(words.say("Points")),
        Head(words.say("Interval")),
        Head(words.say("Mean")),
        Head(words.say("Highest")),
        Head(words.say("Verdict"), is_text=True),
        Head(words.say("Answered")),
    )
    return Grid(heads, tuple(_data_row(assessment, one, row, words) for row in found))


def _data_row(assessment: Material, one: Member, row: Row, words: Words) -> tuple[Cell, ...]:
    decimals = assessment.methodology.decimals(Level.CRITERION.value)
    key = (assessment.methodology.code, str(assessment.run.period), one.code, row.code)
    gap = Cell(row.reason, is_word=True)
    not_compared = Cell(words.say("not compared"), is_word=True)
    seen = row.look(words)
    return (
        Cell(row.full_name),
        Cell(
            words.number(row.score.value, decimals), key=address("scores", *key, column="value")
        )
        if row.score.is_shown
        else gap,
        Cell(words.interval(row.score.low, row.score.high, decimals))
        if row.score.is_shown
        else gap,
        *(
            Cell(words.number(value, decimals)) if value is not None else not_compared
            for value in (row.mean, row.highest)
        ),
        Cell(seen.word, mark=seen.mark, tone=seen.tone, is_text=True)
        if row.mean is not None
        else not_compared,
        Cell(words.number(one.n))
        if one.n is not None
        else Cell(words.say("not known"), is_word=True),
    )
