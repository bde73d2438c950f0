"""Scores: counts × methodology → exact values with their intervals."""

from nok_analysis.scoring.answers import with_shares
from nok_analysis.scoring.exact import score
from nok_analysis.scoring.linear import survey_weights
from nok_analysis.scoring.sampled import with_intervals

__all__ = ["score", "survey_weights", "with_intervals", "with_shares"]
