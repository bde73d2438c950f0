"""Sound files damaged by chance: bits, bytes, slices, words that mean something to a reader."""

from __future__ import annotations

import io
import re
import zipfile

from nok_analysis.intake import check_apart
from tests.intake.conftest import AS_OF, PERIOD
from tests.intake.corpus import documents, objects
from tests.intake.corpus.case import HEADER, ROW, table
from tests.intake.workbooks import SOUND, sound

ROWS = [ROW.format(n, word) for n, word in enumerate(["", "слова", '"две\nстроки"', "=1+1"])]
TEXT = table(*ROWS, *[ROW.format(n, "") for n in range(10, 260)])
SHORT = table(*ROWS)
BOOK = sound(*[[SOUND[0], str(n), *SOUND[2:]] for n in range(8)])
SEEDS = {
    "short.csv": SHORT.encode(),
    "long.csv": TEXT.encode(),
    "cp1251.csv": SHORT.encode("cp1251"),
    "utf-16.csv": SHORT.encode("utf-16"),
    "book.xlsx": BOOK,
    "book.ods": documents.document(documents.HEAD, *map(documents.record, range(8))),
    "array.json": objects.array({}, {}, {}),
    "lines.jsonl": objects.lines({}, {}, {}),
}
WORDS = [
    b"\0", b"\x1a", b'"', b'""', b";", b",", b"\n", b"\r", b"\t", b"\xff\xfe", b"\xef\xbb\xbf",
    b"<", b">", b"</c>", b"<c r=\"A1\"/>", b"<!DOCTYPE x>", b"&lt;", b"&#0;", b"]]>", b"PK\3\4",
    b"{", b"}", b"[", b"]", b'"q1":', b"1e999", b"-1", b"NaN", b"\\ud800", b"#REF!", b"sep=,\n",
    b"I02", b"\xd0\x98\xd1\x82\xd0\xbe\xd0\xb3\xd0\xbe", b"99999999999", b"\xc3\x28",
]  # fmt: skip
PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "content.xml")
SECONDS = 30


def damaged(content, rng, hits):
    """Return `content` after `hits` strokes of damage."""
    for _ in range(hits):
        at = rng.randrange(len(content) + 1)
        end = min(len(content), at + rng.choice([1, 1, 2, 8, 64, 512]))
        stroke = rng.randrange(6)
        if stroke == 0 and at < len(content):
            flipped = bytes([content[at] ^ (1 << rng.randrange(8))])
            content = content[:at] + flipped + content[at + 1 :]
        elif stroke == 1:
            content = content[:at] + content[end:]
        elif stroke == 2:
            content = content[:end] + content[at:end] + content[end:]
        elif stroke == 3 and hits == 1:
            content = content[:at]
        else:
            content = content[:at] + rng.choice(WORDS) + content[at:]
    return content


def damaged_within(content, rng, hits):
    """Return a workbook with one damaged part, its checksums made right again."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        chosen = rng.choice([name for name in old.namelist() if name in PARTS])
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, damaged(part, rng, hits) if name == chosen else part)
    return target.getvalue()


def inputs(rng, number):
    """Yield (name, bytes) of damaged files."""
    names = list(SEEDS)
    for i in range(number):
        name = names[i % len(names)]
        within = SEEDS[name].startswith(b"PK") and rng.random() < 0.8
        spoil = damaged_within if within else damaged
        yield f"{i}-{name}", spoil(SEEDS[name], rng, rng.choice([1, 1, 2, 5, 20]))


def lines_below(content):
    """Return how many lines hold a record, None when that cannot be told by eye."""
    if b'"' in content or b"\0" in content or not content.startswith(f"{HEADER}\n".encode()):
        return None
    lines = re.split(rb"\r\n|\r|\n", content)[1:]
    return sum(bool(line.decode("utf-8", "replace").replace(";", "").strip()) for line in lines)


def judged(folder, files, form, registry):
    """Judge files apart; a reader that dies or stalls is heard of as ``internal``."""
    paths = []
    for name, content in files:
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    rules = {"period": PERIOD, "as_of": AS_OF, "seconds": SECONDS}
    return check_apart(paths, (form,), registry, **rules)


def hold_to_conservation(judgement, content):
    """Every row is accepted or set aside, or the file is refused with a reason."""
    codes = {one.code for one in judgement.issues}
    assert "internal" not in codes, judgement.file
    assert judgement.rows_in == judgement.accepted + judgement.quarantined
    assert judgement.accepted == sum(len(one.frame) for one in judgement.tables)
    assert judgement.quarantined == len(judgement.set_aside)
    if judgement.status == "refused":
        assert (judgement.rows_in, len(judgement.issues)) == (0, 1)
        return
    assert judgement.rows_in > 0
    named = {(one.sheet, one.row) for one in judgement.issues}
    assert {
        (one.sheet, one.row) for one in judgement.set_aside
    } <= named or "more_issues" in codes
    expected = lines_below(content)
    assert expected in {None, judgement.rows_in}, judgement.file
