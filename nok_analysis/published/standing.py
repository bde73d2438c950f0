"""Published places against published totals, table by table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from nok_analysis.published.model import TOTAL, Number, Record, Severity
from nok_analysis.wording import mark_for_catalog as _


def remark_places(records: Iterable[Record]) -> None:
    """Note places that do not follow the totals, and unequal places of equal totals.

    Only rows of one table, year, sector, region, type and number of places are compared.

    Parameters
    ----------
    records : iterable of Record
    """
    groups: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        if TOTAL in record.numbers and "rank" in record.facts:
            groups[record.group].append(record)
    for group in groups.values():
        _check_ties(group)
        _check_order(group)


def _check_ties(group: list[Record]) -> None:
    first: dict[Fraction, Record] = {}
    for record in group:
        rank, total = _rank(record), record.numbers[TOTAL]
        other = first.setdefault(total.value, record)
        if _rank(other).value != rank.value:
            record.remark(
                Severity.WARNING,
                "tied_totals",
                rank,
                _(
                    "place {value} for the total {total}; the same total has place {expected} "
                    "in row {row}"
                ),
                total=total,
                expected=_rank(other),
                row=other.place.row,
            )


def _check_order(group: list[Record]) -> None:
    """Note a row whose total is above that of a better place."""
    lowest: Record | None = None
    ordered = sorted(group, key=lambda one: (_rank(one).value, -one.numbers[TOTAL].value))
    for record in ordered:
        total = record.numbers[TOTAL]
        if (
            lowest is not None
            and total.value > lowest.numbers[TOTAL].value
            and _rank(record).value > _rank(lowest).value
        ):
            record.remark(
                Severity.WARNING,
                "rank_order",
                _rank(record),
                _(
                    "place {value} with the total {total}, above the total {other} of place "
                    "{better} in row {row}"
                ),
                total=total,
                other=lowest.numbers[TOTAL],
                better=_rank(lowest),
                row=lowest.place.row,
            )
        if lowest is None or total.value < lowest.numbers[TOTAL].value:
            lowest = record


def _rank(record: Record) -> Number:
    return record.facts["rank"]
