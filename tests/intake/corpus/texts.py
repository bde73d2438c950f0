"""Families 3.1–3.6 and 3.8 of text files: the golden cases, and further ones."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import yaml

from tests.intake.corpus.case import HEADER, ROW, SURVEY, Case, table

CASES = Path(__file__).parents[2] / "cases/intake"
GOLDEN = {
    "encoding": "3.1 encoding",
    "header": "3.2 header",
    "structure": "3.3 structure",
    "keys": "3.4 keys",
    "answers": "3.5 answers",
    "dates": "3.6 dates",
    "hostile": "3.8 text",
    "web_rows": "3.4 rows",
    "checklists": "3.5 checklists",
}
SOUND = table(ROW.format(1, ""), ROW.format(2, "ещё"))
FAR = "\n".join(["Отчёт"] * 25) + "\n" + SOUND
TITLED = "Отчёт за квартал\n\n" + SOUND


def content_of(case) -> bytes:
    """Return the bytes of a golden case."""
    text = case["text"].replace("{long}", "x" * 32_768).replace("{wide}", ";" * 600)
    errors = "surrogateescape" if "\udce4" in text else "strict"
    return text.encode(case.get("encoding", "utf-8"), errors)


def golden():
    """Yield (family, case) of every golden file."""
    for family in GOLDEN:
        text = (CASES / f"{family}.yaml").read_text(encoding="utf-8")
        for case in yaml.load(text, Loader=yaml.SafeLoader):
            yield family, case


def _rows(**changes):
    """Return a table whose second record has other cells; a sound one stands around it."""
    names = HEADER.split(";")
    cells = dict(zip(names, ROW.strip().split(";"), strict=True)) | {"respondent": "2"}
    changed = ";".join((cells | changes)[name].format("") for name in names)
    return table(ROW.format(1, ""), changed, ROW.format(3, ""))


ENCODED = {
    "utf-16-be": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "utf-16-le": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "cp1251-tab": lambda text: text.replace(";", "\t").encode("cp1251"),
    "cp1251-comma": lambda text: text.replace(";", ",").encode("cp1251"),
    "utf-8-tab": lambda text: text.replace(";", "\t").encode(),
    "cr-only": lambda text: text.replace("\n", "\r").encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "no-break-spaces": lambda text: text.replace("да;", "\u00a0да ;").encode(),
}
ONE_BAD = {
    "infinity": ({"q4": "inf"}, "out_of_range"),
    "overflow": ({"q4": "1e309"}, "out_of_range"),
    "negative": ({"q4": "-1"}, "out_of_range"),
    "two answers in one cell": ({"q1": "да, нет"}, "unknown_answer"),
    "a look-alike letter": ({"q3": "дa"}, "unknown_answer"),
    "a word for a missing value": ({"q3": "NaN"}, "unknown_answer"),
    "a date that is none": ({"date": "31.09.2026"}, "bad_date"),
    "a slash date": ({"date": "07/12/2026"}, "ambiguous_date"),
    "a year of two digits": ({"date": "12.07.26"}, "ambiguous_date"),
    "a serial number": ({"date": "46215"}, "bad_date"),
    "tomorrow": ({"date": "2026-09-21"}, "date_in_future"),
    "an exponent for a key": ({"respondent": "1,23E+15"}, "damaged_key"),
    "a key of seventeen digits": ({"respondent": "12345678901234567"}, "damaged_key"),
    "a Cyrillic letter in a code": ({"institution": "І01"}, "looks_like_institution"),
    "a zero-width space in a code": ({"institution": "I\u200b01"}, "looks_like_institution"),
    "zeros lost": ({"institution": "7"}, "looks_like_institution"),
    "an institution nobody knows": ({"institution": "Z99"}, "unknown_institution"),
    "a closed institution": ({"institution": "I07"}, "closed_institution"),
    "a merged institution": ({"institution": "C07"}, "merged_institution"),
    "a zero byte": ({"words": "a\0b"}, "bad_bytes"),
    "Ctrl-Z": ({"words": "\x1a"}, "bad_bytes"),
    "a spreadsheet's error": ({"date": "#ЗНАЧ!"}, "bad_date error_cell"),
    "grand total": ({"institution": "Всего"}, "totals_row"),
}
HARMLESS = {
    "formula": "=cmd|' /C calc'!A0",
    "script": "<script>alert(1)</script>",
    "template": "{{7*7}}${7*7}<%= 7 %>",
    "bidi": "\u202eслово\u202c",
    "terminal": "\x1b[31m\x07\x1b[2J",
    "tex": "$\\input{/etc/passwd}$",
    "zalgo": "а" + "\u0301" * 400,
    "emoji": "спасибо 👍🏽",
    "quotes": '""Спасибо"", сказала она',
}


def cases():
    for number, (family, case) in enumerate(golden(), start=1):
        expect = case["expect"]
        codes = tuple(sorted({code for _row, _column, code in expect["issues"]}))
        yield Case(f"golden-{number:02d}-{family}.csv", GOLDEN[family], case["case"],
                   content_of(case), codes, expect["accepted"], expect["quarantined"],
                   case.get("form", SURVEY))  # fmt: skip
    for name, encode in ENCODED.items():
        yield Case(f"sound-{name}.csv", "3.1 encoding", name, encode(SOUND), accepted=2)
    yield Case("utf-32.csv", "3.1 encoding", "UTF-32", SOUND.encode("utf-32"), ("encoding",))
    yield Case("header-far.csv", "3.2 header", "a header below row 20", FAR.encode(),
               ("header_missing",))  # fmt: skip
    yield Case("header-titled.csv", "3.2 header", "a title above", TITLED.encode(), accepted=2)
    for number, (told, (changes, codes)) in enumerate(ONE_BAD.items(), start=1):
        yield Case(f"row-{number:02d}.csv", "3.3–3.6 rows", told, _rows(**changes).encode(),
                   tuple(codes.split()), 2 if codes else 3, 1 if codes else 0)  # fmt: skip
    for name, comment in HARMLESS.items():
        text = table(ROW.format(1, f'"{comment}"' if '"' in comment else comment))
        yield Case(f"comment-{name}.csv", "3.8 text", f"a comment: {name}", text.encode(),
                   accepted=1)  # fmt: skip
