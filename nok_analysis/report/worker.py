"""One job in one process: notebook → papermill → exporter → page, said over a pipe.

Each job runs in a fresh fork of a server that has imported the stack and loaded the assessment
(``multiprocessing`` forkserver); where the system cannot fork, in a fresh process.
"""

from __future__ import annotations

import os
import pickle
import signal
import tempfile
import traceback
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from nok_analysis.report.plan import Job

WARM = "NOK_WARM_ASSESSMENT"


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs: the job, the run file as notebooks name it, its limits."""

    job: Job
    run: str
    workspace: Path
    cell_seconds: int
    memory_mb: int
    engine: str  # "nok": in this process; "": papermill's standard engine, a kernel


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker says: ``ok`` with the page, or a verdict with the place of the fault."""

    verdict: str  # ok, failed, no_seal
    html: str = ""
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    cell: int | None = None
    message: str = ""


def work(task: Task, pipe: Connection) -> None:
    """Do one task and send its :class:`Answer`; never raises."""
    if hasattr(os, "setsid"):
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(task.memory_mb)
    os.chdir(task.workspace)
    try:
        answer = _done(task)
    except Exception as error:  # the boundary of the process
        answer = Answer("failed", message=f"{error}" or traceback.format_exc(limit=1))
    pipe.send(answer)
    pipe.close()


def warm_up() -> None:
    """Import what every report needs and load the assessment that the environment names.

    Called once, in the fork server, before any job.
    """
    import papermill  # noqa: F401 (imported here once, for every fork)

    from nok_analysis import corridor, figures
    from nok_analysis.passages import PASSAGES
    from nok_analysis.report.exporter import exporter
    from nok_analysis.tables import TABLES

    figures.names()
    TABLES.names()
    PASSAGES.names()
    exporter()
    place = os.environ.get(WARM, "")
    if place:
        # Written a moment ago by our own parent into a folder that only we can read.
        for key, assessment in pickle.loads(Path(place).read_bytes()).items():
            corridor.remember(key, assessment)


def _done(task: Task) -> Answer:
    import nbformat
    import papermill
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    from nok_analysis.report.engine import InProcessEngine
    from nok_analysis.report.exporter import convert

    papermill_engines.register("nok", InProcessEngine)
    parameters = {"run": task.run}
    if task.job.institution:
        parameters["institution"] = task.job.institution
    with tempfile.TemporaryDirectory(prefix="nok-") as folder:
        output = Path(folder) / "out.ipynb"
        try:
            papermill.execute_notebook(
                task.job.notebook,
                output,
                parameters=parameters,
                progress_bar=False,
                request_save_on_cell_execute=False,
                engine_name=task.engine or None,
                kernel_name="python3",
                log_output=False,
                execution_timeout=task.cell_seconds,
                cwd=str(task.workspace),
            )
        except PapermillExecutionError as error:
            return Answer("failed", cell=error.cell_index, message=error.evalue)
        notebook = nbformat.read(output, as_version=4)
    page = convert(notebook, name=task.job.name)
    return Answer("ok", page.html, page.files)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
