"""The workbook of checklists of a quarter: one sheet a form, one row an institution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from nok_analysis.period import Period
from nok_analysis.sample.chance import Chance
from nok_analysis.sample.files import Cell, Sheet, workbook
from nok_analysis.sample.shapes import ChecklistShape, GridShape
from nok_analysis.sample.story import Played, Story, Wait

WITHIN_DAYS = 20  # observers go round in the last weeks of a quarter
FRESH_DAYS, STALE_DAYS = (20, 150), (430, 700)
WEBSITE = "website"


@dataclass(frozen=True, slots=True)
class Visit:
    """One institution seen by one observer on one day of a quarter."""

    played: Played
    period: Period
    day: dt.date
    observer: str
    chance: Chance

    def unmet(self, form: str) -> tuple[str, ...]:
        """Return the items of `form` that are not met by this quarter."""
        found = self.played.unmet.get(form, ())
        for turn in self.played.turns_until(self.period):
            found = turn.unmet.get(form, found)
        return found

    @property
    def wait(self) -> Wait | None:
        """What was measured at the reception; None when nobody measured."""
        found = self.played.wait
        for turn in self.played.turns_until(self.period):
            found = turn.wait if turn.moves_wait else found
        return found

    def updated(self, form: str) -> dt.date:
        """Return the day on which the institution last changed what `form` looks at."""
        stale = form == WEBSITE and self.played.stale_site
        return self.day - dt.timedelta(
            days=self.chance.whole(*(STALE_DAYS if stale else FRESH_DAYS))
        )


def checklist_file(story: Story, shape: ChecklistShape, period: Period, seed: int) -> bytes:
    """Return the workbook of a quarter, with a sheet of waits at the end."""
    visits = list(_visits(story, shape, period, seed))
    sheets = [
        Sheet(grid.sheet, list(_grid_rows(visits, shape, grid, period))) for grid in shape.grids
    ]
    waits = Sheet(shape.waiting["sheet"], list(_waiting_rows(visits, shape, period)))
    return workbook([*sheets, waits])


def _visits(story: Story, shape: ChecklistShape, period: Period, seed: int) -> Iterator[Visit]:
    for played in story.open_in(period):
        chance = Chance.of(seed, str(period), played.code, "visit")
        last_day = min(period.last_day, played.active_to or period.last_day)
        day = last_day - dt.timedelta(days=chance.whole(1, WITHIN_DAYS))
        yield Visit(played, period, day, chance.pick(shape.observers), chance)


def _grid_rows(
    visits: list[Visit], shape: ChecklistShape, grid: GridShape, period: Period
) -> Iterator[list[Cell]]:
    if grid.title:
        yield [grid.title.format(period=period)]
    columns = shape.columns
    yield [
        columns["institution"],
        columns["date"],
        *([columns["updated"]] if grid.updated else []),
        *(f"{grid.group} [{text}]" for text in grid.items.values()),
        *(columns[name] for name in ("reason", "link", "observer", "phone")),
    ]
    for visit in visits:
        yield _grid_row(visit, shape, grid)


def _grid_row(visit: Visit, shape: ChecklistShape, grid: GridShape) -> list[Cell]:
    skipped = grid.items.keys() & set(visit.played.skipped.get(grid.seen_as, ()))
    unmet = grid.items.keys() & set(visit.unmet(grid.seen_as))
    marks = dict.fromkeys(grid.items, "met")
    marks |= dict.fromkeys(unmet, "unmet") | dict.fromkeys(skipped, "skipped")
    link = shape.link.format(period=visit.period, code=visit.played.code, form=grid.form)
    return [
        visit.played.texts["short_name"],
        visit.day,
        *([visit.updated(grid.seen_as)] if grid.updated else []),
        *(_mark(grid.marks[mark]) for mark in marks.values()),
        visit.played.skip_reason if skipped else "",
        link,
        visit.observer,
        shape.phone,
    ]


def _mark(text: str) -> Cell:
    """Return a mark as it is typed: digits become numbers in a spreadsheet."""
    return int(text) if text.isdigit() else text


def _waiting_rows(
    visits: list[Visit], shape: ChecklistShape, period: Period
) -> Iterator[list[Cell]]:
    yield list(shape.waiting_columns)
    for visit in visits:
        wait = visit.wait
        if wait is not None:
            yield [
                visit.played.code,
                shape.waiting["service"],
                wait.term,
                wait.measured,
                wait.unit,
                f"{visit.day:%d.%m.%Y}",
                shape.waiting["source"].format(period=period),
                visit.observer,
            ]
