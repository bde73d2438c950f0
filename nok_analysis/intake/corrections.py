"""Decisions of people on rows set aside: the log beside the manifest, and its one reading."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from nok_analysis.errors import StoreError
from nok_analysis.guard import guarded, unguarded

CORRECTIONS = "corrections.csv"
HEAD = ("record", "column", "old_value", "new_value", "who", "reason", "as_of")


class Verdict(StrEnum):
    """What a person decided of a row set aside."""

    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Change:
    """The value of a cell as received, and as a person corrected it."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one row set aside, by whom and why.

    Attributes
    ----------
    changes : dict of str to Change
        Header as received → what was changed; empty of a row that is right as it came.
    who : str
        A post, never a name.
    """

    verdict: Verdict
    changes: dict[str, Change] = field(default_factory=dict[str, Change])
    who: str = ""
    reason: str = ""
    as_of: dt.date = dt.date.min


#: (12 hex of the received file, sheet, row).
Place = tuple[str, str, int]
Corrections = Mapping[Place, Decision]
NOTHING: Corrections = {}


def read_corrections(path: Path) -> dict[Place, Decision]:
    """Return the decisions of a log; none when there is no log yet.

    Raises
    ------
    StoreError
        When the file is no log of ours.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise _damaged(path) from error
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    if not lines or tuple(lines[0]) != HEAD:
        raise _damaged(path)
    found: dict[Place, Decision] = {}
    try:
        for line in lines[1:]:
            _read_line([unguarded(cell) for cell in line], found)
    except (ValueError, KeyError) as error:
        raise _damaged(path) from error
    return found


def corrections_text(corrections: Corrections) -> bytes:
    """Return the log as its file holds it: in the order of records, the same bytes each time.

    A decision is a line without a column; the cells that it changed follow it.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerow(HEAD)
    for place in sorted(corrections):
        for line in _lines(place, corrections[place]):
            writer.writerow([guarded(cell) for cell in line])
    return file.getvalue().encode("utf-8-sig")


def record_of(place: Place) -> str:
    """Return the stable name of a received row.

    Examples
    --------
    >>> record_of(("0123456789ab", "Answers", 7))
    '0123456789ab:Answers:7'
    """
    source_file, sheet, row = place
    return f"{source_file}:{sheet}:{row}"


def _lines(place: Place, decision: Decision) -> Iterator[tuple[str, ...]]:
    record = record_of(place)
    said = (decision.who, decision.reason, decision.as_of.isoformat())
    yield (record, "", "", str(decision.verdict), *said)
    for column in sorted(decision.changes):
        change = decision.changes[column]
        yield (record, column, change.old, change.new, *said)


def _read_line(line: list[str], found: dict[Place, Decision]) -> None:
    record, column, old, new, who, reason, as_of = line
    place = _place(record)
    if column:
        found[place].changes[column] = Change(old, new)
    else:
        found[place] = Decision(Verdict(new), {}, who, reason, dt.date.fromisoformat(as_of))


def _place(record: str) -> Place:
    """Return the row that a record names; the name of a sheet may hold colons."""
    source_file, rest = record.split(":", 1)
    sheet, row = rest.rsplit(":", 1)
    return source_file, sheet, int(row)


def _damaged(path: Path) -> StoreError:
    return StoreError(
        "{file}: this is no log of corrections; restore it from a copy",
        file=path.as_posix(),
    )
