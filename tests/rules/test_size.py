"""A file is one room, a function one thought."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = sorted((ROOT / "nok_analysis").rglob("*.py"))
FILE_LINES, FUNCTION_LINES = 300, 40


@pytest.mark.parametrize("path", PACKAGE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_has_at_most_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


def body_lines(function):
    """Lines of a function without its docstring, which may be as long as it is useful."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    start = first.end_lineno + 1 if documented else function.lineno
    return function.end_lineno - start + 1


@pytest.mark.parametrize("path", PACKAGE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_function_has_at_most_40_lines(path):
    tree = ast.parse(path.read_bytes())
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    assert not [one.name for one in functions if body_lines(one) > FUNCTION_LINES]
