"""Golden files of funnels, agreement, charts, effects and hiding."""

from pathlib import Path

import numpy as np

from nok_analysis.statistics import (
    agreement,
    control_charts,
    disclosure,
    effect,
    funnel,
)
from tests.statistics.golden_reading import (
    Check,
    Gap,
    column,
    near,
    read_json,
    read_rows,
    same,
)


def funnel_limits_phe(folder: Path) -> list[Gap]:
    rows = read_rows(folder, "funnel_limits_phe.csv")
    target = column(rows, "target_pct")[0] / 100
    ours = funnel.limits(column(rows, "n"), target)
    gaps = []
    for place, level in enumerate(("95", "998")):
        for end, got in (("low", ours.low[place]), ("high", ours.high[place])):
            gaps.append(near(level, 100 * got, column(rows, f"{end}_{level}_pct"), 1e-6))
    return gaps


def funnel_areas_phe(folder: Path) -> list[Gap]:
    """Words of the official tool by our limits, where the file holds a word."""
    rows = read_rows(folder, "funnel_areas_phe.csv")
    numerator, denominator = column(rows, "numerator"), column(rows, "denominator")
    target = numerator.sum() / denominator.sum()
    ours = funnel.limits(denominator, target)
    share = numerator / denominator
    words = []
    for place, value in enumerate(share):
        side = "High" if value > target else "Low"
        word = "Not significant"
        for level, name in ((0, "0.025"), (1, "0.001")):
            if value > ours.high[level, place] or value < ours.low[level, place]:
                word = f"{side} ({name})"
        words.append(word)
    known = [place for place, row in enumerate(rows) if row["significance"]]
    return [
        near("target", target, 0.80642448, 5e-9),
        same(
            "words",
            [words[place] for place in known],
            [rows[place]["significance"] for place in known],
        ),
    ]


def funnel_overdispersed_ae(folder: Path) -> list[Gap]:
    golden = read_json(folder, "funnel_overdispersed_ae_expected.json")
    rows = read_rows(folder, "funnel_overdispersed_ae.csv")
    ours = funnel.overdispersed(column(rows, "count"), column(rows, "n"))
    unadjusted = int((np.abs(ours.z) > 3.090232306167813).sum())
    pairs = {
        "phi": (ours.phi, golden["phi"]),
        "tau2": (ours.tau2, golden["tau2"]),
        "target": (ours.target, golden["target"]),
        "z": (ours.z, column(rows, "z")),
        "z_adjusted": (ours.z_adjusted, column(rows, "z_adjusted")),
    }
    flags = [len(rows), unadjusted, int(ours.outside[1].sum())]
    theirs = ("k", "outside_998_unadjusted", "outside_998_adjusted")
    return [
        *(
            near(name, *pair, golden["tolerance"], relative=True)
            for name, pair in pairs.items()
        ),
        same("flags", flags, [golden[name] for name in theirs]),
    ]


def kendall_w_anxiety(folder: Path) -> list[Gap]:
    golden = read_json(folder, "kendall_w_anxiety_expected.json")
    rows = read_rows(folder, "kendall_w_anxiety.csv")
    ratings = np.stack([column(rows, name) for name in rows[0]]).T
    gaps = []
    for corrected, name in ((True, "with_ties"), (False, "without_ties")):
        ours = agreement.kendall_w(ratings, correct_ties=corrected)
        theirs = [golden[name][key] for key in ("w", "statistic", "p")]
        gaps.append(near(name, [ours.w, ours.statistic, ours.p], theirs, golden["tolerance"]))
    return gaps


def kendall_tau(folder: Path) -> list[Gap]:
    golden = read_json(folder, "kendall_tau.json")
    ours = agreement.kendall_tau(golden["first"], golden["second"])
    return [near("tau_b", ours.tau_b, golden["tau_b"], golden["tolerance"])]


def krippendorff_c(folder: Path) -> list[Gap]:
    golden = read_json(folder, "krippendorff_c_expected.json")
    rows = read_rows(folder, "krippendorff_c.csv")
    ratings = np.stack([column(rows, name) for name in rows[0]]).T
    return [
        near(
            level,
            agreement.krippendorff_alpha(ratings, level=level),
            golden[level],
            golden["tolerance"],
        )
        for level in ("nominal", "ordinal", "interval", "ratio")
    ]


