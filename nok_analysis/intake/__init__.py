"""The door: received files are judged, accepted rows handed on, the others set aside."""

from nok_analysis.intake.apart import check_apart
from nok_analysis.intake.judge import check
from nok_analysis.intake.judgement import (
    Accepted,
    FileJudgement,
    Issue,
    Outcome,
    SetAside,
    Status,
)
from nok_analysis.intake.quarantine import sweep_quarantine, write_quarantine
from nok_analysis.intake.spoken import as_json, as_text

__all__ = [
    "Accepted",
    "FileJudgement",
    "Issue",
    "Outcome",
    "SetAside",
    "Status",
    "as_json",
    "as_text",
    "check",
    "check_apart",
    "sweep_quarantine",
    "write_quarantine",
]
