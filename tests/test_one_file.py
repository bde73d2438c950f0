"""What makes change cheap: a new thing is one file. The repository is copied and gets it."""

import os
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from nok_analysis.wording import Words
from tests.commands import NOK

ROOT = Path(__file__).parents[1]
CRITERION = """\
  - code: "6"
    name: Обращения на расстоянии
    combine: mean
    indicators:
      - code: "6.1"
        name: Доля обращавшихся дистанционно
        cite: {source: order, clause: "", basis: unverified, confirmed: ""}
        formula: {kernel: share, question: remote_used, among: everyone}
"""
SCORES = """\
from nok_analysis import assess
scores = assess("2026Q3").scores
own = scores[(scores["institution"] == "I01") & (scores["period"] == "2026Q3")]
own = own.set_index("node")
print(own.loc["6.1:remote_used", "value"], own.loc["6", "value"], own.loc["total", "value"],
      *(own.loc[code, "value"] for code in "12345"))
"""


def copied(folder):
    """Copy what git keeps, and what it would keep, of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def run(*command, cwd):
    """Run a command on the package of the copy."""
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, "PYTHONPATH": str(cwd)}, capture_output=True,
        encoding="utf-8",
    )  # fmt: skip


def text_of(path):
    """Return the text of a page on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8")).split())


@pytest.mark.slow
def test_a_criterion_with_an_indicator_of_a_known_kernel_is_one_file(tmp_path):
    root = copied(tmp_path)
    file = root / "params/methodology/344n-social.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.rstrip("\n") + "\n" + CRITERION, encoding="utf-8")
    done = run(NOK, "report", "2026Q3", cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    said = run(sys.executable, "-c", SCORES, cwd=root)
    share, sixth, total, *others = map(Fraction, said.stdout.split())
    assert share == sixth > 0
    assert total == (sum(others) + sixth) / 6
    reports = root / "reports/2026Q3"
    shown = Words().number(sixth, 2)
    assert "К6 Обращения на расстоянии" in text_of(reports / "index.html").replace(
        "\u00a0", " "
    )
    for name in ("index.html", "comparison.html", "institutions/i01.html"):
        text = text_of(reports / name)
        assert "Обращения на расстоянии" in text, name
        assert shown in text, name
        assert Words().number(total, 2) in text, name
    assert "Доля обращавшихся дистанционно" in text_of(reports / "institutions/i01.html")
