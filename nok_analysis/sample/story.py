"""The story of the sample council, read from ``council.yaml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from nok_analysis.errors import ParameterError
from nok_analysis.parameters import Section, read_section
from nok_analysis.period import Period

Shares = dict[str, int]  # question → per cent
Unmet = dict[str, tuple[str, ...]]  # form → items


@dataclass(frozen=True, slots=True)
class Kind:
    """What institutions of a type have in common.

    Attributes
    ----------
    shares : dict of str to int
        Chance of “yes”, per cent: of a filter among all, of a question among those asked.
    representatives, women : int
        Per cent of respondents.
    ages : dict of str to (int, int)
        Role of the respondent → youngest and oldest.
    """

    shares: Shares
    representatives: int
    women: int
    ages: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait measured once: `measured` of `term`, both in `unit`."""

    measured: int
    term: int
    unit: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What changes at an institution from a quarter on."""

    since: Period
    shift: Shares
    unmet: Unmet
    wait: Wait | None
    moves_wait: bool


@dataclass(frozen=True, slots=True)
class Played:
    """An institution of the sample: its registry row and how it fares."""

    code: str
    texts: dict[str, str]  # name, short_name, inn, ogrn, settlement, population, former_name …
    aliases: tuple[str, ...]
    kind: str
    active_to: dt.date | None
    recipients: dict[str, str]  # year → number
    survey: str
    respondents: tuple[int, int]
    exactly: dict[str, int]
    typed: tuple[str, ...]
    shift: Shares
    unmet: Unmet
    skipped: Unmet
    skip_reason: str
    wait: Wait | None
    stale_site: bool
    turns: tuple[Turn, ...]

    def turns_until(self, period: Period) -> list[Turn]:
        """Return the turns that have happened by `period`, in order."""
        return [turn for turn in self.turns if turn.since <= period]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole council."""

    kinds: dict[str, Kind]
    institutions: tuple[Played, ...]
    texts: dict[str, str]  # founder, municipality, region, site

    def open_in(self, period: Period) -> tuple[Played, ...]:
        """Return the institutions that work on any day of `period`."""
        return tuple(
            one
            for one in self.institutions
            if one.active_to is None or period.first_day <= one.active_to
        )


def read_story() -> Story:
    """Return the story that ships with the package."""
    section = shipped("council.yaml")
    kinds = section.section("types")
    story = Story(
        {name: _kind(kinds.section(name)) for name in kinds.names()},
        tuple(_played(one) for one in section.sections("institutions")),
        {key: section.text(key) for key in ("founder", "municipality", "region", "site")},
    )
    section.finish()
    section.raise_faults(ParameterError)
    return story


def shipped(name: str) -> Section:
    """Return the root of a data file that lies beside this module."""
    with resources.as_file(resources.files("nok_analysis.sample") / name) as path:
        return read_section(Path(path), shown_as=name)


def plain(section: Section) -> dict[str, str]:
    """Return a group of single values as it stands."""
    return {key: section.text(key) for key in section.names()}


def lists(section: Section) -> Unmet:
    """Return a group of lists as it stands."""
    return {key: section.texts(key) for key in section.names()}


def _kind(section: Section) -> Kind:
    ages = {role: section.section(f"{role}_age") for role in ("recipient", "representative")}
    return Kind(
        _numbers(section.section("shares")),
        section.whole("representatives"),
        section.whole("women"),
        {role: (age.whole("low"), age.whole("high")) for role, age in ages.items()},
    )


def _played(section: Section) -> Played:
    respondents = section.section("respondents")
    skipped = dict(lists(section.section("not_applicable", required=False)))
    reason = skipped.pop("reason", ())
    last_day = section.text("active_to", "")
    found = Played(
        code=section.text("code"),
        texts={key: section.text(key, "") for key in _TEXTS},
        aliases=section.texts("aliases"),
        kind=section.text("type"),
        active_to=dt.date.fromisoformat(last_day) if last_day else None,
        recipients=plain(section.section("recipients")),
        survey=section.text("survey"),
        respondents=(respondents.whole("low"), respondents.whole("high")),
        exactly=_numbers(section.section("exactly", required=False)),
        typed=section.texts("typed"),
        shift=_numbers(section.section("shift", required=False)),
        unmet=lists(section.section("unmet")),
        skipped=skipped,
        skip_reason=reason[0] if reason else "",
        wait=_wait(section.section("wait")),
        stale_site=section.word("stale_site", ("yes", "no"), "no") == "yes",
        turns=tuple(_turn(one) for one in section.sections("turns", required=False)),
    )
    section.finish()
    return found


_TEXTS = (
    "name",
    "short_name",
    "inn",
    "ogrn",
    "settlement",
    "population",
    "merged_into",
    "former_name",
    "renamed",
)


def _turn(section: Section) -> Turn:
    found = Turn(
        Period.parse(section.text("since")),
        _numbers(section.section("shift", required=False)),
        lists(section.section("unmet", required=False)),
        _wait(section.section("wait", required=False)),
        "wait" in section,
    )
    section.finish()
    return found


def _wait(section: Section) -> Wait | None:
    if "measured" not in section:
        return None
    return Wait(section.whole("measured"), section.whole("term"), section.text("unit"))


def _numbers(section: Section) -> Shares:
    return {key: section.whole(key, low=-100) for key in section.names()}
