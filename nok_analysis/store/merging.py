"""The next manifest: what a new reading adds, replaces and leaves alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from nok_analysis.errors import StoreError
from nok_analysis.store.drafts import HEX, Draft, identity
from nok_analysis.store.manifest import Entry, Manifest


def merged(
    before: Manifest, made: Sequence[Draft], forms: frozenset[str]
) -> tuple[list[Draft], list[Entry]]:
    """Return the drafts to write, and every entry of the next manifest.

    Parameters
    ----------
    before : Manifest
    made : sequence of Draft
        The new reading.
    forms : frozenset of str
        Codes of the forms that the files were read by: what other forms found in the same
        files stays.

    Raises
    ------
    StoreError
        When two stored files bear the name of a changed one.
    """
    earlier = {identity(entry): entry for entry in before.entries}
    held = {
        draft.identity
        for draft in made
        if draft.identity in earlier and _holds(earlier[draft.identity], draft.entry)
    }
    new = {draft.identity: draft for draft in reversed(made) if draft.identity not in held}
    read = {(draft.entry.path, draft.entry.source_sha256) for draft in made}
    gone = {
        identity(entry)
        for entry in before.entries
        if (entry.path, entry.source_sha256) in read and entry.form in forms | {""}
    }
    fresh: list[Draft] = []
    for draft in reversed(new.values()):
        old = _earlier_version(draft.entry, before, read)
        gone |= {identity(old)} if old else set()
        fresh.append(_placed(draft, before, supersedes=old.source_file if old else ""))
    kept = [
        entry
        for key, entry in earlier.items()
        if key in held or (key not in gone and key not in new)
    ]
    return fresh, [*kept, *(draft.entry for draft in fresh)]


def _holds(old: Entry, new: Entry) -> bool:
    """Say whether the old entry stays: nothing is new, or people's corrections are in it."""
    by_hand = old.corrected + old.rejected > new.corrected + new.rejected
    return by_hand or old.same_outcome(dataclasses.replace(new, parquet=old.parquet))


def _earlier_version(new: Entry, before: Manifest, read: set[tuple[str, str]]) -> Entry | None:
    """Return the entry of other bytes under the same path: the file was corrected."""
    if not new.table:
        return None
    found = [
        old
        for old in before.entries
        if (old.path, old.table, old.period, old.form)
        == (new.path, new.table, new.period, new.form)
        and old.source_sha256 != new.source_sha256
        and (old.path, old.source_sha256) not in read
    ]
    if len(found) > 1:
        raise StoreError(
            "{path}: {n} other files of this name are stored for {period}; give the files "
            "different names, so that a corrected one replaces its own earlier version",
            path=new.path,
            n=len(found),
            period=new.period,
        )
    return found[0] if found else None


def _placed(draft: Draft, before: Manifest, *, supersedes: str) -> Draft:
    """Never write over a file that the present manifest names: a reader may hold it."""
    entry = dataclasses.replace(draft.entry, supersedes=supersedes)
    named = {old.parquet: old.parquet_sha256 for old in before.entries}
    if named.get(entry.parquet, entry.parquet_sha256) != entry.parquet_sha256:
        stem = entry.parquet.removesuffix(".parquet")
        name = f"{stem}-{entry.parquet_sha256[:HEX]}.parquet"
        entry = dataclasses.replace(entry, parquet=name)
    return Draft(entry, draft.content)