def _xmr(folder: Path, name: str, rebase: tuple[int, ...]) -> list[Gap]:
    rows = read_rows(folder, name)
    ours = control_charts.xmr(column(rows, "value"), rebase=rebase)
    words = control_charts.special_causes(ours)
    return [
        *(
            near(key, getattr(ours, key), column(rows, key), 1e-9)
            for key in ("segment", "center", "low", "high")
        ),
        same("words", words, [row["special_cause"] for row in rows]),
    ]


def xmr_plain(folder: Path) -> list[Gap]:
    return _xmr(folder, "xmr_plain.csv", ())


def xmr_rebase_21(folder: Path) -> list[Gap]:
    return _xmr(folder, "xmr_rebase_21.csv", (21,))


def xmr_rebase_18(folder: Path) -> list[Gap]:
    return _xmr(folder, "xmr_rebase_18.csv", (18,))


def xmr_montgomery_6_5(folder: Path) -> list[Gap]:
    rows = read_rows(folder, "xmr_montgomery_6_5.csv")
    values = column(rows, "value")
    ours = control_charts.xmr(values, baseline=20, screen=False)
    runs = control_charts.runs(values, center=300.5)
    counts = [runs.longest_run, runs.longest_run_max, runs.crossings, runs.crossings_min]
    names = ("longest_run", "longest_run_max", "n_crossings", "n_crossings_min")
    outside = (values > ours.high) | (values < ours.low)
    return [
        near("center", ours.center, column(rows, "center"), 1e-9),
        near(
            "limits", [ours.low, ours.high], [column(rows, "low"), column(rows, "high")], 5e-3
        ),
        same("runs", counts, [int(rows[0][name]) for name in names]),
        same("signal", [str(runs.signal)], [rows[0]["runs_signal"]]),
        same("outside", [str(flag) for flag in outside], [row["sigma_signal"] for row in rows]),
    ]


def laney_p(folder: Path) -> list[Gap]:
    golden = read_json(folder, "laney_p.json")
    ours = control_charts.laney_p(golden["counts"], golden["n"])
    return [
        near(name, getattr(ours, name), golden[name], golden["tolerance"])
        for name in ("center", "sigma_z", "low", "high")
    ]


def card_krueger(folder: Path) -> list[Gap]:
    golden = read_json(folder, "card_krueger_expected.json")
    rows = read_rows(folder, "card_krueger.csv")
    data = column(rows, "value"), column(rows, "treated"), column(rows, "after")
    gaps = []
    for covariance in ("ols", "hc2"):
        ours = effect.difference_in_differences(*data, covariance=covariance)
        theirs = [golden["estimate"], golden[f"standard_error_{covariance}"]]
        got = [ours.estimate, ours.standard_error]
        gaps.append(near(covariance, got, theirs, golden["tolerance"]))
    return gaps


def suppression_rules_fft(folder: Path) -> list[Gap]:
    golden = read_json(folder, "suppression_rules_fft.json")
    first, second = golden["primary"], golden["complementary"]
    alone = disclosure.suppress_rows(first["totals"], minimum=first["minimum"])
    grouped = disclosure.suppress_rows(second["totals"], groups=second["groups"])
    return [
        same("primary", alone.primary, first["flag"]),
        same("primary in groups", grouped.primary, second["primary"]),
        same("complementary", grouped.complementary, second["complementary"]),
    ]


CHECKS: dict[str, Check] = {
    "funnel_limits_phe.csv": funnel_limits_phe,
    "funnel_areas_phe.csv": funnel_areas_phe,
    "funnel_overdispersed_ae_expected.json": funnel_overdispersed_ae,
    "kendall_w_anxiety_expected.json": kendall_w_anxiety,
    "kendall_tau.json": kendall_tau,
    "krippendorff_c_expected.json": krippendorff_c,
    "xmr_plain.csv": xmr_plain,
    "xmr_rebase_21.csv": xmr_rebase_21,
    "xmr_rebase_18.csv": xmr_rebase_18,
    "xmr_montgomery_6_5.csv": xmr_montgomery_6_5,
    "laney_p.json": laney_p,
    "card_krueger_expected.json": card_krueger,
    "suppression_rules_fft.json": suppression_rules_fft,
}
