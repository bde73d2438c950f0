"""A small council on disk: received files taken in, set aside, corrected and taken back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from dataclasses import dataclass
from pathlib import Path

from nok_analysis.files import sha256_of
from nok_analysis.forms import read_form
from nok_analysis.intake.corrections import Verdict
from nok_analysis.period import Period
from nok_analysis.reception import Overrides, take_back, take_in
from nok_analysis.store import Store

CASES = Path(__file__).parents[1] / "cases"
HEADER = "institution;respondent;date;channel;q1;q2;q3;q4;words"
SOUND = "I01;1;12.07.2026;;да;да;да;5;"
DOUBTFUL = "I01;2;13.07.2026;;наверное;да;да;5;"
PERIOD = Period(2026, 3)


def table(*rows: str) -> str:
    """A received file of these rows."""
    return "\n".join([HEADER, *rows, ""])


@dataclass(frozen=True)
class Council:
    """Registry, inbox, store and quarantine of a test."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def store(self) -> Store:
        return Store(self.data / "store")

    def received(self, **texts: str) -> list[Path]:
        """Put received files into the inbox; their names lack the ending."""
        folder = self.root / "inbox"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return [folder / f"{name}.csv" for name in texts]

    def take_in(self, *files: Path, period: Period = PERIOD):
        form = self.root / "door_survey.yaml"
        return take_in(files, {form: read_form(form)}, self.data / "registry.csv",
                       period=period, as_of=dt.date(2026, 9, 20))  # fmt: skip

    def quarantine(self, name: str = "a") -> Path:
        return self.data / f"quarantine/{name}.csv"

    def lines(self, name: str = "a") -> list[dict[str, str]]:
        path = self.quarantine(name)
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    def answer(self, name: str = "a", *, row: int | None = None, **cells: str) -> Path:
        """Fill cells of a quarantine file, of one received row or of all."""
        lines = self.lines(name)
        for line in lines:
            if row is None or line["row"] == str(row):
                line.update(cells)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, lines[0].keys(), delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(lines)
        self.quarantine(name).write_bytes(text.getvalue().encode("utf-8-sig"))
        return self.quarantine(name)

    def correct(self, name: str = "a", **cells: str) -> Path:
        return self.answer(name, status=str(Verdict.CORRECTED), **cells)

    def take_back(self, path: Path | None = None, **named):
        return take_back(path or self.quarantine(), Overrides(**named))

    def counts(self) -> tuple[int, int, int, int, int]:
        """rows_in, accepted, corrected, quarantined, rejected over the whole manifest."""
        names = ("rows_in", "accepted", "corrected", "quarantined", "rejected")
        entries = self.store.manifest().entries
        found = tuple(sum(getattr(one, name) for one in entries) for name in names)
        assert found[0] == sum(found[1:])
        assert all(one.conserved for one in entries)
        assert self.store.check() == ()
        return found

    def bytes(self) -> dict[str, str]:
        """Digest of every file of the store, its lock left out."""
        folder = self.store.folder
        return {
            path.relative_to(folder).as_posix(): sha256_of(path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != ".lock"
        }


def council_in(root: Path) -> Council:
    """Return a council with its registry and nothing taken in."""
    (root / "data").mkdir(parents=True)
    shutil.copy(CASES / "intake/registry.csv", root / "data/registry.csv")
    shutil.copy(CASES / "forms/door_survey.yaml", root)
    return Council(root)
