"""Institution against institution: places, pairs, contrasts with the mean, group averages."""

from nok_analysis.comparison.aggregates import aggregates
from nok_analysis.comparison.movers import movers
from nok_analysis.comparison.pairs import compare
from nok_analysis.comparison.robustness import robustness
from nok_analysis.comparison.standings import standings

__all__ = ["aggregates", "compare", "movers", "robustness", "standings"]
