"""Period against period: changes, and lines over all periods."""

from nok_analysis.tracking.boundaries import uncompared
from nok_analysis.tracking.changes import changes
from nok_analysis.tracking.series import series

__all__ = ["changes", "series", "uncompared"]
