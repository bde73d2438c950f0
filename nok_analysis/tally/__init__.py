"""The tally: evidence × methodology → integers, by one SQL text a pass."""

from nok_analysis.tally.counts import Counts, count
from nok_analysis.tally.coverage import coverage
from nok_analysis.tally.sums import score_sums

__all__ = ["Counts", "count", "coverage", "score_sums"]
