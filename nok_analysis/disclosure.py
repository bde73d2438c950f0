"""What may be published: small institutions are hidden, and the row says so."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from nok_analysis.methodology.model import Methodology
from nok_analysis.vocabulary import Level, Reason, Status

OPEN, CLOSED = "open", "closed"
#: Columns that name a row or say why it is empty; every other one is a result.
KEEP = frozenset({
    "methodology", "period", "institution", "node", "level", "form", "question", "breakdown",
    "category", "answer", "kind", "institution_b", "period_b", "scope", "status", "reason",
    "confidence_level",
})  # fmt: skip
Place = tuple[str, str]  # period, institution


def small_places(scores: pd.DataFrame, *, minimum: int) -> frozenset[Place]:
    """Return the periods and institutions whose respondents are fewer than `minimum`.

    Parameters
    ----------
    scores : DataFrame
        Table `scores`: `n` of the total counts questionnaires.
    minimum : int
        ``disclosure.min_n_institution`` of the run. Nobody asked means nothing to hide.
    """
    totals = scores[scores["level"] == Level.TOTAL]
    few = totals[(totals["n"] > 0) & (totals["n"] < minimum)]
    return frozenset(zip(few["period"], few["institution"], strict=True))


def disclose(table: pd.DataFrame, methodology: Methodology, *, small: Collection[Place],
             audience: str) -> pd.DataFrame:  # fmt: skip
    """Return the table as it may be published.

    Parameters
    ----------
    table : DataFrame
        `scores`, `tally` or `distributions`. Tables made of disclosed scores need nothing
        more: a hidden score is in no mean, pair, place or line.
    methodology : Methodology
        Which nodes rest on answers.
    small : collection of (period, institution)
        Of :func:`small_places`.
    audience : str
        ``open``, or ``closed``: the council's annex, in which nothing is hidden.

    Returns
    -------
    DataFrame
        Rows of small institutions that rest on answers have status ``hidden``, reason
        ``disclosure`` and no number; every row stays. What was observed is not hidden.
    """
    if audience == CLOSED or not small:
        return table
    hidden = pd.Series(
        [place in small for place in zip(table["period"], table["institution"], strict=True)],
        index=table.index,
    )
    if "node" in table:
        hidden &= table["node"].isin(survey_nodes(methodology))
    found = table.copy()
    for name in found.columns:
        if name not in KEEP:
            found[name] = _emptied(found[name], hidden)
    for name, word in (("status", Status.HIDDEN), ("reason", Reason.DISCLOSURE)):
        if name in found:
            found[name] = found[name].astype(object).mask(hidden, str(word))
    return found


def survey_nodes(methodology: Methodology) -> frozenset[str]:
    """Return the nodes that rest on answers: terms, and all that is made of them."""
    found: set[str] = set()
    for criterion in methodology.criteria:
        for indicator in criterion.indicators:
            asked = [leaf for leaf in indicator.formula.leaves()
                     if leaf.question or leaf.questions]  # fmt: skip
            if asked:
                found |= {"total", criterion.code, indicator.code}
                found |= {f"{indicator.code}:{name}" for leaf in asked for name in leaf.names()}
    return frozenset(found)


def _emptied(column: pd.Series, hidden: pd.Series) -> pd.Series:
    if pd.api.types.is_integer_dtype(column.dtype):
        column = column.astype("Int64")
    if pd.api.types.is_bool_dtype(column.dtype):
        column = column.astype(object)
    if column.dtype == object:
        return column.where(~hidden, None)
    return column.mask(hidden)
