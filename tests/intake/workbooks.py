"""Workbooks for the tests of the door: sound ones, and sound ones spoiled on purpose."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

HEADER = ["institution", "respondent", "date", "channel", "q1", "q2", "q3", "q4", "words"]
SOUND = ["I01", "1", "12.07.2026", "", "да", "да", "да", "5", ""]
SHEET = "xl/worksheets/sheet1.xml"


def workbook(fill, **options):
    """Return the bytes of a workbook that `fill` writes."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True} | options) as book:
        fill(book)
    return target.getvalue()


def sound(*rows, sheet="Ответы"):
    """Return a workbook of the small questionnaire."""

    def fill(book):
        page = book.add_worksheet(sheet)
        for i, row in enumerate([HEADER, *(rows or [SOUND])]):
            page.write_row(i, 0, row)

    return workbook(fill)


def changed(content, changes=(), added=(), dropped=()):
    """Return a workbook with parts changed (name → function), added or dropped."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name not in dropped:
                new.writestr(name, dict(changes).get(name, bytes)(part), zipfile.ZIP_DEFLATED)
        for name, part in added:
            new.writestr(name, part, zipfile.ZIP_DEFLATED)
    return target.getvalue()
