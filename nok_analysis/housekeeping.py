"""Tools of the data folder: what changed in the registry, whether the store is whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nok_analysis.errors import NokError, RunError
from nok_analysis.period import Period
from nok_analysis.registry import Step, changes_between, read_registry
from nok_analysis.run import Run, read_run
from nok_analysis.store import Store
from nok_analysis.store.store import MANIFEST
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.workspace import Workspace

DONE, LOSSES = 0, 1
_KINDS = {
    "opened": _("opened"),
    "closed": _("closed"),
    "merged": _("merged into {new}"),
    "renamed": _("renamed from “{old}”"),
    "type_changed": _("type changed from {old} to {new}"),
    "founder_changed": _("founder changed from {old} to {new}"),
    "moved": _("moved from {old} to {new}"),
    "recipients": _("recipients: {old} → {new}"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What a tool found, for programs and for people."""

    as_object: dict[str, Any]
    as_text: Callable[[Words], str]
    exit_code: int = DONE


def newest_run(start: Path | None = None) -> Run:
    """Return the run of the latest period in the workspace.

    Raises
    ------
    RunError
        When no run file lies in ``params/runs``.
    """
    start = start or Path.cwd()
    folder = Workspace.around(start).root / "params/runs"
    periods = []
    for file in folder.glob("*.yaml"):
        try:
            periods.append(Period.parse(file.stem))
        except NokError:
            continue  # a run of another name is not of the line of quarters
    if not periods:
        raise RunError("no run file of a quarter lies in params/runs; name the file itself")
    return read_run(str(max(periods, key=lambda one: (one.last_day, str(one)))), start)


def registry_changes(first: str, second: str, registry: Path | None) -> Report:
    """Return what changed among the institutions between two periods.

    Parameters
    ----------
    first, second : str
        Periods, the earlier first.
    registry : Path or None
        None: that of the newest run.
    """
    path = registry or newest_run().registry
    periods = Period.parse(first), Period.parse(second)
    steps = changes_between(read_registry(path, shown_as=path.name), *periods)
    listed = [
        {
            "kind": one.kind,
            "institution": one.institution,
            "date": one.date and one.date.isoformat(),
            "old_value": one.old_value or None,
            "new_value": one.new_value or None,
            "document": one.document or None,
        }
        for one in steps
    ]
    whole = {"first": str(periods[0]), "second": str(periods[1]), "changes": listed}
    return Report(whole, lambda words: "\n".join(_said(steps, periods, words)))


def store_checked(folder: Path | None) -> Report:
    """Return what differs between a store and its manifest; exit code 1 when anything does."""
    store, root = _store(folder)
    entries = store.manifest().entries
    faults = store.check(root)

    def said(words: Words) -> str:
        if not faults:
            files = len({one.source_sha256 for one in entries})
            return words.say(_("The store is whole; received files in it: {n}."), n=files)
        return "\n".join(fault.said(words) for fault in faults)

    listed = [
        {"file": one.file, "code": one.code, "message": one.said(Words())} for one in faults
    ]
    return Report({"whole": not faults, "faults": listed}, said, LOSSES if faults else DONE)


def store_tidied(folder: Path | None, *, remove: bool) -> Report:
    """Return the files that no manifest names; with `remove` they are gone."""
    store, _root = _store(folder)
    paths = store.tidy(remove=remove)
    listed = [Path(os.path.relpath(path, store.folder)).as_posix() for path in paths]

    def said(words: Words) -> str:
        if not listed:
            return words.say(_("Nothing superfluous lies in the store."))
        removed = words.say(_("Removed:"))
        lying = words.say(_("No longer named by the store; --remove removes them:"))
        return "\n".join([removed if remove else lying, *listed])

    return Report({"removed": remove, "files": listed}, said)


def _store(folder: Path | None) -> tuple[Store, Path | None]:
    """Return a store, and the workspace whose received files it names."""
    if folder is None:
        run = newest_run()
        return Store(run.data / "store"), run.workspace.root
    if not (folder / MANIFEST).is_file():
        raise RunError(
            "{folder}: no store lies here; name the folder that holds {manifest}",
            folder=folder.as_posix(),
            manifest=MANIFEST,
        )
    try:
        return Store(folder), Workspace.around(folder).root
    except RunError:
        return Store(folder), None


def _said(steps: Sequence[Step], periods: tuple[Period, Period], words: Words) -> Iterator[str]:
    first, second = (words.period(period) for period in periods)
    if not steps:
        yield words.say(
            _("Nothing changed from {first} to {second}."), first=first, second=second
        )
        return
    yield words.say(_("Changes from {first} to {second}:"), first=first, second=second)
    for one in steps:
        what = words.say(_KINDS[one.kind], old=one.old_value or "–", new=one.new_value or "–")
        day = f"{words.date(one.date)}: " if one.date else ""
        yield f"{one.institution} – {one.name}: {day}{what}"
