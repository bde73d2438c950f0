"""Received files of a run, through the door, into its store."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nok_analysis.errors import Fault, NokError, RunError
from nok_analysis.files import sha256_of
from nok_analysis.forms import Form
from nok_analysis.intake import FileJudgement, Status, check_apart
from nok_analysis.intake.corrections import CORRECTIONS, read_corrections
from nok_analysis.period import Period
from nok_analysis.reception.keeping import keep
from nok_analysis.reception.naming import from_data
from nok_analysis.reception.note import manifest_digest, note_of, read_note, write_note
from nok_analysis.registry import Registry
from nok_analysis.run import Run
from nok_analysis.store import Asked, Notes, Store
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.workspace import written


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
    before, now = read_note(store), note_of(run, registry, forms, folders)
    if before == replace(before, rules=now.rules, files=now.files, manifest=now.manifest):
        return Reception(store, before.refused)
    gone = _gone(store, run)
    judged: list[FileJudgement] = []
    for period, received in folders.items():
        again = before.rules != now.rules
        changed = received if again else store.fresh(received, forms, gone=gone)
        judged += _judged(run, registry, forms, period, changed)
    notes = Notes(_asked(run, judged))
    keep(store, judged, forms, as_of=run.as_of, withdrawing=gone, notes=notes)
    said = tuple(_refusals(run, judged))
    write_note(store, replace(now, refused=said, manifest=manifest_digest(store)))
    return Reception(store, said)


def _refusals(run: Run, judged: Iterable[FileJudgement]) -> Iterator[tuple[str, str, str]]:
    words = Words(run.language)
    for one in judged:
        if one.status == Status.REFUSED:
            yield one.file, one.issues[0].code, one.issues[0].said(words)


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
    now = note_of(run, registry, forms, folders)
    return sha256_of(f"{now.rules}{json.dumps(dict(now.files))}".encode())


def _asked(run: Run, judged: Iterable[FileJudgement]) -> dict[str, Asked]:
    """Return how the files of a run were judged, paths from its data folder."""
    named = (run.workspace.root / written("forms", name) for name in run.forms)
    forms = tuple(from_data(run.data, path) for path in named)
    return {
        one.source_file: Asked(
            from_data(run.data, run.workspace.root / one.file),
            forms,
            run.registry.name,
            str(one.period),
            run.as_of.isoformat(),
            run.merge_answers,
        )
        for one in judged
        if one.status != Status.REFUSED
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
        corrections=read_corrections(run.data / "store" / CORRECTIONS),
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
