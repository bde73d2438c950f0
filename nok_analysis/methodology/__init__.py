"""Methodologies: files of criteria, indicators and formulas, read strictly, worked exactly."""

from nok_analysis.methodology.checks import in_force
from nok_analysis.methodology.evaluate import Evaluation, evaluate
from nok_analysis.methodology.model import Methodology
from nok_analysis.methodology.needs import check_against, uncounted
from nok_analysis.methodology.nodes import nodes
from nok_analysis.methodology.reader import read_methodology, read_trials
from nok_analysis.methodology.worked import TermCount, Worked

__all__ = [
    "Evaluation",
    "Methodology",
    "TermCount",
    "Worked",
    "check_against",
    "evaluate",
    "in_force",
    "nodes",
    "read_methodology",
    "read_trials",
    "uncounted",
]
