"""From bytes to bodies: which form reads which table of a received file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nok_analysis.files import sha256_of
from nok_analysis.forms.model import Form
from nok_analysis.intake.body import Body, body_of
from nok_analysis.intake.delimited import Text, decoded, head_of, read_text, separators
from nok_analysis.intake.header import (
    Header,
    best_header,
    forms_of_sheet,
    header_of,
    last_header_row,
    refusal,
    wanted,
)
from nok_analysis.intake.objects import read_objects
from nok_analysis.intake.preflight import HASH_SHOWN, Kind, kind_of
from nok_analysis.intake.table import Limits, RawTable, Refused
from nok_analysis.intake.workbook import read_workbook
from nok_analysis.wording import mark_for_catalog as _

#: Words of a form's ``table.readers`` that let a container pass; one of them is enough.
_READERS = {
    Kind.TEXT: ("csv", "json"),
    Kind.OBJECTS: ("json", "csv"),
    Kind.WORKBOOK: ("xlsx", "ods"),
}


@dataclass(slots=True)
class Source:
    """Tables of a file that a form reads, and the sheets that none does.

    Attributes
    ----------
    bodies : list of Body
    passed_over : list of str
        Names of sheets that hold something else.
    text : Text or None
        How a text file was decoded.
    """

    bodies: list[Body] = field(default_factory=list[Body])
    passed_over: list[str] = field(default_factory=list[str])
    text: Text | None = None


def read_source(content: bytes, forms: Sequence[Form], limits: Limits) -> Source:
    """Return every table of a file whose header belongs to one of `forms`.

    Raises
    ------
    Refused
        When the container is not sound, no form reads the file, or it holds no record.
    """
    kind = kind_of(content)
    words = _READERS[kind]
    readable = [form for form in forms if not set(form.table.readers).isdisjoint(words)]
    if not readable:
        raise Refused("wrong_type", _("no form reads a file of the type {kind}"), kind=words[0])
    source_file = sha256_of(content)[:HASH_SHOWN]
    if kind is Kind.TEXT:
        source = _text_source(content, readable, source_file, limits)
    elif kind is Kind.OBJECTS:
        source = _object_source(content, readable, source_file, limits)
    else:
        source = _workbook_source(content, readable, source_file, limits)
    if not any(body.lines for body in source.bodies):
        raise _no_rows()
    return source


def refuse_guess(source: Source) -> None:
    """Refuse a decoding that neither header nor answers confirm.

    Raises
    ------
    Refused
        When most rows of a text whose encoding was only guessed hold unknown words.
    """
    body = source.bodies[0]
    unsure = source.text is not None and not source.text.sure
    if not unsure or any(not text.isascii() for text in body.header.texts):
        return
    doubtful = sum(
        any(one.code in {"bad_bytes", "unknown_answer"} for one in flaws)
        for flaws in body.flaws.values()
    )
    if 2 * doubtful > len(body.lines):
        raise _unknown_encoding()


def _text_source(
    content: bytes, forms: Sequence[Form], source_file: str, limits: Limits
) -> Source:
    fixed = {form.table.encoding for form in forms}
    text = decoded(content, fixed.pop() if len(fixed) == 1 else "auto")
    separator, header = _separated(text, forms)
    if header is None or not header.complete:
        known = header is not None and 2 * header.found >= len(wanted(header.form))
        if not known and (not text.sure or "\0" in text.text):
            raise _unknown_encoding()
        raise refusal(header, None, 1)
    table = read_text(text, separator, limits)
    own = header_of(table, [header.form])
    if own is None or not own.complete:
        raise refusal(own, None, 1)
    return Source([body_of(table, own, source_file, limits)], text=text)


def _object_source(
    content: bytes, forms: Sequence[Form], source_file: str, limits: Limits
) -> Source:
    table = read_objects(content, limits)
    header = header_of(table, forms) if table.rows[1:] else None
    if header is not None and header.complete:
        return Source([body_of(table, header, source_file, limits)])
    raise refusal(header, None, 0) if table.rows[1:] else _no_rows()


def _separated(text: Text, forms: Sequence[Form]) -> tuple[str, Header | None]:
    """Return the separator that reproduces a form's header best, and that header."""
    tries: dict[str, list[Form]] = {}
    for form in forms:
        for separator in separators(text.text, form.table.separator):
            tries.setdefault(separator, []).append(form)
    best: tuple[str, Header | None] = (";", None)
    for separator, several in tries.items():
        rows = head_of(text.text, separator, last_header_row(several))
        filled = [(line, cells) for line, cells in rows if any(map(str.strip, cells))]
        header = best_header(filled, several)
        if header is not None and (best[1] is None or _merit(header) > _merit(best[1])):
            best = separator, header
    return best


def _merit(header: Header) -> tuple[bool, int]:
    return header.complete, header.found


def _workbook_source(
    content: bytes, forms: Sequence[Form], source_file: str, limits: Limits
) -> Source:
    source = Source()
    tables = [table for table in read_workbook(content, limits) if table.rows]
    if not tables:
        raise Refused("empty", _("the file is empty"))
    names = [table.sheet for table in tables]
    refused: list[tuple[RawTable, Header | None]] = []
    for table in tables:
        header = header_of(table, forms_of_sheet(forms, table.sheet, names))
        if header is not None and header.complete:
            source.bodies.append(body_of(table, header, source_file, limits))
        else:
            refused.append((table, header))
            source.passed_over.append(table.sheet or "")
    _refuse_nearly(source, refused)
    return source


def _refuse_nearly(source: Source, refused: list[tuple[RawTable, Header | None]]) -> None:
    """Refuse a workbook without a readable sheet, or with one that lacks only a few columns."""
    for table, header in sorted(refused, key=lambda one: -(one[1].found if one[1] else 0)):
        near = header is not None and 2 * header.found >= len(wanted(header.form))
        if near or not source.bodies:
            raise refusal(header, table.sheet, table.lines[0])


def _no_rows() -> Refused:
    message = _("there is a header but no row below it; this is not a result of zero answers")
    return Refused("no_rows", message)


def _unknown_encoding() -> Refused:
    return Refused(
        "encoding",
        _(
            "the text was readable neither as UTF-8 nor as Windows-1251; "
            "save the file as “CSV UTF-8”"
        ),
    )
