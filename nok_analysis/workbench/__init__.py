"""The workbench: the report's charts behind controls; the only room that imports ipywidgets."""

from nok_analysis.workbench.explorer import Control, Explorer, explorer
from nok_analysis.workbench.explorers import answers, compared, explore, profile, progress

__all__ = [
    "Control",
    "Explorer",
    "answers",
    "compared",
    "explore",
    "explorer",
    "profile",
    "progress",
]
