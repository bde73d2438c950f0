"""A batch that is stopped or killed, or meets another one."""

import json
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

import pytest

from nok_analysis.report import folders
from tests.commands import nok, notebooks, refused, started
from tests.report.test_batch import left_as_it_was, published_before

FOREVER = {"fine": "1 + 1", "loops": "while True: pass"}
GONE = 15  # seconds in which a killed batch's processes must be gone, on a busy machine


def processes_with(mark):
    """Return the command lines of the living processes whose environment holds a mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes())
        except OSError:  # it has ended, or is not ours
            continue
    return found


@pytest.fixture
def running(quarter, monkeypatch):
    """A batch of which one report is built and another loops for ever."""
    place = Path(tempfile.mkdtemp(prefix="stopped-"))
    monkeypatch.setenv("TMPDIR", str(place))
    notebooks(quarter, **FOREVER)
    published_before(quarter)
    process = started("report", "2026Q3", "--jobs", "2", cwd=quarter)
    assert "fine" in process.stderr.readline()
    yield process, quarter, place
    if process.poll() is None:
        process.kill()
    process.communicate()
    shutil.rmtree(place)


def all_gone(place):
    for _ in range(GONE * 5):
        found = processes_with(f"TMPDIR={place}")
        if not found:
            return True
        time.sleep(0.2)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_batch_leaves_nothing_behind(running, number, code):
    process, root, place = running
    process.send_signal(number)
    _said, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert errors == "Остановлено; опубликованные отчёты целы.\n"
    assert left_as_it_was(root)
    assert not list(place.glob("nok-*"))
    assert all_gone(place) is True


@pytest.mark.slow
def test_a_killed_batch_ends_its_children_and_the_next_one_is_whole(running):
    process, root, place = running
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert all_gone(place) is True
    assert not left_as_it_was(root)  # what was being built lies beside, under no final name
    assert {path.name for path in (root / "reports").iterdir()} == {
        ".lock", ".2026Q3.new", "2026Q3", "index.html",
    }  # fmt: skip
    done = nok("report", "2026Q3", "--json", cwd=notebooks(root, fine="1 + 1"))
    assert json.loads(done.stdout)["published"]
    assert not (root / "reports/.2026Q3.new").exists()


@pytest.mark.slow
def test_a_second_build_is_refused_while_the_first_goes_on(quarter):
    with folders.sole_build(quarter / "reports"):
        done = nok("report", "2026Q3", cwd=quarter)
    assert refused(done, "идёт другая сборка", f"pid {os.getpid()}")
    assert [path.name for path in (quarter / "reports").iterdir()] == [".lock"]
