"""Rows set aside come back: decided by a person, through the same door, counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nok_analysis.errors import Fault, IntakeError
from nok_analysis.intake import FileJudgement, Status, sweep_quarantine, write_quarantine
from nok_analysis.intake.corrections import CORRECTIONS, read_corrections
from nok_analysis.intake.preflight import HASH_SHOWN
from nok_analysis.intake.returned import Returned, read_returned
from nok_analysis.intake.rulings import ruling
from nok_analysis.reception.door import SETTLED, Door, Overrides, door_of
from nok_analysis.reception.keeping import QUARANTINE, keep
from nok_analysis.store import Notes, Store
from nok_analysis.store.store import MANIFEST
from nok_analysis.wording import mark_for_catalog as _


@dataclass(slots=True)
class TakenBack:
    """What became of returned rows.

    Attributes
    ----------
    judged : list of FileJudgement
        The received files, judged again with the decisions, under their names in the store.
    remarks : list of Fault
        Decisions that were not followed, and why.
    """

    judged: list[FileJudgement] = field(default_factory=list[FileJudgement])
    remarks: list[Fault] = field(default_factory=list[Fault])


def take_back(quarantine: Path, named: Overrides) -> TakenBack:
    """Return what became of the rows that a person decided in a quarantine file.

    Each received file is judged anew, whole, with every decision on its rows: a corrected row
    counts as corrected, a rejected one as rejected, and none twice. A row that is still wrong
    stays set aside, with the values as corrected.

    Parameters
    ----------
    quarantine : Path
        A file of the folder ``quarantine``, with the column ``status`` filled.
    named : Overrides

    Raises
    ------
    IntakeError
        When the file is no quarantine file, or decides nothing.
    NokError
        When forms or registry are wrong, or a corrected row is in another file already: of
        that file nothing is stored then.
    """
    decided = _decided(quarantine)
    store = _store_of(quarantine, named)
    found, whole = TakenBack(), True
    for sha256 in dict.fromkeys(one.sha256 for one in decided):
        own = [one for one in decided if one.sha256 == sha256]
        door = door_of(store, own[0], named)
        if isinstance(door, Door):
            _follow(store, door, own, named.who, found)
        else:
            found.remarks.append(replace(door, file=quarantine.name))
            whole = whole and door.code == SETTLED
    if whole:
        _rewrite(store, quarantine.resolve(), found.judged)
    return found


def _decided(quarantine: Path) -> list[Returned]:
    rows = read_returned(quarantine, shown_as=quarantine.name)
    decided = [one for one in rows if one.verdict is not None]
    if not decided:
        message = _(
            "no row is decided; write “corrected” or “rejected” into the column “status” of "
            "the rows that are to come back"
        )
        raise IntakeError(Fault(message, {}, quarantine.name))
    return decided


def _store_of(quarantine: Path, named: Overrides) -> Store:
    """Return the store beside the registry that is named, else beside the quarantine."""
    folder = named.registry.resolve() if named.registry else quarantine.resolve().parent
    store = Store(folder.parent / "store")
    if not (store.folder / MANIFEST).is_file():
        message = _(
            "no store lies in {folder}; leave the file in the folder quarantine, or name the "
            "registry of its council with --registry"
        )
        raise IntakeError(Fault(message, {"folder": folder.parent.name}, quarantine.name))
    return store


def _follow(
    store: Store, door: Door, rows: Sequence[Returned], who: str, found: TakenBack
) -> None:
    """Put the decisions on the rows that are set aside now, and keep what comes of it."""
    source_file = rows[0].sha256[:HASH_SHOWN]
    before = read_corrections(store.folder / CORRECTIONS)
    judged = door.judged(before)
    aside = {(one.sheet or "", one.row): one for one in judged.set_aside}
    new = {}
    for one in rows if judged.status is not Status.REFUSED else ():
        place = (source_file, *one.spot)
        if one.spot in aside:
            earlier = before.get(place)
            new[place] = ruling(one, aside[one.spot], earlier, who=who, as_of=door.as_of)
        else:
            found.remarks.append(_settled(one, known=place in before))
    if new:
        judged = door.judged({**before, **new})
    found.judged.append(replace(judged, file=door.name))
    if new and judged.status is not Status.REFUSED:
        notes = Notes({source_file: door.asked}, new)
        keep(store, found.judged[-1:], door.forms, as_of=door.as_of, notes=notes)


def _settled(row: Returned, *, known: bool) -> Fault:
    message = (
        _("row {row} of “{file}” was decided before; a row comes back once")
        if known
        else _("row {row} of “{file}” is not set aside; nothing was changed")
    )
    return Fault(message, {"row": row.row, "file": row.file})


def _rewrite(store: Store, quarantine: Path, judged: Sequence[FileJudgement]) -> None:
    """Leave in the quarantine what is still wrong; the answers of the person are taken in."""
    folder = store.folder.parent / QUARANTINE
    write_quarantine(folder, judged, taken={quarantine})
    live = {one.source_sha256 for one in store.manifest().entries if one.quarantined}
    sweep_quarantine(folder, live, taken={quarantine})
