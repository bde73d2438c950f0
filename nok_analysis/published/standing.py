"""Published places against published totals, table by table."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from nok_analysis.published.model import TOTAL, Number, Record, Remark, Severity, remark
from nok_analysis.wording import mark_for_catalog as _


@dataclass(frozen=True, slots=True)
class Standing:
    """A place and the total that it was given for."""

    total: Number
    place: Number

    @property
    def key(self) -> tuple[Fraction, Fraction]:
        """Total and place; in a sound table one rises while the other falls."""
        return -self.total.value, self.place.value


def remarks_on_places(records: Sequence[Record]) -> list[list[Remark]]:
    """Return for each record what is odd about its place.

    Only rows of one table, year, sector, region, type and number of places are compared. The
    greatest number of rows that agree with each other is believed; the others are remarked on.
    Rows that stand twice are left aside.

    Parameters
    ----------
    records : sequence of Record
    """
    found: list[list[Remark]] = [[] for _record in records]
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, record in enumerate(records):
        repeated = any(one.code.startswith("duplicate") for one in record.remarks)
        if TOTAL in record.numbers and "rank" in record.facts and not repeated:
            groups[record.group].append(i)
    for group in groups.values():
        rows = [Standing(records[i].numbers[TOTAL], records[i].facts["rank"]) for i in group]
        believed = _believed(rows)
        sound = {one.key for one in believed}
        for i, row in zip(group, rows, strict=True):
            if row.key not in sound:
                found[i].append(_odd(row, believed))
    return found


def _believed(rows: Sequence[Standing]) -> list[Standing]:
    """Return the heaviest chain of unlike standings: totals fall while places grow."""
    alike: dict[tuple[Fraction, Fraction], list[Standing]] = defaultdict(list)
    for row in rows:
        alike[row.key].append(row)
    levels = {place: i for i, place in enumerate(sorted({key[1] for key in alike}), start=1)}
    best: list[_Chain | None] = [None] * (len(levels) + 1)  # a Fenwick tree of maxima
    for _total, same in groupby(sorted(alike), key=lambda key: key[0]):
        ends = [
            _Chain.of(_highest(best, levels[key[1]] - 1), alike[key], levels[key[1]])
            for key in same
        ]
        for end in ends:
            _raise(best, end)
    chain, found = _highest(best, len(levels)), list[Standing]()
    while chain is not None:
        found.append(chain.last)
        chain = chain.before
    return found[::-1]


@dataclass(frozen=True, slots=True)
class _Chain:
    rows: int
    level: int
    last: Standing
    before: _Chain | None

    @staticmethod
    def of(before: _Chain | None, alike: Sequence[Standing], level: int) -> _Chain:
        rows = len(alike) + (before.rows if before else 0)
        return _Chain(rows, level, alike[0], before)

    def beats(self, other: _Chain | None) -> bool:
        """Whether it holds more rows, or as many with a better last place."""
        return other is None or (self.rows, -self.level) > (other.rows, -other.level)


def _highest(best: Sequence[_Chain | None], level: int) -> _Chain | None:
    """Return the best chain that ends at this level of places or above."""
    found: _Chain | None = None
    while level > 0:
        one = best[level]
        if one is not None and one.beats(found):
            found = one
        level -= level & -level
    return found


def _raise(best: list[_Chain | None], chain: _Chain) -> None:
    level = chain.level
    while level < len(best):
        if chain.beats(best[level]):
            best[level] = chain
        level += level & -level


def _odd(row: Standing, believed: Sequence[Standing]) -> Remark:
    """Return the remark on a standing that contradicts the believed ones."""
    i = bisect_left(believed, -row.total.value, key=lambda one: -one.total.value)
    above, below = believed[:i][-1:], believed[i : i + 1]
    same = next((one for one in below if one.total.value == row.total.value), None)
    if same is not None:
        message = _(
            "place {value} for the total {total}; the same total has place {expected} in row "
            "{row}"
        )
        return _remark("tied_totals", row, same, message)
    shared = next((one for one in (*above, *below) if one.place.value == row.place.value), None)
    if shared is not None:
        message = _(
            "place {value} for the total {total}; the same place in row {row} has the total "
            "{other}"
        )
        return _remark("shared_place", row, shared, message)
    worse = next((one for one in above if one.place.value > row.place.value), None)
    if worse is not None:
        message = _(
            "place {value} with the total {total}, below the total {other} of place {expected} "
            "in row {row}"
        )
        return _remark("rank_order", row, worse, message)
    message = _(
        "place {value} with the total {total}, above the total {other} of place {expected} in "
        "row {row}"
    )
    return _remark("rank_order", row, below[0], message)


def _remark(code: str, row: Standing, other: Standing, message: str) -> Remark:
    return remark(
        Severity.WARNING,
        code,
        row.place,
        message,
        total=row.total,
        other=other.total,
        expected=other.place,
        row=other.place.place.row,
    )
