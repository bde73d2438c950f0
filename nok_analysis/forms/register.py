"""A form of the kind register: columns of a contract, their words, nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nok_analysis.contracts import CARRIED, CONTRACTS, EVIDENCE, Contract, words_of
from nok_analysis.folding import fold
from nok_analysis.forms.columns import Columns, read_column, read_spellings
from nok_analysis.forms.dates import read_time_of
from nok_analysis.forms.lists import read_list
from nok_analysis.forms.model import Column, PeriodColumn, TimeColumn
from nok_analysis.forms.questionnaire import read_period
from nok_analysis.forms.register_model import Field, Register, Unfolded
from nok_analysis.parameters import Section
from nok_analysis.parameters.tree import SHOWN
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.forms.reader import Identity

#: Tables that a register may feed: answers and observations have kinds of their own.
FED = tuple(name for name in EVIDENCE if name not in {"responses", "observations"})
#: Columns that the door fills by itself.
_OF_THE_DOOR = {*CARRIED, "period", "institution", "institution_as_printed"}
#: Key columns that the door makes, or leaves empty where they do not apply.
_MADE = {
    ("opinions", "document"),
    ("opinions", "topic"),
    ("external_ratings", "question"),
    ("head_reports", "measure"),
}
_YES_NO = ("yes", "no")


def read_register(
    section: Section, columns: Columns, identity: Identity, folder: Path
) -> Register:
    """Return the register of a file whose identity is read; faults stay in `section`.

    Parameters
    ----------
    section : Section
    columns : Columns
    identity : dict
    folder : Path
        ``params``, in which the closed lists lie.
    """
    feeds = section.word("feeds", FED)
    contract = CONTRACTS[feeds]
    fixed = _fixed(section.section("fixed", required=False), contract)
    unfold = _unfolded(section, columns, contract)
    fields = _fields(section.section("columns"), columns, contract, folder)
    own = identity["institution"]
    identity["institution"] = replace(own, column=_with_ours(own.column, "institution"))
    form = Register(
        **identity,
        feeds=feeds,
        fields=fields,
        fixed=fixed,
        everyone=tuple(fold(one) for one in section.texts("everyone", ())),
        keep_unknown=section.word("unknown_institution", ("quarantine", "keep"), "quarantine")
        == "keep",
        period=_period(section, columns),
        unfold=unfold,
        ignore=section.texts("ignore", ()),
        personal_data=section.texts("personal_data", ()),
    )
    columns.refuse(section, "ignore", form.ignore)
    columns.refuse(section, "personal_data", form.personal_data)
    _check_complete(section, form, contract)
    return replace(form, sha256=_digest(form))


def _period(section: Section, columns: Columns) -> PeriodColumn | None:
    found = read_period(section, columns)
    return found and PeriodColumn(_with_ours(found.column, "period"), found.words)


def _with_ours(column: Column, name: str) -> Column:
    """Return the column with our own name of it as one more wording."""
    return Column((*column.texts, name), column.pattern)


def _fixed(section: Section, contract: Contract) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _known(section, contract):
        allowed = words_of(contract.name, name)
        found[name] = (
            section.word(name, tuple(sorted(allowed))) if allowed else section.text(name)
        )
    return found


def _fields(
    section: Section, columns: Columns, contract: Contract, folder: Path
) -> tuple[Field, ...]:
    return tuple(
        _field(section, name, columns, contract, folder) for name in _known(section, contract)
    )


def _known(section: Section, contract: Contract) -> list[str]:
    """Return the names of a group that the contract knows; a fault for each other."""
    found: list[str] = []
    allowed = [name for name in contract.names if name not in _OF_THE_DOOR]
    for name in section.names():
        if name in allowed:
            found.append(name)
        else:
            section.fault(
                name,
                _("the table {table} has no such column; known here: {known}"),
                table=contract.name,
                known=", ".join(allowed),
                code="unknown_key",
            )
    return found


def _field(
    parent: Section, name: str, columns: Columns, contract: Contract, folder: Path
) -> Field:
    declared = next(one for one in contract.columns if one.name == name)
    section = parent.section(name)
    meaning, example = section.text("meaning", ""), section.text("example", "")
    required = section.word("required", _YES_NO, "no") == "yes"
    made = (contract.name, name) in _MADE
    time: TimeColumn | None = None
    if declared.type == "date":
        time = read_time_of(section, columns, also=(name,))
        column = time.column
    else:
        column = read_column(section)
        column = columns.claim(section, _with_ours(column, name))
    words, labels, closed = _words(section, name, contract, folder)
    section.finish()
    return Field(
        name=name,
        type=declared.type,
        column=column,
        required=required or not (declared.nullable or made),
        words=words,
        labels=labels,
        closed=closed,
        time=time,
        meaning=meaning,
        example=example,
    )


def _words(
    section: Section, name: str, contract: Contract, folder: Path
) -> tuple[dict[str, str], dict[str, str], bool]:
    """Return spellings, labels and whether the list is closed."""
    allowed = words_of(contract.name, name)
    if "list" in section:
        titles = read_list(section, "list", folder)
        spellings = {fold(one): word for word, title in titles.items() for one in (title, word)}
        return spellings, titles, True
    if "answers" not in section:
        if allowed:
            section.fault("answers", _("required key is missing"), code="missing_key")
        return {}, {}, True
    answers = section.section("answers")
    listed = answers.names()
    words = read_spellings(answers, tuple(sorted(allowed)) or tuple(listed))
    labels = {word: answers.texts(word)[0] for word in listed if answers.texts(word)}
    closed = section.word("others", ("quarantine", "keep"), "quarantine") == "quarantine"
    if allowed and not closed:
        message = _("only the listed words may stand in this column")
        section.fault("others", message, code="bad_type")
    return {fold(word): word for word in listed} | words, labels, closed


def _unfolded(section: Section, columns: Columns, contract: Contract) -> tuple[Unfolded, ...]:
    if "unfold" not in section:
        return ()
    if "node" not in contract.names:
        message = _("only a table of values can be unfolded; {table} holds none")
        section.fault("unfold", message, table=contract.name, code="bad_type")
    found: list[Unfolded] = []
    for one in section.sections("unfold"):
        node, example = one.text("node"), one.text("example", "")
        found.append(Unfolded(node, columns.claim(one, read_column(one)), example))
        one.finish()
    return tuple(found)


def _check_complete(section: Section, form: Register, contract: Contract) -> None:
    """Record every column that the contract demands and the form does not give."""
    given = {one.name for one in form.fields} | set(form.fixed) | _OF_THE_DOOR
    given |= {"node"} if form.unfold else set()
    demanded = [
        one.name
        for one in contract.columns
        if not one.nullable and (contract.name, one.name) not in _MADE
    ]
    for name in _missing(demanded, given):
        section.fault(
            "columns",
            _("the table {table} needs the column {name}"),
            table=contract.name,
            name=name[:SHOWN],
            code="missing_key",
        )


def _missing(demanded: Iterable[str], given: set[str]) -> list[str]:
    return [name for name in demanded if name not in given]


def _digest(form: Register) -> str:
    """Return the digest of the file and of the closed lists that it takes its words from."""
    words = [(one.name, sorted(one.words.items())) for one in form.fields]
    return hashlib.sha256((form.sha256 + json.dumps(words)).encode()).hexdigest()
