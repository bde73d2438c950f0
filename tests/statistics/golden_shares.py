"""Golden files of shares, means, tests of shares and change."""

from pathlib import Path

import numpy as np

from nok_analysis.statistics import change, evidence, intervals
from tests.statistics.golden_reading import Check, Gap, column, near, read_json, read_rows


def _proportions(folder: Path, name: str, **options: str) -> list[Gap]:
    golden = read_json(folder, name)
    gaps = []
    for case in golden["cases"]:
        ours = intervals.proportion(
            case["count"],
            case["n"],
            population_size=case.get("population_size"),
            **options,
        )
        label = f"{case['count']}/{case['n']}"
        gaps.append(
            near(label, [ours.low, ours.high], [case["low"], case["high"]], golden["tolerance"])
        )
    return gaps


def wilson_newcombe_1998(folder: Path) -> list[Gap]:
    return _proportions(folder, "wilson_newcombe_1998.json", method="wilson")


def wilson_fpc(folder: Path) -> list[Gap]:
    return _proportions(folder, "wilson_fpc.json", method="wilson")


def hypergeometric(folder: Path) -> list[Gap]:
    by_name = _proportions(folder, "hypergeometric.json", method="hypergeometric")
    return by_name + _proportions(folder, "hypergeometric.json")


def clopper_pearson(folder: Path) -> list[Gap]:
    return _proportions(folder, "clopper_pearson.json", method="clopper_pearson")


def wilson_phe(folder: Path) -> list[Gap]:
    gaps = []
    for row in read_rows(folder, "wilson_phe.csv"):
        for level, name in ((0.95, "95"), (0.998, "998")):
            ours = intervals.proportion(
                int(row["count"]), int(row["n"]), method="wilson", confidence_level=level
            )
            theirs = [float(row[key]) for key in ("estimate", f"low_{name}", f"high_{name}")]
            gaps.append(near(name, [ours.estimate, ours.low, ours.high], theirs, 1e-12))
    return gaps


def difference_newcombe_1998(folder: Path) -> list[Gap]:
    golden = read_json(folder, "difference_newcombe_1998.json")
    gaps = []
    for case in golden["cases"]:
        first, second = (case["count_1"], case["n_1"]), (case["count_2"], case["n_2"])
        theirs = [case["low"], case["high"]]
        pair = intervals.difference_of_proportions(*first, *second)
        moved = change.two_periods(*second, *first)
        gaps.append(near("pair", [pair.low, pair.high], theirs, golden["tolerance"]))
        gaps.append(near("change", [moved.low, moved.high], theirs, golden["tolerance"]))
        listed = evidence.pairwise_proportions([first[0], second[0]], [first[1], second[1]])
        gaps.append(near("list", [listed.low[0], listed.high[0]], theirs, golden["tolerance"]))
    return gaps


def byar_phe(folder: Path) -> list[Gap]:
    gaps = []
    for row in read_rows(folder, "byar_phe.csv"):
        level = float(row["confidence_level"])
        ours = intervals.rate(int(row["count"]), confidence_level=level)
        theirs = [float(row["low"] or 0.0), float(row["high"])]  # empty: clipped by us
        gaps.append(near(row["count"], [ours.low, ours.high], theirs, 1e-9))
    return gaps


def mean_fpc(folder: Path) -> list[Gap]:
    golden = read_json(folder, "mean_fpc.json")
    ours = intervals.mean(golden["values"], population_size=golden["population_size"])
    theirs = [golden[key] for key in ("estimate", "low", "high")]
    return [near("mean", [ours.estimate, ours.low, ours.high], theirs, golden["tolerance"])]


