"""The workbench: the report's charts behind controls; the only room that imports ipywidgets."""

from nok_analysis.workbench.explorer import Control, explorer
from nok_analysis.workbench.explorers import explore

__all__ = ["Control", "explore", "explorer"]
