"""Published results of others: read as they stand, recomputed, and held to what is possible."""

from nok_analysis.published.checking import Checked, Row, check
from nok_analysis.published.model import Remark, Severity, Verdict
from nok_analysis.published.spoken import as_json, as_text

__all__ = [
    "Checked",
    "Remark",
    "Row",
    "Severity",
    "Verdict",
    "as_json",
    "as_text",
    "check",
]
