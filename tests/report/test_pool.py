"""Processes of a batch: as many at a time as asked for, each with its answer, none left."""

import os
import signal
import time
from multiprocessing import forkserver

import nbformat
import nbformat.v4 as v4
import pytest

from nok_analysis.report.plan import Job
from nok_analysis.report.pool import run_all
from nok_analysis.report.worker import Task
from tests.commands import PARAMETERS

pytestmark = pytest.mark.slow


@pytest.fixture
def tasks(tmp_path):
    def made(**cells):
        return [_task(tmp_path, name, source) for name, source in cells.items()]

    return made


def _task(folder, name, source):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    taken = v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    cells = [v4.new_code_cell(source), taken]
    file = folder / f"{name}.ipynb"
    nbformat.write(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), file)
    scratch = folder / name
    scratch.mkdir()
    return Task(Job(name, file), "", folder, scratch, "ru", 60, 4096, "nok")


def answered(tasks, *, slots, seconds=60):
    found = {}
    run_all(
        tasks,
        slots=slots,
        seconds=seconds,
        done=lambda task, answer: found.setdefault(task.job.name, answer),
    )
    return found


def test_every_task_gets_its_answer_with_one_slot_and_with_three(tasks):
    several = tasks(a="1", b="2", c="import os; os._exit(7)", d="3")
    one = answered(several, slots=1)
    assert list(one) == ["a", "b", "c", "d"]
    assert {name: answer.verdict for name, answer in one.items()} == {
        "a": "failed", "b": "failed", "c": "died", "d": "failed",
    }  # fmt: skip
    assert one["c"].exit_code == 7
    assert "нет печати" in one["a"].message
    assert answered(several, slots=3) == one


def test_a_report_that_outlives_its_limit_is_killed_and_says_its_cell(tasks):
    begun = time.monotonic()
    found = answered(tasks(sleeps="import time; time.sleep(300)"), slots=1, seconds=5)
    assert (found["sleeps"].verdict, found["sleeps"].cell) == ("timed_out", 1)
    assert time.monotonic() - begun < 60


def test_what_a_job_started_ends_with_it(tasks, tmp_path):
    source = (
        "import pathlib, subprocess\n"
        "started = subprocess.Popen(['sleep', '300'])\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(started.pid))"
    )
    answered(tasks(starts=source), slots=1)
    pid = int((tmp_path / "pid").read_text(encoding="utf-8"))
    for _ in range(50):
        if not _lives(pid):
            return
        time.sleep(0.1)
    pytest.fail("a process outlived its job")


def test_a_fork_server_that_died_is_started_anew(tasks):
    killed = []

    def done(task, answer):
        assert "нет печати" in answer.message, task.job.name
        if not killed:
            killed.append(forkserver._forkserver._forkserver_pid)
            os.kill(killed[0], signal.SIGKILL)

    run_all(tasks(a="1", b="2", c="3"), slots=1, seconds=60, done=done)
    assert killed != [forkserver._forkserver._forkserver_pid]


def _lives(pid):
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:  # noqa: PTH123
            return file.read().split()[2] != "Z"
    except OSError:
        return False
