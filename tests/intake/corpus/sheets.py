"""Family 3.7: sheets of workbooks, made to mislead or to stall, and odd ones that are sound."""

from __future__ import annotations

import datetime as dt

from tests.intake.corpus.case import Case
from tests.intake.workbooks import HEADER, SHEET, SOUND, changed, sound, workbook

MANY = 100_000


def with_tail(tail):
    return lambda part: part.replace(b"</sheetData>", tail + b"</sheetData>")


def with_merges(*ranges):
    merges = b"".join(b'<mergeCell ref="%s"/>' % one for one in ranges)
    return lambda part: part.replace(
        b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>"
    )


def cell(reference):
    return b'<row r="3"><c r="%s" t="inlineStr"><is><t>x</t></is></c></row>' % reference


STALLING = {
    "a row tag of endless attributes": {SHEET: with_tail(b"<row " + b' r="1"' * MANY)},
    "a cell tag of endless attributes": {SHEET: with_tail(b"<c " + b' r="Z1"' * MANY)},
    "a row below every sheet": {SHEET: with_tail(cell(b"A99999999"))},
    "a cell in small letters": {SHEET: with_tail(cell(b"xfd1048576"))},
    "merged ranges that overlap": {SHEET: with_merges(*[b"A1:XFD1048576"] * 3000)},
    "shared texts that claim billions": {
        "xl/sharedStrings.xml": lambda part: part.replace(
            b'uniqueCount="', b'uniqueCount="42949'
        )
    },
}


def filled(*rows, more=None, **options):
    """Return a workbook of the small questionnaire, then changed by `more`."""

    def fill(book):
        page = book.add_worksheet("Ответы")
        page.write_row(0, 0, HEADER)
        for i, row in enumerate(rows, start=1):
            page.write_row(i, 0, row)
        if more:
            more(book, page)

    return workbook(fill, **options)


def row(number, **changes):
    """Return a sound record with other cells."""
    cells = dict(zip(HEADER, SOUND, strict=True)) | {"respondent": str(number)} | changes
    return [cells[name] for name in HEADER]


def in_error(_book, page):
    page.write_formula(1, 6, "=1/0", None, "#DIV/0!")


def hidden(_book, page):
    page.set_row(1, None, None, {"hidden": True})


def merged(_book, page):
    page.merge_range("A2:A4", "I01")


def far_right(_book, page):
    page.write(5, 16_383, "x")


def far_down(_book, page):
    page.write(1_048_575, 40, "x")


def ghosts(book, page):
    page.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))


def linked(_book, page):
    page.write_url(1, 8, "https://example.org/x", string="слова")


def without_value(part):
    start = part.index(b'<c r="G2"')
    end = part.index(b"</c>", start)
    return part[:start] + b'<c r="G2"><f>1</f>' + part[end:]


def formula(_book, page):
    page.write_formula(1, 6, "=1", None, "")


def dated(epoch):
    def more(book, page):
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        page.write_datetime(1, 2, dt.datetime(2026, 7, 12), day)  # noqa: DTZ001 - a cell

    return filled(row(1), more=more, date_1904=epoch)


BLANKS = [["", *row(n)[1:]] for n in (1, 2, 3)]
MADE = {
    "an error": (filled(row(1), row(2), more=in_error), ("error_cell",), 1, 1),
    "a formula without its value": (
        changed(filled(row(1), row(2), more=formula), {SHEET: without_value}.items()),
        ("formula_without_value",), 1, 1),
    "merged cells": (filled(*BLANKS, row(4), more=merged), ("empty_key", "merged_cells"), 2, 2),
    "a hidden row": (filled(row(1), more=hidden), ("hidden_rows",), 1, 0),
    "a cell far to the right": (filled(row(1), more=far_right), ("too_many_columns",), 0, 0),
    "a cell far down": (filled(row(1), more=far_down), ("too_many_rows",), 0, 0),
    "ghosts": (filled(row(1), more=ghosts), (), 1, 0),
    "a link": (filled(row(1), more=linked), (), 1, 0),
    "dates": (dated(epoch=False), (), 1, 0),
    "dates of the other epoch": (dated(epoch=True), (), 1, 0),
    "a boolean": (filled(row(1, q3=True), row(2)), ("unknown_answer",), 1, 1),
    "a percentage": (filled(row(1, q3=0.5), row(2)), ("unknown_answer",), 1, 1),
    "a bare serial number": (filled(row(1, date=46215), row(2)), ("bad_date",), 1, 1),
    "numbers as numbers": (filled(row(1, respondent=7, q1=1, q2=1, q3=0, q4=5)), (), 1, 0),
    "a dimension that lies": (
        changed(sound(), {SHEET: lambda part: part.replace(
            b'<dimension ref="', b'<dimension ref="A1:XFD1048576" x="')}.items()), (), 1, 0),
    "no row below the header": (filled(), ("no_rows",), 0, 0),
    "an empty sheet": (workbook(lambda book: book.add_worksheet()), ("empty",), 0, 0),
    "no known header": (filled(row(1))[:0] + workbook(
        lambda book: book.add_worksheet().write(0, 0, "слова")), ("header_missing",), 0, 0),
}  # fmt: skip


def cases():
    for number, (told, changes) in enumerate(STALLING.items(), start=1):
        yield Case(f"sheet-stalling-{number}.xlsx", "3.7 sheets", told,
                   changed(sound(), changes.items()), ("damaged",))  # fmt: skip
    for number, (told, (content, codes, accepted, aside)) in enumerate(MADE.items(), start=1):
        yield Case(f"sheet-{number:02d}.xlsx", "3.7 sheets", told, content, codes, accepted,
                   aside)  # fmt: skip
