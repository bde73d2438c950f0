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
    made = sorted(made, key=lambda draft: (draft.entry.path, draft.entry.place))
    earlier = {identity(entry): entry for entry in before.entries}
    held = {
        draft.identity: draft.entry.path
        for draft in reversed(made)
        if draft.identity in earlier and _holds(earlier[draft.identity], draft.entry)
    }
    new = {draft.identity: draft for draft in reversed(made) if draft.identity not in held}
    read = {(draft.entry.path, draft.entry.source_sha256) for draft in made}
    gone = {
        identity(entry)
        for entry in before.entries
        if (entry.path, entry.source_sha256) in read and entry.form in forms | {""}
    }
    superseded = _superseded(before, made, read, forms)
    gone |= {identity(one) for several in superseded.values() for one in several}
    fresh = [
        _placed(draft, before, superseded.get(draft.entry.path, [])) for draft in new.values()
    ]
    kept = [
        _under_first_path(entry, held.get(key))
        for key, entry in earlier.items()
        if key in held or (key not in gone and key not in new)
    ]
    return fresh, [*kept, *(draft.entry for draft in fresh)]


def _holds(old: Entry, new: Entry) -> bool:
    """Say whether the old entry stays: nothing is new."""
    return old.same_outcome(dataclasses.replace(new, parquet=old.parquet))


def _under_first_path(entry: Entry, path: str | None) -> Entry:
    """Return the entry under the first of the paths of its bytes: their order tells nothing."""
    return entry if path is None else dataclasses.replace(entry, path=min(path, entry.path))


def _superseded(
    before: Manifest, made: Sequence[Draft], read: set[tuple[str, str]], forms: frozenset[str]
) -> dict[str, list[Entry]]:
    """Return path → entries of its earlier version: other bytes, received for one period.

    A file is replaced whole: what was set aside of its earlier version goes with it.
    """
    found: dict[str, list[Entry]] = {}
    for path, asked in sorted({(draft.entry.path, draft.asked) for draft in made}):
        versions = {
            sha256: several
            for sha256, several in _versions(before, path).items()
            if (path, sha256) not in read and max(one.period for one in several) == asked
        }
        if len(versions) > 1:
            raise StoreError(
                "{path}: {n} other files of this name are stored for {period}; give the files "
                "different names, so that a corrected one replaces its own earlier version",
                path=path,
                n=len(versions),
                period=asked,
            )
        replaced = [one for several in versions.values() for one in several]
        found[path] = [one for one in replaced if one.form in forms | {""}]
    return found


def _versions(before: Manifest, path: str) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in before.entries:
        if entry.path == path:
            found.setdefault(entry.source_sha256, []).append(entry)
    return found


def _placed(draft: Draft, before: Manifest, replaced: Sequence[Entry]) -> Draft:
    """Never write over a file that the present manifest names: a reader may hold it."""
    supersedes = replaced[0].source_file if replaced else ""
    entry = dataclasses.replace(draft.entry, supersedes=supersedes)
    named = {old.parquet: old.parquet_sha256 for old in before.entries}
    if named.get(entry.parquet, entry.parquet_sha256) != entry.parquet_sha256:
        stem = entry.parquet.removesuffix(".parquet")
        name = f"{stem}-{entry.parquet_sha256[:HEX]}.parquet"
        entry = dataclasses.replace(entry, parquet=name)
    return dataclasses.replace(draft, entry=entry)
