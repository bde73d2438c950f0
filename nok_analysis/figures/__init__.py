"""Figures by name: one file a chart.

A chart's file holds ``draw_<name>``, decorated with its name, and ``tell_<name>``, the sentence
that reads it. To add a chart, add a file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from nok_analysis.errors import ContractError
from nok_analysis.repertoire import Maker, Repertoire

if TYPE_CHECKING:
    from nok_analysis.figures.chart import Chart
    from nok_analysis.figures.material import Material

FIGURES = Repertoire("nok_analysis.figures")


def figure(name: str) -> Callable[[Maker], Maker]:
    """Return a decorator that registers ``draw_<name>(assessment, *, words, …)``."""
    return FIGURES.add(name)


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
    ReportError
        When there is no such chart, or it has no such option.
    """
    return FIGURES.make(name, assessment, options)


def tell(name: str, assessment: Material, **options: object) -> str:
    """Return the sentence that reads the chart `name`; parameters as in `draw`.

    Raises
    ------
    ContractError
        When the file of the chart holds no such sentence.
    """
    module = sys.modules[FIGURES.maker(name).__module__]
    if not hasattr(module, f"tell_{name}"):
        raise ContractError("chart “{name}” has no tell_{name}", name=name)
    return getattr(module, f"tell_{name}")(assessment, words=assessment.words, **options)


def names() -> tuple[str, ...]:
    """Return the names of all charts, sorted."""
    return FIGURES.names()
