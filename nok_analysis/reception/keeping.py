"""Judged files kept: accepted rows in the store, the others in the quarantine beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from nok_analysis.forms import Form
from nok_analysis.intake import FileJudgement, sweep_quarantine, write_quarantine
from nok_analysis.store import Notes, Store
from nok_analysis.version import __version__

QUARANTINE = "quarantine"


def keep(
    store: Store,
    judged: Iterable[FileJudgement],
    forms: Mapping[str, Form],
    *,
    as_of: dt.date,
    withdrawing: Collection[str] = (),
    notes: Notes = Notes(),  # noqa: B008 - frozen
    taken: Collection[Path] = (),
) -> None:
    """Put accepted rows into the store and the others into the quarantine beside it.

    Parameters
    ----------
    store : Store
    judged : iterable of FileJudgement
    forms : mapping of str to Form
    as_of : date
    withdrawing : collection of str
        Paths of received files that are no longer there.
    notes : Notes
        How the files were judged, and what people decided of their rows.
    taken : collection of Path
        Quarantine files whose answers are taken in by this.
    """
    judged = tuple(judged)
    if not judged and not withdrawing:
        return
    manifest = store.add(
        judged,
        forms=forms.values(),
        as_of=as_of,
        version=__version__,
        withdrawing=withdrawing,
        notes=notes,
    )
    folder = store.folder.parent / QUARANTINE
    paths = {entry.source_sha256: entry.path for entry in manifest.entries}
    named = [_named(one, paths.get(one.sha256, one.file)) for one in judged]
    written = write_quarantine(folder, named, taken=taken) if named else ()
    live = {entry.source_sha256 for entry in manifest.entries if entry.quarantined}
    sweep_quarantine(folder, live, taken=taken, written=written)


def _named(judgement: FileJudgement, path: str) -> FileJudgement:
    """Return the judgement under the path that the manifest knows: copies have other names."""
    name = PurePosixPath(path).name
    aside = tuple(replace(one, file=name) for one in judgement.set_aside)
    return replace(judgement, file=path, set_aside=aside)
