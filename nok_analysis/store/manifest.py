"""The manifest of the store: one entry a received file in one table, period and form."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nok_analysis.errors import StoreError

FORMAT = "nok-store/1"


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one received file in one table, period and form.

    Rows are rows as received; in a file with several entries the quarantined, rejected and
    blank rows and the warnings stand in the first of the period that it was received for, so
    that sums over a file are right. When nothing was accepted for that period, they have an
    entry of their own, without table and parquet.

    Attributes
    ----------
    path : str
        The received file as the person named it.
    source_file, source_sha256, bytes : str, str, int
        First 12 hex, whole sha256 and size of the received file.
    table : str
        Contracted table of evidence, or empty.
    form_sha256, approved : str
        Digest of the form file; the council's decision on the form.
    parquet, parquet_sha256 : str
        Path in the store and digest.
    rows_in, blank, accepted, corrected, quarantined, rejected : int
        rows_in = accepted + corrected + quarantined + rejected.
    warnings : dict of str to int
        Code → rows accepted with it.
    supersedes : str
        ``source_file`` of the file that this one replaced; empty when none.
    as_of, version : str
        Day of receipt; version of the package.
    """

    path: str
    source_file: str
    source_sha256: str
    bytes: int
    table: str
    period: str
    form: str
    form_version: str
    form_sha256: str
    approved: str
    parquet: str
    parquet_sha256: str
    rows_in: int
    blank: int
    accepted: int
    corrected: int
    quarantined: int
    rejected: int
    warnings: dict[str, int]
    supersedes: str
    as_of: str
    version: str

    @property
    def place(self) -> tuple[str, ...]:
        """Where the entry stands: unique in the manifest, and its order."""
        return (self.table, self.period, self.source_file, self.form, self.path)

    @property
    def conserved(self) -> bool:
        """Whether every received row is accounted for."""
        return self.rows_in == (
            self.accepted + self.corrected + self.quarantined + self.rejected
        )

    def same_outcome(self, other: Entry) -> bool:
        """Return whether both say the same of the same bytes, whoever read them when."""
        later = {"path": "", "as_of": "", "version": "", "supersedes": ""}
        return dataclasses.replace(self, **later) == dataclasses.replace(other, **later)


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every entry of the store, and how often the store has changed."""

    sequence: int = 0
    entries: tuple[Entry, ...] = field(default=())

    def changed(self, entries: Iterable[Entry]) -> Manifest:
        """Return the next manifest, with these entries in their order.

        Its number grows when the evidence has changed; another path of the same bytes is none.
        """
        ordered = tuple(sorted(entries, key=lambda entry: entry.place))
        same = _without_paths(ordered) == _without_paths(self.entries)
        return Manifest(self.sequence + (not same), ordered)

    def text(self) -> str:
        """Return the manifest as its file holds it: sorted keys, the same bytes each time."""
        whole = {
            "format": FORMAT,
            "sequence": self.sequence,
            "entries": [dataclasses.asdict(entry) for entry in self.entries],
        }
        return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _without_paths(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(
        sorted(
            (dataclasses.replace(entry, path="") for entry in entries),
            key=lambda entry: entry.place,
        )
    )


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of a file; an empty one when there is none.

    Raises
    ------
    StoreError
        When the file is no manifest of this format.
    """
    try:
        whole = json.loads(path.read_bytes())
        if whole["format"] != FORMAT:
            raise _damaged(path)
        return Manifest(int(whole["sequence"]), tuple(Entry(**one) for one in whole["entries"]))
    except FileNotFoundError:
        return Manifest()
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> StoreError:
    return StoreError(
        "{file}: this is no manifest of the format {format}; restore it from a "
        "copy, or remove the store and take the received files in again",
        file=path.as_posix(),
        format=FORMAT,
    )
