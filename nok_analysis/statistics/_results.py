"""The result that several rooms share."""

from dataclasses import dataclass

from nok_analysis.statistics.verdicts import Reason, Status


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its bounds, the people behind it and the formula that made them."""

    estimate: float
    low: float
    high: float
    n: int
    method: str
    confidence_level: float
    status: Status = "ok"
    reason: Reason = ""
