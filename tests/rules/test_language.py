"""The package speaks English; what people read comes from complete catalogs."""

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from nok_analysis import errors

ROOT = Path(__file__).parents[2]
PACKAGE = sorted((ROOT / "nok_analysis").rglob("*.py"))
CATALOGS = ROOT / "nok_analysis/wording/catalogs"
CYRILLIC = re.compile("[\u0400-\u04ff]")
FIELD = re.compile(r"\{(\w+)")
ERRORS = {
    name
    for name, one in vars(errors).items()
    if isinstance(one, type) and name.endswith("Error")
}
KEYWORDS = {"say": None, "count": (1, 2), "_": None, "mark_for_catalog": None, "Fault": None}
KEYWORDS |= dict.fromkeys(ERRORS)


def messages_of_the_code():
    found = set()
    for path in PACKAGE:
        source = io.BytesIO(path.read_bytes())
        for _, message, _, _ in extract(
            "python", source, KEYWORDS, options={"encoding": "utf-8"}
        ):
            found.add(message if isinstance(message, str) else tuple(message))
    return {
        one for one in found if one and (isinstance(one, tuple) or " " in one or one[0] != "_")
    }


@pytest.fixture(scope="module")
def russian():
    return read_po(io.BytesIO((CATALOGS / "ru.po").read_bytes()), locale="ru")


@pytest.mark.parametrize("path", PACKAGE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_code_holds_no_russian(path):
    lines = [
        f"{number}: {line}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if CYRILLIC.search(line)
    ]
    assert not lines


def test_every_sentence_of_the_code_is_translated(russian):
    known = {one.id for one in russian if one.id and one.string and all([one.string])}
    assert sorted(map(str, messages_of_the_code() - known)) == []


def test_no_translation_is_left_without_its_sentence(russian):
    known = {one.id for one in russian if one.id}
    assert sorted(map(str, known - messages_of_the_code())) == []


def test_no_translation_is_fuzzy_or_empty(russian):
    for one in russian:
        if one.id:
            strings = one.string if isinstance(one.string, tuple) else (one.string,)
            assert all(strings), one.id
            assert not one.fuzzy, one.id


def test_translations_keep_the_values_of_their_sentences(russian):
    for one in russian:
        if not one.id:
            continue
        keys = one.id if isinstance(one.id, tuple) else (one.id,)
        strings = one.string if isinstance(one.string, tuple) else (one.string,)
        expected = set(FIELD.findall(keys[-1]))
        for text in strings:
            assert set(FIELD.findall(text)) <= expected, one.id
        assert set().union(*(FIELD.findall(text) for text in strings)) == expected, one.id


def test_the_compiled_catalog_is_that_of_its_source(russian):
    compiled = io.BytesIO()
    write_mo(compiled, russian)
    assert (CATALOGS / "ru.mo").read_bytes() == compiled.getvalue()


def test_the_name_of_education_does_not_stand_in_a_social_report(russian):
    assert not [one.id for one in russian if "УООД" in str(one.string)]


def test_modules_say_what_they_are():
    for path in PACKAGE:
        assert ast.get_docstring(ast.parse(path.read_bytes())), path
