"""Family 3.7: ODS workbooks."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from tests.intake.corpus.case import Case
from tests.intake.workbooks import HEADER, SOUND

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
TOP = '<?xml version="1.0" encoding="UTF-8"?>'


def cell(value, attributes=""):
    """Return the markup of a cell: a text, a number, or nothing."""
    if value == "":
        return f"<table:table-cell {attributes}/>"
    shown = f"<text:p>{escape(str(value))}</text:p>"
    number = not isinstance(value, str)
    kind = f'"float" office:value="{value}"' if number else '"string"'
    return f"<table:table-cell office:value-type={kind} {attributes}>{shown}</table:table-cell>"


def row(*cells, attributes=""):
    """Return the markup of a row; ready markup stays as it is."""
    made = [one if str(one).startswith("<table") else cell(one) for one in cells]
    return f"<table:table-row {attributes}>{''.join(made)}</table:table-row>"


def document(*rows, sheet="", styles="", top=TOP, kind=SPREADSHEET, manifest="", parts=()):
    """Return the bytes of an ODS file with one sheet."""
    content = (
        f"{top}<office:document-content {SPACES} {CALC}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Ответы" {sheet}>{"".join(rows)}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", f"{TOP}<m>{manifest}</m>")
        for name, part in {"content.xml": content, **dict(parts)}.items():
            archive.writestr(name, part)
    return target.getvalue()


def record(number, **changes):
    cells = dict(zip(HEADER, SOUND, strict=True)) | {"respondent": str(number)} | changes
    return row(*(cells[name] for name in HEADER))


HEAD = row(*HEADER)
DAY = ('<table:table-cell office:value-type="date" office:date-value="2026-07-12">'
       "<text:p>12 июля</text:p></table:table-cell>")  # fmt: skip
ERROR = ('<table:table-cell table:formula="of:=1/0" office:value-type="string" '
         'office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
         "</table:table-cell>")  # fmt: skip
NO_VALUE = '<table:table-cell table:formula="of:=1"/>'
NOTED = ('<table:table-cell office:value-type="string"><office:annotation><text:p>чужое'
         "</text:p></office:annotation><text:p>да</text:p></table:table-cell>")  # fmt: skip
TALL = cell("I01", 'table:number-rows-spanned="2"')
COVERED = "<table:covered-table-cell/>"
FILL = row(cell("", 'table:number-columns-repeated="16384"'),
           attributes='table:number-rows-repeated="1048000"')  # fmt: skip
HIDDEN = ('<style:style style:name="ta2" style:family="table">'
          '<style:table-properties table:display="false"/></style:style>')  # fmt: skip
DOCTYPE = f"{TOP}<!DOCTYPE x [<!ENTITY a 'b'>]>"
MADE = {
    "sound": (document(HEAD, record(1), record(2), FILL), (), 2, 0),
    "numbers and dates": (
        document(HEAD, record(7.0, date=DAY, q1=1, q2=1, q3=0, q4=5.0)), (), 1, 0),
    "a note in a cell is no answer": (document(HEAD, record(1, q3=NOTED)), (), 1, 0),
    "an error": (document(HEAD, record(1, q3=ERROR), record(2)),
                 ("error_cell", "unknown_answer"), 1, 1),
    "a formula without its value": (document(HEAD, record(1, q3=NO_VALUE), record(2)),
                                    ("formula_without_value",), 1, 1),
    "merged cells": (
        document(HEAD, record(1, institution=TALL), record(2, institution=COVERED), record(3)),
        ("empty_key", "merged_cells"), 2, 1),
    "a hidden row": (
        document(HEAD, record(1).replace("-row ", '-row table:visibility="collapse" ', 1)),
        ("hidden_rows",), 1, 0),
    "a hidden sheet": (document(HEAD, record(1), sheet='table:style-name="ta2"', styles=HIDDEN),
                       ("hidden_rows",), 1, 0),
    "a row repeated a million times": (
        document(HEAD, record(1).replace(
            "-row ", '-row table:number-rows-repeated="1048000" ', 1)),
        ("too_many_rows",), 0, 0),
    "a cell repeated beyond the caps": (
        document(HEAD, row(cell("x", 'table:number-columns-repeated="16384"'))),
        ("too_many_columns",), 0, 0),
    "a count beyond every number": (
        document(HEAD, row(cell("x", 'table:number-columns-repeated="99999999999"'))),
        ("damaged",), 0, 0),
    "equal rows by count": (
        document(HEAD, record(1).replace("-row ", '-row table:number-rows-repeated="3" ', 1)),
        ("duplicate_identical",), 1, 2),
    "document type": (document(HEAD, record(1), top=DOCTYPE), ("dtd",), 0, 0),
    "macros": (document(HEAD, record(1), parts=[("Basic/Standard/Module1.xml", "<x/>")]),
               ("macros",), 0, 0),
    "scripts": (document(HEAD, record(1), parts=[("Scripts/python/x.py", "pass")]),
                ("macros",), 0, 0),
    "a password": (
        document(HEAD, record(1), manifest="<encryption-data/>"), ("encrypted",), 0, 0),
    "a text document": (document(kind="application/vnd.oasis.opendocument.text"),
                        ("wrong_type",), 0, 0),
    "markup that breaks off": (document(HEAD, "<table:table-row>"), ("damaged",), 0, 0),
    "cut in the middle": (document(HEAD, record(1))[:600], ("damaged",), 0, 0),
    "no row below the header": (document(HEAD), ("no_rows",), 0, 0),
}  # fmt: skip


def cases():
    for number, (told, (content, codes, accepted, aside)) in enumerate(MADE.items(), start=1):
        yield Case(f"document-{number:02d}.ods", "3.7 ODS", told, content, codes, accepted,
                   aside)  # fmt: skip
