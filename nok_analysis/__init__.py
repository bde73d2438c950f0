"""nok_analysis: independent quality assessment of municipal social-service institutions.

Notebooks need five words: :func:`assess` walks the corridor from received files to results,
:func:`draw`, :func:`tabulate` and :func:`tell` show them, :func:`seal` ends a report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nok_analysis.version import __version__

if TYPE_CHECKING:
    from nok_analysis.corridor import assess
    from nok_analysis.figures import draw
    from nok_analysis.passages import tell
    from nok_analysis.sealing import seal
    from nok_analysis.tables import tabulate

__all__ = ["__version__", "assess", "draw", "seal", "tabulate", "tell"]

_PLACES = {
    "assess": "nok_analysis.corridor",
    "draw": "nok_analysis.figures",
    "seal": "nok_analysis.sealing",
    "tabulate": "nok_analysis.tables",
    "tell": "nok_analysis.passages",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (five functions of different shapes)
    """Import a word of the notebooks when it is first used, so that ``nok --help`` is quick."""
    if name not in _PLACES:
        message = f"module 'nok_analysis' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
