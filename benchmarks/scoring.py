"""Exact scores of eighty thousand institutions, against the same arithmetic in float64.

Run from the root of the repository: ``python -m benchmarks.scoring``. The tally is invented
(seeded) and of the shape that the first pass gives: 18 terms of 15 indicators, 10–600
questionnaires, filters that some institutions leave empty. Read the ratio, not the seconds;
both sides begin at the tally and end at a column of values a node.
"""

import resource
import statistics
import time
from pathlib import Path

import numpy as np
import pandas as pd

from nok_analysis.methodology import read_methodology
from nok_analysis.scoring import score

METHODOLOGY = Path("params/methodology/344n-social.yaml")
FULL, PAIRED = 80_000, 4_000
ROUNDS = 5
LIMIT_S = 30
GROUPS = {"stand_used": 0.7, "site_used": 0.5, "has_disability": 0.12, "remote_used": 0.3}
ITEMS = {"stand": 13, "website": 17, "remote_channels": 5, "comfort": 6,
         "premises_accessibility": 5, "service_accessibility": 6}  # fmt: skip
UNSEEN = 0.002  # of checklists


def tally_of(size, methodology, rng):
    """A table `tally` of `size` institutions, as the corridor hands it to the scores."""
    asked = np.rint(np.exp(rng.uniform(np.log(10), np.log(600), size))).astype(int)
    mood = rng.beta(20, 2, size)
    found = {node: _term(leaf, asked, mood, rng) for node, leaf in methodology.terms()}
    nodes = sorted(found)
    integers = np.stack([found[node] for node in nodes], axis=1).reshape(-1, 4)
    codes = [f"I{number:06d}" for number in range(size)]
    return pd.DataFrame(
        {
            "methodology": methodology.code,
            "period": "2026Q3",
            "institution": np.repeat(codes, len(nodes)),
            "node": nodes * size,
            **dict(zip(("k", "n", "missing", "not_applicable"), integers.T, strict=True)),
            "reason": "",
        }
    )


def _term(leaf, asked, mood, rng):
    """Four integers of a term, a row an institution."""
    size = len(asked)
    nothing = np.zeros(size, int)
    if leaf.question:
        group = rng.binomial(asked, GROUPS.get(leaf.among, 1))
        silent = rng.binomial(group, 0.02)
        n = group - silent
        return np.stack([rng.binomial(n, mood), n, silent, asked - group], axis=1)
    if leaf.form == "waiting":
        term = rng.choice([7, 14, 30], size)
        return np.stack([rng.binomial(2 * term, 0.35), term, nothing, nothing], axis=1)
    n = np.full(size, ITEMS[leaf.form])
    unseen = rng.binomial(1, UNSEEN, size)
    return np.stack([rng.binomial(n - unseen, 0.8), n, unseen, nothing], axis=1)


def float64(tally, methodology):
    """Node → float64 values of all institutions; NaN where not defined."""
    nodes = sorted(node for node, _leaf in methodology.terms())
    columns = (tally[name].to_numpy(float).reshape(-1, len(nodes)).T
               for name in ("k", "n", "missing"))  # fmt: skip
    found = {}
    with np.errstate(invalid="ignore", divide="ignore"):
        counts = dict(zip(nodes, zip(*columns, strict=True), strict=True))
        for indicator in methodology.indicators():
            leaves = list(indicator.formula.leaves())
            for leaf in leaves:
                term = f"{indicator.code}:{leaf.names()[0]}"
                found[term] = _leaf(leaf, *counts[term])
            terms = [found[f"{indicator.code}:{leaf.names()[0]}"] for leaf in leaves]
            found[indicator.code] = _mean(terms, [1.0] * len(terms))
    for one in methodology.criteria:
        weights = [float(member.weight) for member in one.indicators]
        found[one.code] = _mean([found[i.code] for i in one.indicators], weights)
    found["total"] = np.mean([found[one.code] for one in methodology.criteria], axis=0)
    return found


def _leaf(leaf, k, n, missing):
    if leaf.question:
        return 100 * k / n
    numbers = {name: float(number) for name, number in leaf.numbers.items()}
    if leaf.kernel == "step_points":
        found = np.minimum(numbers["cap"], numbers["step"] * k)
    elif leaf.kernel == "waiting_points":
        lows, points = (np.array(part, float) for part in zip(*leaf.steps, strict=True))
        shorter = n - k
        zone = points[np.maximum(np.searchsorted(lows, shorter, "right") - 1, 0)]
        found = np.select(
            [shorter < 0, shorter == 0, 2 * k <= n],
            [numbers["over"], numbers["equal"], numbers["half"]],
            zone,
        )
    else:
        found = 100 * k / n
    return np.where(missing > 0, np.nan, found)


def _mean(parts, weights):
    """Weighted mean of the defined parts."""
    values = np.stack(parts)
    known = ~np.isnan(values)
    own = np.array(weights)[:, None] * known
    return (own * np.where(known, values, 0)).sum(axis=0) / own.sum(axis=0)


def spent(work):
    """CPU seconds and what was returned."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def pair(size, methodology, rng):
    """CPU seconds of both sides on one tally, and how far apart the totals are."""
    tally = tally_of(size, methodology, rng)
    plain, floats = spent(lambda: float64(tally, methodology))
    exact, scores = spent(lambda: score(tally, methodology))
    total = scores.loc[scores["node"] == "total", "value"].astype(float).to_numpy()
    both = np.array_equal(np.isnan(total), np.isnan(floats["total"]))
    assert both, "the two sides leave different institutions without a total"
    return exact, plain, np.nanmax(np.abs(total - floats["total"])), len(scores)


def main():
    methodology, rng = read_methodology(METHODOLOGY), np.random.default_rng(2026)
    pairs = [pair(PAIRED, methodology, rng)[:2] for _ in range(ROUNDS)]
    ratio = statistics.median(exact / plain for exact, plain in pairs)
    exact, plain, apart, rows = pair(FULL, methodology, rng)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{'institutions':>12}{'rows':>11}{'exact, s':>10}{'float64, s':>12}{'ratio':>8}")
    middle = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{PAIRED:>12}{PAIRED * rows // FULL:>11}{next(middle):>10.2f}{next(middle):>12.4f}"
          f"{ratio:>8.0f}  median of {ROUNDS} pairs")  # fmt: skip
    over = f", over the limit of {LIMIT_S} s" if exact > LIMIT_S else ""
    print(
        f"{FULL:>12}{rows:>11}{exact:>10.2f}{plain:>12.4f}{exact / plain:>8.0f}  one run{over}"
    )
    print(f"totals differ by {apart:.1e} points at most; peak memory {peak:.1f} GB")


if __name__ == "__main__":
    main()
