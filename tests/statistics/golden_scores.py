"""Golden files of scores, institutions and places."""

from pathlib import Path

import numpy as np

from nok_analysis.statistics import adjustment, ranking, reliability, variance
from tests.statistics.golden_reading import (
    Check,
    Gap,
    column,
    near,
    read_json,
    read_rows,
    same,
)


def score_linearised(folder: Path) -> list[Gap]:
    golden = read_json(folder, "score_linearised.json")
    rows = golden["numerators"], golden["denominators"], golden["weights"]
    y, x, w = map(np.array, rows)
    future = variance.score(y, x, w, constant=golden["constant"])
    here = variance.score(
        y, x, w, constant=golden["constant"], population_size=golden["population_size"]
    )
    factors = variance.coefficients(y.sum(axis=0), x.sum(axis=0), w)
    z = y @ factors.a - x @ factors.b
    second_pass = variance.standard_error(len(z), z.sum(), (z**2).sum())
    tolerance = golden["tolerance"]
    return [
        near("estimate", future.estimate, golden["estimate"], tolerance),
        near("se", [future.standard_error, second_pass], golden["standard_error"], tolerance),
        near("fpc", here.standard_error, golden["standard_error_fpc"], tolerance),
        near("z", variance.linearised(y, x, w), z, tolerance),
    ]


def survey_api(folder: Path) -> list[Gap]:
    golden = read_json(folder, "survey_api_expected.json")
    return [
        *_survey(folder, golden["srs"], "survey_apisrs.csv", golden["tolerance"]),
        *_survey(folder, golden["strat"], "survey_apistrat.csv", golden["tolerance"]),
        *_poststratified(folder, golden),
    ]


def _survey(folder: Path, theirs: dict, name: str, tolerance: float) -> list[Gap]:
    rows = read_rows(folder, name)
    strata = [row["stype"] for row in rows]
    sizes = {row["stype"]: int(row["population_size"]) for row in rows}
    simple = len(set(sizes.values())) == 1
    design = (
        {"population_sizes": sizes["E"]}
        if simple
        else {"population_sizes": sizes, "strata": strata}
    )
    gaps = []
    for place, variable in enumerate(theirs["variables"]):
        ours = variance.weighted_mean(
            column(rows, variable), weights=column(rows, "weight"), **design
        )
        pairs = {
            "mean": (ours.estimate, theirs["mean"][place]),
            "se": (ours.standard_error, theirs["standard_error"][place]),
            "deff_wor": (ours.design_effect_wor, theirs["design_effect_wor"][place]),
            "ci": ([ours.low, ours.high], theirs["ci95_t"][place]),
            "df": (ours.df, theirs["df"]),
        }
        if variable == "api00":
            pairs["deff_wr"] = (ours.design_effect_wr, theirs["api00_design_effect_wr"])
        gaps += [
            near(f"{name} {variable} {label}", *pair, tolerance, relative=True)
            for label, pair in pairs.items()
        ]
    return gaps


def _poststratified(folder: Path, golden: dict) -> list[Gap]:
    rows = read_rows(folder, "survey_apisrs.csv")
    theirs = golden["srs_poststratified_by_stype"]
    ours = variance.poststratified_mean(
        column(rows, "api00"),
        [row["stype"] for row in rows],
        population_sizes=theirs["population_sizes"],
    )
    expected = [theirs["api00_mean"], theirs["api00_standard_error"], *theirs["ci95_t"]]
    got = [ours.estimate, ours.standard_error, ours.low, ours.high]
    return [near("poststratified", got, expected, golden["tolerance"], relative=True)]


def cronbach_attitude(folder: Path) -> list[Gap]:
    golden = read_json(folder, "cronbach_attitude.json")
    rows = read_rows(folder, "attitude.csv")
    ours = reliability.cronbach_alpha(np.stack([column(rows, name) for name in rows[0]]).T)
    theirs = [golden["estimate"], *golden["feldt95"]]
    return [near("alpha", [ours.estimate, ours.low, ours.high], theirs, golden["tolerance"])]


def efron_morris(folder: Path) -> list[Gap]:
    golden = read_json(folder, "efron_morris_expected.json")
    rows = read_rows(folder, "efron_morris_1975.csv")
    share, season = column(rows, "share"), column(rows, "season")
    m = share.mean()
    ours = reliability.shrink(share, m * (1 - m) / 45)
    squared = [((values - season) ** 2).sum() for values in (share, ours.values)]
    errors = [golden["sum_squared_error_raw"], golden["sum_squared_error_shrunk"]]
    tolerance = golden["tolerance"]
    return [
        near("values", ours.values, column(rows, "james_stein"), tolerance),
        near("center", ours.center, golden["center"], tolerance),
        near("kept", ours.kept, golden["kept"], tolerance),
        near("errors", squared, errors, tolerance),
    ]


