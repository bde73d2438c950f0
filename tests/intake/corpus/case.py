"""A hostile file and its fate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SURVEY = "door-survey"
HEADER = "institution;respondent;date;channel;q1;q2;q3;q4;words"
ROW = "I01;{};12.07.2026;;да;да;да;5;{}\n"


@dataclass(frozen=True, slots=True)
class Case:
    """A file of the corpus.

    `content` is its bytes, or what makes it at a path. `codes` are those of its issues, each
    once, in alphabetical order.
    """

    file: str
    family: str
    told_as: str
    content: bytes | Callable[[Path], None]
    codes: tuple[str, ...] = ()
    accepted: int = 0
    quarantined: int = 0
    form: str = SURVEY

    @property
    def status(self) -> str:
        if self.quarantined:
            return "accepted_with_quarantine"
        return "accepted" if self.accepted else "refused"

    def make(self, path: Path) -> None:
        if isinstance(self.content, bytes):
            path.write_bytes(self.content)
        else:
            self.content(path)

    def told(self) -> list[str | int]:
        return [
            self.file, self.family, self.form, self.status, " ".join(self.codes),
            self.accepted, self.quarantined, self.told_as,
        ]  # fmt: skip


def table(*rows: str, header: str = HEADER) -> str:
    """Return the text of a small questionnaire; rows without a line end get one."""
    return "\n".join([header, *(row.rstrip("\n") for row in rows), ""])
