"""The same evidence under other assumptions: choices not taken, methodologies beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from nok_analysis.comparison import robustness
from nok_analysis.methodology import Methodology, check_against
from nok_analysis.parts import Parts, read_parts
from nok_analysis.reception import receive
from nok_analysis.roll import call_roll
from nok_analysis.scoring import score
from nok_analysis.store import Evidence
from nok_analysis.tally import Counts, count
from nok_analysis.vocabulary import Level

KEY = ["methodology", "period", "institution", "node"]


def tried(
    parts: Parts,
    evidence: Evidence,
    counts: Counts,
    institutions: pd.DataFrame,
    *,
    shown: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    """Return the table `robustness` of the run's period.

    Parameters
    ----------
    parts : Parts
        Its `trials` are the scenarios.
    evidence : Evidence
    counts : Counts
        Made for the run's own methodology; they serve every trial that counts the same terms.
    institutions : DataFrame
        Table `institutions`.
    shown : callable
        Table → what of it may be published.
    """
    period = str(parts.run.period)
    now = institutions[institutions["period"] == period]
    seen = evidence.of({parts.run.period})
    own = dict(parts.methodology.terms())
    found: dict[str, tuple[Methodology, pd.DataFrame]] = {}
    for scenario, methodology in parts.trials.items():
        same = all(own.get(node) == leaf for node, leaf in methodology.terms())
        tally = reasoned(counts if same else counted(parts, methodology, seen, now))
        tally = tally[tally["period"] == period].assign(methodology=methodology.code)
        scores = score(tally, methodology)
        totals = scores[scores["level"] == Level.TOTAL].reset_index(drop=True)
        found[scenario] = (methodology, shown(totals))
    return robustness(found, now, parts.methodology)


def places_under(
    run: str, methodologies: Sequence[Methodology], *, start: Path
) -> tuple[dict[str, str], ...]:
    """Return the place of each institution on the evidence of a run, by methodology.

    Parameters
    ----------
    run : str
        Period or run file; its groups are those of its own methodology.
    methodologies : sequence of Methodology
    start : Path
        Folder from which the workspace is looked for.

    Returns
    -------
    tuple of dict of str to str
        For each methodology: name of the institution → its place, empty without one.

    Raises
    ------
    NokError
        When the run cannot be read, or its forms lack what a methodology counts.
    """
    read = read_parts(run, start)
    for one in methodologies:
        check_against(one, read.forms)
    parts = replace(read, trials={str(i): one for i, one in enumerate(methodologies)})
    apart = frozenset(one.period for one in parts.outside)
    reception = receive(parts.run, parts.registry, parts.forms, passing_over=apart)
    evidence = reception.store.evidence(until=parts.run.period)
    institutions = call_roll(
        parts.registry,
        {parts.run.period},
        chosen=parts.run.institutions,
        left_out=parts.left_out,
    )
    counts = counted(parts, parts.methodology, evidence, institutions)
    table = tried(parts, evidence, counts, institutions, shown=lambda scores: scores)
    known = parts.registry.institutions
    found: tuple[dict[str, str], ...] = tuple({} for _one in methodologies)
    columns = zip(table["scenario"], table["institution"], table["rank"], strict=True)
    for scenario, code, rank in columns:
        name = known[code].short_name or known[code].name
        found[int(scenario)][f"{code} {name}"] = "" if pd.isna(rank) else str(rank)
    return found


def counted(
    parts: Parts, methodology: Methodology, evidence: Evidence, institutions: pd.DataFrame
) -> Counts:
    """Return the counts of the terms of a methodology, for the assessed institutions."""
    options = parts.run.tally
    return count(
        evidence,
        methodology,
        parts.forms,
        institutions=institutions[institutions["assessed"]],
        as_of=parts.run.as_of,
        engine=options.engine,
        threads=options.threads,
        memory_mb=options.memory_mb,
    )


def reasoned(counts: Counts) -> pd.DataFrame:
    """Return the tally, each row with the reason why there was nothing to count."""
    return counts.tally.merge(counts.reasons, how="left", on=KEY)
