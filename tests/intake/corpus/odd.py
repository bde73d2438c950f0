"""Family 3.1: what is no ordinary file, and files of other types under the name of a table."""

from __future__ import annotations

import io
import os
import zipfile

from tests.intake.corpus.case import ROW, Case, table

SOUND = table(ROW.format(1, ""))
CAP = 50_000_000


def zipped(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def sparse(path):
    with path.open("wb") as file:
        file.truncate(CAP + 1)


MADE = {
    "a link to a sound file": ("link.csv", lambda path: path.symlink_to(__file__)),
    "a dangling link": ("dangling.csv", lambda path: path.symlink_to("no-such-file")),
    "a link to a device": ("device.csv", lambda path: path.symlink_to("/dev/zero")),
    "a pipe without a writer": ("pipe.csv", os.mkfifo),
    "a folder under the name of a table": ("folder.xlsx", lambda path: path.mkdir()),
}
TYPES = {
    "PDF": b"%PDF-1.7\n",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "JPEG": b"\xff\xd8\xff\xe0",
    "gzip": b"\x1f\x8b\x08\x00",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "RAR": b"Rar!\x1a\x07",
    "RTF": b"{\\rtf1\\ansi}",
    "SQLite": b"SQLite format 3\0",
    "Parquet": b"PAR1",
    "ELF": b"\x7fELF",
    "EXE": b"MZ\x90\0",
    "HTML": b"<!DOCTYPE html><table><tr><td>I01</table>",
    "HTML fragment": b"<table><tr><td>I01</table>",
    "XML": b"<?xml version='1.0'?><rows/>",
}


def cases():
    for told, (file, made) in MADE.items():
        yield Case(file, "3.1 files", told, made, ("not_a_file",))
    yield Case("sparse.csv", "3.1 files", "more than 50 MB", sparse, ("too_big",))
    for kind, content in TYPES.items():
        name = f"type-{kind.lower().replace(' ', '-')}.xlsx"
        yield Case(name, "3.1 files", f"{kind} under the name of a workbook", content,
                   ("wrong_type",))  # fmt: skip
    inner = zipped(**{"anketa.csv": SOUND})
    yield Case("archive.xlsx", "3.1 files", "an archive of tables", inner, ("wrong_type",))
    yield Case("archives.zip", "3.1 files", "an archive of archives",
               zipped(**{"a.zip": inner}), ("wrong_type",))  # fmt: skip
    yield Case("nothing.csv", "3.1 files", "no bytes", b"", ("empty",))
    yield Case("blank.csv", "3.1 files", "a mark and white space", b"\xef\xbb\xbf \r\n\t\n",
               ("empty",))  # fmt: skip
    for name in ("-rf.csv", "a b $(x) 'q'.csv", "ё" * 120 + ".csv", "\x1b[31m.csv"):
        yield Case(name, "3.1 files", "a name to be shown, not obeyed", SOUND.encode(),
                   accepted=1)  # fmt: skip
