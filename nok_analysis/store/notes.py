"""Notes beside the manifest: how a file was judged, and what people decided of its rows."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nok_analysis.intake.corrections import (
    CORRECTIONS,
    Corrections,
    Place,
    corrections_text,
    read_corrections,
)

ASKED = "asked.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a received file was judged, so that a corrected row passes the same door again.

    Attributes
    ----------
    file, registry : str
    forms : tuple of str
        Paths from the folder of the registry.
    period, as_of, merge_answers : str
    """

    file: str
    forms: tuple[str, ...]
    registry: str
    period: str
    as_of: str
    merge_answers: str = "quarantine"


def _no_asked() -> Mapping[str, Asked]:
    return {}


def _no_corrections() -> Mapping[Place, object]:
    return {}


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes to be put beside a manifest.

    Attributes
    ----------
    asked : mapping of str to Asked
        12 hex of a received file → how it was judged.
    corrections : mapping of (source file, sheet, row) to Decision
    """

    asked: Mapping[str, Asked] = field(default_factory=_no_asked)
    corrections: Corrections = field(default_factory=_no_corrections)

    def contents(self, folder: Path) -> Iterator[tuple[str, bytes]]:
        """Yield name and content of the notes of `folder` that these change."""
        asked = read_asked(folder)
        both = asked | {
            key: min(one, asked.get(key, one), key=lambda note: note.file)
            for key, one in self.asked.items()
        }
        if both != asked:
            yield ASKED, _asked_text(both)
        decided = read_corrections(folder / CORRECTIONS)
        if not self.corrections.items() <= decided.items():
            yield CORRECTIONS, corrections_text(decided | dict(self.corrections))


def read_asked(folder: Path) -> dict[str, Asked]:
    """Return how the files of a store were judged; a note that cannot be read says nothing."""
    try:
        listed = json.loads((folder / ASKED).read_bytes())
        return {
            key: Asked(**one | {"forms": tuple(one["forms"])}) for key, one in listed.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _asked_text(asked: Mapping[str, Asked]) -> bytes:
    listed = {key: dataclasses.asdict(one) for key, one in asked.items()}
    return (json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
