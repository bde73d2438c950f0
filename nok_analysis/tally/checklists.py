"""Checklists: the last observation of each item, and the integers of checklist terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from nok_analysis.contracts import CONTRACTS
from nok_analysis.forms.model import Checklist, Form
from nok_analysis.methodology.formulas import WAITS
from nok_analysis.methodology.model import Formula, Methodology
from nok_analysis.store import Part
from nok_analysis.store.parquet import read_columns
from nok_analysis.tally.wide import named
from nok_analysis.vocabulary import State

PLACE = ["period", "institution"]
KEY = [*PLACE, "form", "item"]
SEEN = ["state", "reason", "date", "last_update", "measured", "term", "unit", "evidence_link"]
OPENNESS = list(CONTRACTS["openness"].names)


def openness(
    parts: Sequence[Part],
    forms: dict[str, Form],
    institutions: pd.DataFrame,
    *,
    as_of: dt.date,
    freshness_days: int,
) -> pd.DataFrame:
    """Return the last observation of every item of the forms that a period was observed on.

    Parameters
    ----------
    parts : sequence of Part
        Observations.
    forms : dict of str to Form
    institutions : DataFrame
        ``period, institution``: the rows that must exist.
    as_of : date
        Day to which the age of the shown facts is reckoned.
    freshness_days : int
        Age above which a fact is stale, where its form names no limit of its own.

    Returns
    -------
    DataFrame
        Table ``openness``. An item that nobody observed is ``unknown`` and has no date.
    """
    used = {(str(part.period), part.form): named(part, forms) for part in parts}
    pairs = [
        (period, form.form, item.code)
        for (period, _form), form in used.items()
        if isinstance(form, Checklist)
        for item in form.items
    ]
    items = pd.DataFrame(pairs, columns=["period", "form", "item"], dtype=str)
    rows = institutions.merge(items, on="period").merge(_last(parts), on=KEY, how="left")
    rows["state"] = rows["state"].astype(object).fillna(str(State.UNKNOWN))
    rows["age_days"] = [_age(day, as_of) for day in rows["last_update"]]
    rows["age_days"] = rows["age_days"].astype("Int64")
    limits = {
        form.form: form.freshness_days
        for form in used.values()
        if isinstance(form, Checklist) and form.freshness_days
    }
    rows["stale"] = [
        None if pd.isna(age) else bool(age > limits.get(form, freshness_days))
        for age, form in zip(rows["age_days"], rows["form"], strict=True)
    ]
    rows["stale"] = rows["stale"].astype(object)
    return rows.sort_values(KEY, ignore_index=True)[OPENNESS]


def checklist_terms(
    seen: pd.DataFrame,
    methodology: Methodology,
    forms: dict[str, Form],
    institutions: pd.DataFrame,
) -> pd.DataFrame:
    """Return k, n, missing and not_applicable of every institution and checklist term.

    Parameters
    ----------
    seen : DataFrame
        Table ``openness``.
    methodology : Methodology
    forms : dict of str to Form
    institutions : DataFrame
        ``period, institution``.

    Returns
    -------
    DataFrame
        period, institution, node, k, n, missing, not_applicable. k = items met, n = required
        (items of the form that apply), missing = unknown of these: a form that nobody filled
        has missing = n. ``WAITS``: k = wait, n = term of the service that waits
        longest against its term; missing = 1 where no wait was measured.
    """
    terms = [
        (node, formula)
        for node, formula in dict(methodology.terms()).items()
        if formula.form or formula.forms
    ]
    index = pd.MultiIndex.from_frame(institutions)
    found = [_term(seen, node, formula, forms, index) for node, formula in terms]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _last(parts: Sequence[Part]) -> pd.DataFrame:
    """Return the last observation of each item; the store has no two of one day."""
    columns = [*KEY, *SEEN]
    tables = [read_columns(part.path, columns) for part in parts]
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    rows = pa.concat_tables(tables).to_pandas(date_as_object=True, types_mapper=_whole)
    return rows.sort_values([*KEY, "date"]).drop_duplicates(KEY, keep="last")


def _whole(kind: pa.DataType) -> pd.Int64Dtype | None:
    return pd.Int64Dtype() if pa.types.is_integer(kind) else None


def _age(day: object, as_of: dt.date) -> int | None:
    return (as_of - day).days if isinstance(day, dt.date) and not pd.isna(day) else None


def _term(
    seen: pd.DataFrame,
    node: str,
    formula: Formula,
    forms: dict[str, Form],
    index: pd.MultiIndex,
) -> pd.DataFrame:
    code = node.partition(":")[2]
    rows = seen[seen["form"] == code]
    integers = _waiting(rows) if formula.kernel in WAITS else _states(rows)
    table = integers.reindex(index).reset_index().assign(node=node)
    unseen = table["k"].isna()
    if formula.kernel in WAITS:
        nothing = {"k": 0, "n": 0, "missing": 1, "not_applicable": 0}
    else:
        form = forms.get(code)
        size = len(form.items) if isinstance(form, Checklist) else 0
        nothing = {"k": 0, "n": size, "missing": size, "not_applicable": 0}
    for name, value in nothing.items():
        table[name] = table[name].where(~unseen, value).astype(np.int64)
    return table[[*PLACE, "node", *nothing]]


def _states(rows: pd.DataFrame) -> pd.DataFrame:
    met = rows["state"] == State.MET
    na = rows["state"] == State.NOT_APPLICABLE
    flags = {
        "k": met,
        "n": ~na,
        "missing": rows["state"] == State.UNKNOWN,
        "not_applicable": na,
    }
    return rows[PLACE].assign(**flags).groupby(PLACE)[list(flags)].sum()


def _waiting(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the service of each institution that waits longest against its term."""
    free = rows["state"] == State.NOT_APPLICABLE
    known = rows[~free & rows["measured"].notna() & (rows["term"].fillna(0) > 0)]
    ratios = known["measured"].astype(float) / known["term"].astype(float)
    worst = known.assign(ratio=-ratios, longest=-known["measured"]).sort_values(
        [*PLACE, "ratio", "longest", "item"]
    )
    worst = worst.drop_duplicates(PLACE).set_index(PLACE)
    all_free = rows.assign(free=free).groupby(PLACE)["free"].agg(["all", "sum"])
    return pd.DataFrame(
        {
            "k": worst["measured"].reindex(all_free.index).fillna(0),
            "n": worst["term"].reindex(all_free.index).fillna(0),
            "missing": ~(all_free.index.isin(worst.index) | all_free["all"]),
            "not_applicable": all_free["sum"],
        }
    )
