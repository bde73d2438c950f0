"""How the files of the sample look, read from ``files.yaml``."""

from __future__ import annotations

from dataclasses import dataclass

from nok_analysis.errors import ParameterError
from nok_analysis.parameters import Section
from nok_analysis.period import Period
from nok_analysis.sample.story import plain, shipped


@dataclass(frozen=True, slots=True)
class SurveyShape:
    """One kind of survey file.

    Attributes
    ----------
    columns : dict of str to str
        Name of ours → header, in the order of the file.
    words : tuple of dict
        Ways to write ``yes``, ``no``, ``silent``; each institution keeps to one.
    coded : tuple of str
        Questions whose answers are numbers of a list: 1 = yes, 2 = no.
    """

    file: str
    sheet: str
    format: str
    encoding: str
    separator: str
    newline: str
    quote: str
    sorted: str
    columns: dict[str, str]
    words: tuple[dict[str, str], ...]
    coded: tuple[str, ...]
    roles: dict[str, str]
    sexes: dict[str, str]
    channels: tuple[str, ...]
    interviewers: tuple[str, ...]
    fixed: dict[str, str]


@dataclass(frozen=True, slots=True)
class GridShape:
    """One sheet of the workbook of checklists.

    Attributes
    ----------
    seen_as : str
        Form of the story whose facts this sheet looks at again; its own where none is named.
    """

    form: str
    seen_as: str
    sheet: str
    title: str
    group: str
    marks: dict[str, str]
    updated: bool
    items: dict[str, str]


@dataclass(frozen=True, slots=True)
class ChecklistShape:
    """The workbook of checklists."""

    file: str
    columns: dict[str, str]
    observers: tuple[str, ...]
    phone: str
    link: str
    grids: tuple[GridShape, ...]
    waiting: dict[str, str]
    waiting_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Every file of the sample."""

    surveys: dict[str, SurveyShape]
    checklists: ChecklistShape
    registers: dict[str, tuple[str, ...]]  # file → headers
    events: dict[str, str]
    source: str
    document: str
    quarters: tuple[Period, ...]


def read_shapes() -> Shapes:
    """Return the shapes that ship with the package."""
    root = shipped("files.yaml")
    registry = root.section("registry")
    events, source, document = (
        registry.section("events"),
        registry.text("source"),
        registry.text("document"),
    )
    files = [key for key in registry.names() if key.endswith(".csv")]
    shapes = Shapes(
        _surveys(root.section("surveys")),
        _checklists(root.section("checklists")),
        {name: registry.texts(name) for name in files},
        plain(events),
        source,
        document,
        tuple(Period.parse(text) for text in root.texts("quarters")),
    )
    root.finish()
    root.raise_faults(ParameterError)
    return shapes


def _surveys(section: Section) -> dict[str, SurveyShape]:
    """Return the shapes that have a file; one may be ``like`` another."""
    found: dict[str, SurveyShape] = {}
    for name in section.names():
        one = section.section(name)
        file = one.text("file")
        model = section.section(one.text("like")) if "like" in one else one
        if file:
            found[name] = _survey(file, model)
    return found


def _survey(file: str, section: Section) -> SurveyShape:
    return SurveyShape(
        file=file,
        **{
            key: section.text(key, "")
            for key in (
                "sheet",
                "format",
                "encoding",
                "separator",
                "newline",
                "quote",
                "sorted",
            )
        },
        columns=plain(section.section("columns")),
        words=tuple(plain(one) for one in section.sections("words")),
        coded=section.texts("coded", ()),
        roles=plain(section.section("roles")),
        sexes=plain(section.section("sexes")),
        channels=section.texts("channels", ()),
        interviewers=section.texts("interviewers", ()),
        fixed=plain(section.section("fixed", required=False)),
    )


def _checklists(section: Section) -> ChecklistShape:
    waiting = section.section("waiting")
    headers = waiting.texts("columns")
    return ChecklistShape(
        file=section.text("file"),
        columns=plain(section.section("columns")),
        observers=section.texts("observers"),
        phone=section.text("phone"),
        link=section.text("link"),
        grids=tuple(_grid(one) for one in section.sections("sheets")),
        waiting={key: waiting.text(key) for key in ("sheet", "service", "source")},
        waiting_columns=headers,
    )


def _grid(section: Section) -> GridShape:
    return GridShape(
        form=section.text("form"),
        seen_as=section.text("seen_as", "") or section.text("form"),
        sheet=section.text("sheet"),
        title=section.text("title", ""),
        group=section.text("group"),
        marks=plain(section.section("marks")),
        updated=section.text("updated", "no") == "yes",
        items=plain(section.section("items")),
    )
