"""Slots of fresh processes: each job its own, killed whole at its limit, its verdict kept."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from nok_analysis.report.worker import Answer, Task, work

Report = Callable[[Task, Answer], None]


@dataclass(slots=True)
class _Slot:
    task: Task
    process: BaseProcess
    pipe: Connection
    deadline: float


def run_all(tasks: Iterable[Task], *, slots: int, seconds: int, done: Report) -> None:
    """Run every task in a process of its own, `slots` at a time; say each answer to `done`.

    Parameters
    ----------
    tasks : iterable of Task
    slots : int
        Processes at a time.
    seconds : int
        Limit of one task; past it the process group is killed: verdict ``timed_out``.
    done : callable
        Called with the task and its answer, in order of completion.
    """
    context = _context()
    waiting = list(tasks)[::-1]
    running: list[_Slot] = []
    try:
        while waiting or running:
            while waiting and len(running) < slots:
                running.append(_start(waiting.pop(), context, seconds))
            nearest = min(slot.deadline for slot in running) - time.monotonic()
            wait([slot.pipe for slot in running], timeout=max(0.0, nearest))
            for slot in [slot for slot in running if _ended(slot)]:
                running.remove(slot)
                done(slot.task, _answer(slot))
    finally:
        for slot in running:
            _kill(slot)


def _context() -> BaseContext:
    """Return a fork server that imported the stack, or fresh processes where none can be."""
    if sys.platform == "linux":
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["__main__", "nok_analysis.report.warm"])
        return context
    return multiprocessing.get_context("spawn")


def _start(task: Task, context: BaseContext, seconds: int) -> _Slot:
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(task, there))
    process.start()
    there.close()
    return _Slot(task, process, here, time.monotonic() + seconds)


def _ended(slot: _Slot) -> bool:
    return slot.pipe.poll() or not slot.process.is_alive() or time.monotonic() > slot.deadline


def _answer(slot: _Slot) -> Answer:
    answer: Answer | None = None
    with contextlib.suppress(EOFError, OSError):
        if slot.pipe.poll():
            answer = slot.pipe.recv()
    if answer is not None:
        slot.process.join(timeout=5)
    timed_out = answer is None and time.monotonic() > slot.deadline
    _kill(slot)
    if answer is not None:
        return answer
    if timed_out:
        return Answer("timed_out")
    return Answer("died", message=f"exit {slot.process.exitcode}")


def _kill(slot: _Slot) -> None:
    """End the process and everything it started."""
    if slot.process.is_alive() and slot.process.pid is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg") and os.getpgid(slot.process.pid) == slot.process.pid:
                os.killpg(slot.process.pid, signal.SIGKILL)
        slot.process.kill()
    slot.process.join()
    slot.pipe.close()
