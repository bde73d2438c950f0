"""Where reports lie: one build at a time, a quarter replaced whole or not at all.

A quarter is built in ``reports/.<period>.new`` and swapped in by two renames; a crash between
them is finished or undone at the next start.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from nok_analysis.errors import ReportError, reason_of

LOCK = ".lock"
OLD, NEW, FRESH = ".old", ".new", ".fresh"


@contextlib.contextmanager
def sole_build(reports: Path) -> Iterator[None]:
    """Hold the lock of the reports folder; it ends with its holder, so a dead one never blocks.

    Raises
    ------
    ReportError
        When another build holds it, or the folder cannot be written.
    """
    with _writable(reports) as file:
        if not _locked(file.fileno()):
            file.seek(0)
            since = dt.datetime.fromtimestamp((reports / LOCK).stat().st_mtime).astimezone()
            raise ReportError(
                "another build is under way (pid {pid}, since {time}); wait until it has ended",
                pid=file.read().strip() or "?",
                time=f"{since:%H:%M}",
            )
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _writable(reports: Path) -> TextIO:
    try:
        reports.mkdir(parents=True, exist_ok=True)
        return (reports / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise ReportError(
            "{folder} cannot be written: {reason}",
            folder=reports.name,
            reason=reason_of(error),
        ) from None


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


def recover(reports: Path) -> tuple[str, ...]:
    """Finish or undo a swap that a crash cut in two; drop what unfinished builds left.

    Returns
    -------
    tuple of str
        Periods whose earlier reports were put back.
    """
    back = []
    for old in sorted(reports.glob(f".*{OLD}")):
        final = reports / old.name.removeprefix(".").removesuffix(OLD)
        if final.exists():
            shutil.rmtree(old)
        else:
            old.rename(final)
            back.append(final.name)
    for new in reports.glob(f".*{NEW}"):
        shutil.rmtree(new)
    for fresh in reports.glob(f".*{FRESH}"):
        fresh.unlink()
    return tuple(back)


def building(reports: Path, period: str) -> Path:
    """Return the empty folder in which the quarter is built."""
    folder = reports / f".{period}{NEW}"
    folder.mkdir()
    return folder


def swap(built: Path, final: Path, *, listing: Path, content: bytes) -> None:
    """Put a finished folder in the place of the old one, and a new list of quarters with it.

    Parameters
    ----------
    built, final : Path
        Beside each other.
    listing : Path
        The first page of the site, also beside them.
    content : bytes
        What it will hold.

    Raises
    ------
    OSError
        When the system refuses; both are then as they were.
    """
    fresh = listing.with_name(f".{listing.name}{FRESH}")
    old = final.with_name(f".{final.name}{OLD}")
    try:
        fresh.write_bytes(content)
        for path in (fresh, *built.rglob("*")):
            _sync(path)
        if final.exists():
            final.rename(old)
        built.rename(final)
        _sync(final.parent)
        fresh.replace(listing)
    except BaseException:
        fresh.unlink(missing_ok=True)
        _put_back(built, final, old)
        raise
    shutil.rmtree(old, ignore_errors=True)  # what stays is dropped at the next start


def _put_back(built: Path, final: Path, old: Path) -> None:
    if not built.exists():
        final.rename(built)
    if old.exists():
        old.rename(final)


def _sync(path: Path) -> None:
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):  # Windows cannot sync a folder
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
