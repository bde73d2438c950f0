"""Methodologies: files of criteria, indicators and formulas, read strictly, worked exactly."""

from nok_analysis.methodology.evaluate import Evaluation, evaluate
from nok_analysis.methodology.model import Methodology
from nok_analysis.methodology.needs import check_against
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
    "nodes",
    "read_methodology",
    "read_trials",
]