def two_proportions(folder: Path) -> list[Gap]:
    """p of the test that the rule of the smallest expected count chooses."""
    golden = read_json(folder, "two_proportions.json")
    gaps = []
    for case in golden["cases"]:
        counts, n = [case["count_1"], case["count_2"]], [case["n_1"], case["n_2"]]
        pooled = sum(counts) / sum(n)
        exact = min(pooled, 1 - pooled) * min(n) < 5
        theirs = case["fisher_p" if exact else "score_p"]
        ours = evidence.pairwise_proportions(counts, n).p[0]
        gaps.append(near("fisher" if exact else "score", ours, theirs, golden["tolerance"]))
    return gaps


def multiplicity_bh_1995(folder: Path) -> list[Gap]:
    golden = read_json(folder, "multiplicity_bh_1995.json")
    tolerance = golden["tolerance"]
    fdr = evidence.benjamini_hochberg(golden["p"])
    return [
        near("holm", evidence.holm(golden["p"]), golden["holm"], tolerance),
        near("fdr", fdr, golden["benjamini_hochberg"], tolerance),
        near("rejected", (fdr < 0.05).sum(), golden["reject_at_05"]["benjamini_hochberg"], 0.0),
    ]


def kruskal_hollander_wolfe(folder: Path) -> list[Gap]:
    golden = read_json(folder, "kruskal_hollander_wolfe.json")
    test = evidence.kruskal_wallis(golden["groups"])
    z = np.abs(evidence.dunn(golden["groups"]).z)
    return [
        near(
            "H",
            [test.statistic, test.df],
            [golden["statistic"], golden["df"]],
            golden["tolerance"],
        ),
        near("p", test.p, golden["p"], golden["p_tolerance"]),
        near("dunn", z, list(golden["abs_z"].values()), golden["tolerance"]),
    ]


def kruskal_ties(folder: Path) -> list[Gap]:
    golden = read_json(folder, "kruskal_ties.json")
    test = evidence.kruskal_wallis(golden["groups"])
    theirs = [golden[key] for key in ("statistic", "df", "p")]
    return [near("H", [test.statistic, test.df, test.p], theirs, golden["tolerance"])]


def cliffs_delta(folder: Path) -> list[Gap]:
    golden = read_json(folder, "cliffs_delta.json")
    ours = evidence.cliffs_delta(golden["first"], golden["second"])
    return [near("delta", ours.estimate, golden["estimate"], golden["tolerance"])]


def das_gupta(folder: Path) -> list[Gap]:
    golden = read_json(folder, "das_gupta.json")
    gaps = []
    for case in golden["cases"]:
        ours = change.product_effects(case["before"], case["after"])
        gaps.append(near(case["name"], ours, case["effects"], golden["tolerance"]))
        gaps.append(near("total", sum(ours), case["total"], golden["tolerance"]))
    return gaps


def survey_means(folder: Path) -> list[Gap]:
    """Means of single answers of the simple random sample, as an interval."""
    golden = read_json(folder, "survey_api_expected.json")["srs"]
    rows = read_rows(folder, "survey_apisrs.csv")
    gaps = []
    for place, name in enumerate(golden["variables"]):
        ours = intervals.mean(column(rows, name), population_size=6194)
        gaps.append(
            near(name, [ours.low, ours.high], golden["ci95_t"][place], 1e-8, relative=True)
        )
    return gaps


CHECKS: dict[str, Check] = {
    "wilson_newcombe_1998.json": wilson_newcombe_1998,
    "wilson_phe.csv": wilson_phe,
    "wilson_fpc.json": wilson_fpc,
    "hypergeometric.json": hypergeometric,
    "clopper_pearson.json": clopper_pearson,
    "difference_newcombe_1998.json": difference_newcombe_1998,
    "byar_phe.csv": byar_phe,
    "mean_fpc.json": mean_fpc,
    "two_proportions.json": two_proportions,
    "multiplicity_bh_1995.json": multiplicity_bh_1995,
    "kruskal_hollander_wolfe.json": kruskal_hollander_wolfe,
    "kruskal_ties.json": kruskal_ties,
    "cliffs_delta.json": cliffs_delta,
    "das_gupta.json": das_gupta,
    "survey_apisrs.csv": survey_means,
}
