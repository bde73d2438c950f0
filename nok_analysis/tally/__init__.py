"""The tally: evidence × methodology → integers, by one SQL text a pass."""

from nok_analysis.tally.counts import Counts, count
from nok_analysis.tally.coverage import coverage
from nok_analysis.tally.sums import score_sums
from nok_analysis.tally.voices import opinion_counts

__all__ = ["Counts", "count", "coverage", "opinion_counts", "score_sums"]
