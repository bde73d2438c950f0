"""Command: check every golden file of a folder against the package.

    python -m tests.statistics.check_golden FOLDER

One line a file: pass or FAIL and the largest deviation; exit 1 on any failure or unknown file.
"""

import sys
from pathlib import Path

from tests.statistics import golden_scores, golden_series, golden_shares
from tests.statistics.golden_reading import Check, Gap

CHECKS: dict[str, Check] = {
    **golden_shares.CHECKS,
    **golden_scores.CHECKS,
    **golden_series.CHECKS,
}

# Data whose expectations stand in another file, which is checked with them.
COMPANIONS = {
    "attitude.csv": "cronbach_attitude.json",
    "efron_morris_1975.csv": "efron_morris_expected.json",
    "funnel_overdispersed_ae.csv": "funnel_overdispersed_ae_expected.json",
    "kendall_w_anxiety.csv": "kendall_w_anxiety_expected.json",
    "krippendorff_c.csv": "krippendorff_c_expected.json",
    "survey_apistrat.csv": "survey_api_expected.json",
    "card_krueger.csv": "card_krueger_expected.json",
}


def worst(gaps: list[Gap]) -> Gap:
    """The deviation that comes nearest to, or passes, its tolerance."""
    return max(gaps, key=lambda gap: (not gap.passes, gap.deviation / (gap.tolerance or 1.0)))


def verdict(name: str, folder: Path) -> tuple[bool, str]:
    """Does the file hold, and the line that says so."""
    check = CHECKS.get(COMPANIONS.get(name, name))
    if check is None:
        return False, f"FAIL  {name}: no check is written for this file"
    gaps = check(folder)
    gap = worst(gaps)
    word = "pass" if gap.passes else "FAIL"
    return gap.passes, (
        f"{word}  {name}: {len(gaps)} comparisons, largest deviation {gap.deviation:.3g} "
        f"of {gap.tolerance:.3g} ({gap.label})"
    )


def main(arguments: list[str]) -> int:
    """Print a line for each file of the folder."""
    if len(arguments) != 1:
        sys.stderr.write(__doc__ or "")
        return 2
    folder = Path(arguments[0])
    names = sorted(path.name for path in folder.iterdir() if path.suffix in {".csv", ".json"})
    verdicts = [verdict(name, folder) for name in names]
    sys.stdout.writelines(f"{line}\n" for _, line in verdicts)
    failed = sum(not passed for passed, _ in verdicts)
    sys.stdout.write(f"{len(names)} files, {failed} failed\n")
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
