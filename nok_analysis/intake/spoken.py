"""Judgements as they are read: the JSON contract for programs, a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nok_analysis.intake.judgement import FileJudgement, Issue, Status
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import shown

PLACES_SHOWN = 5
_STATUS = {
    Status.ACCEPTED: _("accepted"),
    Status.ACCEPTED_WITH_QUARANTINE: _("accepted, rows set aside"),
    Status.REFUSED: _("refused"),
}


def as_json(judgements: Sequence[FileJudgement], words: Words) -> dict[str, Any]:
    """Return the object that ``nok check --json`` prints.

    Parameters
    ----------
    judgements : sequence of FileJudgement
    words : Words
        Language of the messages.
    """
    return {"files": [_file(judgement, words) for judgement in judgements]}


def as_text(judgements: Sequence[FileJudgement], words: Words) -> str:
    """Return the same facts as a table, then what is to be done, kind by kind.

    Parameters
    ----------
    judgements : sequence of FileJudgement
    words : Words
    """
    heads = [
        words.say(one)
        for one in (
            _("File"),
            _("Judgement"),
            _("Rows"),
            _("Accepted"),
            _("Set aside"),
            _("Blank"),
        )
    ]
    rows = [heads, *(_line(one, words) for one in judgements)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(heads))]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    said = [sentence for one in judgements for sentence in _sentences(one, words)]
    return "\n".join([*lines, *([""] if said else []), *said])


def _file(judgement: FileJudgement, words: Words) -> dict[str, Any]:
    by_hand = {"corrected": judgement.corrected, "rejected": judgement.rejected}
    return {
        "file": judgement.file,
        "status": str(judgement.status),
        "rows_in": judgement.rows_in,
        "accepted": judgement.accepted - judgement.corrected,
        **{name: rows for name, rows in by_hand.items() if rows},
        "quarantined": judgement.quarantined,
        "accepted_keys": [list(key) for key in judgement.accepted_keys],
        "issues": [_issue(issue, words) for issue in judgement.issues],
    }


def _issue(issue: Issue, words: Words) -> dict[str, Any]:
    return {
        "file": issue.file,
        "sheet": None if issue.sheet is None else shown(issue.sheet),
        "row": issue.row,
        "column": issue.column,
        "value": issue.value,
        "code": issue.code,
        "message": issue.said(words),
    }


def _line(judgement: FileJudgement, words: Words) -> list[str]:
    numbers = (judgement.rows_in, judgement.accepted, judgement.quarantined, judgement.blank)
    status = words.say(_STATUS[judgement.status])
    return [judgement.file, status, *(words.number(one) for one in numbers)]


def _sentences(judgement: FileJudgement, words: Words) -> list[str]:
    """Return up to five sentences of each kind of issue, then how many more there are."""
    kinds: dict[tuple[str, str], list[Issue]] = {}
    for issue in judgement.issues:
        kinds.setdefault((issue.code, issue.message), []).append(issue)
    found = list(_by_hand(judgement, words))
    for same in kinds.values():
        found += [issue.said(words) for issue in same[:PLACES_SHOWN]]
        if len(same) > PLACES_SHOWN:
            found.append(
                words.say(
                    "{file}: and {n} more of the same kind",
                    file=judgement.file,
                    n=words.number(len(same) - PLACES_SHOWN),
                )
            )
    return found


def _by_hand(judgement: FileJudgement, words: Words) -> Iterator[str]:
    """Yield how many rows people corrected and left out."""
    if judgement.corrected or judgement.rejected:
        yield words.say(
            "{file}: corrected by people and accepted {corrected}, left out {rejected}",
            file=judgement.file,
            corrected=words.number(judgement.corrected),
            rejected=words.number(judgement.rejected),
        )
