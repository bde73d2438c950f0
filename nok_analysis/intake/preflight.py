"""Before anything is parsed: a regular file of bearable size, whose content says what it is."""

from __future__ import annotations

import errno
import os
import stat
from enum import StrEnum
from pathlib import Path

from nok_analysis.intake.objects import is_objects
from nok_analysis.intake.table import MEGABYTE, Limits, Refused
from nok_analysis.wording import mark_for_catalog as _

HASH_SHOWN = 12
_PEEK = 4096
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"

#: Never followed, never waited for, bytes as they are; each flag where the system has it.
_OPENED = os.O_RDONLY | sum(
    getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)

#: First bytes → what a person calls such a file.
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
)
_HTML = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")


class Kind(StrEnum):
    """Container of a received table."""

    TEXT = "text"
    WORKBOOK = "workbook"
    OBJECTS = "objects"


def read_bytes(path: Path, cap: int = Limits().file) -> bytes:
    """Return the bytes of a regular file of at most `cap`, following no link, never waiting.

    Raises
    ------
    Refused
        When the path is a link, pipe, device or folder, cannot be read, is too big, or is
        being written at this moment.
    """
    try:
        handle = os.open(path, _OPENED)
    except OSError as error:
        raise _cannot_open(error) from None
    except ValueError:  # a zero byte in the name
        raise Refused("not_a_file", _("there is no such file")) from None
    seen = os.fstat(handle)
    if not stat.S_ISREG(seen.st_mode):
        os.close(handle)
        raise _not_regular()
    with os.fdopen(handle, "rb") as file:
        content = file.read(cap + 1) if seen.st_size <= cap else b""
        after = os.fstat(handle)
    if max(len(content), seen.st_size) > cap:
        raise _too_big(cap)
    if len(content) != seen.st_size or _written(after) != _written(seen):
        raise _growing()
    return content


def kind_of(content: bytes) -> Kind:
    """Return the container that the bytes say they are, whatever the name says.

    Raises
    ------
    Refused
        When the file is empty or is no table we read; the true type is named.
    """
    if not content.strip(b" \t\r\n\xef\xbb\xbf"):
        raise Refused("empty", _("the file is empty"))
    if content.startswith(_OLE2):
        raise _old_office(content)
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        return Kind.WORKBOOK
    head = content[:_PEEK].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    named = next((name for mark, name in _SIGNATURES if content.startswith(mark)), "")
    if head.startswith(_HTML):
        named = "HTML"
    elif head.startswith(b"<?xml"):
        named = "HTML" if b"<html" in head else "XML"
    if named:
        raise Refused(
            "wrong_type",
            _("this is a file of the type {kind}, not a table; save the table as xlsx or CSV"),
            kind=named,
        )
    return Kind.OBJECTS if is_objects(content) else Kind.TEXT


def _written(seen: os.stat_result) -> tuple[int, int]:
    return seen.st_size, seen.st_mtime_ns


def _cannot_open(error: OSError) -> Refused:
    if error.errno in {errno.ELOOP, errno.ENXIO, errno.EISDIR, errno.ENODEV}:
        return _not_regular()
    if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}:
        return Refused("not_a_file", _("there is no such file"))
    return Refused("unreadable", _("the file cannot be read; ask for the right to read it"))


def _not_regular() -> Refused:
    return Refused(
        "not_a_file",
        _(
            "this is no ordinary file but a link, a folder, a pipe or "
            "a device; copy the file itself"
        ),
    )


def _too_big(cap: int) -> Refused:
    message = _("the file is larger than {megabytes} MB; split it")
    return Refused("too_big", message, megabytes=cap // MEGABYTE)


def _growing() -> Refused:
    return Refused(
        "unreadable",
        _(
            "the file was being written while it was read; wait until it is "
            "there whole and start again"
        ),
    )


def _old_office(content: bytes) -> Refused:
    if _ENCRYPTED_PACKAGE in content:
        return Refused(
            "encrypted", _("the workbook is protected by a password; save it without one")
        )
    return Refused(
        "wrong_type",
        _("this is a file of an old office format (xls, doc); save it as xlsx or CSV"),
    )
