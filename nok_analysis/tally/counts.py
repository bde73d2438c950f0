"""Pass one: evidence × methodology → integer counts of every institution and term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from nok_analysis.contracts import checked
from nok_analysis.errors import ContractError, Fault
from nok_analysis.forms.model import Form
from nok_analysis.methodology.formulas import WAITS
from nok_analysis.methodology.model import Methodology
from nok_analysis.period import Period
from nok_analysis.store import Evidence, Part
from nok_analysis.tally import answers
from nok_analysis.tally.checklists import checklist_terms, openness
from nok_analysis.tally.engine import Engine, open_engine
from nok_analysis.tally.query import GROUP, ROWS, VIEW, Cell
from nok_analysis.tally.terms import INTEGERS, counted_terms, needed, survey_terms
from nok_analysis.tally.wide import Put, Wide, completed, counted, questionnaires
from nok_analysis.vocabulary import RespondentRole
from nok_analysis.wording import mark_for_catalog as _

ROLE = "respondent_role"
BREAKDOWNS = ("channel", ROLE)
LATER = ("share", "low", "high", "method", "status")


@dataclass(frozen=True, slots=True)
class Counts:
    """What pass one found.

    Attributes
    ----------
    tally : DataFrame
        Table ``tally``: every institution and term, zeros kept. Survey terms: n + missing +
        not_applicable = questionnaires (a mean of a scale: n = answered·(high − low); a pooled
        share: n = the whole group).
    distributions : DataFrame
        Table ``distributions`` without share, low, high, method, status.
    respondents : DataFrame
        period, institution, n (questionnaires), representatives, asked, missing (answers that
        were asked for, and not given, over all questions).
    openness : DataFrame
        Table ``openness``.
    reasons : DataFrame
        methodology, period, institution, node, reason: survey terms that no questionnaire of
        the institution asked for (``question_absent``, ``filter_missing``).
    """

    tally: pd.DataFrame
    distributions: pd.DataFrame
    respondents: pd.DataFrame
    openness: pd.DataFrame
    reasons: pd.DataFrame


def count(
    evidence: Evidence,
    methodology: Methodology,
    forms: Mapping[str, Form],
    *,
    institutions: pd.DataFrame,
    as_of: dt.date,
    engine: str = "duckdb://",
    threads: int = 2,
    memory_mb: int = 600,
) -> Counts:
    """Return the integers that the methodology needs of every institution and period.

    Parameters
    ----------
    evidence : Evidence
    methodology : Methodology
    forms : mapping of str to Form
        By code; every form of the evidence.
    institutions : DataFrame
        ``period`` (text), ``institution``: exactly the rows that the result has.
    as_of : date
        Day to which the age of observed facts is reckoned.
    engine, threads, memory_mb
        Address of the engine and its limits.

    Raises
    ------
    RunError
        When the evidence names an unknown form, or the address an unknown engine.

    Notes
    -----
    The result does not depend on the order of files, on threads or on row groups.
    """
    listed, known = _listed(institutions), dict(forms)
    evidence = evidence.of({Period.parse(text) for text in listed["period"].unique()})
    put = questionnaires(evidence.responses, known)
    terms = survey_terms(methodology)
    runner = open_engine(engine, threads=threads, memory_mb=memory_mb)
    try:
        wide, parted = _passes(runner, evidence.responses, put, [*needed(terms, put)])
    finally:
        runner.close()
    wide = completed(wide, listed, put)
    seen = openness(
        evidence.observations,
        known,
        listed,
        as_of=as_of,
        freshness_days=methodology.choices.freshness_days,
    )
    survey = counted_terms(wide, terms, put, listed)
    tally = pd.concat([survey, checklist_terms(seen, methodology, known, listed)])
    given = _distributions(wide, parted, put, listed)
    return Counts(
        tally=_tally(tally, methodology),
        distributions=given,
        respondents=_respondents(wide, parted[ROLE], given, listed),
        openness=checked(seen, "openness"),
        reasons=_reasons(survey, methodology),
    )


def _listed(institutions: pd.DataFrame) -> pd.DataFrame:
    keys = institutions[["period", "institution"]].astype(str).drop_duplicates()
    return keys.sort_values(["period", "institution"], ignore_index=True)


def _passes(
    engine: Engine, parts: Sequence[Part], put: Put, cells: Sequence[Cell]
) -> tuple[Wide, dict[str, Wide]]:
    """Return pass one by institution and form, and once more by each breakdown."""
    if not put.forms:
        empty = pd.DataFrame({name: pd.Series(dtype=str) for name in (*GROUP, *BREAKDOWNS)})
        nothing = Wide(empty.assign(**{ROWS: pd.Series(dtype="int64")}), {})
        return nothing, dict.fromkeys(BREAKDOWNS, nothing)
    engine.register(VIEW, [part.path for part in parts])
    answer_cells = list(answers.needed(put))
    parted = {one: counted(engine, answer_cells, (*GROUP, one)) for one in BREAKDOWNS}
    return counted(engine, [*cells, *answer_cells]), parted


def _tally(tally: pd.DataFrame, methodology: Methodology) -> pd.DataFrame:
    key = ["methodology", "period", "institution", "node"]
    whole = tally.assign(methodology=methodology.code).sort_values(key, ignore_index=True)
    waiting = {node for node, formula in methodology.terms() if formula.kernel in WAITS}
    above = whole[(whole["k"] > whole["n"]) & ~whole["node"].isin(waiting)]
    if len(above):
        raise ContractError(
            Fault(
                _("k is greater than n: {rows}"),
                {"rows": ", ".join("/".join(row) for row in above[key].head().to_numpy())},
                "tally",
            )
        )
    return checked(whole[[*key, *INTEGERS]], "tally")


def _distributions(
    wide: Wide, parted: dict[str, Wide], put: Put, institutions: pd.DataFrame
) -> pd.DataFrame:
    tables = [answers.distributions(wide, put)]
    for breakdown, groups in parted.items():
        inside = groups.groups.merge(institutions, on=["period", "institution"])
        known = Wide(inside[inside[breakdown].notna()], groups.cells)
        tables.append(answers.distributions(known, put, breakdown=breakdown))
    whole = pd.concat(tables).sort_values(answers.KEY, ignore_index=True)
    return checked(whole, "distributions", without=LATER)


def _respondents(
    wide: Wide, by_role: Wide, given: pd.DataFrame, institutions: pd.DataFrame
) -> pd.DataFrame:
    key = ["period", "institution"]
    roles = by_role.groups
    spoke_for = roles[roles[ROLE] == str(RespondentRole.REPRESENTATIVE)]
    questions = given[given["breakdown"] == ""].drop_duplicates([*key, "form", "question"])
    found = institutions.set_index(key).assign(
        n=wide.groups.groupby(key)[ROWS].sum(),
        representatives=spoke_for.groupby(key)[ROWS].sum(),
        asked=questions.groupby(key)["asked"].sum(),
        missing=questions.groupby(key)["missing"].sum(),
    )
    return found.fillna(0).astype("int64").reset_index()


def _reasons(survey: pd.DataFrame, methodology: Methodology) -> pd.DataFrame:
    key = ["methodology", "period", "institution", "node"]
    found = survey[survey["reason"] != ""].assign(methodology=methodology.code)
    return found[[*key, "reason"]].sort_values(key, ignore_index=True)
