"""The run file: everything that one report of a quarter depends on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from nok_analysis.period import Period
from nok_analysis.vocabulary import CycleKind
from nok_analysis.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers that the statistics of a run rest on."""

    confidence_level: float
    threshold: float  # points of the methodology's scale
    gate: float  # reliability below it: no ranks


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What may be published (``reliability`` section 10)."""

    min_n_institution: int
    min_n_cell: int
    extreme_n: int
    percent_decimals: int
    round_n: int
    min_interval: int
    min_difference: int
    small_indicator: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one report."""

    cell_seconds: int
    report_seconds: int
    memory_mb: int


@dataclass(frozen=True, slots=True)
class TallyOptions:
    """Where and how the counting runs."""

    engine: str
    threads: int
    memory_mb: int


@dataclass(frozen=True, slots=True)
class Run:
    """A run file as read, with its workspace.

    Attributes
    ----------
    data : Path
        Folder of the registry; ``incoming/``, ``store/`` and ``quarantine/`` lie beside it.
    institutions : tuple of str
        Registry codes; empty = all that are active.
    council_tables : Path or None
        Folder of the tables that people keep; None = ``council`` beside the registry.
    """

    workspace: Workspace
    file: str
    sha256: str
    period: Period
    cycle_kind: CycleKind
    as_of: dt.date
    title: str
    language: str
    audience: str
    synthetic: bool
    registry: Path
    merge_answers: str
    methodology: str
    beside: tuple[str, ...]
    forms: tuple[str, ...]
    institutions: tuple[str, ...]
    compare_with: tuple[Period, ...]
    statistics: Statistics
    disclosure: Disclosure
    show_intervals: str
    link_hosts: tuple[str, ...]
    address: str
    limits: Limits
    tally: TallyOptions
    council_tables: Path | None = None

    @property
    def data(self) -> Path:
        """Folder in which the run's evidence lies."""
        return self.registry.parent

    @property
    def council(self) -> Path:
        """Folder of the tables that the council keeps."""
        return self.council_tables or self.data / "council"
