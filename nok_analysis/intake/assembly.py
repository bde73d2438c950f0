"""Judged records of a file put together: what is accepted, what is set aside, what is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from nok_analysis.errors import ContractError
from nok_analysis.files import sha256_of
from nok_analysis.intake.body import Body
from nok_analysis.intake.frames import accepted_tables
from nok_analysis.intake.judgement import (
    FileJudgement,
    Issue,
    Outcome,
    SetAside,
    Status,
)
from nok_analysis.intake.personal import SUSPECTED
from nok_analysis.intake.preflight import HASH_SHOWN
from nok_analysis.intake.received import KEPT, SLIPPED, open_places, received_row
from nok_analysis.intake.records import Records
from nok_analysis.intake.table import Flaw, Refused
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import shown, visible

ISSUES_CAP = 1_000
LISTED = 400  # characters of a list that a refusal quotes


def judgement_of(
    file: str, content: bytes, every: Sequence[Records], notes: Sequence[Issue]
) -> FileJudgement:
    """Return the judgement of a file whose rows are all judged.

    Parameters
    ----------
    file : str
        Its name as shown.
    content : bytes
    every : sequence of Records
    notes : sequence of Issue
        Warnings about the file as a whole.

    Raises
    ------
    ContractError
        When a row is neither accepted nor set aside, or both.
    """
    sha256 = sha256_of(content)
    aside = tuple(one for records in every for one in _set_aside(file, sha256, records.body))
    tables = accepted_tables(every)
    accepted = sum(len(records.accepted) for records in every)
    rejected = sum(len(records.body.rejected) for records in every)
    rows_in = sum(len(records.body.lines) for records in every)
    sources = {place for one in tables for place in _places(one.frame)}
    lost = len(aside) + rejected
    if not rows_in == accepted + lost == len(sources) + lost:
        raise ContractError(
            "{file}: rows received, accepted and set aside do not add up", file=file
        )
    return FileJudgement(
        file=file,
        source_file=sha256[:HASH_SHOWN],
        sha256=sha256,
        bytes=len(content),
        status=Status.ACCEPTED_WITH_QUARANTINE if aside else Status.ACCEPTED,
        rows_in=rows_in,
        blank=sum(records.body.blank for records in every),
        accepted=accepted,
        quarantined=len(aside),
        corrected=sum(len(set(records.accepted) & records.body.returned) for records in every),
        rejected=rejected,
        issues=_issues(file, every, notes),
        accepted_keys=tuple(
            (records.institutions[i] or "", records.names[i])
            for records in every
            for i in records.accepted
        ),
        tables=tables,
        set_aside=aside,
        warnings=_warnings(every, notes),
    )


def refused_file(file: str, content: bytes, reason: Refused) -> FileJudgement:
    """Return the judgement of a file of which nothing is taken."""
    issue = Issue(
        file,
        reason.sheet,
        reason.row or None,  # row 0 stands in no file
        None if reason.column is None else shown(reason.column),
        None,
        reason.code,
        reason.message,
        _told(reason.values),
        Outcome.REFUSED,
    )
    sha256 = sha256_of(content) if content else ""
    return FileJudgement(
        file, sha256[:HASH_SHOWN], sha256, len(content), Status.REFUSED, issues=(issue,)
    )


def _told(values: dict[str, object]) -> dict[str, object]:
    """Return what a refusal quotes, lists of columns whole."""
    return {
        name: visible(one[:LISTED]) if isinstance(one, str) else one
        for name, one in values.items()
    }


def issue_of(
    file: str,
    body: Body | None,
    line: int | None,
    found: Flaw,
    outcome: Outcome = Outcome.WARNING,
) -> Issue:
    """Return what is said of a flaw at `line`; `body` knows the sheet and the header."""
    column = None
    if body is not None and found.place is not None:
        texts = body.header.texts
        text = texts[found.place] if found.place < len(texts) else ""
        column = shown(text) or f"#{found.place + 1}"
    sheet = body.table.sheet if body is not None else None
    return Issue(
        file,
        sheet,
        line or None,
        column,
        found.value,
        found.code,
        found.message,
        found.values,
        outcome,
    )


def _places(frame: pd.DataFrame) -> Iterator[tuple[str, int]]:
    """Yield sheet and row of every row of a table."""
    sheets = frame["source_sheet"].fillna("").tolist()
    return zip(sheets, frame["source_row"].tolist(), strict=True)


def _issues(file: str, every: Sequence[Records], notes: Sequence[Issue]) -> tuple[Issue, ...]:
    """Return at most the cap of issues, then their number; a row set aside is always named."""
    found = [
        (body, line, one, outcome)
        for body in (records.body for records in every)
        for line, one, outcome in _remarks(body)
    ]
    named: set[tuple[int, int | None]] = set()
    kept = [True] * len(found)
    if len(notes) + len(found) > ISSUES_CAP:
        spare = ISSUES_CAP - len(notes) - sum(len(records.body.flaws) for records in every)
        for at, (body, line, _one, outcome) in enumerate(found):
            place = (body.table.position, line)
            kept[at] = outcome is Outcome.SET_ASIDE and place not in named
            named.add(place)
            if not kept[at] and spare > 0:
                kept[at], spare = True, spare - 1
    listed = [issue_of(file, *one) for one, keep in zip(found, kept, strict=True) if keep]
    more = len(found) - len(listed)
    message = _("further remarks that are not listed: {n}")
    last = [Issue(file, None, None, None, str(more), "more_issues", message, {"n": more})]
    return (*notes, *listed, *(last if more else ()))


def _remarks(body: Body) -> Iterator[tuple[int | None, Flaw, Outcome]]:
    """Yield physical row, remark and outcome: of the sheet first, then row by row."""
    for note in body.notes:
        yield (
            body.header.line if note.code.startswith("header_") else None,
            note,
            Outcome.WARNING,
        )
    for i in sorted({*body.flaws, *body.warnings} - body.rejected):
        aside = i in body.flaws
        outcome = Outcome.SET_ASIDE if aside else Outcome.WARNING
        for found in body.flaws[i] if aside else body.warnings[i]:
            yield body.lines[i], found, outcome


def _warnings(every: Sequence[Records], notes: Sequence[Issue]) -> dict[str, int]:
    found = Counter(note.code for note in notes)
    for body in (records.body for records in every):
        found.update(note.code for note in body.notes if note.code != SUSPECTED)
        suspects = [i for i, marks in body.marks.items() if SUSPECTED in marks]
        found.update(SUSPECTED for i in suspects if i not in body.flaws)
        for i, warnings in body.warnings.items():
            if i not in body.flaws:
                found.update({one.code for one in warnings})
    return dict(sorted(found.items()))


def _set_aside(file: str, sha256: str, body: Body) -> Iterator[SetAside]:
    kept = open_places(body)
    for i in sorted(set(body.flaws) - body.rejected):
        found, *more = body.flaws[i]
        issue = issue_of(file, body, body.lines[i], found)
        yield SetAside(
            file=file,
            source_sha256=sha256,
            sheet=body.table.sheet,
            row=body.lines[i],
            column=issue.column,
            code=found.code,
            message=found.message,
            values=found.values,
            received=received_row(body, i, kept, slipped=found.code == SLIPPED),
            raw=found.raw[:KEPT] if len(kept) == len(body.header.texts) else b"",
            more=tuple(issue_of(file, body, None, one) for one in more),
        )
