"""The n-th call of the system fails: writing, syncing, renaming, opening, making folders."""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import os
import signal
from collections.abc import Callable, Iterator

WRITING = os.O_WRONLY | os.O_RDWR
CHANGING = ("replace", "fsync", "mkdir", "unlink", "chmod")
OPENING = ("open", "fdopen")
ERRORS: dict[str, Callable[[], BaseException]] = {
    **{
        name: lambda number=number, name=name: OSError(number, name)
        for name, number in {
            "ENOSPC": errno.ENOSPC,
            "EIO": errno.EIO,
            "EACCES": errno.EACCES,
            "EMFILE": errno.EMFILE,
        }.items()
    },
    "MemoryError": MemoryError,
    "KeyboardInterrupt": KeyboardInterrupt,
}


class Counter:
    """Counts calls; the n-th fails, with `lasting` every later one too.

    Parameters
    ----------
    n : int
        0: none fails, they are only counted.
    error : callable or None
        Makes what is raised; None kills this process at once, as ``kill -9`` does.
    """

    def __init__(self, n: int, error=None, *, lasting: bool = False):
        self.n, self.error, self.lasting, self.calls = n, error, lasting, 0
        self.process = os.getpid()

    def __call__(self) -> None:
        if os.getpid() != self.process:  # a child that only reads
            return
        self.calls += 1
        if self.n and (self.calls == self.n or (self.lasting and self.calls > self.n)):
            if self.error is None:
                os.kill(os.getpid(), signal.SIGKILL)
            raise self.error()

    @property
    def fired(self) -> bool:
        return bool(self.n) and self.calls >= self.n


class Disk:
    """A file opened for writing: a write that fails has written half of its bytes."""

    def __init__(self, file, count: Counter):
        self._file, self._count = file, count

    def write(self, content):
        half = content[: len(content) // 2]
        try:
            self._count()
        except BaseException:
            self._file.write(half)
            raise
        return self._file.write(content)

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __iter__(self):
        return iter(self._file)

    def __enter__(self):
        self._file.__enter__()
        return self

    def __exit__(self, *found):
        return self._file.__exit__(*found)


@contextlib.contextmanager
def failing(count: Counter) -> Iterator[Counter]:
    """Let calls that change the disk go through `count`; reading stays as it is."""
    plain = {name: getattr(os, name) for name in CHANGING + OPENING}
    plain_open = io.open
    try:
        for name in CHANGING:
            setattr(os, name, _counted(plain[name], count))
        os.open, os.fdopen = _opened(plain["open"], count), _fdopened(plain["fdopen"], count)
        io.open = builtins.open = _file_opened(plain_open, count)
        yield count
    finally:
        for name, call in plain.items():
            setattr(os, name, call)
        io.open = builtins.open = plain_open


def _counted(call, count):
    def counted(*arguments, **options):
        count()
        return call(*arguments, **options)

    return counted


def _opened(call, count):
    def opened(path, flags, *arguments, **options):
        if flags & (WRITING | getattr(os, "O_DIRECTORY", 0)):
            count()
        return call(path, flags, *arguments, **options)

    return opened


def _fdopened(call, count):
    def opened(number, mode="r", *arguments, **options):
        file = call(number, mode, *arguments, **options)
        return Disk(file, count) if "w" in mode else file

    return opened


def _file_opened(call, count):
    def opened(file, mode="r", *arguments, **options):
        if set(mode) & set("wax+"):
            count()
        return call(file, mode, *arguments, **options)

    return opened
