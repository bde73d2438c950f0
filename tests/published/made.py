"""Published tables written for tests, and the shipped methodologies that judge them."""

import csv
import io
from fractions import Fraction
from pathlib import Path

import xlsxwriter

from nok_analysis.methodology import read_methodology
from nok_analysis.published import check

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases/published"
SOCIAL = read_methodology(ROOT / "params/methodology/344n-social.yaml")
COUNCIL = read_methodology(ROOT / "params/methodology/council-2014.yaml")
HEAD = "id,year,institution,k1,k2,k3,k4,k5,total,rank,rank_of,respondents"
SOUND = "a,2022,Центр,97.20,98.00,71.40,99.80,100.00,93.28,20,144,235"


def published_rows():
    """Return the header and the rows of the published criteria, cells as typed."""
    text = (CASES / "criteria.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    header, *rows = csv.reader(lines)
    return header, rows


def written(rows, separator=","):
    """Return rows of cells as the text of a file."""
    target = io.StringIO()
    csv.writer(target, delimiter=separator, lineterminator="\n").writerows(rows)
    return target.getvalue()


def checked(folder, *texts, methodology=SOCIAL):
    """Return the check of files with these texts (or bytes)."""
    paths = []
    for i, text in enumerate(texts, start=1):
        path = folder / f"{i}.csv"
        content = text if isinstance(text, bytes) else text.encode()
        path.write_bytes(content)
        paths.append(path)
    return check(paths, methodology)


def row_of(folder, text, **options):
    """Return the one row of a table."""
    (row,) = checked(folder, text, **options).rows
    return row


def codes(row):
    """Return the codes of what is said of a row."""
    return [one.code for one in row.remarks]


def workbook(path, *sheets):
    """Write a workbook: (name, rows of cells) a sheet."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets:
            page = book.add_worksheet(name)
            for i, row in enumerate(rows):
                page.write_row(i, 0, row)
    return path


def decimal(value, places):
    """Return an exact decimal as typed."""
    scaled = value * 10**places
    assert Fraction(scaled).denominator == 1
    whole, rest = divmod(int(scaled), 10**places)
    return f"{whole}.{rest:0{places}d}" if places else str(whole)
