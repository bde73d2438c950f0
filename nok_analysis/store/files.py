"""Files that are replaced whole or not at all, and the lock of one writer."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nok_analysis.errors import StoreError

try:
    import fcntl
except ImportError:  # Windows: the council has one analyst, the lock is left out
    fcntl = None  # type: ignore[assignment]

TEMPORARY = ".tmp-"
LOCK = ".lock"


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` under `path`: at any moment the old file is there whole, or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        os.replace(name, path)  # noqa: PTH105 - the one call that tests make fail
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


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
