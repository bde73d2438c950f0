"""Bytes of the sample's files: the same rows give the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | dt.datetime | dt.date
MADE = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)  # written into every workbook: no clock
MOMENT, DAY = "dd.mm.yyyy hh:mm:ss", "dd.mm.yyyy"
NEWLINES = {"lf": "\n", "crlf": "\r\n"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: its name and its rows, headers and titles included."""

    name: str
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return an XLSX workbook; texts stay texts, dates are real dates."""
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"created": MADE})
        formats = {name: book.add_format({"num_format": name}) for name in (MOMENT, DAY)}
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for i, row in enumerate(sheet.rows):
                _write_row(page, i, row, formats)
    return held.getvalue()


def _write_row(
    page: Worksheet, i: int, row: Sequence[Cell], formats: dict[str, Format]
) -> None:
    for j, cell in enumerate(row):
        if isinstance(cell, dt.date):  # a datetime is a date
            shown = MOMENT if isinstance(cell, dt.datetime) else DAY
            page.write_datetime(i, j, cell, formats[shown])
        elif isinstance(cell, int):
            page.write_number(i, j, cell)
        elif cell:
            page.write_string(i, j, cell)


def table(
    rows: Sequence[Sequence[Cell]],
    *,
    encoding: str,
    separator: str,
    newline: str,
    quote: str = "minimal",
) -> bytes:
    """Return a CSV file; dates are written as in ``2026-07-01 12:00:00``."""
    held = io.StringIO()
    quoting = csv.QUOTE_ALL if quote == "all" else csv.QUOTE_MINIMAL
    writer = csv.writer(
        held, delimiter=separator, lineterminator=NEWLINES[newline], quoting=quoting
    )
    writer.writerows(rows)
    return held.getvalue().encode(encoding)
