"""The command line: exit codes, and one sentence where a person must do something."""

import json
import subprocess
import sys

import pytest

from tests.commands import change, nok, notebooks, refused

RUN = "params/runs/2026Q3.yaml"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report", "2031Q1"], "params/runs/2031Q1.yaml: такого файла прогона нет"),
        (["report", "soon"], "«soon» – не период"),
        (["report", "../run.yaml"], "за пределы рабочей папки"),
        (["report", "2026Q3", "--engine", "fast"], "«fast»"),
        (["report", "2026Q3", "--jobs", "-1"], "«--jobs»"),
        (["report", "2026Q3", "--jobs", "many"], "«--jobs»"),
        (["report"], "«period»"),
        (["report", "2026Q3", "--job", "2"], "нет такого ключа: «--job»"),
        (["repotr"], "команда непонятна; справка: nok --help"),
        (["check"], "FILES, --form, --registry, --period, --as-of"),
        (["intake", "a.csv", "--form", "x"], "--registry, --period, --as-of"),
    ],
)
def test_what_cannot_start_is_refused_in_one_sentence(workspace, command, arguments, said):
    done = command(*arguments, cwd=workspace)
    assert refused(done, said)
    assert len(done.stderr.splitlines()) == 1


def test_outside_a_workspace_a_person_is_told_to_go_to_one(command, tmp_path):
    assert refused(command("report", "2026Q3", cwd=tmp_path), "params/", "перейдите")


def broken(root):
    """Leave one workbook that nobody can read in the quarter."""
    for file in (root / "data/sample/incoming/2026Q3").iterdir():
        file.unlink()
    (root / "data/sample/incoming/2026Q3/a.xlsx").write_bytes(b"PK\x03\x04 torn")


def empty(root):
    for file in (root / "data/sample/incoming/2026Q3").iterdir():
        file.unlink()


def without(name):
    return lambda root: (root / name).unlink()


def damaged(root):
    next((root / "data/sample/store").rglob("*.parquet")).write_bytes(b"torn")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (empty, ["data/sample/incoming/2026Q3: здесь нет файлов"]),
        (broken, ["data/sample/incoming/2026Q3: ", "a.xlsx"]),
        (damaged, [".parquet: файл не тот", "удалите manifest.json"]),
        (without("data/sample/registry.csv"), ["data/sample/registry.csv"]),
        (without("params/council.yaml"), ["params/council.yaml"]),
        (
            lambda root: change(root, "title:", "titel:"),
            [f"{RUN}, строка", "«titel»", "«title»"],
        ),
        (
            lambda root: change(root, "institutions: all", "institutions: [I99]"),
            [f"{RUN}, ключ «institutions»", "«I99»"],
        ),
        (
            lambda root: change(root, "methodology: 344n-social", "methodology: 345n"),
            [RUN, "params/methodology/345n.yaml"],
        ),
        (notebooks, ["notebooks: "]),
    ],
    ids=["empty", "workbook", "store", "registry", "passport", "key", "institution",
         "methodology", "notebooks"],
)  # fmt: skip
def test_a_quarter_that_cannot_be_built_names_the_file_and_its_place(
    quarter, command, spoil, said
):
    spoil(quarter)
    assert refused(command("report", "2026Q3", cwd=quarter), *said)
    assert not list((quarter / "reports").glob("2*"))


def test_the_absent_registry_is_said_once(quarter, command):
    (quarter / "data/sample/registry.csv").unlink()
    done = command("report", "2026Q3", cwd=quarter)
    assert len(done.stderr.splitlines()) == 1


def test_help_needs_none_of_the_heavy_rooms():
    heavy = ("pandas", "matplotlib", "nbconvert", "papermill", "duckdb", "scipy")
    script = f"import sys, nok_analysis.cli; print([n for n in {heavy!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "[]\n"


def test_help_is_russian_and_lists_every_command(tmp_path):
    done = nok(cwd=tmp_path)
    assert done.returncode == 0
    for command in ("report", "check", "intake", "sample", "lab"):
        assert f"  {command} " in done.stdout
    assert "Независимая оценка качества" in done.stdout


def test_what_nobody_foresaw_is_a_sentence_and_a_file_with_the_trace(
    workspace, command, monkeypatch, tmp_path
):
    def unforeseen(*_arguments):
        raise RuntimeError("a defect")

    with monkeypatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path))
        patch.setattr("pathlib.Path.is_dir", unforeseen)
        done = command("report", "2026Q3", cwd=workspace)
    assert refused(done, "Это ошибка программы")
    (trace,) = tmp_path.glob("nok-trace-*.txt")
    assert str(trace) in done.stderr
    assert "RuntimeError: a defect" in trace.read_text(encoding="utf-8")


def test_the_sample_council_is_written_where_it_is_asked_for(tmp_path, command):
    done = command("sample", tmp_path / "here", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "here/registry.csv").is_file()


def test_a_methodology_is_held_against_the_forms_that_are_named(workspace, command):
    path = "params/methodology/council-2014.yaml"
    both = ("--form", "survey-675n-google", "--form", "website_2014", "--form", "stand")
    done = command("check", "--methodology", path, *both, cwd=workspace)
    assert done.returncode == 0
    assert "чек-лист «stand» не входит ни в один показатель" in done.stdout
    assert "would_recommend" in done.stdout
    done = command("check", "--methodology", path, "--form", "stand", cwd=workspace)
    assert done.returncode == 2
    assert "чек-листа «website_2014» нет среди форм" in done.stdout
    assert "comfort_satisfied" in done.stdout


def test_check_of_a_run_a_methodology_and_a_registry_is_one_object(workspace, command):
    for option, name in (
        ("--run", RUN),
        ("--methodology", "params/methodology/344n-social.yaml"),
        ("--registry", "data/sample/registry.csv"),
    ):
        done = command("check", option, name, "--json", cwd=workspace)
        assert (done.returncode, done.stderr) == (0, "")
        (found,) = json.loads(done.stdout)["files"]
        assert (found["status"], found["issues"]) == ("accepted", [])
