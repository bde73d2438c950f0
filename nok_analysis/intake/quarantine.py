"""Rows set aside and files refused, written so that a person can correct and return them."""

from __future__ import annotations

import base64
import csv
import io
import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from nok_analysis.files import replace_file
from nok_analysis.guard import guarded, unguarded
from nok_analysis.intake.delimited import SEPARATORS, decoded
from nok_analysis.intake.judgement import FileJudgement, SetAside, Status
from nok_analysis.wording import Words

HEAD = (
    "file",
    "source_sha256",
    "sheet",
    "row",
    "column",
    "code",
    "message",
    "status",
    "reason",
)
RAW = "raw_base64"
REFUSED_HEAD = ("file", "source_sha256", "code", "message")
REFUSED = "refused"
_SLUG_CAP = 60
_DEVICES = re.compile(r"con|nul|aux|prn|com\d|lpt\d")


def write_quarantine(
    folder: Path,
    judgements: Sequence[FileJudgement],
    *,
    words: Words | None = None,
    taken: Collection[Path] = (),
) -> tuple[Path, ...]:
    """Write one CSV a file with rows set aside, and ``refused.csv``; return their paths.

    A file whose quarantine a person has begun to answer (column ``status``) is left as it is;
    every other is written whole and put in place at once.

    Parameters
    ----------
    folder : Path
        ``data/quarantine``; made when it is missing.
    judgements : sequence of FileJudgement
    words : Words, optional
        Language of the messages; Russian by default.
    taken : collection of Path
        Quarantine files whose answers are taken in already.
    """
    voice = words or Words()
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    aside = {one.sha256: one for one in judgements if one.set_aside}
    for judgement in aside.values():
        path = _path(folder, judgement, aside.values())
        if path in taken or not _answered(path):
            _replace(path, _rows(judgement.set_aside, voice))
        written.append(path)
    refused = [one for one in judgements if one.status is Status.REFUSED]
    path = folder / f"{REFUSED}.csv"
    if refused or path.exists():
        _replace(path, _refused_rows(path, judgements, voice))
        written.append(path)
    return tuple(written)


def sweep_quarantine(
    folder: Path,
    live: Collection[str],
    *,
    taken: Collection[Path] = (),
    written: Collection[Path] = (),
) -> tuple[Path, ...]:
    """Remove the quarantine files of which no row is set aside any more; return their paths.

    Parameters
    ----------
    folder : Path
    live : collection of str
        sha256 of the received files that have rows set aside now.
    taken : collection of Path
        Quarantine files whose answers are taken in already; of the others those that a person
        has begun to answer stay.
    written : collection of Path
        Files just written: whatever else holds their rows is an earlier copy.
    """
    held = {owner: path for path in written for owner in _owners(path)}
    gone = []
    for path in sorted(folder.glob("*.csv")):
        owners = _owners(path) if path.stem != REFUSED else set[str]()
        is_copy = any(held.get(owner, path) != path for owner in owners)
        settled = bool(owners) and (is_copy or not owners & set(live))
        if settled and (path in taken or not _answered(path)):
            gone.append(path)
    for path in gone:
        path.unlink()
    return tuple(gone)


def slug(name: str) -> str:
    """Return a name for a file of ours: Latin letters, digits and hyphens only.

    Examples
    --------
    >>> slug("A form (1).xlsx")
    'a-form-1'
    """
    flat = unicodedata.normalize("NFKD", Path(name).stem.casefold())
    found = re.sub(r"[^a-z0-9]+", "-", flat)[:_SLUG_CAP].strip("-")
    return f"{found}-file" if _DEVICES.fullmatch(found) or found == REFUSED else found


def _path(folder: Path, judgement: FileJudgement, others: Iterable[FileJudgement]) -> Path:
    """Return the file's slug; behind it the digest when the slug is empty or has two owners."""
    short = slug(judgement.file)
    if not short:
        return folder / f"{judgement.source_file}.csv"
    plain, own = folder / f"{short}.csv", folder / f"{short}-{judgement.source_file}.csv"
    owners = {one.sha256 for one in others if slug(one.file) == short} | _owners(plain)
    if owners <= {judgement.sha256} and not own.exists():
        return plain
    for sha256 in _owners(plain):  # whoever came first: names do not depend on the order
        os.replace(plain, folder / f"{short}-{sha256[: len(judgement.source_file)]}.csv")  # noqa: PTH105
    return own


def _owners(path: Path) -> set[str]:
    return {line[HEAD.index("source_sha256")] for line in _read(path, HEAD) or ()}


def _answered(path: Path) -> bool:
    """Say whether a person has written into the file; one that is not ours to read counts."""
    lines = _read(path, HEAD)
    return lines is None or any(line[HEAD.index("status")].strip() for line in lines)


def _read(path: Path, head: tuple[str, ...]) -> list[list[str]] | None:
    """Return the lines below the header, whoever has saved the file; None of a foreign one."""
    if not path.exists():
        return []
    text = decoded(path.read_bytes()).text
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    lines = [line for line in csv.reader(io.StringIO(text), delimiter=separator) if any(line)]
    if not lines or tuple(lines[0][: len(head)]) != head:
        return None
    return [line + [""] * (len(head) - len(line)) for line in lines[1:]]


def _rows(aside: Sequence[SetAside], words: Words) -> list[list[str]]:
    headers = list(dict.fromkeys(name for one in aside for name in one.received))
    raw = [RAW] if any(one.raw for one in aside) else []
    rows = [[*HEAD, *headers, *raw]]
    for one in sorted(aside, key=lambda row: (row.file, row.sheet or "", row.row)):
        place = [one.file, one.source_sha256, one.sheet or "", str(one.row), one.column or ""]
        cells = [one.received.get(name, "") for name in headers]
        undecoded = [base64.b64encode(one.raw).decode()] if raw else []
        rows.append([*place, one.code, one.said(words), "", "", *cells, *undecoded])
    return rows


def _refused_rows(
    path: Path, judgements: Sequence[FileJudgement], words: Words
) -> list[list[str]]:
    """Return the lines of the refused files, those of earlier intakes included."""
    judged = {one.file for one in judgements}
    lines = [[unguarded(cell) for cell in line] for line in _read(path, REFUSED_HEAD) or ()]
    kept = [line[: len(REFUSED_HEAD)] for line in lines if line[0] not in judged]
    new = [
        [one.file, one.sha256, one.issues[0].code, one.issues[0].said(words)]
        for one in judgements
        if one.status is Status.REFUSED
    ]
    return [list(REFUSED_HEAD), *sorted(kept + new)]


def _replace(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Put a table in place at once, a whole one."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    replace_file(path, text.getvalue().encode("utf-8-sig"))
