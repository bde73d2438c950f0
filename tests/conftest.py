"""Workspaces for tests: copies of the repository's own, so that nothing of ours is mocked."""

import shutil
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
KEPT = ("2025Q3", "2026Q2", "2026Q3")


def copied(folder: Path) -> Path:
    """Copy parameters, notebooks and three quarters of the sample council."""
    shutil.copytree(REPOSITORY / "params", folder / "params")
    shutil.copytree(REPOSITORY / "notebooks", folder / "notebooks")
    sample = folder / "data/sample"
    sample.mkdir(parents=True)
    for file in (REPOSITORY / "data/sample").glob("registry*.csv"):
        shutil.copy(file, sample)
    for period in KEPT:
        shutil.copytree(REPOSITORY / f"data/sample/incoming/{period}",
                        sample / f"incoming/{period}")  # fmt: skip
    return folder


@pytest.fixture
def workspace(tmp_path):
    """A workspace of this test's own, nothing taken in yet."""
    return copied(tmp_path)


@pytest.fixture(scope="session")
def council(tmp_path_factory):
    """A workspace with its evidence taken in; read it, do not change it."""
    from nok_analysis import assess

    root = copied(tmp_path_factory.mktemp("council"))
    assess("2026Q3", start=root)
    return root


@pytest.fixture(scope="session")
def assessment(council):
    """The assessment of the sample council's third quarter of 2026."""
    from nok_analysis import assess

    return assess("2026Q3", start=council)


@pytest.fixture
def quarter(tmp_path, council):
    """A workspace of this test's own with its evidence taken in."""
    return shutil.copytree(
        council, tmp_path / "quarter", ignore=shutil.ignore_patterns("reports")
    )
