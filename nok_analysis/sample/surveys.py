"""Survey files of a quarter: people, spelled as each service and operator spells them."""

from __future__ import annotations

from nok_analysis.period import Period
from nok_analysis.sample.chance import Chance
from nok_analysis.sample.dirt import Dirt, Row, soil
from nok_analysis.sample.files import Sheet, table, workbook
from nok_analysis.sample.people import CODED_SILENT, Person, draw_people, read_wishes
from nok_analysis.sample.shapes import Shapes, SurveyShape
from nok_analysis.sample.story import Played, Story

FIRST_NUMBER = 101  # LimeSurvey goes on counting from quarter to quarter
EVERY_SILENT = 2  # one in two who give no answer leaves the cell empty
CODES = {"yes": "1", "no": "2", "silent": ""}


def survey_files(
    story: Story, shapes: Shapes, period: Period, dirt: tuple[Dirt, ...], seed: int
) -> dict[str, bytes]:
    """Return file name → bytes of every survey of a quarter."""
    found: dict[str, bytes] = {}
    for name, shape in shapes.surveys.items():
        rows = _rows(story, name, shape, period, seed)
        headers = dict(shape.columns)
        rows = soil(rows, headers, [one for one in dirt if one.concerns(period, name)])
        if rows:
            found[shape.file] = _bytes(shape, headers, rows)
    return found


def _rows(
    story: Story, survey: str, shape: SurveyShape, period: Period, seed: int
) -> list[Row]:
    """Return the rows of the institutions that use this survey, in the order of the file."""
    wishes = read_wishes()
    rows: list[tuple[Person, Row]] = []
    for place, played in enumerate(
        one for one in story.open_in(period) if one.survey == survey
    ):
        chance = Chance.of(seed, str(period), played.code)
        people = draw_people(played, story.kinds[played.kind], period, wishes, chance)
        words = shape.words[place % len(shape.words)]
        for number, person in enumerate(people, start=1):
            row = _row(person, played, shape, words, chance) | {"number": str(number)}
            rows.append((person, row))
    if shape.sorted == "time":
        rows.sort(key=lambda pair: pair[0].at)
        first = _first_number(period)
        return [row | _counted(shape, first + i) for i, (_person, row) in enumerate(rows)]
    return [row for _person, row in rows]


def _row(
    person: Person, played: Played, shape: SurveyShape, words: dict[str, str], chance: Chance
) -> Row:
    row: Row = {
        "institution": chance.pick(played.typed),
        "time": person.at,
        "day": f"{person.at:%d.%m.%Y}",
        "role": shape.roles[person.role],
        "channel": chance.pick(shape.channels or ("",)),
        "interviewer": chance.pick(shape.interviewers or ("",)),
        "proposals": person.proposal,
        "sex": shape.sexes.get(person.sex, ""),
        "age": int(person.age) if person.age else "",
        **shape.fixed,
    }
    for question, answer in person.answers.items():
        spelled = CODES if question in shape.coded else words
        row[question] = spelled[answer] if answer else ""
        if answer == CODED_SILENT and chance.whole(1, EVERY_SILENT) == 1:
            row[question] = ""
    return row


def _counted(shape: SurveyShape, number: int) -> Row:
    """Return what the service itself counts: a number, or an invented address."""
    if "email" in shape.columns:
        return {"email": f"respondent{number}@example.org"}
    return {"number": str(number)}


def _first_number(period: Period) -> int:
    return FIRST_NUMBER + 1000 * ((period.year - 2024) * 4 + (period.quarter or 1) - 4)


def _bytes(shape: SurveyShape, headers: dict[str, str], rows: list[Row]) -> bytes:
    cells = [list(headers.values())]
    cells += [[row.get(name, "") for name in headers] for row in rows]
    if shape.format == "xlsx":
        return workbook([Sheet(shape.sheet, cells)])
    return table(
        cells,
        encoding=shape.encoding,
        separator=shape.separator,
        newline=shape.newline,
        quote=shape.quote,
    )
