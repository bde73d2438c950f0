"""Registry files of the sample: institutions, their events, their recipients."""

from __future__ import annotations

from collections.abc import Iterator

from nok_analysis.sample.files import table
from nok_analysis.sample.shapes import Shapes
from nok_analysis.sample.story import Played, Story
from nok_analysis.vocabulary import LIST_MARK

UNKNOWN = ""  # a cell that stays empty


def registry_files(story: Story, shapes: Shapes) -> dict[str, bytes]:
    """Return file name → bytes of the registry and its two companions."""
    rows = {
        "registry.csv": [_institution(one, story) for one in story.institutions],
        "registry_events.csv": list(_events(story, shapes)),
        "registry_recipients.csv": list(_recipients(story, shapes)),
    }
    return {
        name: table([headers, *rows[name]], encoding="utf-8", separator=";", newline="lf")
        for name, headers in shapes.registers.items()
    }


def _institution(one: Played, story: Story) -> list[str]:
    texts = one.texts
    population = texts["population"] or max(one.recipients.items())[1]
    return [
        one.code,
        texts["name"],
        texts["short_name"],
        LIST_MARK.join(one.aliases),
        texts["inn"],
        texts["ogrn"],
        one.kind,
        story.texts["founder"],
        story.texts["municipality"],
        story.texts["region"],
        texts["settlement"],
        story.texts["site"].format(code=one.code.lower()),
        UNKNOWN,  # no card of bus.gov.ru: an invented number could be a real institution's
        population,
        UNKNOWN,
        one.active_to.isoformat() if one.active_to else "",
        texts["merged_into"],
    ]


def _events(story: Story, shapes: Shapes) -> Iterator[list[str]]:
    for one in story.institutions:
        texts = one.texts
        if texts["renamed"]:
            yield [
                one.code,
                texts["renamed"],
                shapes.events["renamed"],
                texts["former_name"],
                texts["name"],
                shapes.document,
            ]
        if one.active_to:
            kind = "merged" if texts["merged_into"] else "closed"
            yield [
                one.code,
                one.active_to.isoformat(),
                shapes.events[kind],
                "",
                texts["merged_into"],
                shapes.document,
            ]


def _recipients(story: Story, shapes: Shapes) -> Iterator[list[str]]:
    for one in story.institutions:
        for year, number in one.recipients.items():
            yield [one.code, year, "", "", number, shapes.source]
