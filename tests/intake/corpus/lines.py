"""Family 3.3: text files made to stall their reader, or to pass its caps."""

from __future__ import annotations

from tests.intake.corpus.case import HEADER, ROW, Case

STALLING = {
    "a line of empty quotes": ('""' + ';""' * 1_000_000 + "\n", "too_many_columns"),
    "cells that each hold a line break": ('"a\n";' * 100_000 + "\n", "too_many_columns"),
    "a line of plain cells before a quote": ("a;" * 1_000_000 + '"\n', "too_many_columns"),
    "a line of equal cells": ("a;" * 200_000 + "\n", "too_many_columns"),
    "quotes that never close": ('"' * 999_999 + "\n", "unclosed_quote"),
    "200 001 rows": ("".join(ROW.format(i, "") for i in range(200_001)), "too_many_rows"),
}


def cases():
    for number, (told, (line, code)) in enumerate(STALLING.items(), start=1):
        yield Case(f"stalling-{number}.csv", "3.3 caps", told, f"{HEADER}\n{line}".encode(),
                   (code,))  # fmt: skip
    blank = f"{HEADER}\n" + "\n" * 1_000_000 + ROW.format(1, "")
    yield Case("blank-million.csv", "3.3 caps", "a million blank lines", blank.encode(),
               accepted=1)  # fmt: skip
    long = f"{HEADER}\n" + ROW.format(1, "я" * 5_000_000)
    yield Case("cell-long.csv", "3.3 caps", "a cell of ten megabytes", long.encode(),
               ("cell_too_long",), 0, 1)  # fmt: skip
