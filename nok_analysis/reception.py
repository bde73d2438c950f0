"""Reception: the received files of a run, through the door, into its store."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nok_analysis.errors import Fault, NokError, RunError
from nok_analysis.files import content_of, replace_file, sha256_of
from nok_analysis.forms import Form
from nok_analysis.intake import FileJudgement, Status, check_apart, write_quarantine
from nok_analysis.period import Period
from nok_analysis.registry import Registry
from nok_analysis.run import Run
from nok_analysis.store import Store
from nok_analysis.version import __version__
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

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


def receive(
    run: Run,
    registry: Registry,
    forms: Mapping[str, Form],
    *,
    passing_over: Collection[Period] = (),
) -> Reception:
    """Return the store of `run`, holding every file under ``incoming/`` up to its period.

    When neither the files nor what they are judged by has changed since the last time, nothing
    is read and nothing is written. A file taken out of ``incoming/`` leaves the store. Periods
    of `passing_over` were received by runs of their own: their evidence stays as it is.

    Raises
    ------
    RunError
        When no received files lie in the folder of the run's own period.
    """
    incoming = run.data / "incoming"
    folders = dict(_folders(incoming, run.period, passing_over))
    if not folders.get(run.period):
        raise RunError(
            "{folder}: no received files of {period} lie here; put them in as they came",
            folder=run.workspace.shown(incoming / str(run.period)),
            period=str(run.period),
        )
    store = Store(run.data / "store")
    note, before = store.folder / RECEIVED, _noted(store.folder / RECEIVED)
    rules, files = _rules(run, registry, forms), _digests(folders)
    if (before.rules, before.files) == (rules, files):
        return Reception(store, before.refused)
    refused = []
    for period, received in folders.items():
        changed = received if before.rules != rules else store.fresh(received, forms)
        judged = _judged(run, registry, forms, period, changed)
        keep(store, judged, forms, as_of=run.as_of)
        refused += [one for one in judged if one.status == Status.REFUSED]
    store.withdraw(_gone(store, run))
    words = Words(run.language)
    said = tuple((one.file, one.issues[0].code, one.issues[0].said(words)) for one in refused)
    _write(note, _Note(rules, files, said))
    return Reception(store, said)


def keep(
    store: Store, judged: Iterable[FileJudgement], forms: Mapping[str, Form], *, as_of: dt.date
) -> None:
    """Put accepted rows into the store and the others into the quarantine beside it."""
    judged = tuple(judged)
    if judged:
        store.add(judged, forms=forms.values(), as_of=as_of, version=__version__)
        write_quarantine(store.folder.parent / "quarantine", judged)


def refuse_nothing(reception: Reception, run: Run) -> None:
    """Refuse a quarter of which no row could be taken in: its pages would be empty.

    Raises
    ------
    RunError
        Naming the quarter's folder, and why each of its files was refused.
    """
    entries = reception.store.manifest().entries
    if any(one.accepted for one in entries if one.period == str(run.period)):
        return
    folder = f"{run.workspace.shown(run.data)}/incoming/{run.period}"
    raise RunError(
        Fault(
            _("nothing of {period} could be taken in, there is nothing to report"),
            {"period": str(run.period)},
            folder,
        ),
        *(
            Fault("{reason}", {"reason": said})
            for file, _refusal, said in reception.refused
            if file.startswith(f"{folder}/")
        ),
    )


def fingerprint_of(
    run: Run,
    registry: Registry,
    forms: Mapping[str, Form],
    *,
    passing_over: Collection[Period] = (),
) -> str:
    """Return the digest of everything that decides what is taken in."""
    folders = dict(_folders(run.data / "incoming", run.period, passing_over))
    whole = _rules(run, registry, forms) + json.dumps(_digests(folders))
    return sha256_of(whole.encode())


def _rules(run: Run, registry: Registry, forms: Mapping[str, Form]) -> str:
    """Return the digest of what received files are judged by."""
    found = hashlib.sha256(f"{__version__} {run.as_of} {run.merge_answers}\n".encode())
    for name, digest in sorted(registry.sha256s.items()):
        found.update(f"{name} {digest}\n".encode())
    for code, form in sorted(forms.items()):
        found.update(f"{code} {form.sha256}\n".encode())
    return found.hexdigest()


def _digests(folders: Mapping[Period, tuple[Path, ...]]) -> dict[str, str]:
    """Return the digest of each received file by its period and name."""
    return {
        f"{period}/{file.name}": sha256_of(content_of(file))
        for period, files in folders.items()
        for file in files
    }


def _judged(
    run: Run,
    registry: Registry,
    forms: Mapping[str, Form],
    period: Period,
    files: tuple[Path, ...],
) -> tuple[FileJudgement, ...]:
    """Judge files, naming each by its path: every quarter has files of one name."""
    judged = check_apart(
        files,
        tuple(forms.values()),
        registry,
        period=period,
        as_of=run.as_of,
        merge_answers=run.merge_answers,
    )
    shown = map(run.workspace.shown, files)
    return tuple(replace(one, file=path) for one, path in zip(judged, shown, strict=True))


def _gone(store: Store, run: Run) -> frozenset[str]:
    """Return the stored files that a person has taken out of ``incoming/``."""
    incoming = run.workspace.shown(run.data / "incoming")
    return frozenset(
        entry.path
        for entry in store.manifest().entries
        if entry.path.startswith(f"{incoming}/")
        and not (run.workspace.root / entry.path).is_file()
    )


@dataclass(frozen=True, slots=True)
class _Note:
    """What the last reception saw, kept beside the manifest."""

    rules: str = ""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    refused: tuple[tuple[str, str, str], ...] = ()


def _noted(path: Path) -> _Note:
    try:
        content = json.loads(path.read_bytes())
        refused = tuple((file, code, said) for file, code, said in content["refused"])
        return _Note(content["rules"], content["files"], refused)
    except (OSError, ValueError, KeyError, TypeError):
        return _Note()  # a note that cannot be read costs one more reading, nothing else


def _write(path: Path, note: _Note) -> None:
    content = {"rules": note.rules, "files": note.files, "refused": note.refused}
    replace_file(path, json.dumps(content, ensure_ascii=False, indent=1).encode())


def _folders(
    incoming: Path, until: Period, passing_over: Collection[Period]
) -> Iterator[tuple[Period, tuple[Path, ...]]]:
    """Yield each period up to `until` with its files, hidden ones left out, in order."""
    if not incoming.is_dir():
        return
    for folder in sorted(incoming.iterdir()):
        try:
            period = Period.parse(folder.name)
        except NokError:
            continue
        if folder.is_dir() and period <= until and period not in passing_over:
            yield (
                period,
                tuple(
                    file
                    for file in sorted(folder.iterdir())
                    if not file.name.startswith((".", "~"))
                ),
            )
