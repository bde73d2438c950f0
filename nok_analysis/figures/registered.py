"""The charts by name: found by listing this folder on first use."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from nok_analysis.errors import ContractError

if TYPE_CHECKING:
    from nok_analysis.figures.chart import Chart
    from nok_analysis.figures.material import Material

_DRAWN: dict[str, Callable[..., Chart]] = {}


def chart(name: str) -> Callable[[Callable[..., Chart]], Callable[..., Chart]]:
    """Return the decorator that registers ``draw_<name>`` as the chart `name`."""

    def register(draw_chart: Callable[..., Chart]) -> Callable[..., Chart]:
        if name in _DRAWN or draw_chart.__name__ != f"draw_{name}":
            raise ContractError("chart “{name}” is drawn by draw_{name}, once", name=name)
        _DRAWN[name] = draw_chart
        return draw_chart

    return register


def draw(name: str, assessment: Material, **options: object) -> Chart:
    """Return the chart `name` of an assessment.

    Parameters
    ----------
    name : str
        One of `names`.
    assessment : Assessment
    **options
        Options of that chart, e.g. ``institution="I02"``.

    Raises
    ------
    ContractError
        When no chart has that name.
    """
    return _found(name)(assessment, words=assessment.words, **options)


def tell(name: str, assessment: Material, **options: object) -> str:
    """Return the sentence that reads the chart `name`; parameters as in `draw`."""
    module = sys.modules[_found(name).__module__]
    return getattr(module, f"tell_{name}")(assessment, words=assessment.words, **options)


def names() -> tuple[str, ...]:
    """Return the names of all charts, sorted."""
    folder = import_module("nok_analysis.figures")
    for module in pkgutil.iter_modules(folder.__path__):
        import_module(f"{folder.__name__}.{module.name}")
    for name, drawn in _DRAWN.items():
        if not hasattr(sys.modules[drawn.__module__], f"tell_{name}"):
            raise ContractError("chart “{name}” has no tell_{name}", name=name)
    return tuple(sorted(_DRAWN))


def _found(name: str) -> Callable[..., Chart]:
    if name not in _DRAWN and name not in names():
        raise ContractError(
            "there is no chart “{name}”; known: {known}", name=name, known=", ".join(names())
        )
    return _DRAWN[name]
