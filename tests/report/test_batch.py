"""A quarter: all of its reports or none, the same bytes wherever and however they are built."""

import json
import os
import shutil

import pytest

from nok_analysis.errors import ReportError
from nok_analysis.report.batch import render
from nok_analysis.wording import Words
from tests.commands import change, contents, limits, nok, notebooks, pages

RUSSIAN = Words()
OLD = "<p>the reports of before</p>"

FAULTS = {
    "refuses": 'from nok_analysis.errors import RunError\nraise RunError("the disk is full")',
    "divides": "1/0",
    "exits": "exit()",
    "sysexits": "import sys; sys.exit(1)",
    "dies": 'print("last words")\nimport os; os._exit(3)',
    "segfaults": "import ctypes; ctypes.string_at(0)",
    "loops": "while True: pass",
    "swallows": (
        "while True:\n    try:\n        while True: pass\n"
        "    except (KeyboardInterrupt, Exception): pass"
    ),
    "prints": 'for _ in range(200): print("x" * 100_000)',
    "suppresses": (
        "import contextlib\nfor _ in range(200):\n"
        '    with contextlib.suppress(Exception): print("x" * 100_000)'
    ),
    "unsealed": None,
    "noisy": 'import os; os.system("echo noise; echo noise >&2")',
    "fine": "1 + 1",
}
EXPECTED = {
    "refuses": ("failed", 6, "на диске нет места"),
    "divides": ("failed", 6, "ZeroDivisionError: division by zero"),
    "exits": ("failed", 6, "exit()"),
    "sysexits": ("failed", 6, "exit()"),
    "dies": ("died", 6, "с кодом 3"),
    "segfaults": ("died", 6, "сигналом 11"),
    "loops": ("timed_out", 6, "3 с на ячейку"),
    "swallows": ("timed_out", 6, "3 с на ячейку"),
    "prints": ("cut", 6, "2 МБ на ячейку"),
    "suppresses": ("cut", 6, "2 МБ на ячейку"),
    "unsealed": ("failed", None, "нет печати"),
    "noisy": ("ok", None, ""),
    "fine": ("ok", None, ""),
}


def published_before(root):
    """Put an earlier report where readers see it."""
    folder = root / "reports/2026Q3"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(OLD, encoding="utf-8")
    (root / "reports/index.html").write_text(OLD, encoding="utf-8")


def left_as_it_was(root):
    """Say whether readers see the earlier report and nothing else."""
    reports = root / "reports"
    seen = {
        name: text for name, text in contents(reports).items() if ".drafts" not in str(name)
    }
    seen.pop(reports / ".lock")
    return set(seen.values()) == {OLD.encode()} and len(seen) == 2


def verdicts(root):
    rows = json.loads((root / "reports/.drafts/2026Q3/run.json").read_bytes())
    return {row["job"]: (row["verdict"], row["cell"], row["message"]) for row in rows}


def as_expected(found, expected):
    assert found.keys() == expected.keys()
    for name, (verdict, cell, words) in expected.items():
        assert found[name][:2] == (verdict, cell), name
        assert words in found[name][2], name
    return True


def silent(_outcome, _of):
    """Show no progress."""


@pytest.fixture(scope="module")
def built(council, tmp_path_factory):
    """A whole quarter as `nok report` builds it."""
    root = shutil.copytree(council, tmp_path_factory.mktemp("built") / "council")
    return root, nok("report", "2026Q3", cwd=root)


@pytest.mark.slow
def test_a_whole_quarter_is_built_and_said(built):
    root, done = built
    assert done.returncode == 0, done.stderr
    assert "Откройте reports/2026Q3/index.html" in done.stdout
    assert "15 из 15" in done.stdout
    found = pages(root / "reports")
    assert len(found) == 16  # with the list of quarters
    assert {"index.html", "2026Q3/index.html", "2026Q3/institutions/i01.html"} <= set(found)
    assert sorted(path.name for path in (root / "reports").iterdir()) == [
        ".lock",
        "2026Q3",
        "index.html",
    ]


