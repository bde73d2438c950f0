"""Tables of the reports: one file a table; nothing is computed here, only chosen and worded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nok_analysis.repertoire import Maker, Repertoire

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

TABLES = Repertoire("nok_analysis.tables")


def table(name: str) -> Callable[[Maker], Maker]:
    """Return a decorator that registers ``tabulate_<name>(assessment, *, words, …)``."""
    return TABLES.add(name)


def tabulate(name: str, assessment: Assessment, **options: object) -> Any:  # noqa: ANN401
    """Return the table of `name`, ready to be shown by a notebook.

    Parameters
    ----------
    name : str
        ``answers``, ``changes``, ``criteria`` …
    assessment : Assessment
    **options
        Options of that table.

    Returns
    -------
    Table, Blocks or Passage
        One table; one for each group; or a sentence where there is nothing to tabulate.

    Raises
    ------
    ReportError
        When there is no such table, or it has no such option.
    """
    return TABLES.make(name, assessment, options)
