"""Invented respondents, and the tables that the corridor makes of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from nok_analysis.methodology import TermCount
from nok_analysis.scoring import score, survey_weights, with_intervals
from nok_analysis.statistics.variance import linearised
from tests.methodology.made import shipped, tally_of

METHODOLOGY = shipped("344n-social")
FILTERS = {"stand_used": 0.7, "site_used": 0.5, "has_disability": 0.4, "remote_used": 0.3}
LEVEL = 0.95
SCALE = 1000


@dataclass(frozen=True)
class Survey:
    """Answers of one institution: y satisfied, x counted, a column a term."""

    y: pd.DataFrame
    x: pd.DataFrame


def answer(rng, n, share, methodology=METHODOLOGY):
    """Return n invented questionnaires in which about `share` are satisfied."""
    mood = rng.normal(size=n)
    used = {name: rng.random(n) < part for name, part in FILTERS.items()}
    y, x = {}, {}
    for node, leaf in methodology.terms():
        if leaf.question:
            asked = used.get(leaf.among, np.ones(n, bool))
            if n:
                asked[0] = True  # nobody to count is a case of its own
            cut = np.quantile(rng.normal(size=1000), share)
            x[node] = asked.astype(int)
            y[node] = (asked & (0.6 * mood + 0.8 * rng.normal(size=n) < cut)).astype(int)
    return Survey(pd.DataFrame(y), pd.DataFrame(x))


def counts_of(survey, items=4, methodology=METHODOLOGY):
    """Return the counts of an institution: its answers, and checklists with `items` met."""
    found = {}
    for node, leaf in methodology.terms():
        if leaf.question:
            n = int(survey.x[node].sum())
            found[node] = TermCount(int(survey.y[node].sum()), n, 0, len(survey.x) - n)
        else:
            found[node] = TermCount(7, 14) if leaf.form == "waiting" else TermCount(items, 5)
    return found


def sums_of(weights, surveys):
    """Return the table `score_sums` of rows, by the linearised z of the statistics room."""
    rows = []
    for key, part in weights.groupby(["methodology", "period", "institution", "node"]):
        survey = surveys[key[1:3]]
        terms, points = list(part["term"]), [float(weight) for weight in part["weight"]]
        z = linearised(survey.y[terms].to_numpy(), survey.x[terms].to_numpy(), points)
        unit = SCALE * len(z)
        whole = np.rint(z * unit)
        rows.append((*key, len(z), int(whole.sum()), int((whole**2).sum()), SCALE))
    columns = ["methodology", "period", "institution", "node", "n", "z1", "z2", "scale"]
    return pd.DataFrame(rows, columns=columns)


def scored(surveys, *, items=None, populations=None, methodology=METHODOLOGY):
    """Return tally and scores with intervals of (period, institution) → survey."""
    places = {place: counts_of(survey, (items or {}).get(place, 4), methodology)
              for place, survey in surveys.items()}  # fmt: skip
    tally = tally_of(methodology, places)
    scores = score(tally, methodology)
    weights = survey_weights(scores, tally, methodology)
    found = with_intervals(scores, tally, sums_of(weights, surveys), methodology,
                           populations=populations or {}, confidence_level=LEVEL)  # fmt: skip
    return tally, found


def institutions_of(scores, **types):
    """Return a table `institutions` of the places of `scores`; one type unless given."""
    places = scores[["period", "institution"]].drop_duplicates(ignore_index=True)
    kinds = [types.get(code, "centre") for code in places["institution"]]
    return places.assign(institution_type=kinds, founder="F", municipality="M")


def cell(table, column, **key):
    """Return the one cell of a table that the key names."""
    for name, value in key.items():
        table = table[table[name] == value]
    (value,) = table[column]
    return value
