"""From the judgement of a received file to the entries and parquet files it would become."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from nok_analysis.errors import ContractError, Fault
from nok_analysis.files import sha256_of
from nok_analysis.forms.model import Form
from nok_analysis.store.manifest import Entry
from nok_analysis.store.parquet import encoded, rows_of
from nok_analysis.vocabulary import LIST_MARK
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.intake.judgement import Accepted, FileJudgement

HEX = 12
CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is not yet in the manifest, with the bytes of its parquet file.

    `asked` is the period that its file was received for.
    """

    entry: Entry
    content: bytes = b""
    asked: str = ""

    @property
    def identity(self) -> tuple[str, ...]:
        """The same of the same bytes read by the same form, wherever the file lies."""
        return identity(self.entry)


def identity(entry: Entry) -> tuple[str, ...]:
    """Return what makes two entries speak of the same evidence."""
    return (entry.table, entry.period, entry.source_sha256, entry.form)


def drafts(
    judgement: FileJudgement, *, forms: dict[str, Form], as_of: dt.date, version: str
) -> tuple[Draft, ...]:
    """Return the entries of a judged file; rows of the file = sum of rows of its entries.

    Raises
    ------
    ContractError
        When rows were lost or won on the way.
    """
    ordered = sorted(judgement.tables, key=lambda one: (one.table, str(one.period), one.form))
    asked = str(judgement.period or max((one.period for one in ordered), default=""))
    base = _base(judgement, as_of=as_of, version=version)
    made = [_draft(base, one, forms[one.form], asked) for one in ordered]
    held = next((i for i, one in enumerate(made) if one.entry.period == asked), 0)
    lost = judgement.quarantined + judgement.rejected
    if not made or (lost and made[held].entry.period != asked):
        # What was set aside belongs to the period that was taken in.
        held = len(made)
        made.append(Draft(dataclasses.replace(base, period=asked), asked=asked))
    made[held] = _with_losses(made[held], judgement)
    _assert_conserved(judgement, [draft.entry for draft in made])
    return tuple(made)


def _with_losses(draft: Draft, judgement: FileJudgement) -> Draft:
    """Return the draft that bears what of its whole file was not accepted."""
    entry = draft.entry
    lost = judgement.quarantined + judgement.rejected
    whole = dataclasses.replace(
        entry,
        rows_in=entry.accepted + entry.corrected + lost,
        quarantined=judgement.quarantined,
        rejected=judgement.rejected,
        blank=judgement.blank,
        warnings=judgement.warnings,
    )
    return dataclasses.replace(draft, entry=whole)


def _base(judgement: FileJudgement, *, as_of: dt.date, version: str) -> Entry:
    return Entry(
        path=judgement.file,
        source_file=judgement.source_file,
        source_sha256=judgement.sha256,
        bytes=judgement.bytes,
        table="",
        period="",
        form="",
        form_version="",
        form_sha256="",
        approved="",
        parquet="",
        parquet_sha256="",
        rows_in=0,
        blank=0,
        accepted=0,
        corrected=0,
        quarantined=0,
        rejected=0,
        warnings={},
        supersedes="",
        as_of=as_of.isoformat(),
        version=version,
    )


def _draft(base: Entry, accepted: Accepted, form: Form, asked: str) -> Draft:
    content = encoded(accepted.frame, accepted.table, form)
    whole, corrected = _received_rows(accepted.frame)
    name = sha256_of(f"{base.source_sha256}{form.sha256}".encode())[:HEX]
    if rows_of(content) != len(accepted.frame):
        raise ContractError(
            Fault(_("rows were lost between the check and the parquet file"), file=base.path)
        )
    entry = dataclasses.replace(
        base,
        table=accepted.table,
        period=str(accepted.period),
        form=form.form,
        form_version=form.version,
        form_sha256=form.sha256,
        approved=form.approved.decision,
        parquet=f"{accepted.table}/period={accepted.period}/{name}.parquet",
        parquet_sha256=sha256_of(content),
        rows_in=whole,
        accepted=whole - corrected,
        corrected=corrected,
    )
    return Draft(entry, content, asked)


def _received_rows(frame: pd.DataFrame) -> tuple[int, int]:
    """Count rows as received: a checklist in a grid gives several observations a row."""
    rows = frame.reindex(columns=["source_sheet", "source_row", "flags"])
    rows = rows.drop_duplicates(["source_sheet", "source_row"])
    marked = [CORRECTED in str(flags).split(LIST_MARK) for flags in rows["flags"]]
    return len(rows), sum(marked)


def _assert_conserved(judgement: FileJudgement, entries: Iterable[Entry]) -> None:
    listed = tuple(entries)
    rows = sum(entry.rows_in for entry in listed)
    taken = sum(entry.accepted + entry.corrected for entry in listed)
    balanced = all(entry.conserved for entry in listed)
    if not balanced or rows != judgement.rows_in or taken != judgement.accepted:
        raise ContractError(
            Fault(
                _(
                    "{rows_in} rows came in, {taken} are to be stored of {accepted} accepted, "
                    "{quarantined} are set aside: rows were lost; nothing was stored"
                ),
                {
                    "rows_in": judgement.rows_in,
                    "taken": taken,
                    "accepted": judgement.accepted,
                    "quarantined": judgement.quarantined,
                },
                judgement.file,
            )
        )
