"""Numbers only: intervals, tests, places, charts and the words they decide.

Each module answers one question of a reader; `methods` of a result name the formula used.
Modules load on first use, so that importing this package costs nothing.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nok_analysis.statistics import (
        adjustment,
        agreement,
        change,
        control_charts,
        disclosure,
        effect,
        evidence,
        funnel,
        integrity,
        intervals,
        ranking,
        reliability,
        sampling,
        sensitivity,
        variance,
        verdicts,
    )

__all__ = [
    "adjustment",
    "agreement",
    "change",
    "control_charts",
    "disclosure",
    "effect",
    "evidence",
    "funnel",
    "integrity",
    "intervals",
    "ranking",
    "reliability",
    "sampling",
    "sensitivity",
    "variance",
    "verdicts",
]


def __getattr__(name: str) -> ModuleType:
    """Load the module that is asked for (PEP 562)."""
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the modules, loaded or not."""
    return sorted(__all__)
