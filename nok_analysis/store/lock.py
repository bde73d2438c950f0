"""The lock of the store's one writer."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from nok_analysis.errors import StoreError

try:
    import fcntl
except ImportError:  # Windows: the council has one analyst, the lock is left out
    fcntl = None  # type: ignore[assignment]

LOCK = ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`; it ends with its holder, so a dead one never blocks.

    Raises
    ------
    StoreError
        When another living process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a+", encoding="utf-8") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise StoreError(
                    "{folder}: another process is writing the store (pid {pid}); wait until it "
                    "has ended, then start again",
                    folder=folder.as_posix(),
                    pid=file.read().strip() or "?",
                ) from None
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
