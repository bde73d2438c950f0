"""What reaches the sample's council beside surveys and checklists, from ``sources.yaml``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from nok_analysis.parameters import Section
from nok_analysis.period import Period
from nok_analysis.sample.chance import Chance
from nok_analysis.sample.files import Cell, Sheet, workbook
from nok_analysis.sample.story import Played, Story, plain, shipped

MONTH = 30  # days within which an appeal is answered
ABSENT_ONE_IN, STALE_ONE_IN = 9, 5
FRESH_DAYS, STALE_DAYS = (10, 150), (200, 600)
_DAYS = ("{day}", "{later}", "{after}", "{planned}")


@dataclass(frozen=True, slots=True)
class _Row:
    """What the words in braces stand for in one row."""

    played: Played
    period: Period
    number: int
    day: dt.date

    def filled(self, text: str) -> Cell:
        """Return the cell that an option of ``sources.yaml`` becomes."""
        days = (self.day, self.day + dt.timedelta(days=MONTH // 2), _after(self.period))
        planned = _after(self.period) + dt.timedelta(days=3 * MONTH)
        if text in _DAYS:
            return dict(zip(_DAYS, (*days, planned), strict=True))[text]
        return text.format(
            institution=self.played.texts["short_name"],
            code=self.played.code,
            period=self.period,
            year=self.period.year - 1,
            n=self.number,
        )


def source_files(story: Story, period: Period, seed: int) -> dict[str, bytes]:
    """Return file name → bytes of the other sources of a quarter; none before they begin."""
    root = shipped("sources.yaml")
    if str(period) not in root.texts("quarters"):
        return {}
    sheets = [_sheet(one, story, period, seed) for one in root.sections("sheets")]
    cards = root.section("cards")
    headers = plain(cards.section("columns"))
    seen = [_cards(one, headers, story, period, seed) for one in cards.sections("sheets")]
    return {
        root.text("file").format(period=period): workbook(sheets),
        root.text("cards_file").format(period=period): workbook(seen),
    }


def _sheet(section: Section, story: Story, period: Period, seed: int) -> Sheet:
    """Return a sheet of drawn rows; columns of `once` never hold one pair twice."""
    name = section.text("sheet")
    chance = Chance.of(seed, str(period), name)
    columns = section.section("columns")
    options = {header: columns.texts(header) for header in columns.names()}
    cases = [plain(one) for one in section.sections("cases")]
    number = chance.whole(*_bounds(section.section("rows")))
    headers = [*options, *dict.fromkeys(header for case in cases for header in case)]
    once = section.texts("once", ())
    rows: dict[tuple[Cell, ...], list[Cell]] = {}
    for n in range(1, number + 1):
        cells = _drawn(options, cases, _row(story, period, n, chance), chance)
        place = tuple(cells[header] for header in once) or (n,)
        rows.setdefault(place, [cells[header] for header in headers])
    return Sheet(name, [headers, *rows.values()])


def _bounds(section: Section) -> tuple[int, int]:
    return section.whole("low"), section.whole("high")


def _row(story: Story, period: Period, number: int, chance: Chance) -> _Row:
    played = chance.pick(story.open_in(period))
    span = (period.last_day - period.first_day).days
    day = period.first_day + dt.timedelta(days=chance.whole(0, span))
    return _Row(played, period, number, day)


def _drawn(
    options: dict[str, tuple[str, ...]],
    cases: list[dict[str, str]],
    row: _Row,
    chance: Chance,
) -> dict[str, Cell]:
    drawn = {header: chance.pick(several) for header, several in options.items()}
    return {header: row.filled(text) for header, text in (drawn | chance.pick(cases)).items()}


def _cards(
    section: Section, headers: dict[str, str], story: Story, period: Period, seed: int
) -> Sheet:
    """Return a checklist with one row an item: some absent, some not renewed for long."""
    name = section.text("sheet")
    head = [headers["institution"], section.text("item"), *list(headers.values())[1:]]
    items, link = section.texts("items"), section.text("link")
    rows = [
        row
        for played in story.open_in(period)
        for row in _seen(played, items, link, period, Chance.of(seed, name, played.code))
    ]
    return Sheet(name, [head, *rows])


def _seen(
    played: Played, items: tuple[str, ...], link: str, period: Period, chance: Chance
) -> Iterator[list[Cell]]:
    day = period.last_day - dt.timedelta(days=chance.whole(1, MONTH))
    for item in items:
        absent = chance.whole(1, ABSENT_ONE_IN) == 1
        span = STALE_DAYS if chance.whole(1, STALE_ONE_IN) == 1 else FRESH_DAYS
        updated = day - dt.timedelta(days=chance.whole(*span))
        place = link.format(code=played.code.lower())
        yield [
            played.texts["short_name"],
            item,
            "-" if absent else "+",
            day,
            "" if absent else updated,
            place,
            "",
        ]


def _after(period: Period) -> dt.date:
    """Return the day by which heads have reported on a quarter."""
    return period.last_day + dt.timedelta(days=2)
