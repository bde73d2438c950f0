"""Respondents of the sample: answers of one person hang together by a mood."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from nok_analysis.period import Period
from nok_analysis.sample.chance import Chance
from nok_analysis.sample.story import Kind, Played, Shares, shipped

#: Question → filter whose "yes" opens it.
ASKED_IF = {
    "stand_satisfied": "stand_used",
    "site_satisfied": "site_used",
    "accessibility_satisfied": "has_disability",
    "polite_remote": "remote_used",
}
FILTERS = frozenset(ASKED_IF.values())
DISCONTENT = 0.12  # share of people in a bad mood …
MOST_GAP = 0.45  # … and how much less often they are satisfied, at most
NEVER_SURE = 0.995
SILENT = 0.015
SILENT_PROFILE = 0.04
STRAYS = 0.004  # answers behind a closed branch
WRITES = 0.13
OPENS, CLOSES = 9 * 3600, 20 * 3600  # seconds of the day in which people answer
PER_CENT = 100
CODED_YES, CODED_NO, CODED_SILENT = "yes", "no", "silent"


@dataclass(frozen=True, slots=True)
class Person:
    """One questionnaire as it was filled, before any file spells it.

    Attributes
    ----------
    answers : dict of str to str
        Question → ``yes``, ``no``, ``silent`` (asked, no answer) or empty (not asked).
    sex : str
        ``male``, ``female`` or empty.
    """

    institution: str
    at: dt.datetime
    role: str
    answers: dict[str, str]
    sex: str
    age: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What people write: sentences with a place to fill in."""

    wishes: tuple[str, ...]
    places: tuple[str, ...]


def read_wishes() -> Wishes:
    """Return the sentences that ship with the package."""
    section = shipped("proposals.yaml")
    return Wishes(section.texts("wishes"), section.texts("places"))


def draw_people(
    played: Played, kind: Kind, period: Period, wishes: Wishes, chance: Chance
) -> list[Person]:
    """Return everybody who answered for an institution in a quarter, by time."""
    low, high = played.respondents
    count = played.exactly.get(str(period), chance.whole(low, high))
    shares = _shares(played, kind, period)
    times = sorted(_moment(played, period, chance) for _one in range(count))
    return [_person(played.code, at, kind, shares, wishes, chance) for at in times]


def _shares(played: Played, kind: Kind, period: Period) -> Shares:
    """Return the chances of a quarter: those of the type, shifted by the story."""
    shifts = [played.shift, *(turn.shift for turn in played.turns_until(period))]
    return {
        question: share + sum(shift.get(question, 0) for shift in shifts)
        for question, share in kind.shares.items()
    }


def _moment(played: Played, period: Period, chance: Chance) -> dt.datetime:
    last_day = min(period.last_day, played.active_to or period.last_day)
    days = chance.whole(0, (last_day - period.first_day).days)
    seconds = chance.whole(OPENS, CLOSES)
    start = dt.datetime.combine(period.first_day, dt.time.min)
    return start + dt.timedelta(days=days, seconds=seconds)


def _person(
    code: str, at: dt.datetime, kind: Kind, shares: Shares, wishes: Wishes, chance: Chance
) -> Person:
    role = "representative" if _so(chance, kind.representatives) else "recipient"
    content = not chance.happens(DISCONTENT)
    answers: dict[str, str] = {}
    for question, share in shares.items():
        answers[question] = _answer(question, share, answers, chance, content=content)
    sex = "female" if _so(chance, kind.women) else "male"
    age = str(chance.whole(*kind.ages[role]))
    said = chance.pick(wishes.wishes).format(place=chance.pick(wishes.places))
    return Person(
        code,
        at,
        role,
        answers,
        sex="" if chance.happens(SILENT_PROFILE) else sex,
        age="" if chance.happens(SILENT_PROFILE) else age,
        proposal=said if chance.happens(WRITES) else "",
    )


def _answer(
    question: str, share: int, before: dict[str, str], chance: Chance, *, content: bool
) -> str:
    """Return one answer; four draws a question, so that no answer moves another person's."""
    strays, silent = chance.happens(STRAYS), chance.happens(SILENT)
    opened = before.get(ASKED_IF.get(question, ""), CODED_YES) == CODED_YES
    likely = share / PER_CENT if question in FILTERS else _by_mood(share, content=content)
    said = CODED_YES if chance.happens(likely) else CODED_NO
    if not opened:
        return said if strays else ""
    return CODED_SILENT if silent else said


def _by_mood(share: int, *, content: bool) -> float:
    """Return the chance of a satisfied answer, so that both moods together give `share`."""
    mean = share / PER_CENT
    gap = min(MOST_GAP, mean, (NEVER_SURE - mean) * (1 - DISCONTENT) / DISCONTENT)
    return mean + gap * DISCONTENT / (1 - DISCONTENT) if content else mean - gap


def _so(chance: Chance, per_cent: int) -> bool:
    return chance.happens(per_cent / PER_CENT)
