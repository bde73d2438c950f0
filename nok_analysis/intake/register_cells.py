"""Cells of registers: words, numbers and days of a contract's column, or the flaw of a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from nok_analysis.folding import fold
from nok_analysis.forms.register_model import UNFOLDED, Field, Register
from nok_analysis.intake.answer_words import unknown_word
from nok_analysis.intake.body import Body
from nok_analysis.intake.dates import EARLIEST_YEAR, Calendar, moment_reader, written
from nok_analysis.intake.institutions import damaged_key
from nok_analysis.intake.table import Flaw, flaw
from nok_analysis.wording import mark_for_catalog as _

_WHOLE = re.compile(r"[0-9]{1,9}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,9}([.,][0-9]{1,9})?")
_YEAR = re.compile(r"20[0-9]{2}")
#: Days that may lie after the day of intake.
_PLANNED = {"due_date"}
#: Numbers by which people know a thing: a spreadsheet may have spoiled them.
_NUMBERS_OF_THINGS = {"document", "measure"}
#: Column that may not exceed the other.
_WITHIN = (("k", "n"), ("rank", "rank_of"), ("scale_low", "value"), ("value", "scale_high"))

Rule = Callable[[str], Any]


def field_reader(one: Field) -> Rule:
    """Return the rule of a column: trimmed cell → value, None, or the flaw of its row."""
    by_type = {"int": _whole, "exact": _decimal}
    read = _worded(one) if one.words else by_type.get(one.type, _text)
    if one.name in _NUMBERS_OF_THINGS:
        read = _number_of_a_thing

    def rule(cell: str) -> object:
        if not cell:
            return _empty(cell) if one.required else None
        return read(cell)

    return rule


def day_reader(one: Field, calendar: Calendar) -> Rule:
    """Return the rule of a column of days that does not decide the period."""
    assert one.time is not None
    read = moment_reader(one.time, required=one.required)

    def rule(cell: str) -> object:
        found = read(cell)
        if found is None or isinstance(found, Flaw):
            return found
        if found.day > calendar.as_of and one.name not in _PLANNED:
            message = _("the date {date} lies after the day of intake, {as_of}")
            days = {"date": written(found.day), "as_of": written(calendar.as_of)}
            return flaw("date_in_future", message, cell=cell, **days)
        return found.day.isoformat()

    return rule


def year_reader(calendar: Calendar) -> Rule:
    """Return the rule of a column of years: none after the period that is taken in."""

    def rule(cell: str) -> object:
        if not _YEAR.fullmatch(cell):
            return flaw("bad_period", _("“{value}” is not a year like 2026"), cell=cell)
        if not EARLIEST_YEAR <= int(cell) <= calendar.period.year:
            message = _("the year {value} lies after the period that is taken in, {period}")
            return flaw("bad_period", message, cell=cell, period=str(calendar.period))
        return int(cell)

    return rule


def check_rows(body: Body, form: Register, columns: dict[str, list[Any]]) -> None:
    """Set aside the rows whose numbers contradict each other, and wide rows without a value."""
    for low, high in _WITHIN:
        pairs = zip(columns.get(low, ()), columns.get(high, ()), strict=False)
        for i, (less, more) in enumerate(pairs):
            if less is not None and more is not None and less > more:
                message = _("{less} stands where at most {more} can stand")
                told = {"less": f"{float(less):g}", "more": f"{float(more):g}"}
                body.set_aside(i, flaw("out_of_range", message, **told), low)
    if form.unfold:
        named = [name for name in columns if name.startswith(UNFOLDED)] + ["rank"]
        for i in range(len(body.lines)):
            if all(columns[name][i] is None for name in named):
                body.set_aside(i, flaw("no_answers_in_row", _("the row holds no value")))


def _worded(one: Field) -> Rule:
    def read(cell: str) -> str | Flaw:
        word = one.words.get(fold(cell))
        if word is None:
            return unknown_word(cell, tuple(one.labels.values())) if one.closed else cell
        return word

    return read


def _text(cell: str) -> str:
    return cell


def _number_of_a_thing(cell: str) -> str | Flaw:
    return damaged_key(cell) or cell


def _whole(cell: str) -> int | Flaw:
    if _WHOLE.fullmatch(cell):
        return int(cell)
    return flaw("out_of_range", _("“{value}” is not a whole number from 0 up"), cell=cell)


def _decimal(cell: str) -> Fraction | Flaw:
    if _DECIMAL.fullmatch(cell):
        return Fraction(cell.replace(",", "."))
    return flaw("out_of_range", _("“{value}” is not a number like 87,5"), cell=cell)


def _empty(cell: str) -> Flaw:
    return flaw("empty_cell", _("the cell is empty, but the row needs it"), cell=cell)
