"""Reception: the received files of a run, through the door, into its store."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nok_analysis.errors import NokError, RunError
from nok_analysis.forms import Form
from nok_analysis.intake import FileJudgement, Status, check, write_quarantine
from nok_analysis.period import Period
from nok_analysis.registry import Registry
from nok_analysis.run import Run
from nok_analysis.store import Store
from nok_analysis.store.files import replace_file
from nok_analysis.wording import Words

RECEIVED = "received.json"


@dataclass(frozen=True, slots=True)
class Reception:
    """What was taken in: the store, and the files that the door refused.

    Attributes
    ----------
    refused : tuple of (file, code, message)
    """

    store: Store
    refused: tuple[tuple[str, str, str], ...] = ()


def receive(run: Run, registry: Registry, forms: Mapping[str, Form]) -> Reception:
    """Return the store of `run`, holding every file under ``incoming/`` up to its period.

    When neither the files nor what they are judged by has changed since the last time, nothing
    is read and nothing is written.

    Raises
    ------
    RunError
        When no received files lie in the folder of the run's own period.
    """
    incoming = run.data / "incoming"
    folders = dict(_folders(incoming, run.period))
    if not folders.get(run.period):
        raise RunError(
            "{folder}: no received files of {period} lie here; put them in as they came",
            folder=run.workspace.shown(incoming / str(run.period)),
            period=str(run.period),
        )
    store = Store(run.data / "store")
    note = store.folder / RECEIVED
    fingerprint = fingerprint_of(run, registry, forms)
    known = _noted(note, fingerprint)
    if known is not None:
        return Reception(store, known)
    refused: list[tuple[str, str, str]] = []
    for period, files in folders.items():
        fresh = store.fresh(files, forms)
        judged = check(
            fresh,
            tuple(forms.values()),
            registry,
            period=period,
            as_of=run.as_of,
            merge_answers=run.merge_answers,
        )
        keep(store, _by_path(judged, fresh, run), forms, as_of=run.as_of)
        refused += _refused(judged, run.language)
    content = {"fingerprint": fingerprint, "refused": refused}
    replace_file(note, json.dumps(content, ensure_ascii=False, indent=1).encode())
    return Reception(store, tuple(refused))


def keep(
    store: Store, judged: Iterable[FileJudgement], forms: Mapping[str, Form], *, as_of: dt.date
) -> None:
    """Put accepted rows into the store and the others into the quarantine beside it."""
    from nok_analysis import __version__

    judged = tuple(judged)
    if judged:
        store.add(judged, forms=forms.values(), as_of=as_of, version=__version__)
        write_quarantine(store.folder.parent / "quarantine", judged)


def fingerprint_of(run: Run, registry: Registry, forms: Mapping[str, Form]) -> str:
    """Return the digest of everything that decides what is taken in."""
    found = hashlib.sha256(f"{run.as_of} {run.merge_answers}\n".encode())
    for name, digest in sorted(registry.sha256s.items()):
        found.update(f"{name} {digest}\n".encode())
    for code, form in sorted(forms.items()):
        found.update(f"{code} {form.sha256}\n".encode())
    for period, files in _folders(run.data / "incoming", run.period):
        for file in files:
            content = file.read_bytes() if file.is_file() else b""
            found.update(
                f"{period} {file.name} {hashlib.sha256(content).hexdigest()}\n".encode()
            )
    return found.hexdigest()


def _folders(incoming: Path, until: Period) -> Iterator[tuple[Period, tuple[Path, ...]]]:
    """Yield each period up to `until` with its files, hidden ones left out, in order."""
    if not incoming.is_dir():
        return
    for folder in sorted(incoming.iterdir()):
        try:
            period = Period.parse(folder.name)
        except NokError:
            continue
        if folder.is_dir() and period <= until:
            yield (
                period,
                tuple(
                    file
                    for file in sorted(folder.iterdir())
                    if not file.name.startswith((".", "~"))
                ),
            )


def _noted(note: Path, fingerprint: str) -> tuple[tuple[str, str, str], ...] | None:
    """Return the refused files of the last reception, None when anything has changed since."""
    try:
        content = json.loads(note.read_bytes())
        if content["fingerprint"] == fingerprint:
            return tuple((file, code, message) for file, code, message in content["refused"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None


def _by_path(
    judged: Iterable[FileJudgement], files: Iterable[Path], run: Run
) -> tuple[FileJudgement, ...]:
    """Name each file by its path in the workspace: every quarter has files of one name."""
    return tuple(
        replace(one, file=run.workspace.shown(file))
        for one, file in zip(judged, files, strict=True)
    )


def _refused(judged: Iterable[FileJudgement], language: str) -> Iterator[tuple[str, str, str]]:
    words = Words(language)
    for one in judged:
        if one.status == Status.REFUSED:
            issue = one.issues[0]
            yield one.file, issue.code, issue.said(words)
