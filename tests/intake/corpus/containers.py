"""Family 3.7: containers of workbooks, sound ones spoiled on purpose."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from tests.intake.corpus.case import Case
from tests.intake.workbooks import SHEET, changed, sound

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LINK = 0o120777 << 16
MEGABYTE = 1 << 20


def with_doctype(part):
    return part.replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'b'>]>", 1)


def with_foreign_entity(part):
    return part.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 1)


def in_utf16(part):
    return with_doctype(part).decode().replace("UTF-8", "UTF-16").encode("utf-16")


def in_utf7(part):
    return part.replace(b"UTF-8", b"UTF-7", 1)


def macro_types(part):
    return part.replace(b"spreadsheetml.sheet.main", b"x.sheet.macroEnabled.main")


def lying(content):
    """Change the declared size of the sheet in the central directory."""
    at = content.rindex(SHEET.encode()) - 46
    size = struct.unpack_from("<L", content, at + 24)[0]
    return content[: at + 24] + struct.pack("<L", size - 7) + content[at + 28 :]


def encrypted(content):
    at = content.rindex(SHEET.encode()) - 46
    return content[: at + 8] + struct.pack("<H", 1) + content[at + 10 :]


def linked(content):
    """Add a part that is a symbolic link."""
    member = zipfile.ZipInfo("xl/media/image1.png")
    member.external_attr = LINK
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(member, "/etc/passwd")
    return target.getvalue()


def overlapping(content):
    """Let two parts share their bytes, as the bombs without nesting do."""
    book = changed(
        content, added=[("xl/a.bin", b"0" * MEGABYTE), ("xl/b.bin", b"0" * MEGABYTE)]
    )
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        first = archive.getinfo("xl/a.bin").header_offset
    at = book.rindex(b"xl/b.bin") - 46
    return book[: at + 42] + struct.pack("<L", first) + book[at + 46 :]


def bomb(size, declared=None):
    """Return a workbook of `size` megabytes of zeros in a thousandth of it.

    One compressed megabyte, ended so that it can be repeated, stands for each of them.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    unit = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    body = unit * size + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    checksum, block = 0, bytes(MEGABYTE)
    for _ in range(size):
        checksum = zlib.crc32(block, checksum)
    name = b"xl/worksheets/sheet2.xml"
    sizes = struct.pack("<3L", checksum, len(body), declared or size * MEGABYTE)
    local = b"PK\3\4" + struct.pack("<5H", 20, 0, 8, 0, 33) + sizes
    local += struct.pack("<2H", len(name), 0) + name + body
    return _with_member(sound(), local, name, sizes)


def _with_member(book, local, name, sizes):
    """Put a ready part before the central directory of a workbook."""
    end = book.rindex(b"PK\5\6")
    entries, directory, start = struct.unpack("<H2L", book[end + 10 : end + 20])
    central = b"PK\1\2" + struct.pack("<6H", 20, 20, 0, 8, 0, 33) + sizes
    central += struct.pack("<5H2L", len(name), 0, 0, 0, 0, 0, start) + name
    closing = struct.pack("<2H2LH", entries + 1, entries + 1, directory + len(central),
                          start + len(local), 0)  # fmt: skip
    return (book[:start] + local + book[start : start + directory] + central
            + b"PK\5\6\0\0\0\0" + closing)  # fmt: skip


def added(*parts, dropped=()):
    return lambda book: changed(book, added=parts, dropped=dropped)


def made_over(name, change):
    return lambda book: changed(book, {name: change}.items())


HOSTILE = {
    "document type": (made_over(SHEET, with_doctype), "dtd"),
    "an entity of another file": (made_over("xl/workbook.xml", with_foreign_entity), "dtd"),
    "an entity in shared texts": (made_over("xl/sharedStrings.xml", with_doctype), "dtd"),
    "document type in UTF-16": (made_over(SHEET, in_utf16), "dtd"),
    "foreign encoding": (made_over(SHEET, in_utf7), "dtd"),
    "macros": (added(("xl/vbaProject.bin", b"x")), "macros"),
    "macros of the first kind": (added(("xl/macrosheets/sheet1.xml", b"<x/>")), "macros"),
    "macro type": (made_over("[Content_Types].xml", macro_types), "macros"),
    "part twice, case aside": (added((SHEET.upper(), b"<x/>")), "duplicate_part"),
    "path upwards": (added(("xl/../../x", b"x")), "bad_path"),
    "path upwards, backslashes": (added(("xl\\..\\x", b"x")), "bad_path"),
    "absolute path": (added(("/etc/x", b"x")), "bad_path"),
    "a drive letter": (added(("C:/x", b"x")), "bad_path"),
    "a part that is a link": (linked, "bad_path"),
    "parts that share their bytes": (overlapping, "damaged"),
    "part missing": (added(dropped=["xl/workbook.xml"]), "damaged"),
    "sheet missing": (added(dropped=[SHEET]), "damaged"),
    "a Word file": (
        added(("word/document.xml", b"<x/>"), dropped=["xl/workbook.xml"]), "wrong_type"),
    "a binary workbook": (
        added(("xl/workbook.bin", b"x"), dropped=["xl/workbook.xml"]), "wrong_type"),
    "cut in the middle": (lambda book: book[: len(book) // 2], "damaged"),
    "the head alone": (lambda book: book[:40], "damaged"),
    "a flipped bit": (lambda book: book[:200] + bytes([book[200] ^ 1]) + book[201:], "damaged"),
    "size that lies": (lying, "damaged"),
    "password on a part": (encrypted, "encrypted"),
    "a bomb": (lambda _book: bomb(1_500), "too_big"),
    "a bomb that declares little": (lambda _book: bomb(300, declared=1_000), "damaged"),
    "a bomb in an unknown part": (added(("xl/x.bin", b"0" * 101_000_000)), "too_big"),
    "a small bomb": (added(("xl/x.bin", b"0" * 11_000_000)), "too_big"),
    "too many parts": (added(*[(f"x/{i}", b"") for i in range(2_000)]), "too_big"),
    "old office": (lambda _book: OLE2 + b"0" * 99, "wrong_type"),
    "old office with a password": (
        lambda _book: OLE2 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
}  # fmt: skip
#: Parts that are never opened: what they hold cannot matter.
IGNORED = {
    "an archive within": ("xl/embeddings/inner.zip", b"PK\3\4" + b"\0" * 99),
    "links to other workbooks": (
        "xl/externalLinks/externalLink1.xml",
        b'<externalLink><externalBook r:id="http://example.org/x.xlsx"/></externalLink>',
    ),
    "an object": ("xl/embeddings/oleObject1.bin", OLE2 + b"\0" * 99),
}


def cases():
    for number, (told, (spoil, code)) in enumerate(HOSTILE.items(), start=1):
        yield Case(f"container-{number:02d}.xlsx", "3.7 containers", told, spoil(sound()),
                   (code,))  # fmt: skip
    for number, (told, part) in enumerate(IGNORED.items(), start=1):
        yield Case(f"ignored-{number}.xlsx", "3.7 containers", told,
                   changed(sound(), added=[part]), accepted=1)  # fmt: skip
    for name in ("sound.csv", "без типа"):
        yield Case(name, "3.7 containers", "a workbook under another name", sound(), accepted=1)
