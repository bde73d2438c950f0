"""Rows set aside and files refused, written so that a person can correct and return them."""

from __future__ import annotations

import base64
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from nok_analysis.files import replace_file
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
GUARD = "'"
_SLUG_CAP = 60
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_DEVICES = re.compile(r"con|nul|aux|prn|com\d|lpt\d")


def write_quarantine(
    folder: Path, judgements: Sequence[FileJudgement], *, words: Words | None = None
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
    """
    voice = words or Words()
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for judgement in judgements:
        if judgement.set_aside:
            path = _path(folder, judgement)
            if not _answered(path):
                _replace(path, _rows(judgement.set_aside, voice))
            written.append(path)
    refused = [one for one in judgements if one.status is Status.REFUSED]
    path = folder / f"{REFUSED}.csv"
    if refused or path.exists():
        _replace(path, _refused_rows(path, judgements, voice))
        written.append(path)
    return tuple(written)


def guarded(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula.

    Examples
    --------
    >>> guarded("=1+1"), unguarded(guarded("=1+1"))
    ("'=1+1", '=1+1')
    """
    return GUARD + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that :func:`guarded` was given."""
    return text[1:] if text.startswith(GUARD) and _FORMULA.match(text) else text


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


def _path(folder: Path, judgement: FileJudgement) -> Path:
    """Return the file's slug; behind it the digest when the slug is empty or already taken."""
    short = slug(judgement.file)
    if not short:
        return folder / f"{judgement.source_file}.csv"
    plain = folder / f"{short}.csv"
    owners = {row.get("source_sha256") or "" for row in _read(plain)}
    if owners <= {judgement.sha256}:
        return plain
    return folder / f"{short}-{judgement.source_file}.csv"


def _answered(path: Path) -> bool:
    return any(row.get("status") for row in _read(path))


def _read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    # A person may have saved it in another encoding: words of ours in it are ASCII anyhow.
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


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
    kept = [
        [unguarded(row.get(name) or "") for name in REFUSED_HEAD]
        for row in _read(path)
        if unguarded(row.get("file") or "") not in judged
    ]
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
