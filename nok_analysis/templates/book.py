"""A template as a file: a sheet to be filled, its notes, and the words of its columns."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from nok_analysis.intake.word_lists import example_marks, sheets_of_templates
from nok_analysis.templates.columns import (
    DAY,
    NUMBER,
    PERIOD,
    TEXT,
    WHOLE,
    WORD,
    Head,
    Template,
)
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

MADE = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)  # written into every workbook: no clock
ROWS = 2_000  # rows below the header that offer the words of a column
NARROW, WIDE, WIDEST = 14, 28, 60
_OPTIONS = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
_KINDS = {
    TEXT: _("a text"),
    WORD: _("one of the words"),
    WHOLE: _("a whole number"),
    NUMBER: _("a number like 87.5"),
    DAY: _("a date like 14.08.2026"),
    PERIOD: _("a quarter like 2026Q3"),
}
_SHOWN = {DAY: "dd.mm.yyyy", WHOLE: "0", NUMBER: "General"}


def as_workbook(template: Template, words: Words) -> bytes:
    """Return the XLSX file of a template: the sheet to be filled, notes, lists of words.

    Parameters
    ----------
    template : Template
    words : Words
        Language of the notes; headers are those of the form.
    """
    held = io.BytesIO()
    notes, lists = sheets_of_templates()
    with xlsxwriter.Workbook(held, _OPTIONS) as book:
        book.set_properties({"created": MADE, "title": words.say(template.title)})
        page = book.add_worksheet(words.say(template.sheet)[:31])
        _write_notes(book, notes, template, words)
        places = _write_lists(book, lists, template, words)
        _write_table(book, page, template, words)
        _offer(page, template, places)
    return held.getvalue()


def as_csv(template: Template, words: Words) -> bytes:
    """Return the CSV file of a template: its header, and its example where it has one."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=template.separator, lineterminator="\n")
    writer.writerows([[words.say(template.title)]] * (template.row - 1))
    writer.writerow([one.header for one in template.heads])
    if template.marked:
        writer.writerow([one.example for one in template.heads])
    return held.getvalue().encode("utf-8-sig")


def _write_table(
    book: xlsxwriter.Workbook, page: Worksheet, template: Template, words: Words
) -> None:
    bold = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    needed, other = book.add_format(bold | {"bg_color": "#E8EEF4"}), book.add_format(bold)
    example = book.add_format({"italic": True, "font_color": "#6B6B6B", "num_format": "@"})
    formats = {kind: book.add_format({"num_format": _SHOWN.get(kind, "@")}) for kind in _KINDS}
    first = template.row - 1
    if first:
        page.write_string(0, 0, words.say(template.title))
    for place, one in enumerate(template.heads):
        page.set_column(place, place, WIDE if one.kind == TEXT else NARROW, formats[one.kind])
        page.write_string(first, place, one.header, needed if one.required else other)
        if template.marked and one.example:
            page.write_string(first + 1, place, one.example, example)
    page.freeze_panes(first + 1, 1)


def _offer(page: Worksheet, template: Template, places: dict[int, str]) -> None:
    """Let the cells of a column of words offer them; a closed list takes nothing else."""
    first = template.row + (1 if template.marked else 0)
    for place, source in places.items():
        closed = template.heads[place].closed
        page.data_validation(
            first,
            place,
            first + ROWS,
            place,
            {
                "validate": "list",
                "source": source,
                "error_type": "stop" if closed else "information",
                "ignore_blank": True,
            },
        )


def _write_notes(
    book: xlsxwriter.Workbook, name: str, template: Template, words: Words
) -> None:
    page = book.add_worksheet(name)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "text_wrap": True})
    for place, width in enumerate((WIDE, NARROW, WIDE, WIDEST, WIDE)):
        page.set_column(place, place, width, wrap)
    lines: list[tuple[Sequence[str], Format]] = [([words.say(template.title)], bold)]
    lines += [([one], wrap) for one in _advice(template, words)]
    heads = (_("Column"), _("Needed"), _("What to write"), _("Allowed words"), _("Example"))
    lines.append(([words.say(one) for one in heads], bold))
    lines += [(_note(one, words), wrap) for one in template.heads]
    for line, (cells, shown) in enumerate(lines):
        for place, cell in enumerate(cells):
            page.write_string(line, place, cell, shown)


def _advice(template: Template, words: Words) -> list[str]:
    said = [words.say("Fill the first sheet; headers and sheet names stay as they are.")]
    if template.marked:
        mark = example_marks()[0]
        said.append(
            words.say(
                "The row that begins with “{mark}” is an example; it is not read.", mark=mark
            )
        )
    said.append(
        words.say("Write no names, telephones or addresses of people anywhere in the table.")
    )
    return said


def _note(one: Head, words: Words) -> list[str]:
    meaning = words.say(one.meaning) if one.meaning else ""
    kind = words.say(_KINDS[one.kind])
    private = words.say("never published as it stands") if one.free_text else ""
    said = "; ".join(text for text in (kind, meaning, private) if text)
    needed = words.say("yes") if one.required else words.say("no")
    return [one.header, needed, said, ", ".join(one.words), one.example]


def _write_lists(
    book: xlsxwriter.Workbook, name: str, template: Template, words: Words
) -> dict[int, str]:
    """Write the words of each column of words; return the place of the list by the column's."""
    worded = [(place, one) for place, one in enumerate(template.heads) if one.words]
    if not worded:
        return {}
    page = book.add_worksheet(name)
    found: dict[int, str] = {}
    for at, (place, one) in enumerate(worded):
        page.write_string(0, at, words.say("Words: {column}", column=one.header))
        for line, word in enumerate(one.words, start=1):
            page.write_string(line, at, word)
        cells = xlsxwriter.utility.xl_range_abs(1, at, len(one.words), at)
        found[place] = f"='{name}'!{cells}"
    return found
