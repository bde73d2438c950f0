"""Evidence: the parquet files that a report counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nok_analysis.contracts import EVIDENCE
from nok_analysis.period import Period


@dataclass(frozen=True, slots=True)
class Part:
    """One parquet file of the store: what one received file held of one form and period.

    Attributes
    ----------
    source_file : str
        12 hex of the received file's sha256.
    sha256 : str
        Of the parquet file.
    """

    path: Path
    period: Period
    form: str
    source_file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The parts that the manifest names, table by table (``contracts.EVIDENCE``)."""

    responses: tuple[Part, ...] = ()
    observations: tuple[Part, ...] = ()
    opinions: tuple[Part, ...] = ()
    external_ratings: tuple[Part, ...] = ()
    counts: tuple[Part, ...] = ()
    head_reports: tuple[Part, ...] = ()

    def of(self, periods: set[Period]) -> Evidence:
        """Return the evidence of these periods alone."""
        return Evidence(
            **{
                table: tuple(part for part in getattr(self, table) if part.period in periods)
                for table in EVIDENCE
            }
        )
