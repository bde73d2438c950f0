"""Strict YAML."""

import os
from fractions import Fraction

import pytest

from nok_analysis.errors import ParameterError, RunError
from nok_analysis.parameters import read_section
from nok_analysis.wording import Words

ENGLISH = Words("en")


def written(folder, text):
    path = folder / "params.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def said(error):
    return error.value.said(ENGLISH)


def test_every_scalar_stays_the_text_that_was_typed(tmp_path):
    section = read_section(written(tmp_path, "a: 1.10\nb: no\nc: 007\nd: 2026-09-30\n"))
    assert [section.text(key) for key in "abcd"] == ["1.10", "no", "007", "2026-09-30"]


def test_weights_are_exact(tmp_path):
    assert read_section(written(tmp_path, "w: '0.3'")).exact("w") == Fraction(3, 10)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: '1'\na: '2'\n", "duplicate_key", 2),
        ("a: &x [1]\nb: *x\n", "alias", 1),
        ("a: !!python/object/apply:os.system ['true']\n", "tag", 1),
        ("a: [1, 2\n", "syntax", 2),
        ("a: '1'\n---\nb: '2'\n", "syntax", None),
        ("", "empty", 1),
        ("- a\n- b\n", "bad_type", 1),
        ("? [a, b]\n: c\n", "bad_type", 1),
        ("[" * 50_000, "too_deep", 1),
        (b"a: \xff\xfe\n", "encoding", None),
        (b"a: 'x\0y'\n", "encoding", None),
        ("a: " + "x" * 1_000_001, "too_big", None),
    ],
)
def test_a_file_that_is_not_strict_yaml_is_refused_with_its_line(tmp_path, text, code, line):
    with pytest.raises(ParameterError) as error:
        read_section(written(tmp_path, text))
    fault = error.value.faults[0]
    assert (fault.code, fault.line) == (code, line)
    assert fault.file.endswith("params.yaml")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ParameterError, match=r"absent\.yaml"):
        read_section(tmp_path / "absent.yaml")


def test_all_faults_are_told_at_once_with_line_and_key(tmp_path):
    section = read_section(
        written(tmp_path, "n: ten\nw: 1e1\ndisclosur: x\ndeep: {low: '3'}\n")
    )
    section.whole("n")
    section.exact("w")
    section.text("title")
    section.text("disclosure", "")
    deep = section.section("deep")
    deep.whole("low", low=5)
    deep.finish()
    section.finish()
    with pytest.raises(RunError) as error:
        section.raise_faults(RunError)
    lines = said(error).splitlines()
    assert len(lines) == 5
    assert "line 1, key “n”: “ten” is not a whole number" in lines[0]
    assert "line 2, key “w”: “1e1” is not a decimal number" in lines[1]
    assert "key “title”: required key is missing" in lines[2]
    assert "line 4, key “deep.low”: 3 is below the least allowed value 5" in lines[3]
    assert "line 3, key “disclosur”: unknown key; perhaps “disclosure” was meant" in lines[4]


@pytest.mark.parametrize("value", ["nan", "inf", "", "1e1", "10 человек", "1,5", "½"])
def test_a_number_is_digits_and_nothing_else(tmp_path, value):
    section = read_section(written(tmp_path, f"n: '{value}'"))
    section.exact("n")
    with pytest.raises(ParameterError, match="n"):
        section.raise_faults(ParameterError)


def test_a_list_where_a_value_belongs_is_a_fault_and_not_a_crash(tmp_path):
    section = read_section(written(tmp_path, "a: [x]\nb: y\nc: z\n"))
    section.text("a")
    section.texts("b")
    section.section("c")
    list(section.sections("b"))
    assert {fault.path for fault in section.faults} == {"a", "b", "c"}


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ParameterError, match=r"ordinary|обычный"):
        read_section(tmp_path / "pipe.yaml")


def test_a_key_with_line_breaks_and_escapes_is_told_on_one_harmless_line(tmp_path):
    section = read_section(written(tmp_path, '"a\\nb\\e[31m\\u202e": "\\e[2J"\n'))
    section.finish()
    (fault,) = section.faults
    said = fault.said(Words("en"))
    assert "a\\x0ab\\x1b[31m\\u202e" in said
    assert said.isprintable()


def test_a_file_of_unknown_keys_names_the_first_and_counts_the_others(tmp_path):
    section = read_section(written(tmp_path, "".join(f"k{i}: x\n" for i in range(5000))))
    section.finish()
    assert len(section.faults) == 101
    assert section.faults[-1].code == "more_issues"
