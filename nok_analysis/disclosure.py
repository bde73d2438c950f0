"""What may be published: small institutions are hidden, and the row says so."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

import pandas as pd

from nok_analysis.methodology.model import Methodology
from nok_analysis.vocabulary import Level, Reason, Status
from nok_analysis.wording.numbers import round_half_up

OPEN, CLOSED = "open", "closed"
#: Columns that name a row or say why it is empty; every other one is a result.
KEEP = frozenset(
    {
        "methodology",
        "period",
        "institution",
        "node",
        "level",
        "form",
        "question",
        "breakdown",
        "category",
        "answer",
        "kind",
        "institution_b",
        "period_b",
        "scope",
        "status",
        "reason",
        "confidence_level",
    }
)
FEWEST_SHARE = 0.1  # of a small group: a unanimous one would speak for everybody
PER_CENT_PLACES = 2
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


def disclose(
    table: pd.DataFrame,
    methodology: Methodology,
    *,
    small: Collection[Place],
    audience: str,
    min_n_cell: int = 0,
) -> pd.DataFrame:
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
    min_n_cell : int
        Respondents below which a single indicator, term or question is not shown by itself,
        while criterion and total keep it (``disclosure.min_n_cell``); 0 = all are shown.

    Returns
    -------
    DataFrame
        Rows of small institutions that rest on answers have status ``hidden``, reason
        ``disclosure`` and no number; every row stays. What was observed is not hidden.

    Notes
    -----
    Where a hidden indicator is the only one of its criterion that rests on answers, the exact
    criterion gives it back; only fewer decimals of the criterion would hide it.
    """
    if audience == CLOSED or not (small or min_n_cell):
        return table
    hidden = pd.Series(
        [place in small for place in zip(table["period"], table["institution"], strict=True)],
        index=table.index,
    )
    hidden |= _thin(table, min_n_cell)
    if "node" in table:
        hidden &= table["node"].isin(survey_nodes(methodology))
    return _hidden(table, hidden)


def disclose_breakdowns(
    distributions: pd.DataFrame, *, audience: str, min_n_cell: int, extreme_n: int, round_n: int
) -> pd.DataFrame:
    """Return the answers of groups of respondents as they may be published.

    Parameters
    ----------
    distributions : DataFrame
        Table `distributions` with shares; rows without a breakdown are passed through.
    audience : str
        ``open`` or ``closed``.
    min_n_cell, extreme_n, round_n : int
        Of the run's ``disclosure``.

    Returns
    -------
    DataFrame
        Groups of fewer than `min_n_cell` are hidden; where one group of a question would be
        hidden alone, the next smallest is hidden with it, so that the whole does not give it
        back. Other groups keep a share in whole per cents, below `extreme_n` respondents
        between 10 and 90, and n rounded to `round_n`; no count and no interval.
    """
    split = distributions["breakdown"] != ""
    if audience == CLOSED or not split.any():
        return distributions
    found = _hidden(distributions, split & _small_groups(distributions, min_n_cell))
    shown = split & (found["status"] != Status.HIDDEN)
    small = shown & (found["n"] < extreme_n)
    whole = [
        share if pd.isna(share) else float(round_half_up(Fraction(share), PER_CENT_PLACES))
        for share in found["share"].astype(float)
    ]
    share = pd.Series(whole, index=found.index, dtype=float)
    share = share.mask(small, share.clip(FEWEST_SHARE, 1 - FEWEST_SHARE))
    found["share"] = found["share"].astype(float).mask(shown, share)
    for name in ("k", "missing", "not_applicable", "low", "high"):
        found[name] = _emptied(found[name], shown)
    for name in ("n", "asked"):
        rounded = ((found[name] + round_n // 2) // round_n) * round_n
        found[name] = found[name].mask(shown, rounded)
    return found


def _small_groups(distributions: pd.DataFrame, minimum: int) -> pd.Series:
    """Return the rows of groups that are too small, and of one more where one stands alone."""
    key = ["period", "institution", "form", "question", "breakdown"]
    groups = distributions.groupby([*key, "category"])["n"].max().reset_index()
    groups["few"] = (groups["n"] > 0) & (groups["n"] < minimum)
    groups["alone"] = groups.groupby(key)["few"].transform("sum") == 1
    open_ones = groups[groups["alone"] & ~groups["few"] & (groups["n"] > 0)]
    nearest = open_ones.sort_values(["n", "category"]).drop_duplicates(key).index
    groups.loc[nearest, "few"] = True
    hidden = groups.loc[groups["few"], [*key, "category"]]
    wanted = set(hidden.itertuples(index=False, name=None))
    rows = distributions[[*key, "category"]].itertuples(index=False, name=None)
    return pd.Series([row in wanted for row in rows], index=distributions.index)


def _thin(table: pd.DataFrame, minimum: int) -> pd.Series:
    """Return the rows of single indicators, terms and questions with too few respondents."""
    thin = (table["n"] > 0) & (table["n"] < minimum)
    if "level" in table:
        thin &= table["level"].isin([Level.INDICATOR, Level.TERM])
    return thin.fillna(value=False).astype(bool)


def _hidden(table: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    """Return the table, every result of the hidden rows emptied."""
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
            asked = [
                leaf for leaf in indicator.formula.leaves() if leaf.question or leaf.questions
            ]
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
