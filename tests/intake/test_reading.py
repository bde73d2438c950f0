"""The quick ways of reading a large table say the same as the exact ones."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.intake.delimited import Text, read_line_by_line, read_text
from nok_analysis.intake.extent import Extent, extent
from nok_analysis.intake.grid import Grid, coded
from nok_analysis.intake.markup import is_sound, plain, spread
from nok_analysis.intake.table import Limits
from tests.intake.corpus.case import HEADER
from tests.intake.workbooks import SHEET, sound

CELLS = ["да", "нет", "", " ", "5", "007", "слова", '"слова; и ещё"', '"две\nстроки"', '"a""b"',
         ' "отступ"', '"конец" ', "=1", "\u00a0"]  # fmt: skip
MANY = 260


def made(rng, *, blank):
    rows = [";".join(rng.choices(CELLS, [40] * 7 + [1] * 7, k=9)) for _ in range(MANY)]
    for _ in range(blank):
        rows.insert(rng.randrange(MANY), rng.choice(["", ";;;;;;;;", " ; ;;;;;;;"]))
    return rows


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 4), st.booleans(), st.booleans())
def test_a_rectangle_is_read_as_line_by_line(seed, blank, named, ended):
    rows = [*(["sep=;"] if named else []), HEADER, *made(random.Random(seed), blank=blank)]
    source = Text("\n".join(rows) + "\n" * ended, "utf-8", sure=True)
    quick, exact = (read(source, ";", Limits()) for read in (read_text, read_line_by_line))
    assert isinstance(quick.rows, Grid)
    assert list(quick.rows) == exact.rows
    assert (quick.lines, quick.blank_lines) == (exact.lines, exact.blank_lines)


@pytest.mark.parametrize("row", ["a;b", "a" + ";b" * 12, '"не закрыта;a;b'])
def test_rows_of_another_length_and_open_quotes_are_left_to_the_exact_way(row):
    lines = [HEADER, *made(random.Random(1), blank=0), row]
    source = Text("\n".join(lines), "utf-8", sure=True)
    told = []
    for read in (read_text, read_line_by_line):
        try:
            told.append(read(source, ";", Limits()).rows)
        except Exception as refused:
            told.append((refused.code, refused.row))
    assert told[0] == told[1]


def test_the_quick_bound_of_a_sheet_is_never_too_small():
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(sound())) as book:
        markup = book.read(SHEET)
    bound = extent(markup)
    rows, _first, last = spread(markup)
    assert bound.usual
    assert bound.rows >= rows
    assert max(bound.columns, 26) >= last


@pytest.mark.parametrize(
    "markup",
    [
        b"<row r='3'><c r='B3'><v>1</v></c></row>",
        b'<row r = "3"><c r="B3"><v>1</v></c></row>',
        b'<c r="xfd3"><v>1</v></c>',
        b'<c r="B0"><v>1</v></c>',
        b'<c r="ABCD1"><v>1</v></c>',
        b'<c r="B12345678"><v>1</v></c>',
        b"<row " + b"x" * 9_000 + b">",
    ],
)
def test_unusual_markup_is_left_to_the_exact_rules(markup):
    assert not extent(markup).usual
    assert plain(markup) != markup or not is_sound(markup)


def test_references_across_the_pieces_of_a_large_sheet_are_all_seen():
    one = b'<row r="%d"><c r="AZ%d"><v>1</v></c></row>'
    markup = b"".join(one % (i, i) for i in range(1, 120_000))
    assert len(markup) > 4_000_000
    assert extent(markup) == Extent(usual=True, rows=119_999, columns=52)


@given(st.lists(st.lists(st.sampled_from(["a", "b", ""]), min_size=3, max_size=3), max_size=9))
def test_a_grid_is_a_sequence_of_its_rows(rows):
    grid = Grid.of(rows, 3)
    assert list(grid) == [grid[i] for i in range(len(rows))] == rows
    assert list(grid[1:]) == rows[1:]
    assert grid.blank().tolist() == [not any(row) for row in rows]
    for row in range(len(rows)):
        grid[row] = ["c", *rows[row][1:]]
    assert [row[0] for row in grid] == ["c"] * len(rows)


@given(st.lists(st.text()))
def test_a_column_gives_its_cells_back(cells):
    column = coded(cells)
    assert column.cells() == cells
    assert len(set(column.words)) == len(column.words)
