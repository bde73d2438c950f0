"""Run files."""

from pathlib import Path

import pytest

from nok_analysis.errors import NokError, RunError
from nok_analysis.period import Period
from nok_analysis.run import read_run
from nok_analysis.wording import Words

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "params/runs").mkdir(parents=True)
    source = (REPOSITORY / "params/runs/2026Q3.yaml").read_text(encoding="utf-8")
    (tmp_path / "params/runs/2026Q3.yaml").write_text(source, encoding="utf-8")
    return tmp_path


def changed(workspace, old, new):
    path = workspace / "params/runs/2026Q3.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted((REPOSITORY / "params/runs").glob("*.yaml")), ids=str)
def test_every_run_file_of_the_repository_reads(path):
    assert str(read_run(path.stem, REPOSITORY).period) == path.stem


def test_a_run_is_found_by_period_from_any_folder_below(workspace):
    (workspace / "notebooks").mkdir()
    assert read_run("2026Q3", workspace / "notebooks").period == Period.parse("2026Q3")


def test_a_run_is_found_by_its_path_as_papermill_passes_it(workspace):
    (workspace / "notebooks").mkdir()
    run = read_run("params/runs/2026Q3.yaml", workspace / "notebooks")
    assert run.file == "params/runs/2026Q3.yaml"


def test_a_period_without_run_file_names_those_that_have_one(workspace):
    with pytest.raises(RunError, match=r"2031Q1\.yaml: .*2026Q3"):
        read_run("2031Q1", workspace)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("threshold:", "treshold:", "statistics.treshold"),
        ("cycle_kind: internal_quarter", "cycle_kind: quarterly", "cycle_kind"),
        ('as_of: "2026-11-21"', 'as_of: "2026-02-30"', "as_of"),
        ('min_n_cell: "10"', 'min_n_cell: "2"', "disclosure.min_n_cell"),
        ('confidence_level: "0.95"', 'confidence_level: "95"', "statistics.confidence_level"),
        ('["2026Q2", "2025Q3"]', '["2026Q4"]', "compare_with"),
        ("data/sample/registry.csv", "../elsewhere/registry.csv", "registry.file"),
        ("data/sample/registry.csv", "~/registry.csv", "registry.file"),
        ("comments: never", "comments: always", "disclosure.comments"),
        ("institutions: all", "institutions: []", "institutions"),
        ('threshold: "5"', 'threshold: "-5"', "statistics.threshold"),
        ('gate: "0.70"', 'gate: "70"', "statistics.gate"),
        ('percent_decimals: "0"', 'percent_decimals: "1"', "disclosure.percent_decimals"),
    ],
)
def test_a_wrong_value_is_refused_with_file_and_key(workspace, old, new, place):
    path = changed(workspace, old, new)
    with pytest.raises(RunError) as error:
        read_run(path, workspace)
    said = error.value.said(Words("en"))
    assert "2026Q3.yaml" in said
    assert f"“{place}”" in said


def test_a_folder_in_no_workspace_is_told_in_words(tmp_path):
    with pytest.raises(NokError, match="params/"):
        read_run("2026Q3", tmp_path)


def test_a_run_file_outside_is_read_for_the_workspace_one_stands_in(
    workspace, tmp_path_factory
):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "mine.yaml"
    elsewhere.write_bytes((workspace / "params/runs/2026Q3.yaml").read_bytes())
    assert read_run(elsewhere, workspace).workspace.root == workspace
