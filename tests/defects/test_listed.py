"""Every defect of the list is named here with the tests that fail on it, and they exist."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROOMS = ("test_operator_programs", "test_published_tables", "test_wider_trade")
DEFECT = re.compile(r"(\d+)\. ")
NAMED = re.compile(r" {3}([\w/]+): (test_\w+)")
HOW_MANY = 36


@lru_cache(maxsize=64)
def functions_of(path):
    tree = ast.parse(path.read_bytes())
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}


def listed():
    """Yield defect, file and name of every test that is named for it."""
    for room in ROOMS:
        path = TESTS / f"defects/{room}.py"
        number = 0
        for line in ast.get_docstring(ast.parse(path.read_bytes()), clean=False).splitlines():
            if found := DEFECT.match(line):
                number = int(found[1])
            elif found := NAMED.fullmatch(line):
                place, name = found.groups()
                yield number, path if place == "here" else TESTS / f"{place}.py", name


def test_every_defect_has_its_tests():
    assert {number for number, _path, _name in listed()} == set(range(1, HOW_MANY + 1))


@pytest.mark.parametrize(("number", "path", "name"), [*listed()], ids=str)
def test_a_named_test_exists(number, path, name):
    assert name in functions_of(path), f"defect {number}: {path} has no {name}"


@pytest.mark.parametrize("room", ROOMS)
def test_every_test_here_is_named_for_its_defect(room):
    path = TESTS / f"defects/{room}.py"
    here = {name for _number, place, name in listed() if place == path}
    assert {name for name in functions_of(path) if name.startswith("test_")} == here
