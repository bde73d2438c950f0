"""Judging in a child process: a file that kills or stalls its reader costs only itself."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nok_analysis.forms.model import Form
from nok_analysis.intake.assembly import refused_file
from nok_analysis.intake.judge import check
from nok_analysis.intake.judgement import FileJudgement
from nok_analysis.intake.preflight import read_bytes
from nok_analysis.intake.table import Refused
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import visible

if TYPE_CHECKING:
    from nok_analysis.registry import Registry

SECONDS = 120  # of one file; 200 000 rows take less than half of it
MEMORY = 3_000_000_000  # bytes above what the process holds already


def check_apart(
    files: Sequence[Path],
    forms: Sequence[Form],
    registry: Registry,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    **rules: Any,  # noqa: ANN401 - those of `check`
) -> tuple[FileJudgement, ...]:
    """Return what :func:`check` says; a file over which its process ends is refused.

    Parameters
    ----------
    files, forms, registry
        As of :func:`check`, like the keywords that are not named here.
    seconds : float
        Limit of one file.
    memory : int
        Bytes that reading may take.
    """
    if not hasattr(os, "fork"):  # Windows: files are judged in this process
        return check(files, forms, registry, **rules)
    found: list[FileJudgement] = []
    while len(found) < len(files):
        rest = [Path(file) for file in files[len(found) :]]
        here, there = multiprocessing.Pipe(duplex=False)
        child = os.fork()
        if child == 0:
            _judge_all(rest, forms, registry, there, memory, rules)
        there.close()
        found += _heard(child, here, len(rest), seconds)
        if len(found) < len(files):
            found.append(_given_up(Path(files[len(found)])))
    return tuple(found)


def _judge_all(
    files: Sequence[Path],
    forms: Sequence[Form],
    registry: Registry,
    there: Connection,
    memory: int,
    rules: dict[str, Any],
) -> None:
    """Send each judgement as it is made and end this process, whatever happens."""
    with contextlib.suppress(BaseException):
        silent = os.open(os.devnull, os.O_WRONLY)  # parsers print their panics
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _limit(memory)
        for file in files:
            there.send(*check([file], forms, registry, **rules))
    os._exit(0)


def _limit(memory: int) -> None:
    """Let this process take `memory` bytes more than it has, where the system tells that."""
    import resource  # every system that forks has it

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _heard(child: int, here: Connection, most: int, seconds: float) -> Iterator[FileJudgement]:
    """Yield the judgements that a child sends until it has ended or stalled."""
    try:
        for _number in range(most):
            if not here.poll(seconds):
                return
            yield here.recv()
    except EOFError:
        return
    finally:
        here.close()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _given_up(file: Path) -> FileJudgement:
    content = b""
    with contextlib.suppress(Refused):
        content = read_bytes(file)
    message = _(
        "reading this file took more time or memory than a table of answers can need, and "
        "was stopped; save it anew in a spreadsheet program"
    )
    return refused_file(visible(file.name or str(file)), content, Refused("internal", message))
