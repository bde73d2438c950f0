"""Questionnaires handed out: as an XLSForm for devices, as a page for paper."""

from nok_analysis.handouts.paper import paper
from nok_analysis.handouts.xlsform import xlsform

__all__ = ["paper", "xlsform"]
