"""One job in one process: notebook → papermill → exporter → page, said over a pipe.

Each job runs in a fresh fork of a server that has imported the stack and loaded the assessment
(``multiprocessing`` forkserver); where the system cannot fork, in a fresh process.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nok_analysis.errors import ReportError
from nok_analysis.report.plan import Job
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

WARM = "NOK_WARM_ASSESSMENT"
STOPPING = (signal.SIGINT, signal.SIGTERM)
SHOWN = 300  # characters of a foreign error
#: Error by its name, which is all that papermill passes on → verdict other than ``failed``.
VERDICTS = {
    "CellTimeoutError": "timed_out",
    "DeadKernelError": "died",
    "OutputCapError": "cut",
}


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs: the job, the run file as notebooks name it, its limits.

    Attributes
    ----------
    scratch : Path
        Folder of this task alone, in which it may leave what it likes.
    engine : str
        ``nok``: in this process; ``kernel``: a Jupyter kernel of its own.
    """

    job: Job
    run: str
    workspace: Path
    scratch: Path
    language: str
    cell_seconds: int
    memory_mb: int
    engine: str

    @property
    def log(self) -> Path:
        """File of everything that the job printed, kept when it dies."""
        return self.scratch / "log"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker says: ``ok`` with the page, or a verdict with what went wrong.

    Attributes
    ----------
    verdict : str
        ``ok, failed, timed_out, cut, died``.
    cell : int or None
        Cell of the source that ran last, first = 1; the pool knows it.
    message : str
        Empty where the verdict says all.
    exit_code : int or None
        Of a process that died; negative = minus the signal.
    """

    verdict: str
    html: str = ""
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    message: str = ""
    cell: int | None = None
    exit_code: int | None = None


def work(task: Task, pipe: Connection) -> None:
    """Do one task: send the place of each cell that begins, None after the last, an Answer."""
    if hasattr(os, "setsid"):
        os.setsid()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # the pool lets them wait while it starts us
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    try:
        _print_to(task.log)
        _limit_memory(task.memory_mb)
        os.chdir(task.workspace)
        answer = _done(task, pipe.send)
    except ReportError as error:
        answer = Answer("failed", message=error.said(Words(task.language)))
    except Exception as error:  # the boundary of the process
        answer = _foreign(type(error).__name__, str(error))
    with contextlib.suppress(OSError):  # nobody waits for it any more
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


def _done(task: Task, say: Callable[[int | None], None]) -> Answer:
    import nbformat
    from papermill.exceptions import PapermillExecutionError

    from nok_analysis.report.exporter import convert

    output = task.scratch / "out.ipynb"
    try:
        _execute(task, output, say)
    except PapermillExecutionError as error:
        return _of_cell(error, Words(task.language))
    say(None)
    page = convert(nbformat.read(output, as_version=4), name=task.job.name)
    return Answer("ok", page.html, page.files)


def _execute(task: Task, output: Path, say: Callable[[int | None], None]) -> None:
    """Run the notebook of a task as papermill does, by one of our two engines."""
    import papermill
    from papermill.engines import papermill_engines

    from nok_analysis.report.engine import InProcessEngine
    from nok_analysis.report.kernel import KernelEngine
    from nok_analysis.report.taken import check_taken

    papermill_engines.register("nok", InProcessEngine)
    papermill_engines.register("kernel", KernelEngine)
    options: dict[str, Any] = {"words": Words(task.language)} if task.engine == "nok" else {}
    parameters = {"run": task.run}
    if task.job.institution:
        parameters["institution"] = task.job.institution
    check_taken(task.job.notebook, parameters)
    with _copied(task.log) as copy:
        papermill.execute_notebook(
            task.job.notebook,
            output,
            parameters=parameters,
            progress_bar=False,
            request_save_on_cell_execute=False,
            engine_name=task.engine,
            kernel_name="python3",
            stdout_file=copy,
            stderr_file=copy,
            execution_timeout=task.cell_seconds,
            cwd=str(task.workspace),
            started=say,
            **options,
        )


def _of_cell(error: Any, words: Words) -> Answer:  # noqa: ANN401 (papermill's own)
    """Return the answer for a cell that ended with an error."""
    if error.ename == "SystemExit":
        return Answer("failed", message=words.say(_("the notebook ended itself by exit()")))
    if error.ename not in VERDICTS and error.traceback == error.evalue.splitlines():
        return Answer("failed", message=error.evalue)  # ours: a sentence without a trace
    return _foreign(error.ename, error.evalue)


def _foreign(kind: str, text: str) -> Answer:
    """Return the answer for an error that is not of this house: its kind and what it says."""
    if kind in VERDICTS:
        return Answer(VERDICTS[kind])
    said = " ".join(f"{kind}: {text}".split()).rstrip(": ")
    return Answer("failed", message=said[:SHOWN])


def _end_with_parent() -> None:
    """Wait until the batch has ended, then end with everything that this process started."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        if hasattr(os, "killpg"):
            os.killpg(os.getpgrp(), signal.SIGKILL)
        os._exit(1)


def _print_to(log: Path) -> None:
    """Send what libraries and started programs print past Python into the job's own log."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


@contextlib.contextmanager
def _copied(log: Path) -> Iterator[Any]:
    with log.open("a", encoding="utf-8", errors="replace") as file:
        yield file


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
