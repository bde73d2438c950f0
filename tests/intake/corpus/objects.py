"""JSON exports: objects as rows, and everything else that JSON can say."""

from __future__ import annotations

import json

from tests.intake.corpus.case import HEADER, Case

SOUND = dict(zip(HEADER.split(";"), ["I01", 1, "12.07.2026", None, "да", "да", "да", 5, ""],
                 strict=True))  # fmt: skip


def objects(*changes):
    return [SOUND | {"respondent": n} | one for n, one in enumerate(changes, start=1)]


def array(*changes, **options):
    return json.dumps(objects(*changes), ensure_ascii=False, **options).encode()


def lines(*changes):
    told = [json.dumps(one, ensure_ascii=False) for one in objects(*changes)]
    return "\n".join([*told, ""]).encode()


TWICE = array({}).replace(b'"q1":', b'"q1": "\xd0\xbd\xd0\xb5\xd1\x82", "q1":')
WIDE = json.dumps([SOUND | {f"x{i}": i for i in range(600)}]).encode()
DEEP = b"[" * 200_000
MADE = {
    "array.json": ("an array", array({}, {}), (), 2, 0),
    "array-indented.json": ("an array over many lines", array({}, {}, indent=2), (), 2, 0),
    "lines.jsonl": ("an object a line", lines({}, {}), (), 2, 0),
    "lines-utf-16.jsonl": ("UTF-16", b"\xff\xfe" + lines({}, {}).decode().encode("utf-16-le"),
                           (), 2, 0),
    "mark.json": ("a mark of UTF-8", b"\xef\xbb\xbf" + array({}), (), 1, 0),
    "named.csv": ("JSON under another name", array({}), (), 1, 0),
    "numbers.json": ("numbers as typed", array({"q4": 5.0}, {"q4": 10**400}, {"q4": 5}),
                     ("out_of_range",), 1, 2),
    "not-a-number.json": ("NaN", array({"q4": float("nan")}, {}), ("unknown_answer",), 1, 1),
    "true.json": ("true is no answer", array({"q1": True}, {}), ("unknown_answer",), 1, 1),
    "null.json": ("null is silence", array({"q1": None, "q2": None}, {}), (), 2, 0),
    "nested.json": ("a value within a value", array({"q1": ["да"]}, {}),
                    ("bad_type", "unknown_answer"), 1, 1),
    "nested-unknown.json": ("a nested value that nobody reads", array({"place": [1, 2]}, {}),
                            ("header_column_unknown",), 2, 0),
    "twice.json": ("a key twice", TWICE, ("duplicate_key",), 0, 0),
    "surrogate.json": ("a lone surrogate", array({"words": "?"}, {}).replace(b"?", b"\\ud800"),
                       ("bad_bytes",), 1, 1),
    "zero.json": ("a zero character", array({"words": "?"}, {}).replace(b"?", b"\\u0000"),
                  ("bad_bytes",), 1, 1),
    "bytes.json": ("bytes of no encoding", array({"words": "я?"}, {}).replace(b"?", b"\xff"),
                   ("bad_bytes",), 1, 1),
    "wide.json": ("six hundred keys", WIDE, ("too_many_columns",), 0, 0),
    "deep.json": ("brackets without end", DEEP, ("header_missing",), 0, 0),
    "deep-objects.json": ("objects without end", b'[{"a":' * 100_000, ("syntax",), 0, 0),
    "cut.json": ("cut in the middle", array({}, {})[:-30], ("syntax",), 0, 0),
    "cut.jsonl": ("the last line cut", lines({}, {})[:-30], ("syntax",), 1, 1),
    "trailing.json": ("text behind the array", array({}) + b"x", ("syntax",), 0, 0),
    "numbers-only.json": ("an array of numbers", b"[{}, 1, 2]", ("wrong_type",), 0, 0),
    "one-object.json": ("an object of tables", b'{\n"answers": []\n}',
                        ("wrong_type",), 0, 0),
    "missing-key.json": ("a key that is missing",
                         array({}).replace(b"\"q3\"", b"\"q33\""),
                         ("header_column_missing",), 0, 0),
    "empty-array.json": ("no object", b"[ ]", ("no_rows",), 0, 0),
}  # fmt: skip


def cases():
    for file, (told, content, codes, accepted, quarantined) in MADE.items():
        yield Case(file, "3.9 JSON", told, content, codes, accepted, quarantined)
