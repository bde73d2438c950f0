"""What a template holds: the columns of a form or of the registry, their words and meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from nok_analysis.contracts import PERSONAL
from nok_analysis.errors import RunError
from nok_analysis.forms import Checklist, Form, Questionnaire, Register, WordColumn, read_form
from nok_analysis.intake.examples import example_row
from nok_analysis.intake.header import ITEM, QUESTION, Wanted, wanted
from nok_analysis.parameters import read_section
from nok_analysis.vocabulary import Role
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.workspace import Workspace, parameter_file

#: Table of the registry → its file and what it holds.
REGISTRY = {
    "registry": ("registry.csv", _("Institutions")),
    "registry_events": ("registry_events.csv", _("Events in the life of institutions")),
    "recipients": ("registry_recipients.csv", _("Number of recipients by period")),
}
TEXT, WORD, WHOLE, NUMBER, DAY, PERIOD = "text", "word", "whole", "number", "day", "period"
_DAYS = {"date", "time", "last_update"}
_WHOLE = {"measured", "term"}


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a template.

    Attributes
    ----------
    kind : str
        ``text``, ``word``, ``whole``, ``number``, ``day``, ``period``.
    words : tuple of str
        What may be written, of a column of words.
    closed : bool
        Whether nothing else may.
    free_text : bool
        Whether the cell is never published as it stands.
    """

    header: str
    kind: str = TEXT
    required: bool = False
    words: tuple[str, ...] = ()
    closed: bool = True
    meaning: str = ""
    example: str = ""
    free_text: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """An empty table to be filled: its name, its sheet and its columns.

    Attributes
    ----------
    file : str
        Name of the file that is proposed.
    row : int
        Row of the header, first row = 1.
    marked : bool
        Whether an example row stands below the header; the door passes it over.
    """

    name: str
    title: str
    file: str
    sheet: str
    heads: tuple[Head, ...]
    row: int = 1
    separator: str = ";"
    marked: bool = True


def listed(folder: Path) -> dict[str, str]:
    """Return name → title of every template of the workspace around `folder`.

    Forms whose columns are recognised by a pattern are exports of a service: nobody types
    them, so they have no template.
    """
    forms = Workspace.around(folder).root / "params/forms"
    found: dict[str, str] = {}
    for path in sorted(forms.glob("*.yaml")):
        form = read_form(path, shown_as=f"params/forms/{path.name}")
        if not _patterned(form):
            found[form.form] = form.title
    return found | {name: title for name, (_file, title) in REGISTRY.items()}


def template_of(name: str, folder: Path) -> Template:
    """Return the template of a form (its code or file) or of a table of the registry.

    Raises
    ------
    RunError
        When there is none of this name.
    """
    if name in REGISTRY:
        return _of_registry(name)
    path = parameter_file("forms", name, folder)
    if not path.is_file():
        known = ", ".join(listed(folder))
        raise RunError(
            "there is no template “{name}”; known: {known}", name=name[:80], known=known
        )
    return _of_form(read_form(path, shown_as=path.name))


def _of_form(form: Form) -> Template:
    if _patterned(form):
        raise RunError(
            "the form {form} reads exports of a service by patterns; a table to be filled by "
            "hand needs plain headers",
            form=form.form,
        )
    shown = example_row(form)
    heads = tuple(_head(form, one, shown.get(one.name, "")) for one in wanted(form))
    sheet = form.table.sheet if form.table.sheet not in {"first", "any"} else form.title[:31]
    sheet = re.sub(r"[\[\]:*?/\\]", " ", sheet)
    separator = {"auto": ";", "tab": "\t"}.get(form.table.separator, form.table.separator)
    return Template(
        form.form,
        form.title,
        f"{form.form}.xlsx",
        sheet,
        heads,
        row=form.table.header_row,
        separator=separator,
    )


def _head(form: Form, one: Wanted, example: str) -> Head:
    about: Callable[..., Head] = _of_checklist
    if isinstance(form, Register):
        about = _of_register
    elif isinstance(form, Questionnaire):
        about = _of_questionnaire
    if one.name == "institution":
        return Head(
            one.column.texts[0],
            required=True,
            meaning=_("Code, taxpayer number or name as in the registry"),
            example=example,
            words=form.everyone if isinstance(form, Register) else (),
            closed=False,
        )
    return about(form, one, example)


def _of_register(form: Register, one: Wanted, example: str) -> Head:
    header = one.column.texts[0]
    field = form.field(one.name)
    if one.name == "period":
        return Head(header, PERIOD, one.required, example=example)
    if field is None:
        return Head(header, NUMBER, one.required, example=example)
    kinds = {"int": WHOLE, "exact": NUMBER, "date": DAY}
    return Head(
        header,
        WORD if field.words else kinds.get(field.type, TEXT),
        one.required,
        words=tuple(field.labels.values()),
        closed=field.closed,
        meaning=field.meaning,
        example=example,
        free_text=PERSONAL.get(field.name) == "N",
    )


def _of_checklist(form: Checklist, one: Wanted, example: str) -> Head:
    header = one.column.texts[0]
    if one.name.startswith(ITEM) or one.name == "state":
        if form.grid_text and one.name.startswith(ITEM):
            header = f"{form.grid_group} [{header}]"
        return Head(header, WORD, words=_first_spellings(form.states), example=example)
    if one.name == "item":
        return Head(
            header,
            WORD,
            required=True,
            words=tuple(item.text for item in form.items),
            example=example,
        )
    if one.name == "unit":
        return Head(header, WORD, words=_words(form.unit_column), example=example)
    kind = DAY if one.name in _DAYS else WHOLE if one.name in _WHOLE else TEXT
    return Head(header, kind, one.name == "date", example=example)


def _of_questionnaire(form: Questionnaire, one: Wanted, example: str) -> Head:
    header = one.column.texts[0]
    question = form.question(one.name.removeprefix(QUESTION))
    if one.name.startswith(QUESTION) and question is not None:
        words = tuple(question.labels.values())
        free = question.role is Role.FREE_TEXT
        kind = WORD if words else TEXT if free else WHOLE
        return Head(header, kind, words=words, example=example, free_text=free)
    columns = {"channel": form.channel_column, "respondent_role": form.respondent_role}
    if one.name in columns:
        return Head(header, WORD, words=_words(columns[one.name]), example=example)
    kind = {"time": DAY, "period": PERIOD}.get(one.name, TEXT)
    return Head(header, kind, one.name in {"respondent", "time", "period"}, example=example)


def _of_registry(name: str) -> Template:
    file, title = REGISTRY[name]
    group = file.removesuffix(".csv")
    heads = tuple(Head(header) for header in _registry_headers(group))
    return Template(name, title, file, title, heads, marked=False)


def _registry_headers(group: str) -> list[str]:
    """Return the headers of a table of the registry as people read them: ours come first."""
    source = resources.files("nok_analysis.registry").joinpath("words.yaml")
    with resources.as_file(source) as path:
        section = read_section(path, shown_as="words.yaml").section(group)
    return [section.texts(name)[1] for name in section.names()]


def _patterned(form: Form) -> bool:
    return any(one.column.pattern for one in wanted(form))


def _first_spellings(spellings: dict[str, str]) -> tuple[str, ...]:
    """Return the first word that a person may type for each word of ours."""
    found: dict[str, str] = {}
    for spelling, word in spellings.items():
        if spelling:
            found.setdefault(word, spelling)
    return tuple(found.values())


def _words(column: WordColumn | None) -> tuple[str, ...]:
    return _first_spellings(column.words) if column else ()
