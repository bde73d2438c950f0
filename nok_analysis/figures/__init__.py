"""Figures by name: one file a chart.

A chart's file holds ``draw_<name>``, decorated with its name, and ``tell_<name>``, the sentence
that reads it. To add a chart, add a file.
"""

from nok_analysis.figures.registered import draw, names, tell

__all__ = ["draw", "names", "tell"]
