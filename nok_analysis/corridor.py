"""The corridor: one walk through the house, from received files to an assessment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pandas as pd

from nok_analysis.assessment import Assessment
from nok_analysis.comparison import aggregates, compare, movers, standings
from nok_analysis.contracts import checked
from nok_analysis.disclosure import disclose, small_places
from nok_analysis.earlier import elsewhere, met, reasons
from nok_analysis.errors import RunError
from nok_analysis.methodology import nodes
from nok_analysis.parts import Parts, read_parts
from nok_analysis.period import Period
from nok_analysis.reception import Reception, fingerprint_of, receive, refuse_nothing
from nok_analysis.roll import call_roll
from nok_analysis.scoring import score, survey_weights, with_intervals, with_shares
from nok_analysis.store import Evidence
from nok_analysis.tally import Counts, coverage, score_sums
from nok_analysis.tracking import changes, series, uncompared
from nok_analysis.trials import counted, reasoned, tried

DEFAULT_RUN = "params/runs/2026Q3.yaml"
Populations = dict[tuple[str, str], int | None]

#: Assessments of this process by what they were made of (`report.worker` loads one).
_KNOWN: dict[str, Assessment] = {}


def assess(
    run: str = DEFAULT_RUN, *, institution: str | None = None, start: Path | None = None
) -> Assessment:
    """Return the assessment of a run; received files that are new are taken in first.

    Parameters
    ----------
    run : str
        Period or run file.
    institution : str, optional
        Of an institution page: its registry code or file slug; empty = the first of the run.
    start : Path, optional
        Folder from which the workspace is looked for; the current one by default.

    Raises
    ------
    NokError
        When a file of parameters is wrong, evidence is missing, or the institution is not
        assessed in the period.
    """
    parts = read_parts(run, start or Path.cwd())
    read = parts.run, parts.registry, parts.forms
    apart = frozenset(one.period for one in parts.outside)
    key = parts.fingerprint + fingerprint_of(*read, passing_over=apart)
    if key not in _KNOWN:
        _KNOWN[key] = _digested(_walked(parts, receive(*read, passing_over=apart)))
    found = replace(_KNOWN[key], run=parts.run)  # a copy of the workspace lies elsewhere
    return (
        found if institution is None else replace(found, institution=_code(found, institution))
    )


def remember(key: str, assessment: Assessment) -> None:
    """Let :func:`assess` of this process return `assessment` for what it was made of."""
    _KNOWN[key] = assessment


def known() -> dict[str, Assessment]:
    """Return every assessment that this process remembers, by what it was made of."""
    return dict(_KNOWN)


def _walked(parts: Parts, reception: Reception) -> Assessment:
    """Walk the corridor: evidence, counts, scores, what may be shown, comparison, lines."""
    run, methodology = parts.run, parts.methodology
    refuse_nothing(reception, run)
    roll, institutions, evidence = _own_line(parts, reception)
    populations = _populations(parts, institutions)
    counts = counted(parts, methodology, evidence, institutions)
    measured = _scored(parts, evidence, counts, populations)
    shown = _discloser(parts, measured)
    scores = shown(measured)
    now = scores[scores["period"] == str(run.period)]
    judged = {
        "confidence_level": run.statistics.confidence_level,
        "gate": run.statistics.gate,
    }
    return Assessment(
        run=run,
        registry=parts.registry,
        passport=parts.passport,
        methodology=methodology,
        forms=parts.forms,
        institutions=roll,
        nodes=nodes(methodology),
        tally=shown(counts.tally),
        distributions=shown(_shared(parts, counts, populations)),
        openness=counts.openness,
        coverage=_covered(parts, counts, populations),
        scores=scores,
        aggregates=aggregates(scores, institutions, methodology, **judged),
        standings=standings(now, institutions, methodology, rng=_chance(parts), **judged),
        comparison=_compared(parts, scores, counts, institutions),
        series=_lined(parts, scores),
        robustness=tried(parts, evidence, counts, institutions, shown=shown),
        manifest=_listed(reception, run.period),
        beside=parts.beside,
        refused=reception.refused,
        outside=parts.outside,
    )


def _own_line(
    parts: Parts, reception: Reception
) -> tuple[pd.DataFrame, pd.DataFrame, Evidence]:
    """Return the roll, and roll and evidence of the periods in one line with the run's."""
    received = reception.store.evidence(until=parts.run.period)
    surveyed = {part.period for part in received.responses}
    observed = {part.period for part in received.observations}
    periods, chosen = {parts.run.period, *surveyed}, parts.run.institutions
    roll = call_roll(parts.registry, periods, chosen=chosen, left_out=parts.left_out)
    apart = {one.period for one in parts.outside}
    own = roll[~roll["period"].isin({str(one) for one in apart})]
    return roll, own.reset_index(drop=True), received.of((surveyed | observed) - apart)


