"""The assessment of a quarter: everything that its pages show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import pandas as pd

from nok_analysis.earlier import Outside
from nok_analysis.forms import Form
from nok_analysis.methodology import Methodology
from nok_analysis.passport import Passport
from nok_analysis.registry import Registry
from nok_analysis.run import Run
from nok_analysis.wording import Words


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that the pages of a quarter show; tables as in the data dictionary.

    Attributes
    ----------
    run, registry, passport, methodology, forms
        The parameters, as read.
    institutions, nodes, tally, distributions, openness, coverage, scores, aggregates, \
standings, comparison, series, robustness, manifest : DataFrame
        The tables that carry these names.
    beside : tuple of Methodology
        What else the institutions are scored under, never ranked together with the run's.
    refused : tuple of (file, code, message)
        Files that the door refused.
    outside : tuple of Outside
        Earlier periods that are no points of the run's lines and are compared with nothing.
    digest : str
        sha256 of the tables; the same tables give the same digest on any machine.
    institution : str
        Registry code that an institution page is about; empty for the others.
    """

    run: Run
    registry: Registry
    passport: Passport
    methodology: Methodology
    forms: dict[str, Form]
    institutions: pd.DataFrame
    nodes: pd.DataFrame
    tally: pd.DataFrame
    distributions: pd.DataFrame
    openness: pd.DataFrame
    coverage: pd.DataFrame
    scores: pd.DataFrame
    aggregates: pd.DataFrame
    standings: pd.DataFrame
    comparison: pd.DataFrame
    series: pd.DataFrame
    robustness: pd.DataFrame
    manifest: pd.DataFrame
    beside: tuple[Methodology, ...] = ()
    refused: tuple[tuple[str, str, str], ...] = ()
    outside: tuple[Outside, ...] = ()
    digest: str = ""
    institution: str = ""

    @property
    def words(self) -> Words:
        """The language of the run."""
        return Words(self.run.language)

    def results(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield every table with its name."""
        for field in fields(self):
            table = getattr(self, field.name)
            if isinstance(table, pd.DataFrame):
                yield field.name, table

    def shown_institutions(self) -> tuple[str, ...]:
        """Return the codes that have a page: those assessed in the run's period."""
        current = self.institutions[self.institutions["period"] == str(self.run.period)]
        return tuple(current.loc[current["assessed"], "institution"])
