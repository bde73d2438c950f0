"""A form file, read strictly: every fault at once, each with file, line and key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypedDict

from nok_analysis.errors import FormError, ParameterError
from nok_analysis.forms.caps import read_caps
from nok_analysis.forms.checklist import read_checklist
from nok_analysis.forms.columns import Columns, compiles, read_column
from nok_analysis.forms.model import (
    Approval,
    Checklist,
    Column,
    InstitutionColumn,
    Questionnaire,
    TableShape,
)
from nok_analysis.forms.questionnaire import read_questionnaire
from nok_analysis.forms.register import read_register
from nok_analysis.forms.register_model import Register
from nok_analysis.parameters import Section, read_section
from nok_analysis.parameters.tree import SHOWN
from nok_analysis.vocabulary import FormKind
from nok_analysis.wording import mark_for_catalog as _

READERS = ("xlsx", "ods", "csv", "json")
MATCHES = ("code", "inn", "alias")
ENCODINGS = ("auto", "utf-8", "utf-16", "cp1251")
SEPARATORS = ("auto", ";", ",", "tab", "|")
PATH_MARKS = ("/", "-", ":", ".")
PLACES = ("sheet", "file", "fixed")
_FORM_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class Identity(TypedDict):
    """What every form has (``model.Form``)."""

    form: str
    version: str
    kind: FormKind
    title: str
    approved: Approval
    table: TableShape
    institution: InstitutionColumn
    sha256: str


def read_form(path: Path, *, shown_as: str = "") -> Questionnaire | Checklist | Register:
    """Return the form of a file: everything that intake needs to read a received table.

    Parameters
    ----------
    path : Path
        YAML file of ``params/forms/``.
    shown_as : str
        Name of the file in messages; its own path when empty.

    Returns
    -------
    Questionnaire, Checklist or Register
        By the file's ``kind``.

    Raises
    ------
    FormError
        When the file is missing or anything in it is wrong; every fault is listed with its
        line and key.
    """
    try:
        section = read_section(path, shown_as=shown_as)
    except ParameterError as error:
        raise FormError(error.faults[0], *error.faults[1:]) from None
    columns = Columns()
    identity = _identity(section, columns)
    form: Questionnaire | Checklist | Register
    if identity["kind"] is FormKind.QUESTIONNAIRE:
        form = read_questionnaire(section, columns, identity)
    elif identity["kind"] is FormKind.CHECKLIST:
        form = read_checklist(section, columns, identity)
    else:
        form = read_register(section, columns, identity, path.parent.parent)
    columns.check_patterns()
    section.finish()
    section.raise_faults(FormError)
    return form


def _identity(section: Section, columns: Columns) -> Identity:
    code = section.text("form")
    if "form" in section and not _FORM_CODE.fullmatch(code):
        section.fault(
            "form",
            _("“{value}” is not a code; write small Latin letters, digits, - and _"),
            value=code[:SHOWN],
            code="bad_type",
        )
    section.text("language", "ru")
    return Identity(
        form=code,
        version=section.text("version"),
        kind=FormKind(section.word("kind", tuple(FormKind))),
        title=section.text("title"),
        approved=_approval(section.section("approved", required=False)),
        table=_table(section.section("table", required=False)),
        institution=_institution(section.section("institution"), columns),
        sha256=section.sha256,
    )


def _approval(section: Section) -> Approval:
    found = Approval(
        section.text("by", ""), section.text("decision", ""), section.text("date", "")
    )
    section.day("date", required=False)
    section.finish()
    return found


def _table(section: Section) -> TableShape:
    found = TableShape(
        readers=section.words("readers", READERS, READERS),
        sheet=section.text("sheet", "first"),
        header_row=section.whole("header_row", "1", low=1),
        encoding=section.word("encoding", ENCODINGS, "auto"),
        separator=section.word("separator", SEPARATORS, "auto"),
        caps=read_caps(section),
        path_marks=section.words("path_marks", PATH_MARKS, ()),
    )
    section.finish()
    return found


def _institution(section: Section, columns: Columns) -> InstitutionColumn:
    """Return where the institution stands: in a column, or for all rows in a name."""
    match = section.words("match", MATCHES, MATCHES)
    section.word("otherwise", ("quarantine",), "quarantine")
    place = next((one for one in PLACES if one in section), "column")
    if place == "column":
        found = InstitutionColumn(columns.claim(section, read_column(section)), match)
    else:
        part = section.text(place)
        if place != "fixed" and compiles(section, place, part):
            _check_part(section, place, part)
        found = InstitutionColumn(Column(), match, place, part)
    section.finish()
    return found


def _check_part(section: Section, key: str, pattern: str) -> None:
    if re.compile(pattern).groups != 1:
        section.fault(
            key,
            _("the pattern must hold one pair of brackets around the institution"),
            code="bad_type",
        )