def _discloser(parts: Parts, measured: pd.DataFrame) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return what makes a table fit for the audience of the run."""
    run = parts.run
    small = small_places(measured, minimum=run.disclosure.min_n_institution)

    def shown(table: pd.DataFrame) -> pd.DataFrame:
        return disclose(
            table,
            parts.methodology,
            small=small,
            audience=run.audience,
            min_n_cell=run.disclosure.min_n_cell,
        )

    return shown


def _populations(parts: Parts, institutions: pd.DataFrame) -> Populations:
    places = zip(institutions["period"], institutions["institution"], strict=True)
    return {
        (period, code): parts.registry.population(code, Period.parse(period))
        for period, code in places
    }


def _digested(assessment: Assessment) -> Assessment:
    found = hashlib.sha256()
    for name, table in assessment.results():
        text = table.to_csv(index=False, lineterminator="\n", float_format="%.10g")
        found.update(f"{name}\n{text}".encode())
    found.update("".join(map(str, assessment.outside)).encode())
    return replace(assessment, digest=found.hexdigest())


def _scored(
    parts: Parts, evidence: Evidence, counts: Counts, populations: Populations
) -> pd.DataFrame:
    """Return exact scores with the intervals that the second pass over the answers gives."""
    methodology, options = parts.methodology, parts.run.tally
    tally = reasoned(counts)
    scores = score(tally, methodology)
    sums = score_sums(
        evidence,
        methodology,
        parts.forms,
        counts,
        weights=survey_weights(scores, tally, methodology),
        engine=options.engine,
        threads=options.threads,
        memory_mb=options.memory_mb,
    )
    return with_intervals(
        scores,
        tally,
        sums,
        methodology,
        populations=populations,
        confidence_level=parts.run.statistics.confidence_level,
    )


def _shared(parts: Parts, counts: Counts, populations: Populations) -> pd.DataFrame:
    """Return the answers as shares; breakdowns wait for their disclosure rules.

    A form that an institution did not use in a period says nothing of it, unless it used none.
    """
    whole = counts.distributions[counts.distributions["breakdown"] == ""]
    received = whole["asked"] + whole["not_applicable"]
    used = received.groupby([whole["period"], whole["institution"], whole["form"]]).transform(
        "max"
    )
    any_used = received.groupby([whole["period"], whole["institution"]]).transform("max")
    kept = whole[(used > 0) | (any_used == 0)]
    return with_shares(
        kept.reset_index(drop=True),
        populations=populations,
        confidence_level=parts.run.statistics.confidence_level,
    )


def _covered(parts: Parts, counts: Counts, populations: Populations) -> pd.DataFrame:
    bases = {
        place: parts.registry.sample_base(place[1], Period.parse(place[0]))
        for place in populations
    }
    return coverage(counts, parts.methodology, populations=populations, sample_bases=bases)


def _compared(
    parts: Parts, scores: pd.DataFrame, counts: Counts, institutions: pd.DataFrame
) -> pd.DataFrame:
    """Return pairs and contrasts of the run's period, and changes since the periods named."""
    run, methodology = parts.run, parts.methodology
    rules = {
        "confidence_level": run.statistics.confidence_level,
        "threshold": run.statistics.threshold,
    }
    measured = set(scores["period"])
    others = [str(one) for one in run.compare_with if str(one) in measured]
    now = scores[scores["period"] == str(run.period)]
    found = [
        compare(now, institutions, methodology, **rules),
        movers(now, institutions, methodology, **rules),
        changes(
            scores,
            methodology,
            period=str(run.period),
            others=others,
            tally=counts.tally,
            **rules,
        ),
        uncompared(
            now,
            methodology,
            period=str(run.period),
            others=reasons(met(parts.outside, set(map(str, run.compare_with)))),
            threshold=run.statistics.threshold,
        ),
    ]
    key = ["kind", "methodology", "node", "institution", "period", "institution_b", "period_b"]
    filled = [one for one in found if len(one)] or found[:1]  # one institution, one quarter
    return pd.concat(filled).sort_values(key, ignore_index=True)


def _lined(parts: Parts, scores: pd.DataFrame) -> pd.DataFrame:
    return series(
        scores,
        parts.methodology,
        cycle_kind=parts.run.cycle_kind,
        elsewhere=elsewhere(parts.outside),
    )


def _listed(reception: Reception, until: Period) -> pd.DataFrame:
    """Return the table `manifest` of everything received up to a period."""
    entries = [
        asdict(entry)
        for entry in reception.store.manifest().entries
        if not entry.period or Period.parse(entry.period) <= until
    ]
    return checked(pd.DataFrame(entries), "manifest")


def _chance(parts: Parts) -> np.random.Generator:
    """Return the chance behind confidence sets of places: the same for the same run file."""
    return np.random.default_rng(int(parts.run.sha256[:16], 16))


def _code(assessment: Assessment, written: str) -> str:
    """Return the registry code that a person or a file name means."""
    from nok_analysis.circle import slug

    shown = assessment.shown_institutions()
    for code in shown:
        if written in {"", code, slug(code)}:
            return code
    raise RunError(
        "no institution “{code}” is assessed in {period}; assessed are: {known}",
        code=written[:80],
        period=str(assessment.run.period),
        known=", ".join(shown),
    )
