"""Consequences of another assumption: how many totals and places it would change."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from nok_analysis import circle
from nok_analysis.quotes import Row, keyed, known, rows, shown

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

CHOICE, METHODOLOGY = "choice:", "methodology:"


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one scenario would change among the institutions of the page.

    Attributes
    ----------
    scenario : str
        ``choice:denominator=all`` or ``methodology:391a-points``.
    compared, changed : int
        Totals shown both ways, and those of them that differ exactly.
    lost, gained : int
        Institutions that would have no total any more, or would get one.
    largest : Fraction
        The largest change of a total, in points, with its sign.
    where : str
        Institution whose total it is; empty when none changes.
    placed, moved : int
        Institutions with a place both ways, and those of them whose place differs.
    """

    scenario: str
    compared: int
    changed: int
    lost: int
    gained: int
    largest: Fraction
    where: str
    placed: int
    moved: int

    @property
    def key(self) -> str:
        """The choice, or the code of the methodology."""
        return self.scenario.partition(":")[2].partition("=")[0]

    @property
    def word(self) -> str:
        """The word of the choice; empty for a methodology."""
        return self.scenario.partition("=")[2]


def consequences(assessment: Assessment, kind: str = CHOICE) -> list[Consequence]:
    """Return what each scenario of a kind would change, in the order of the table `robustness`.

    Parameters
    ----------
    assessment : Assessment
    kind : str
        ``choice:`` or ``methodology:``; totals of another methodology are in points of their
        own, so that only places are compared.
    """
    found: dict[str, list[Row]] = {}
    for row in rows(assessment, "robustness"):
        if row.scenario.startswith(kind):
            found.setdefault(row.scenario, []).append(row)
    totals = keyed(rows(assessment, "scores", node="total"), "institution")
    places = circle.standing(assessment)
    return [_of(scenario, listed, totals, places) for scenario, listed in found.items()]


def _of(
    scenario: str, listed: list[Row], totals: dict[str, Row], places: dict[str, Row]
) -> Consequence:
    sides = [(row, totals.get(row.institution)) for row in listed]
    both = {
        row.institution: row.value - own.value
        for row, own in sides
        if shown(row) and shown(own) and not scenario.startswith(METHODOLOGY)
    }
    where = max(sorted(both), key=lambda code: abs(both[code]), default="")
    placed = [
        (row.rank, places[row.institution].rank)
        for row in listed
        if known(row, "rank") and known(places.get(row.institution), "rank")
    ]
    return Consequence(
        scenario,
        compared=len(both),
        changed=sum(change != 0 for change in both.values()),
        lost=sum(shown(own) and not shown(row) for row, own in sides),
        gained=sum(shown(row) and not shown(own) for row, own in sides),
        largest=both.get(where, Fraction(0)),
        where=where if both.get(where) else "",
        placed=len(placed),
        moved=sum(int(there) != int(here) for there, here in placed),
    )
