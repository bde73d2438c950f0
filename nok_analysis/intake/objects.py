"""JSON exports: an array of objects, or one object a line; every object is a row of texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nok_analysis.intake.delimited import decoded
from nok_analysis.intake.table import Flaw, Limits, RawTable, Refused, flaw
from nok_analysis.wording import mark_for_catalog as _

Pairs = list[tuple[str, object]]
_HEAD = 64  # white space and the first signs stand within it
_OPENS = re.compile(r'\s*(?:\[\s*(?:[{\]]|$)|\{\s*(?:["}]|$))')
_BROKEN = re.compile("[\x00\x1a\ud800-\udfff]")
_ARRAY = "["
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class _Object:
    """Keys and values in the order of the file."""

    pairs: Pairs


def is_objects(content: bytes) -> bool:
    """Return whether a text begins as JSON objects do.

    Examples
    --------
    >>> is_objects(b'[{"code": "I01"}]'), is_objects(b"[code];name")
    (True, False)
    """
    head = content[: 2 * _HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _OPENS.match(head.decode("utf-16", "replace").removeprefix("\ufeff")) is not None
    return _OPENS.match(head[:_HEAD].decode("utf-8-sig", "replace")) is not None


def read_objects(content: bytes, limits: Limits) -> RawTable:
    """Return the objects of a JSON text as rows; the first row is the keys, on line 0.

    The row of an object is its number in the array, or its line in a file of one object a
    line. Numbers stay as they are typed, true and false are words, null and a missing key are
    the empty text. A nested value spoils its cell; a line that is no object is dead.

    Parameters
    ----------
    content : bytes
    limits : Limits

    Raises
    ------
    Refused
        When the text is no JSON, an object names a key twice, or there are too many rows or
        keys.
    """
    text = decoded(content, "utf-8").text  # no other encoding is JSON
    table = RawTable(None, 1, [0], [[]])
    places: dict[str, int] = {}
    for line, found in _objects(text):
        if isinstance(found, _Object):
            _add(table, line, found.pairs, places)
        else:
            table.lines.append(line)
            table.rows.append([found])
            table.dead[line] = replace(_NO_OBJECT, raw=found.encode("utf-8", "replace"))
        _check_caps(table, places, limits)
    table.rows[0] = list(places)
    _fill_up(table, len(places))
    return table


_NO_OBJECT = Flaw("syntax", _("this line is no whole JSON object: the file may be cut"))


def _objects(text: str) -> Iterator[tuple[int, _Object | str]]:
    return _of_array(text) if text.lstrip().startswith(_ARRAY) else _of_lines(text)


def _of_array(text: str) -> Iterator[tuple[int, _Object]]:
    """Yield the objects one by one, so that the caps hold before a large array is built."""
    decoder = _decoder()
    at = _after_space(text, text.index(_ARRAY) + 1)
    number = 0
    while text[at : at + 1] != "]" or number:
        try:
            found, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            raise _broken(text, at) from None
        number += 1
        if not isinstance(found, _Object):
            raise _not_a_table()
        yield number, found
        at = _after_space(text, at)
        if text[at : at + 1] != ",":
            break
        at = _after_space(text, at + 1)
    if text[at : at + 1] != "]" or text[at + 1 :].strip():
        raise _broken(text, at)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _broken(text: str, at: int) -> Refused:
    message = _("the JSON text breaks off or is not well formed here")
    return Refused("syntax", message, row=text.count("\n", 0, at) + 1)


def _of_lines(text: str) -> Iterator[tuple[int, _Object | str]]:
    decoder = _decoder()
    sound = 0
    for line, one in enumerate(text.split("\n"), start=1):
        if not one.strip():
            continue
        try:
            found = decoder.decode(one.strip())
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, _Object) and not sound:
            raise _not_a_table()
        sound += isinstance(found, _Object)
        yield line, found if isinstance(found, _Object) else one


def _decoder() -> json.JSONDecoder:
    """Return a reader that keeps every number as it is typed and every key that it meets."""
    return json.JSONDecoder(
        object_pairs_hook=_Object,
        parse_float=str,
        parse_int=str,
        parse_constant=str,
        strict=False,
    )


def _add(table: RawTable, line: int, pairs: Pairs, places: dict[str, int]) -> None:
    _check_keys(pairs, line)
    row = [""] * len(places)
    for key, value in pairs:
        place = places.setdefault(key, len(places))
        row.extend([""] * (place + 1 - len(row)))
        row[place] = _text(value)
        if isinstance(value, (list, _Object)) and row[place]:
            message = _("the value holds further values; an answer is one word or one number")
            table.cells[line, place] = flaw("bad_type", message, cell=row[place], place=place)
    if not any(map(str.strip, row)):
        table.blank_lines.append(line)
        return
    table.lines.append(line)
    table.rows.append(row)
    if any(map(_BROKEN.search, row)):
        message = _("a text of this object holds signs that are no text")
        table.dead[line] = flaw("bad_bytes", message)


def _check_keys(pairs: Pairs, line: int) -> None:
    names = [key for key, _value in pairs]
    if len(set(names)) < len(names):
        twice = next(name for i, name in enumerate(names) if name in names[:i])
        raise Refused(
            "duplicate_key",
            _("an object names this key twice; nobody can know which value counts"),
            row=line,
            column=twice,
        )


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "[…]" if isinstance(value, list) else "{…}"


def _check_caps(table: RawTable, places: dict[str, int], limits: Limits) -> None:
    line = table.lines[-1]
    if len(places) > limits.columns:
        message = _("more than {cap} columns stand on this line")
        raise Refused("too_many_columns", message, row=line, cap=limits.columns)
    if len(table.rows) > limits.rows + 1:
        message = _("the table has more than {cap} rows; split it")
        raise Refused("too_many_rows", message, cap=limits.rows)


def _fill_up(table: RawTable, width: int) -> None:
    for row in table.rows:
        row.extend([""] * (width - len(row)))


def _not_a_table() -> Refused:
    return Refused(
        "wrong_type",
        _("this JSON text is no table: an array of objects was expected, or one object a line"),
    )
