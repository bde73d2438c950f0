"""Where reports lie: one build at a time, a quarter replaced whole or not at all.

A quarter is built in ``reports/.<period>.new`` and swapped in by two renames; a crash between
them is finished or undone at the next start.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from nok_analysis.errors import ReportError

LOCK = ".lock"


@contextlib.contextmanager
def sole_build(reports: Path) -> Iterator[None]:
    """Hold the lock of the reports folder.

    Raises
    ------
    ReportError
        When another build holds it, or the folder cannot be written.
    """
    try:
        reports.mkdir(parents=True, exist_ok=True)
        file = (reports / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise ReportError(
            "{folder} cannot be written: {reason}", folder=reports.name, reason=error.strerror
        ) from None
    with file:
        if not _locked(file.fileno()):
            file.seek(0)
            raise ReportError("another build is under way (pid {pid})", pid=file.read().strip())
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _locked(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows has no flock; a second build there is not noticed
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def recover(reports: Path) -> None:
    """Finish or undo a swap that a crash cut in two, and drop what unfinished builds left."""
    for old in reports.glob(".*.old"):
        final = reports / old.name.removeprefix(".").removesuffix(".old")
        if final.exists():
            shutil.rmtree(old)
        else:
            old.rename(final)
    for new in reports.glob(".*.new"):
        shutil.rmtree(new)


def building(reports: Path, period: str) -> Path:
    """Return the empty folder in which the quarter is built."""
    folder = reports / f".{period}.new"
    folder.mkdir()
    return folder


def swap(built: Path, final: Path) -> None:
    """Put the finished folder in the place of the old one."""
    for file in built.rglob("*"):
        if file.is_file():
            _sync(file)
    old = final.with_name(f".{final.name}.old")
    if final.exists():
        final.rename(old)
    built.rename(final)
    _sync(final.parent)
    if old.exists():
        shutil.rmtree(old)


def replace_file(path: Path, content: bytes) -> None:
    """Replace one file atomically."""
    fresh = path.with_name(f".{path.name}.new-file")
    fresh.write_bytes(content)
    _sync(fresh)
    fresh.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):  # Windows cannot sync a folder
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