def shrink(folder: Path) -> list[Gap]:
    golden = read_json(folder, "shrink.json")
    ours = reliability.shrink(golden["estimates"], golden["variances"])
    return [
        near(name, getattr(ours, name), golden[name], golden["tolerance"])
        for name in ("tau2", "center", "kept", "values")
    ]


def case_mix(folder: Path) -> list[Gap]:
    golden = read_json(folder, "case_mix.json")
    ours = adjustment.case_mix(golden["outcomes"], golden["adjusters"], golden["institutions"])
    contrast = adjustment.contrast_with_mean(ours.adjusted, ours.variances)
    apart = reliability.between_institutions(ours.adjusted, ours.variances)
    pairs = {
        "coefficients": ours.coefficients[0],
        "unadjusted": ours.unadjusted,
        "adjusted": ours.adjusted,
        "variances": ours.variances,
        "df": ours.df,
        "r_squared": ours.r_squared[0],
        "difference": contrast.difference,
        "difference_standard_error": contrast.standard_error,
        "f": apart.f,
        "reliability": apart.value,
    }
    return [near(name, got, golden[name], golden["tolerance"]) for name, got in pairs.items()]


def case_mix_cahps_manual(folder: Path) -> list[Gap]:
    golden = read_json(folder, "case_mix_cahps_manual.json")
    plans = [row[0] for row in golden["rows"]]
    answers = np.array([row[1:3] for row in golden["rows"]], dtype=float)
    least, greatest = golden["valid"]
    answers[(answers < least) | (answers > greatest)] = np.nan
    ours = adjustment.case_mix(answers, None, plans)
    theirs = [golden["run_1"]["variance"][plan] for plan in ours.institutions]
    return [near("variance", ours.variances, theirs, golden["tolerance"])]


def contrast_cahps_rating(folder: Path) -> list[Gap]:
    golden = read_json(folder, "contrast_cahps_rating.json")
    ours = adjustment.contrast_with_mean(golden["adjusted"], golden["variances"])
    apart = reliability.between_institutions(golden["adjusted"], golden["variances"])
    half = 1.96 * np.array(golden["standard_error"])
    theirs = np.array(golden["difference"])
    tolerance = golden["tolerance"]
    return [
        near("difference", ours.difference, theirs, tolerance),
        near("se", ours.standard_error, golden["standard_error"], tolerance),
        near("f", apart.f, golden["f"], tolerance),
        near("bounds", [ours.low, ours.high], [theirs - half, theirs + half], 1e-4),
    ]


def rank_sets_pisa2018_math(folder: Path) -> list[Gap]:
    rows = read_rows(folder, "rank_sets_pisa2018_math.csv")
    estimates, errors = column(rows, "estimate"), column(rows, "standard_error")
    ours = ranking.rank_confidence(estimates, errors, rng=np.random.default_rng(20181203))
    best = ranking.tau_best(estimates, errors, tau=5, rng=np.random.default_rng(20181203))
    gaps = [
        same("rank", ours.rank, column(rows, "rank")),
        same("tau_best", best, [row["tau_best_5"] == "True" for row in rows]),
    ]
    for kind, step, units in (("simultaneous", 1, 3), ("marginal", 2, 4)):
        for end in ("low", "high"):
            name = f"{kind}_{end}"
            moved = np.abs(getattr(ours, name) - column(rows, name))
            gaps.append(Gap(f"{name} places", float(moved.max()), step))
            gaps.append(Gap(f"{name} units", float((moved > 0).sum()), units))
    return gaps


CHECKS: dict[str, Check] = {
    "score_linearised.json": score_linearised,
    "survey_api_expected.json": survey_api,
    "cronbach_attitude.json": cronbach_attitude,
    "efron_morris_expected.json": efron_morris,
    "shrink.json": shrink,
    "case_mix.json": case_mix,
    "case_mix_cahps_manual.json": case_mix_cahps_manual,
    "contrast_cahps_rating.json": contrast_cahps_rating,
    "rank_sets_pisa2018_math.csv": rank_sets_pisa2018_math,
}
