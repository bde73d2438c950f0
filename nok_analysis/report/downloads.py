"""The data table of a figure as a CSV file that Excel opens as it is."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree as ET

from nok_analysis.guard import guarded
from nok_analysis.report.tree import said
from nok_analysis.wording.numbers import MINUS

BYTE_ORDER_MARK = "\ufeff"
KIBIBYTE = 1024
NUMBER = re.compile(r"[+\u2212-]?\d+(?:[,.]\d+)?")


def csv_of(table: ET.Element) -> bytes:
    """Return the rows of `table` as CSV: UTF-8 with byte order mark, ``;`` between cells.

    Notes
    -----
    A text cell that a spreadsheet would take for a formula gets an apostrophe in front; a
    number loses its narrow spaces and gets an ASCII minus, so that it stays a number.
    """
    rows = [[safe_cell(said(cell)) for cell in row] for row in table.iter("tr")]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def safe_cell(text: str) -> str:
    """Return `text` as it may stand in a CSV cell.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell("\u22127,1"), safe_cell("12\u202f345")
    ("'=1+1", '-7,1', '12345')
    """
    tight = "".join(text.split())
    if NUMBER.fullmatch(tight):
        return tight.replace(MINUS, "-")
    return guarded(text)


def kibibytes(size: int) -> int:
    """Return a size in bytes as whole KiB, rounded up."""
    return -(-size // KIBIBYTE)
