"""Earlier periods that stand outside the run's line: another cycle, or another methodology."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path

from nok_analysis.errors import Fault, NokError, RunError
from nok_analysis.methodology import Methodology
from nok_analysis.period import Period
from nok_analysis.run import Run, read_run
from nok_analysis.vocabulary import CycleKind, Reason
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

RUNS = "params/runs"
_GAPS = {
    CycleKind.OFFICIAL: _("official assessment"),
    CycleKind.INTERNAL_QUARTER: _("council's monitoring"),
}


@dataclass(frozen=True, slots=True)
class Outside:
    """An earlier period that its own run file puts outside the line of this run.

    Attributes
    ----------
    reason : Reason
        ``other_cycle`` or ``other_methodology``; the cycle is named where both differ.
    methodology, title : str
        Code and title of the methodology that the period was judged by.
    low, high : Fraction
        Ends of its scale.
    """

    period: Period
    reason: Reason
    cycle_kind: CycleKind
    methodology: str
    title: str
    low: Fraction
    high: Fraction


def read_outside(
    run: Run, own: Methodology, read: Callable[[Run], Methodology]
) -> tuple[Outside, ...]:
    """Return the periods before the run's that may not be put in one line with it.

    Parameters
    ----------
    run : Run
    own : Methodology
        Of the run.
    read : callable
        Reads the methodology that a run file names.

    Returns
    -------
    tuple of Outside
        By period. A period without a run file of its own, or whose run file speaks of another
        data folder, is judged as the run says.

    Raises
    ------
    RunError
        When an earlier run file is wrong or is named after another period.
    """
    found = (_outside(other, run, own, read) for other in _earlier(run))
    return tuple(sorted(filter(None, found), key=lambda one: one.period))


def met(outside: Iterable[Outside], periods: Collection[str]) -> tuple[Outside, ...]:
    """Return those whose period is among `periods`."""
    return tuple(one for one in outside if str(one.period) in periods)


def reasons(outside: Iterable[Outside]) -> dict[str, str]:
    """Return why each period may not be compared: period → word."""
    return {str(one.period): str(one.reason) for one in outside}


def elsewhere(outside: Iterable[Outside]) -> dict[str, str]:
    """Return the methodology of each period; empty where only the cycle is another."""
    return {
        str(one.period): one.methodology if one.reason == Reason.OTHER_METHODOLOGY else ""
        for one in outside
    }


def told(outside: Collection[Outside], words: Words) -> tuple[str, ...]:
    """Return what the periods were and that no line joins them to this one, a sentence each.

    Periods of one kind, methodology and scale share a sentence.
    """

    def kind(one: Outside) -> tuple[str, str, str, str, Fraction, Fraction]:
        return one.reason, one.cycle_kind, one.methodology, one.title, one.low, one.high

    return tuple(
        _sentence(tuple(alike), words)
        for _kind, alike in groupby(sorted(outside, key=kind), key=kind)
    )


def why(outside: Collection[Outside], words: Words) -> str:
    """Return in a clause why the periods before this one may not be compared with it.

    Parameters
    ----------
    outside : collection of Outside
        At least one; quarters or years, not both.
    words : Words
    """
    quarterly = any(one.period.quarter is not None for one in outside)
    earlier = words.say("earlier quarters") if quarterly else words.say("earlier years")
    found = {one.reason for one in outside}
    if found == {Reason.OTHER_METHODOLOGY}:
        return words.say("{earlier} were judged by another methodology", earlier=earlier)
    if found == {Reason.OTHER_CYCLE}:
        return words.say("{earlier} are assessments of another kind", earlier=earlier)
    return words.say(
        "{earlier} were judged by another methodology or are assessments of another kind",
        earlier=earlier,
    )


def gap_word(one: Outside, words: Words) -> str:
    """Return what stands in the place of the period's number."""
    if one.reason == Reason.OTHER_METHODOLOGY:
        return words.say("other methodology")
    return words.say(_GAPS[one.cycle_kind])


def _earlier(run: Run) -> Iterator[Run]:
    """Yield the runs of earlier periods that speak of the same data folder."""
    for file in sorted((run.workspace.root / RUNS).glob("*.yaml")):
        period = _named(file)
        if period is None or not period < run.period:
            continue
        other = read_run(f"{RUNS}/{file.name}", run.workspace.root)
        if other.period != period:
            raise RunError(
                Fault(
                    _("the file is named after {period}, but speaks of {other}"),
                    {"period": str(period), "other": str(other.period)},
                    other.file,
                    path="period",
                    code="other_period",
                )
            )
        if other.data == run.data:
            yield other


def _named(file: Path) -> Period | None:
    """Return the period that a run file is named after, None for any other name."""
    try:
        return Period.parse(file.stem)
    except NokError:
        return None


def _outside(
    other: Run, run: Run, own: Methodology, read: Callable[[Run], Methodology]
) -> Outside | None:
    used = own if other.methodology == run.methodology else read(other)
    reason = Reason.OTHER_METHODOLOGY
    if other.cycle_kind != run.cycle_kind:
        reason = Reason.OTHER_CYCLE
    elif used.sha256 == own.sha256:
        return None
    return Outside(
        other.period, reason, other.cycle_kind, used.code, used.title, used.low, used.high
    )


def _sentence(alike: tuple[Outside, ...], words: Words) -> str:
    one, n = alike[0], len(alike)
    periods = words.listed([words.period(each.period) for each in alike])
    if one.reason == Reason.OTHER_METHODOLOGY:
        return words.count(
            "{periods} – another methodology (“{title}”, points from {low} to {high}); it is "
            "not put in one line with this one, and no difference is counted.",
            "{periods} – another methodology (“{title}”, points from {low} to {high}); they "
            "are not put in one line with this one, and no difference is counted.",
            n,
            periods=periods,
            title=one.title,
            low=words.number(one.low),
            high=words.number(one.high),
        )
    if one.cycle_kind == CycleKind.OFFICIAL:
        return words.count(
            "{periods} – official assessment; it is not put in one line with the council's "
            "quarters.",
            "{periods} – official assessment; they are not put in one line with the "
            "council's quarters.",
            n,
            periods=periods,
        )
    return words.count(
        "{periods} – the council's own monitoring; it is not put in one line with official "
        "assessments.",
        "{periods} – the council's own monitoring; they are not put in one line with "
        "official assessments.",
        n,
        periods=periods,
    )
