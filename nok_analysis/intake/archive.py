"""A workbook's container, judged on its raw bytes before any parser sees it.

Sizes are counted while inflating, never believed; nothing is extracted to disk.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

from nok_analysis.intake.table import Refused
from nok_analysis.wording import mark_for_catalog as _

MEMBERS_CAP = 2_000
PART_CAP = 100_000_000
TOTAL_CAP = 200_000_000
RATIO_CAP = 200
RATIO_FROM = 10_000_000
_BLOCK = 65_536
_FED = 16_384  # packed bytes at a time
_OVERLAP = 64
_SIGNS = 8  # a part of two bytes a sign shows it here
_MARKUP = (".xml", ".rels", ".vml")
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_LOCAL_SIGNATURE = b"PK\x03\x04"
_ENCRYPTED_FLAG = 0x1
_STORED, _DEFLATED = 0, 8
_WINDOW = -15  # raw deflate, no header
_MANDATORY = ("[Content_Types].xml", "xl/workbook.xml")
_OTHERS = (
    ("word/", "Word"),
    ("ppt/", "PowerPoint"),
    ("content.xml", "OpenDocument"),
    ("xl/workbook.bin", "xlsb"),
)
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_ENCODINGS = frozenset({b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"utf8"})
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACRO = re.compile(
    r"(?:^|/)(?:vbaproject[^/]*|vbadata\.xml|[^/]*macrosheets?/.*)$|^(?:basic|scripts)/."
)
_SHEETS = b"application/vnd.oasis.opendocument.spreadsheet"
_MIMETYPE, _MANIFEST, _CONTENT = "mimetype", "META-INF/manifest.xml", "content.xml"
_NESTED = re.compile(r"\.(?:zip|rar|7z|gz|xlsx?|csv|ods)$")


class Office(StrEnum):
    """Family of a workbook."""

    XLSX = "xlsx"
    ODS = "ods"


def check_archive(content: bytes) -> Office:
    """Let a sound xlsx or ODS pass: members, real sizes, checksums, no DTD, no macros.

    Parameters
    ----------
    content : bytes
        The received file.

    Returns
    -------
    Office
        Which of the two it is.

    Raises
    ------
    Refused
        When anything in the container is damaged, hidden, hostile or too big.
    """
    members = _members(content)
    _check_names(members)
    family = _family(content, [member.filename for member in members])
    if any(_is_too_big(member.file_size, member.compress_size) for member in members):
        raise _too_much()  # what is declared; what is not is counted below
    total = 0
    for member in members:
        if not member.is_dir():
            total = _check_part(content, member, total)
    if family is Office.ODS and b"encryption-data" in part(content, _MANIFEST):
        raise _encrypted()
    return family


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
        for block, fed in _blocks(body, member.compress_type):
            size += len(block)
            if size > member.file_size:
                raise damaged()
            if _is_too_big(size, fed):
                raise _too_much()
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


def _encrypted() -> Refused:
    message = _("the workbook is protected by a password; save it without one")
    return Refused("encrypted", message)


def _members(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise damaged() from None
    if len(members) > MEMBERS_CAP:
        raise Refused("too_big", _("the workbook has too many parts: {n}"), n=len(members))
    ordered = sorted(members, key=lambda one: one.header_offset)
    if any(one.header_offset + one.compress_size > after.header_offset
           for one, after in pairwise(ordered)):  # fmt: skip
        raise damaged()  # parts that share their bytes
    return members


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    lowered = [name.casefold() for name in names]
    if len(set(lowered)) < len(lowered):
        raise Refused(
            "duplicate_part",
            _(
                "two parts of the workbook have one name; save it "
                "again in a spreadsheet program"
            ),
        )
    if any(_leads_out(member) for member in members):
        raise Refused("bad_path", _("a part of the workbook has the name of a foreign path"))
    if any(_MACRO.search(name) for name in lowered):
        raise Refused("macros", _("the workbook holds macros; save it as xlsx without them"))


def _leads_out(member: zipfile.ZipInfo) -> bool:
    """Return whether a part is a link, or its name leads out of the workbook."""
    name = member.orig_filename
    return (
        not {"\\", "\0"}.isdisjoint(name)
        or name.startswith("/")
        or name[1:2] == ":"
        or ".." in name.split("/")
        or stat.S_ISLNK(member.external_attr >> 16)
    )


def _family(content: bytes, names: list[str]) -> Office:
    if all(name in names for name in _MANDATORY):
        return Office.XLSX
    if _CONTENT in names and _MIMETYPE in names and part(content, _MIMETYPE) == _SHEETS:
        return Office.ODS
    other = next(
        (kind for mark, kind in _OTHERS if any(name.startswith(mark) for name in names)), ""
    )
    if not other and any(_NESTED.search(name.casefold()) for name in names):
        raise Refused(
            "wrong_type", _("this is an archive of files; unpack it and give the tables")
        )
    if other:
        message = _(
            "this is a file of the type {kind}, not a table; save the table as xlsx or CSV"
        )
        raise Refused("wrong_type", message, kind=other)
    raise damaged()


def _check_part(content: bytes, member: zipfile.ZipInfo, total: int) -> int:
    """Return how many bytes all parts together have after this one."""
    is_markup = member.filename.casefold().endswith(_MARKUP)
    first, wide, tail = True, False, b""
    for block in inflated(content, member):
        total += len(block)
        if total > TOTAL_CAP:
            raise _too_much()
        if is_markup:
            wide = wide or (first and b"\0" in block[:_SIGNS])
            _check_markup(tail + block, member.filename, first=first, wide=wide)
            first, tail = False, block[-_OVERLAP:]
    return total


def _is_too_big(size: int, packed: int) -> bool:
    return size > PART_CAP or size > max(RATIO_FROM, RATIO_CAP * packed)


def _too_much() -> Refused:
    return Refused("too_big", _("the workbook unpacks to more than a table can hold"))


def _check_markup(block: bytes, name: str, *, first: bool, wide: bool) -> None:
    """Refuse a document type in UTF-8 and UTF-16; no other encoding is let through."""
    if wide:
        block = block.replace(b"\0", b"")
    elif b"\0" in block:
        raise damaged()
    named = _ENCODING.search(block) if first else None
    foreign = named is not None and named[1].lower() not in _ENCODINGS
    if first and block:
        foreign |= not block.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
    if foreign or (b"<!" in block and _DTD.search(block)):
        message = _(
            "a part of the workbook declares a document type; no spreadsheet program "
            "writes that"
        )
        raise Refused("dtd", message)
    if name == _MANDATORY[0] and b"macroEnabled" in block:
        raise Refused("macros", _("the workbook holds macros; save it as xlsx without them"))


def _start_of(content: bytes, member: zipfile.ZipInfo) -> int:
    fixed = content[member.header_offset : member.header_offset + _LOCAL_HEADER.size]
    if len(fixed) < _LOCAL_HEADER.size:
        raise damaged()
    fields = _LOCAL_HEADER.unpack(fixed)
    if (member.flag_bits | fields[2]) & _ENCRYPTED_FLAG:
        raise _encrypted()
    name_size, extra_size = fields[-2:]
    if fields[0] != _LOCAL_SIGNATURE:
        raise damaged()
    return member.header_offset + _LOCAL_HEADER.size + name_size + extra_size


def _blocks(body: memoryview, method: int) -> Iterator[tuple[bytes, int]]:
    """Yield blocks of the unpacked bytes, each with the packed bytes read so far."""
    if method == _STORED:
        for at in range(0, len(body), _BLOCK):
            yield bytes(body[at : at + _BLOCK]), at + _BLOCK
        return
    if method != _DEFLATED:
        raise damaged()
    stream = zlib.decompressobj(_WINDOW)
    for at in range(0, len(body), _FED):
        rest: bytes | memoryview = body[at : at + _FED]
        while rest and not stream.eof:
            block = stream.decompress(rest, _BLOCK)
            rest = stream.unconsumed_tail
            if block:
                yield block, at + _FED
    yield stream.flush(), len(body)
    if not stream.eof:
        raise damaged()
