"""Passages: sentences of the reports that are made from results; one file a passage."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from nok_analysis.exhibits import Passage
from nok_analysis.repertoire import Maker, Repertoire

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

PASSAGES = Repertoire("nok_analysis.passages")


def passage(name: str) -> Callable[[Maker], Maker]:
    """Return a decorator that registers ``tell_<name>(assessment, *, words, …)``."""
    return PASSAGES.add(name)


def tell(name: str, assessment: Assessment, **options: object) -> Passage:
    """Return the passage of `name`, ready to be shown by a notebook.

    Parameters
    ----------
    name : str
        ``headlines``, ``masthead``, ``standing`` …
    assessment : Assessment
    **options
        Options of that passage.

    Raises
    ------
    ReportError
        When there is no such passage, or it has no such option.
    """
    return PASSAGES.make(name, assessment, options)
