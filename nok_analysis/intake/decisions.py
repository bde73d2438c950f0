"""Decisions of people put on the rows of a received file, before the door judges them."""

from __future__ import annotations

from nok_analysis.intake.body import Body
from nok_analysis.intake.corrections import Corrections, Decision, Verdict
from nok_analysis.intake.received import SLIPPED, column_name, open_places, received_row
from nok_analysis.intake.table import flaw
from nok_analysis.wording import mark_for_catalog as _

MARK = "corrected"


def decide(body: Body, corrections: Corrections) -> None:
    """Put the decisions of people on the records of `body`: cells corrected, rows left out.

    Parameters
    ----------
    body : Body
        As read, before its cells are judged.
    corrections : mapping of (source file, sheet, row) to Decision
    """
    rows: dict[int, list[str]] = {}
    for i, line in enumerate(body.lines) if corrections else ():
        place = (body.source_file, body.table.sheet or "", line)
        found = corrections.get(place)
        if found is None:
            continue
        if found.verdict is Verdict.REJECTED:
            _leave_out(body, i)
        else:
            rows[i] = _corrected(body, i, found)
    if rows:  # all at once: tables may be kept by columns
        body.rows[:] = [rows.get(i, row) for i, row in enumerate(body.rows)]
        top = body.header.row + 1
        whole = enumerate(body.table.rows)
        body.table.rows[:] = [rows.get(place - top, row) for place, row in whole]


def _leave_out(body: Body, i: int) -> None:
    body.kill(i, flaw(str(Verdict.REJECTED), _("a person left this row out for good")))
    body.rejected.add(i)


def _corrected(body: Body, i: int, decision: Decision) -> list[str]:
    """Return the corrected cells of record `i`; what was held against it is judged anew."""
    kept = open_places(body)
    slipped = any(one.code == SLIPPED for one in body.flaws.get(i, ()))
    received = received_row(body, i, kept, slipped=slipped)
    texts = received | {name: one.new for name, one in decision.changes.items()}
    row = ["" if i in body.dead else cell for cell in body.rows[i]]
    for place in kept:
        row[place] = texts.get(column_name(body, place), "")
    changed = {p for p in kept if column_name(body, p) in decision.changes}
    still = [] if i in body.dead else body.flaws.get(i, [])
    held = [one for one in still if one.place not in changed]
    body.dead.discard(i)
    body.flaws.pop(i, None)
    if held:
        body.flaws[i] = held
    body.returned.add(i)
    body.marks.setdefault(i, set()).add(MARK)
    return row
