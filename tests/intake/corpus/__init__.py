"""Hostile files for the door, every family of it, each with the fate that it must meet.

``python -m tests.intake.corpus FOLDER`` writes them all, with ``expected.csv`` beside them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from tests.intake.corpus import containers, documents, lines, objects, odd, sheets, texts
from tests.intake.corpus.case import Case

FAMILIES = (odd, texts, lines, objects, containers, sheets, documents)
HEAD = ("file", "family", "form", "status", "codes", "accepted", "quarantined", "told")


def cases() -> Iterator[Case]:
    """Yield every case, in order of family."""
    for family in FAMILIES:
        yield from family.cases()


def write(folder: Path) -> list[Case]:
    """Write every case into `folder`, and the table of their fates; return the cases."""
    folder.mkdir(parents=True, exist_ok=True)
    made = list(cases())
    for one in made:
        one.make(folder / one.file)
    with (folder / "expected.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(HEAD)
        table.writerows(one.told() for one in made)
    return made