@pytest.mark.slow
def test_a_second_build_gives_the_same_bytes_in_another_world(built, tmp_path):
    root, _done = built
    before = pages(root / "reports")
    world = {
        "LC_ALL": "C",
        "TZ": "Asia/Novokuznetsk",
        "PYTHONHASHSEED": "1",
        "COLUMNS": "40",
        "HOME": str(tmp_path),
    }
    done = nok("report", "2026Q3", "--jobs", "1", "--json", cwd=root, **world)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert said["published"]
    assert {one["verdict"] for one in said["reports"]} == {"ok"}
    assert pages(root / "reports") == before


@pytest.mark.slow
def test_both_engines_give_the_same_bytes(quarter):
    change(quarter, "institutions: all", "institutions: [I01, I02]")
    # a kernel for each would take long
    for name in ("03_comparison", "04_progress", "11_methodology"):
        (quarter / f"notebooks/{name}.ipynb").unlink()
    found = []
    for engine in ("warm", "plain"):
        shutil.rmtree(quarter / "reports", ignore_errors=True)
        done = nok("report", "2026Q3", "--engine", engine, cwd=quarter)
        assert done.returncode == 0, done.stderr
        assert len(done.stderr.splitlines()) == 4  # a line a report and no noise of a kernel
        found.append(pages(quarter / "reports"))
    assert found[0] == found[1]


@pytest.mark.slow
def test_each_fault_has_its_verdict_and_the_other_reports_go_on(quarter):
    limits(notebooks(quarter, **FAULTS), cell=3, report=60)
    published_before(quarter)
    done = nok("report", "2026Q3", cwd=quarter)
    assert done.returncode == 1
    assert as_expected(verdicts(quarter), EXPECTED)
    assert left_as_it_was(quarter)
    drafts = quarter / "reports/.drafts/2026Q3"
    assert {file.stem for file in drafts.glob("*.html")} == {"noisy", "fine"}
    assert "last words" in (drafts / "dies.log").read_text(encoding="utf-8")
    assert "noise" not in done.stderr + done.stdout
    assert "divides, ячейка 6: ошибка. ZeroDivisionError: division by zero" in done.stdout


@pytest.mark.slow
def test_a_kernel_that_fails_has_the_same_verdicts(quarter):
    chosen = ("refuses", "prints", "dies")
    notebooks(quarter, **{name: FAULTS[name] for name in chosen})
    published_before(quarter)
    done = nok("report", "2026Q3", "--engine", "plain", cwd=quarter)
    assert done.returncode == 1
    expected = {name: EXPECTED[name] for name in chosen} | {"dies": ("died", 6, "")}
    assert as_expected(verdicts(quarter), expected)
    assert left_as_it_was(quarter)
    assert len(done.stderr.splitlines()) == len(chosen)


@pytest.mark.slow
def test_a_temporary_folder_of_a_long_name_costs_time_and_nothing_else(quarter, tmp_path):
    place = tmp_path / ("a long name " * 5)
    place.mkdir()
    notebooks(quarter, fine="1 + 1")
    done = nok("report", "2026Q3", "--json", cwd=quarter, TMPDIR=str(place))
    assert json.loads(done.stdout)["published"]
    assert not list(place.iterdir())


@pytest.mark.slow
def test_a_disk_that_fills_up_changes_nothing_that_readers_see(quarter, monkeypatch):
    monkeypatch.chdir(notebooks(quarter, fine="1 + 1"))
    published_before(quarter)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)  # pages are synced just before they are published
    with pytest.raises(ReportError) as error:
        render("2026Q3", slots=1, progress=silent)
    assert "на диске нет места" in error.value.said(RUSSIAN)
    assert left_as_it_was(quarter)


def test_a_folder_that_cannot_be_written_is_refused_by_name(quarter, monkeypatch):
    monkeypatch.chdir(notebooks(quarter, fine="1 + 1"))
    make = os.mkdir

    def read_only(path, *more, **options):
        if str(path).endswith("reports"):
            raise OSError(30, "Read-only file system", str(path))
        return make(path, *more, **options)

    monkeypatch.setattr(os, "mkdir", read_only)
    with pytest.raises(ReportError) as error:
        render("2026Q3", slots=1, progress=silent)
    assert error.value.said(RUSSIAN) == (
        "в папку reports нельзя писать: диск доступен только для чтения"
    )
