"""A workbook's container, judged on its raw bytes before any parser sees it.

Sizes are counted while inflating, never believed; nothing is extracted to disk.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from nok_analysis.intake.table import Refused
from nok_analysis.wording import mark_for_catalog as _

MEMBERS_CAP = 2_000
PART_CAP = 100_000_000
TOTAL_CAP = 200_000_000
RATIO_CAP = 200
RATIO_FROM = 10_000_000
_BLOCK = 65_536
_OVERLAP = 64
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_LOCAL_SIGNATURE = b"PK\x03\x04"
_ENCRYPTED_FLAG = 0x1
_STORED, _DEFLATED = 0, 8
_WINDOW = -15  # raw deflate, no header
_MANDATORY = ("[Content_Types].xml", "xl/workbook.xml")
_OTHERS = (
    ("word/", "Word"),
    ("ppt/", "PowerPoint"),
    ("content.xml", "ODS"),
    ("xl/workbook.bin", "xlsb"),
)
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_ENCODINGS = frozenset({b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"utf8"})
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACRO = re.compile(r"(?:^|/)(?:vbaproject[^/]*|vbadata\.xml|[^/]*macrosheets?/.*)$")


def check_archive(content: bytes) -> None:
    """Let a sound xlsx pass: members, real sizes, checksums, no DTD, no macros.

    Parameters
    ----------
    content : bytes
        The received file.

    Raises
    ------
    Refused
        When anything in the container is damaged, hidden, hostile or too big.
    """
    members = _members(content)
    _check_names([member.filename for member in members])
    total = 0
    for member in members:
        if member.is_dir():
            continue
        size = 0
        tail = b""
        for block in inflated(content, member):
            size += len(block)
            total += len(block)
            _check_size(size, total, member)
            _check_markup(tail + block, member.filename, first=size == len(block))
            tail = block[-_OVERLAP:]


def inflated(content: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the real bytes of a member; its declared size and checksum must then agree.

    Raises
    ------
    Refused
        When the member is encrypted, cut, damaged or lies about its size.
    """
    start = _start_of(content, member)
    body = memoryview(content)[start : start + member.compress_size]
    size = checksum = 0
    try:
        for block in _blocks(body, member.compress_type):
            size += len(block)
            checksum = zlib.crc32(block, checksum)
            yield block
    except zlib.error:
        raise damaged() from None
    if size != member.file_size or checksum != member.CRC:
        raise damaged()


def part(content: bytes, name: str) -> bytes:
    """Return a part of a checked workbook as UTF-8 text bytes, empty when it is not there."""
    members = {member.filename.casefold(): member for member in _members(content)}
    member = members.get(name.casefold().lstrip("/"))
    found = b"".join(inflated(content, member)) if member else b""
    if found.startswith((b"\xff\xfe", b"\xfe\xff")):
        return found.decode("utf-16", "replace").encode()  # only marks are looked for in it
    return found


def damaged() -> Refused:
    """Return the refusal of a damaged container."""
    return Refused(
        "damaged", _("the file is damaged or was not transferred whole; ask for it again")
    )


def _members(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise damaged() from None
    if len(members) > MEMBERS_CAP:
        raise Refused("too_big", _("the workbook has too many parts: {n}"), n=len(members))
    return members


def _check_names(names: list[str]) -> None:
    lowered = [name.casefold() for name in names]
    if len(set(lowered)) < len(lowered):
        raise Refused(
            "duplicate_part",
            _(
                "two parts of the workbook have one name; save it "
                "again in a spreadsheet program"
            ),
        )
    if any("\\" in name or name.startswith("/") or ".." in name.split("/") for name in names):
        raise Refused("bad_path", _("a part of the workbook has the name of a foreign path"))
    if any(_MACRO.search(name) for name in lowered):
        raise Refused("macros", _("the workbook holds macros; save it as xlsx without them"))
    if any(name not in names for name in _MANDATORY):
        other = next(
            (kind for mark, kind in _OTHERS if any(name.startswith(mark) for name in names)), ""
        )
        if other:
            message = _(
                "this is a file of the type {kind}, not a table; save the table as xlsx or CSV"
            )
            raise Refused("wrong_type", message, kind=other)
        raise damaged()


def _check_size(size: int, total: int, member: zipfile.ZipInfo) -> None:
    packed = max(member.compress_size, 1)
    if (
        size > PART_CAP
        or total > TOTAL_CAP
        or (size > RATIO_FROM and size > RATIO_CAP * packed)
    ):
        raise Refused("too_big", _("the workbook unpacks to more than a table can hold"))


def _check_markup(block: bytes, name: str, *, first: bool) -> None:
    """Refuse a document type in UTF-8 and UTF-16; no other encoding is let through."""
    if not name.casefold().endswith((".xml", ".rels", ".vml")):
        return
    flat = block.replace(b"\0", b"") if b"\0" in block else block
    named = _ENCODING.search(flat) if first else None
    foreign = named is not None and named[1].lower() not in _ENCODINGS
    if first and flat:
        foreign |= not flat.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
    if foreign or _DTD.search(flat):
        message = _(
            "a part of the workbook declares a document type; no spreadsheet program "
            "writes that"
        )
        raise Refused("dtd", message)
    if b"macroEnabled" in flat and name == _MANDATORY[0]:
        raise Refused("macros", _("the workbook holds macros; save it as xlsx without them"))


def _start_of(content: bytes, member: zipfile.ZipInfo) -> int:
    fixed = content[member.header_offset : member.header_offset + _LOCAL_HEADER.size]
    if len(fixed) < _LOCAL_HEADER.size:
        raise damaged()
    fields = _LOCAL_HEADER.unpack(fixed)
    if (member.flag_bits | fields[2]) & _ENCRYPTED_FLAG:
        raise Refused(
            "encrypted", _("the workbook is protected by a password; save it without one")
        )
    name_size, extra_size = fields[-2:]
    if fields[0] != _LOCAL_SIGNATURE:
        raise damaged()
    return member.header_offset + _LOCAL_HEADER.size + name_size + extra_size


def _blocks(body: memoryview, method: int) -> Iterator[bytes]:
    if method == _STORED:
        yield from (bytes(body[at : at + _BLOCK]) for at in range(0, len(body), _BLOCK))
        return
    if method != _DEFLATED:
        raise damaged()
    stream = zlib.decompressobj(_WINDOW)
    rest = body
    while rest and not stream.eof:
        block = stream.decompress(rest, _BLOCK)
        rest = stream.unconsumed_tail
        yield block
        if not block and not rest:
            break
    yield stream.flush()
    if not stream.eof:
        raise damaged()
