"""Workspaces for tests: copies of the repository's own, so that nothing of ours is mocked."""

import shutil
import signal
import subprocess
import sys
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


@pytest.fixture
def command(monkeypatch, capsys):
    """Run a command in this process: exit code and what it said, as of a process of its own."""
    from nok_analysis import cli, corridor

    def run(*arguments, cwd):
        monkeypatch.setattr(corridor, "_KNOWN", {})
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["nok", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err, said.err
        return subprocess.CompletedProcess(arguments, end.value.code, said.out, said.err)

    before = signal.getsignal(signal.SIGTERM)
    yield run
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def refused_run():
    """Return what a person reads when the run file of 2026Q3 has another line."""
    from nok_analysis.errors import NokError
    from nok_analysis.parts import read_parts
    from nok_analysis.wording import Words

    def said(root: Path, old: str, new: str) -> str:
        path = root / "params/runs/2026Q3.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        with pytest.raises(NokError) as caught:
            read_parts("2026Q3", root)
        return caught.value.said(Words())

    return said
