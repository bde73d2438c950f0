"""The store: adds judged files, hands out evidence, checks and tidies itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from nok_analysis.contracts import CONTRACTS, EVIDENCE
from nok_analysis.errors import Fault, StoreError, reason_of
from nok_analysis.files import TEMPORARY, content_of, replace_file, sha256_of
from nok_analysis.forms.model import Form
from nok_analysis.period import Period
from nok_analysis.store.drafts import Draft, drafts
from nok_analysis.store.evidence import Evidence, Part
from nok_analysis.store.lock import locked
from nok_analysis.store.manifest import Entry, Manifest, read_manifest
from nok_analysis.store.merging import merged
from nok_analysis.store.notes import Notes
from nok_analysis.store.parquet import read_columns
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.intake.judgement import FileJudgement

MANIFEST = "manifest.json"
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Store:
    """The evidence store in one folder.

    Parameters
    ----------
    folder : Path
        ``data/store``; made when first written.
    """

    folder: Path

    def manifest(self) -> Manifest:
        """Return what the store holds; an empty manifest when there is no store yet."""
        return read_manifest(self.folder / MANIFEST)

    def add(
        self,
        judgements: Sequence[FileJudgement],
        *,
        forms: Iterable[Form],
        as_of: dt.date,
        version: str,
        withdrawing: Collection[str] = (),
        notes: Notes = Notes(),  # noqa: B008 - frozen
    ) -> Manifest:
        """Return the manifest in which every accepted row of the judged files is named.

        The same file read by the same form with the same outcome changes nothing. A file with
        another outcome, or other bytes under the same path, takes the place of its earlier
        reading, whose parquet file stays until tidied. Refused files are not stored.

        Parameters
        ----------
        judgements : sequence of FileJudgement
        forms : iterable of Form
            The forms that the files were read by.
        as_of : date
            Day of receipt.
        version : str
            Version of the package.
        withdrawing : collection of str
            Paths of received files that are no longer there: their evidence leaves in the
            same moment. Their parquet files stay until tidied.
        notes : Notes
            What is to be noted beside the manifest: how files were judged, corrections.

        Raises
        ------
        StoreError
            When another process writes, the disk refuses, or two files hold the same
            questionnaire; the store is then as before.
        ContractError
            When rows would be lost.
        """
        by_code = {form.form: form for form in forms}
        made = [
            draft
            for judgement in judgements
            if judgement.status != REFUSED
            for draft in drafts(judgement, forms=by_code, as_of=as_of, version=version)
        ]
        try:
            with locked(self.folder):
                return self._added(made, frozenset(by_code), withdrawing, notes)
        except OSError as error:
            raise StoreError(
                "{folder}: the store could not be written ({reason}); it is as it "
                "was before; free the place or the rights and start again",
                folder=self.folder.as_posix(),
                reason=reason_of(error),
            ) from error

    def evidence(self, until: Period | None = None) -> Evidence:
        """Return the parts that the manifest names, up to and including `until`.

        Raises
        ------
        StoreError
            When one of them is missing or is not what the manifest names.
        """
        found: dict[str, list[Part]] = {table: [] for table in EVIDENCE}
        faults: list[Fault] = []
        for entry in self.manifest().entries:
            if entry.table and (until is None or Period.parse(entry.period) <= until):
                part = self._part(entry)
                faults += _differs(part.path, part.sha256, entry.parquet)
                found[entry.table].append(part)
        if faults:
            raise StoreError(
                *faults,
                Fault(
                    _(
                        "remove {manifest} in the folder {folder} and start again; the store "
                        "is made anew from the received files"
                    ),
                    {"manifest": MANIFEST, "folder": self.folder.name},
                ),
            )
        return Evidence(*(tuple(found[table]) for table in EVIDENCE))

    def fresh(
        self, files: Iterable[Path], forms: Mapping[str, Form], *, gone: Collection[str] = ()
    ) -> tuple[Path, ...]:
        """Return the files whose reading could change the store.

        Those are: unknown bytes, bytes read by another version of a form, and files of which
        rows were set aside: a name added to the registry may let them in. Bytes that are
        stored under a path of `gone` alone are unknown too.
        """
        by_bytes: dict[str, list[Entry]] = {}
        for entry in self.manifest().entries:
            if entry.path not in gone:
                by_bytes.setdefault(entry.source_sha256, []).append(entry)
        return tuple(
            path
            for path in files
            if _may_change(by_bytes.get(sha256_of(content_of(path)), []), forms)
        )

    def check(self, root: Path | None = None) -> tuple[Fault, ...]:
        """Return what differs from the manifest; nothing when the store is sound.

        Parameters
        ----------
        root : Path, optional
            Workspace whose received files are hashed again too.
        """
        entries = self.manifest().entries
        named = {
            (self.folder / one.parquet, one.parquet_sha256, one.parquet): None
            for one in entries
            if one.parquet
        }
        if root is not None:
            named |= {
                (root / one.path, one.source_sha256, one.path): None
                for one in entries
                if not one.path.startswith("..")  # came from outside of the workspace
            }
        return tuple(fault for place in named for fault in _differs(*place))

    def tidy(self, *, remove: bool = False) -> tuple[Path, ...]:
        """Return the files that no manifest names, half-written ones of the quarantine too.

        With `remove` they are gone.
        """
        with locked(self.folder):
            named = {self.folder / entry.parquet for entry in self.manifest().entries}
            lying = [path for table in EVIDENCE for path in (self.folder / table).rglob("*")]
            lying += self.folder.glob(f"{TEMPORARY}*")
            lying += self.folder.parent.glob(f"quarantine/{TEMPORARY}*")
            orphans = tuple(
                sorted(path for path in lying if path.is_file() and path not in named)
            )
            for path in orphans if remove else ():
                path.unlink()
        return orphans

    def _added(
        self,
        made: list[Draft],
        codes: frozenset[str],
        withdrawing: Collection[str],
        notes: Notes,
    ) -> Manifest:
        stored = self.manifest()
        staying = tuple(one for one in stored.entries if one.path not in withdrawing)
        before = Manifest(stored.sequence, staying)
        fresh, entries = merged(before, made, codes)
        self._refuse_double(fresh, entries)
        for draft in fresh:
            if draft.content:
                self._write(draft)
        for name, content in notes.contents(self.folder):
            replace_file(self.folder / name, content)
        after = stored.changed(entries)
        if after.entries != stored.entries:
            replace_file(self.folder / MANIFEST, after.text().encode())
        return after

    def _write(self, draft: Draft) -> None:
        """Write a parquet file and read it back: the manifest names only what is there."""
        entry = draft.entry
        replace_file(self.folder / entry.parquet, draft.content)
        faults = _differs(self.folder / entry.parquet, entry.parquet_sha256, entry.parquet)
        if faults:
            raise StoreError(*faults)

    def _refuse_double(self, fresh: list[Draft], entries: list[Entry]) -> None:
        """Refuse evidence of which two files hold the same key, before anything is written."""
        contents = {draft.entry.parquet: draft.content for draft in fresh}
        touched = {(draft.entry.table, draft.entry.period) for draft in fresh if draft.content}
        for table, period in sorted(touched):
            key = list(CONTRACTS[table].key)
            tables = []
            for i, entry in enumerate(entries):
                if (entry.table, entry.period) == (table, period):
                    source = contents.get(entry.parquet, self.folder / entry.parquet)
                    rows = read_columns(source, key)
                    tables.append(rows.append_column("entry", pa.array([i] * len(rows))))
            counted = (
                pa.concat_tables(tables)
                .group_by(key)
                .aggregate([("entry", "min"), ("entry", "max"), ("entry", "count")])
            )
            twice = counted.filter(pc.greater(counted["entry_count"], 1))
            if len(twice):
                raise _double(twice, entries)

    def _part(self, entry: Entry) -> Part:
        return Part(
            self.folder / entry.parquet,
            Period.parse(entry.period),
            entry.form,
            entry.source_file,
            entry.parquet_sha256,
        )


def _may_change(entries: list[Entry], forms: Mapping[str, Form]) -> bool:
    return not entries or any(
        entry.quarantined
        or not entry.table
        or (entry.form in forms and forms[entry.form].sha256 != entry.form_sha256)
        for entry in entries
    )


def _differs(path: Path, sha256: str, shown: str) -> list[Fault]:
    if not path.is_file():
        return [Fault(_("the file is missing"), file=shown, code="unreadable")]
    if sha256_of(path.read_bytes()) != sha256:
        return [
            Fault(
                _("the file is not the one that the manifest names"), file=shown, code="damaged"
            )
        ]
    return []


def _double(twice: pa.Table, entries: list[Entry]) -> StoreError:
    # The number of a questionnaire is personal data: the message counts, it does not quote.
    first = twice.slice(0, 1).to_pylist()[0]
    paths = dict.fromkeys((entries[first["entry_min"]].path, entries[first["entry_max"]].path))
    return StoreError(
        "{files}: {n} rows of the same institution, period and number are in both, first of "
        "institution {institution}; nothing was stored; leave one of the files",
        files=", ".join(paths),
        n=len(twice),
        institution=first.get("institution") or first.get("institution_as_printed") or "–",
    )
