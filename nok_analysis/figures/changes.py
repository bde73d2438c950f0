"""Changes: by how much each total differs from another period, and whether that is proven."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nok_analysis import circle
from nok_analysis.earlier import met, told
from nok_analysis.exhibits import Cell, Grid, Head, address
from nok_analysis.figures import figure
from nok_analysis.figures.captions import interval_line, level, source_line
from nok_analysis.figures.changes_sheet import paint
from nok_analysis.figures.chart import (
    Chart,
    alternative,
    charted,
    exhibit_name,
    few_names,
    wordless,
)
from nok_analysis.figures.estimates import Estimate, estimate
from nok_analysis.figures.material import (
    TOTAL,
    Material,
    Member,
    changes_of,
    difference_of,
    members,
    n_span,
    scores_of,
    unscored,
)
from nok_analysis.period import Period
from nok_analysis.wording import Words
from nok_analysis.wording.verdicts import Look, look


@dataclass(frozen=True, slots=True)
class Row:
    """One institution: its totals of both periods and their difference."""

    member: Member
    before: Estimate
    after: Estimate
    difference: Estimate
    verdict: str
    look: Look
    reason: str
    method: str | None


@figure("changes")
def draw_changes(assessment: Material, *, words: Words, against: str = "") -> Chart:
    """Return the differences of the totals from an earlier period, the largest rise first.

    Parameters
    ----------
    against : str
        Period to compare with, e.g. ``2025Q3``; the first of the run's by default.
    """
    earlier = _earlier(assessment, against)
    found = _rows(assessment, words, earlier)
    name = exhibit_name("changes", against) if against else "changes"
    shown = [row for row in found if row.difference.is_shown]
    headline = _headline(assessment, shown, words, earlier if against else None)
    subtitle = words.say(
        "Difference of the total, {now} minus {before}, points, {level} interval",
        now=words.period(assessment.run.period),
        before=words.period(earlier),
        level=level(assessment, words),
    )
    source = source_line(assessment, words)
    if not shown:
        apart = told(met(assessment.outside, {str(earlier)}), words)
        return wordless(
            name,
            headline=headline,
            subtitle=subtitle,
            source=source,
            words=words,
            reason=" ".join(apart) or words.say("No institution has a score in both periods."),
        )
    decimals = assessment.methodology.decimals(TOTAL)
    threshold = Fraction(str(assessment.run.statistics.threshold))
    return charted(
        lambda layout: paint(found, layout, words, decimals=decimals, threshold=threshold),
        words=words,
        name=name,
        headline=headline,
        subtitle=subtitle,
        alt=_alt(found, words, decimals),
        data=_data(assessment, found, words, earlier),
        reading=_told(found, words, decimals),
        marks=_rule(threshold, words),
        source=source,
        n_text=n_span((row.member for row in found), words),
        interval_text=interval_line(assessment, shown, words, is_first=False),
    )


def _rule(threshold: Fraction, words: Words) -> str:
    return words.say(
        "Improvement or decline is said where the interval does not hold zero and the "
        "difference is at least {threshold} points (grey zone).",
        threshold=words.number(threshold),
    )


def tell_changes(assessment: Material, *, words: Words, against: str = "") -> str:
    """Return whose change is proven, with its size, and how many are not."""
    found = _rows(assessment, words, _earlier(assessment, against))
    return _told(found, words, assessment.methodology.decimals(TOTAL))


def _told(found: tuple[Row, ...], words: Words, decimals: int) -> str:
    said = []
    for verdict in ("improved", "declined"):
        proven = [row for row in found if row.verdict == verdict]
        if proven:
            named = [f"{r.member.name} {_signed(r, words, decimals)}" for r in proven]
            word = proven[0].look.word.capitalize()
            said.append(words.say("{word}: {names}.", word=word, names=words.listed(named)))
    open_ = sum(row.verdict == "no_evidence" for row in found)
    if open_:
        said.append(
            words.count(
                "A change is not proven for {n} institution.",
                "A change is not proven for {n} institutions.",
                open_,
            )
        )
    return " ".join(said) or words.say("No institution has a score in both periods.")


def _earlier(assessment: Material, against: str) -> Period:
    if against:
        return Period.parse(against)
    named = circle.earlier(assessment) or assessment.run.compare_with
    return named[0] if named else assessment.run.period.previous()


def _rows(assessment: Material, words: Words, earlier: Period) -> tuple[Row, ...]:
    """Return the institutions, the largest rise first, those without a difference last."""
    decimals = assessment.methodology.decimals(TOTAL)
    minimum = assessment.methodology.choices.min_respondents
    held = changes_of(assessment, (TOTAL,), str(earlier))
    now = scores_of(assessment, (TOTAL,), str(assessment.run.period))
    then = scores_of(assessment, (TOTAL,), str(earlier))
    found = []
    for code, one in members(assessment).items():
        change = held.get((code, TOTAL))
        before, after = (
            estimate(scores.get((code, TOTAL)), decimals) for scores in (then, now)
        )
        difference = difference_of(change, decimals)
        verdict = change.verdict if difference.is_shown else "too_few"
        reason = "" if difference.is_shown else _reason(assessment, before, after, words)
        found.append(
            Row(
                one,
                before,
                after,
                difference,
                verdict,
                look(verdict, words, minimum=minimum),
                reason,
                getattr(change, "method", None),
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda row: (
                not row.difference.is_shown,
                -(row.difference.value or 0),
                row.member.name,
            ),
        )
    )


def _reason(assessment: Material, before: Estimate, after: Estimate, words: Words) -> str:
    if not after.is_shown:
        return unscored(assessment, after.status, words)
    if before.status == "missing":
        return words.say("no score in the earlier period")
    return words.say(
        "earlier period: {reason}", reason=unscored(assessment, before.status, words)
    )


def _signed(row: Row, words: Words, decimals: int) -> str:
    return words.number(row.difference.value, decimals, signed=True)


def _headline(
    assessment: Material, shown: list[Row], words: Words, against: Period | None
) -> str:
    if not shown:
        return circle.uncompared(assessment, words, against=against)
    up, down = (sum(r.verdict == one for r in shown) for one in ("improved", "declined"))
    parts = [words.count("{n} improvement", "{n} improvements", up)] if up else []
    parts += [words.count("{n} decline", "{n} declines", down)] if down else []
    if not parts:
        return words.say("No change is proven")
    return words.say("Proven: {parts}", parts=", ".join(parts))


def _alt(found: tuple[Row, ...], words: Words, decimals: int) -> str:
    shown = [row for row in found if row.difference.is_shown]
    top, bottom = shown[0], shown[-1]
    rest = [row.member.name for row in found if not row.difference.is_shown]
    return alternative(
        words.say("Differences with intervals around zero, from the largest rise down."),
        words.say(
            "Largest: {value}, {name}, {word}.",
            value=_signed(top, words, decimals),
            name=top.member.name,
            word=top.look.word,
        ),
        words.say(
            "Smallest: {value}, {name}, {word}.",
            value=_signed(bottom, words, decimals),
            name=bottom.member.name,
            word=bottom.look.word,
        )
        if bottom is not top
        else "",
        n_span((row.member for row in found), words),
        words.say("Without a difference: {names}.", names=few_names(rest)) if rest else "",
    )


def _data(assessment: Material, found: tuple[Row, ...], words: Words, earlier: Period) -> Grid:
    heads = (
        Head(words.say("Institution"), is_text=True),
        Head(words.period_short(earlier)),
        Head(words.period_short(assessment.run.period)),
        Head(words.say("Difference")),
        Head(words.say("Interval")),
        Head(words.say("Verdict"), is_text=True),
        Head(words.say("Answered")),
    )
    return Grid(heads, tuple(_data_row(assessment, row, words, earlier) for row in found))


def _data_row(
    assessment: Material, row: Row, words: Words, earlier: Period
) -> tuple[Cell, ...]:
    decimals = assessment.methodology.decimals(TOTAL)
    key = address(
        "comparison",
        "change",
        assessment.methodology.code,
        TOTAL,
        row.member.code,
        str(assessment.run.period),
        row.member.code,
        str(earlier),
        column="difference",
    )
    gap = Cell(row.reason, is_word=True)
    totals = [
        Cell(words.number(one.value, decimals)) if one.is_shown else gap
        for one in (row.before, row.after)
    ]
    n = row.member.n
    counted = Cell(words.say("not known"), is_word=True) if n is None else Cell(words.number(n))
    if not row.difference.is_shown:
        return (Cell(row.member.full_name), *totals, gap, gap, gap, counted)
    return (
        Cell(row.member.full_name),
        *totals,
        Cell(_signed(row, words, decimals), key=key, bold=True),
        Cell(words.interval(row.difference.low, row.difference.high, decimals, signed=True)),
        Cell(row.look.word, mark=row.look.mark, tone=row.look.tone, is_text=True),
        counted,
    )
