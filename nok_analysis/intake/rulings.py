"""What a person wrote into a quarantine file, as a decision on the row."""

from __future__ import annotations

import datetime as dt
import re

from nok_analysis.folding import cleaned
from nok_analysis.intake.corrections import Change, Decision, Verdict
from nok_analysis.intake.judgement import SetAside
from nok_analysis.intake.returned import Returned

_LEADING_ZEROS = re.compile(r"0+(?=\d+$)")


def ruling(
    row: Returned, aside: SetAside, before: Decision | None, *, who: str, as_of: dt.date
) -> Decision:
    """Return the decision that a returned row stands for.

    Parameters
    ----------
    row : Returned
        Decided.
    aside : SetAside
        The row as it is set aside now.
    before : Decision or None
        An earlier correction after which the row was still wrong: its values hold on.
    who : str
        Post of the person.
    as_of : date
    """
    verdict = row.verdict or Verdict.CORRECTED
    earlier = dict(before.changes) if before else {}
    if verdict is Verdict.REJECTED:
        return Decision(verdict, earlier, who, row.reason, as_of)
    for column, shown in aside.received.items():
        new = row.cells.get(column, "")
        if _differs(shown, new):
            old = earlier[column].old if column in earlier else shown
            earlier[column] = Change(old, new)
    return Decision(verdict, earlier, who, row.reason, as_of)


def _differs(shown: str, returned: str) -> bool:
    """Say whether a person changed the cell: what a spreadsheet does by itself is no change."""
    old, new = cleaned(shown), cleaned(returned)
    return new not in {old, _LEADING_ZEROS.sub("", old)}
