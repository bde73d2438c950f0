"""Judged records of a file put together: what is accepted, what is set aside, what is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nok_analysis.errors import ContractError
from nok_analysis.folding import fold
from nok_analysis.forms.model import Checklist, Questionnaire
from nok_analysis.intake.body import Body
from nok_analysis.intake.frames import accepted_tables
from nok_analysis.intake.judgement import (
    FileJudgement,
    Issue,
    Outcome,
    SetAside,
    Status,
    shown,
)
from nok_analysis.intake.preflight import HASH_SHOWN, digest
from nok_analysis.intake.records import Records
from nok_analysis.intake.table import Flaw, Refused
from nok_analysis.wording import mark_for_catalog as _

ISSUES_CAP = 1_000


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
    sha256 = digest(content)
    aside = tuple(one for records in every for one in _set_aside(file, sha256, records.body))
    tables = accepted_tables(every)
    accepted = sum(len(records.accepted) for records in every)
    rows_in = sum(len(records.body.lines) for records in every)
    sources = {(one.frame["source_sheet"].fillna("").iloc[at], one.frame["source_row"].iloc[at])
               for one in tables for at in range(len(one.frame))}  # fmt: skip
    if not rows_in == accepted + len(aside) == len(sources) + len(aside):
        raise ContractError("{file}: rows received, accepted and set aside do not add up",
                            file=file)  # fmt: skip
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
        issues=_capped(file, [*notes, *_issues(file, every)]),
        accepted_keys=tuple((records.institutions[i] or "", records.names[i])
                            for records in every for i in records.accepted),
        tables=tables,
        set_aside=aside,
    )  # fmt: skip


def refused_file(file: str, content: bytes, reason: Refused) -> FileJudgement:
    """Return the judgement of a file of which nothing is taken."""
    issue = Issue(file, reason.sheet, reason.row, reason.column, None, reason.code,
                  reason.message, reason.values, Outcome.REFUSED)  # fmt: skip
    sha256 = digest(content) if content else ""
    return FileJudgement(file, sha256[:HASH_SHOWN], sha256, len(content), Status.REFUSED,
                         issues=(issue,))  # fmt: skip


def issue_of(file: str, body: Body | None, found: Flaw, line: int | None,
             outcome: Outcome = Outcome.WARNING) -> Issue:  # fmt: skip
    """Return what is said of a flaw at `line`; `body` knows the sheet and the header."""
    column = None
    if body is not None and found.place is not None:
        texts = body.header.texts
        text = texts[found.place] if found.place < len(texts) else ""
        column = shown(text) or f"#{found.place + 1}"
    sheet = body.table.sheet if body is not None else None
    return Issue(file, sheet, line, column, found.value, found.code, found.message,
                 found.values, outcome)  # fmt: skip


def _issues(file: str, every: Sequence[Records]) -> Iterator[Issue]:
    for body in (records.body for records in every):
        for note in body.notes:
            line = body.header.line if note.code.startswith("header_") else None
            yield issue_of(file, body, note, line)
        for i in sorted({*body.flaws, *body.warnings}):
            aside = i in body.flaws
            outcome = Outcome.SET_ASIDE if aside else Outcome.WARNING
            for found in body.flaws[i] if aside else body.warnings[i]:
                yield issue_of(file, body, found, body.lines[i], outcome)


def _capped(file: str, issues: list[Issue]) -> tuple[Issue, ...]:
    """Return at most the cap of issues, then their number; a row set aside is always named."""
    if len(issues) <= ISSUES_CAP:
        return tuple(issues)
    first: set[tuple[str | None, int | None]] = set()
    kept: list[Issue] = []
    spare = ISSUES_CAP - len({(one.sheet, one.row) for one in issues
                              if one.outcome is Outcome.SET_ASIDE})  # fmt: skip
    for one in issues:
        place = (one.sheet, one.row)
        named = one.outcome is Outcome.SET_ASIDE and place not in first
        if named:
            first.add(place)
        elif spare > 0:
            spare -= 1
        if named or spare > 0:
            kept.append(one)
    more = len(issues) - len(kept)
    last = Issue(file, None, None, None, str(more), "more_issues",
                 _("further remarks that are not listed: {n}"), {"n": more})  # fmt: skip
    return (*kept, last) if more else tuple(kept)


def _set_aside(file: str, sha256: str, body: Body) -> Iterator[SetAside]:
    for i in sorted(body.flaws):
        found = body.flaws[i][0]
        issue = issue_of(file, body, found, body.lines[i])
        yield SetAside(
            file=file,
            source_sha256=sha256,
            sheet=body.table.sheet,
            row=body.lines[i],
            column=issue.column,
            code=found.code,
            message=found.message,
            values=found.values,
            received=_received(body, i),
            raw=found.raw,
        )


def _received(body: Body, i: int) -> dict[str, str]:
    """Return the cells of a record by header, without the columns of personal data."""
    form = body.form
    listed = form.personal_data if isinstance(form, (Questionnaire, Checklist)) else ()
    dropped = {fold(text) for text in listed}
    texts = body.header.texts
    cells = body.table.rows[body.header.row + 1 + i]
    found: dict[str, str] = {}
    for place, cell in enumerate(cells):
        text = texts[place] if place < len(texts) else ""
        if fold(text) not in dropped or not text:
            readable = cell.encode("utf-8", "replace").decode()
            found[text or f"#{place + 1}"] = readable
    return found
