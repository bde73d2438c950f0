"""Every quarter that has a run file renders, twice to the same bytes."""

import hashlib
import shutil
from pathlib import Path

import pytest

from nok_analysis.report.batch import render

REPOSITORY = Path(__file__).parents[2]
PERIODS = ("2024Q4", "2025Q4")  # the first quarter of all, and one with nothing amiss

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A workspace with every quarter of the sample council."""
    root = tmp_path_factory.mktemp("whole")
    for folder in ("params", "notebooks"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    shutil.copytree(
        REPOSITORY / "data/sample",
        root / "data/sample",
        ignore=shutil.ignore_patterns("store", "quarantine"),
    )
    return root


def rendered(root, period):
    run = str(root / f"params/runs/{period}.yaml")
    batch = render(run, slots=2, progress=lambda _outcome, _of: None)
    assert batch.published, [one for one in batch.outcomes if one.verdict != "ok"]
    pages = sorted((root / "reports" / period).rglob("*.html"))
    return {page.name: hashlib.sha256(page.read_bytes()).hexdigest() for page in pages}


@pytest.mark.parametrize("period", PERIODS)
def test_a_quarter_renders_and_renders_again_to_the_same_bytes(whole, period, monkeypatch):
    monkeypatch.chdir(whole)
    first = rendered(whole, period)
    assert {"index.html", "answers.html", "comparison.html", "progress.html"} <= set(first)
    assert rendered(whole, period) == first
