"""Files: replaced whole or not at all, and known by the digest of their bytes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

TEMPORARY = ".tmp-"
_WILD = re.compile(r"[*?\[]")


def sha256_of(content: bytes) -> str:
    """Return the digest of some bytes as 64 hex."""
    return hashlib.sha256(content).hexdigest()


def content_of(path: Path) -> bytes:
    """Return the bytes of an ordinary file; none of a link, pipe, device or folder."""
    ordinary = path.is_file() and not path.is_symlink()
    return path.read_bytes() if ordinary else b""


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


def every_file(named: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that arguments of a command stand for, in order.

    A folder stands for the files in it, a pattern that names no file for those it matches;
    hidden files and locks of office programs are left out. An empty folder, one under the name
    of a table, and a pattern without a match stay as they are, to be refused by name.

    Parameters
    ----------
    named : iterable of Path
    """
    return tuple(file for path in named for file in _meant(path) or [path])


def _meant(path: Path) -> list[Path]:
    if os.path.lexists(path):
        is_folder = path.is_dir() and not path.is_symlink() and not path.suffix
        found = list(path.iterdir()) if is_folder and os.access(path, os.R_OK) else []
    else:
        found = _matched(path) if _WILD.search(str(path)) else []
    shown = (one for one in found if not one.name.startswith((".", "~")))
    return sorted(one for one in shown if one.is_file() or not path.is_dir())


def _matched(pattern: Path) -> list[Path]:
    base = Path(pattern.anchor)
    return list(base.glob(str(pattern.relative_to(base))))
