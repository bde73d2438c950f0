"""Slots of fresh processes: each job its own, killed whole at its limit, its verdict kept."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from nok_analysis.errors import ReportError
from nok_analysis.report.worker import STOPPING, Answer, Task, work

Report = Callable[[Task, Answer], None]
GRACE = 3  # seconds in which a cell that was interrupted at its limit may still answer
SOCKET_ROOM = 70  # bytes of a temporary folder in which a fork server's socket can have a name
DYING = 0.5  # seconds until the system knows that a fork server has died
GONE = 5  # seconds in which a process that has closed its pipe ends


@dataclass(slots=True)
class _Slot:
    task: Task
    process: BaseProcess
    pipe: Connection
    deadline: float  # of the report
    cell: int | None = None
    cell_deadline: float = float("inf")
    answer: Answer | None = None

    def nearest(self) -> float:
        return min(self.deadline, self.cell_deadline)


def run_all(tasks: Iterable[Task], *, slots: int, seconds: int, done: Report) -> None:
    """Run every task in a process of its own, `slots` at a time; say each answer to `done`.

    Parameters
    ----------
    tasks : iterable of Task
    slots : int
        Processes at a time, at least 1.
    seconds : int
        Limit of one task; past it, or past the limit of a cell, the process group is killed:
        verdict ``timed_out``. A process that ends without an answer has ``died``.
    done : callable
        Called with the task and its answer, in order of completion.
    """
    context = _context()
    waiting = list(tasks)[::-1]
    running: list[_Slot] = []
    try:
        while waiting or running:
            while waiting and len(running) < slots:
                _start(waiting.pop(), running, context, seconds)
            nearest = min(slot.nearest() for slot in running) - time.monotonic()
            wait([slot.pipe for slot in running], timeout=max(0.0, nearest))
            for slot in [slot for slot in running if _ended(slot)]:
                running.remove(slot)
                done(slot.task, _answer(slot))
    finally:
        for slot in running:
            _kill(slot)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals wait: a process that is half started is known to nobody and never ends."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context() -> BaseContext:
    """Return a fork server that imported the stack, or fresh processes where none can be."""
    if sys.platform == "linux" and len(os.fsencode(tempfile.gettempdir())) < SOCKET_ROOM:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["__main__", "nok_analysis.report.warm"])
        return context
    return multiprocessing.get_context("spawn")


def _start(task: Task, running: list[_Slot], context: BaseContext, seconds: int) -> None:
    """Start a task; a fork server that died meanwhile is started anew, once."""
    with _undisturbed():
        try:
            here, process = _begun(task, context)
        except (EOFError, OSError):
            time.sleep(DYING)
            try:
                here, process = _begun(task, context)
            except (EOFError, OSError) as error:
                raise ReportError(
                    "the system does not let processes be started: {reason}",
                    reason=str(error) or type(error).__name__,
                ) from error
        running.append(_Slot(task, process, here, time.monotonic() + seconds))


def _begun(task: Task, context: BaseContext) -> tuple[Connection, BaseProcess]:
    here, there = context.Pipe(duplex=False)
    with there:
        process = context.Process(target=work, args=(task, there))
        process.start()
    return here, process


def _ended(slot: _Slot) -> bool:
    """Read what the process has said; return whether it will say no more."""
    try:
        while slot.answer is None and slot.pipe.poll():
            said = slot.pipe.recv()
            if isinstance(said, Answer):
                slot.answer = said
            else:
                slot.cell = said
                limit = float("inf") if said is None else slot.task.cell_seconds + GRACE
                slot.cell_deadline = time.monotonic() + limit
    except (EOFError, OSError):
        return True
    return slot.answer is not None or time.monotonic() > slot.nearest()


def _answer(slot: _Slot) -> Answer:
    """Return what became of an ended slot, with the cell that ran last."""
    timed_out = slot.answer is None and time.monotonic() > slot.nearest()
    if not timed_out:
        slot.process.join(timeout=GONE)
    _kill(slot)
    if slot.answer is not None:
        return replace(slot.answer, cell=slot.cell)
    if timed_out:
        return Answer("timed_out", cell=slot.cell)
    return Answer("died", cell=slot.cell, exit_code=slot.process.exitcode)


def _kill(slot: _Slot) -> None:
    """End the process and everything it started."""
    if slot.process.pid is not None and hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(slot.process.pid, signal.SIGKILL)  # its own group: the worker's setsid
    slot.process.kill()
    slot.process.join()
    slot.pipe.close()
