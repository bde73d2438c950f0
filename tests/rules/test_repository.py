"""What the repository says of itself is true."""

import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
CARD = ["ipywidgets", "jupyterlab", "nbconvert", "pandas", "papermill", "scipy", "seaborn"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [line for line in listed.splitlines() if (ROOT / line).exists()]


def tree_in_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- tree -->\n```\n(.*?)```", text, re.DOTALL).group(1)
    return {line.split()[0].rstrip("/") for line in block.splitlines() if line.strip()}


def real_tree():
    found = set()
    for path in tracked():
        parts = path.split("/")
        found.add(parts[0])
        if parts[0] == "nok_analysis" and len(parts) > 1:
            found.add("/".join(parts[:2]))
    return {one for one in found if not one.endswith("__init__.py")}


def test_the_tree_of_the_readme_is_the_tree():
    generated = {"reports"}
    assert tree_in_readme() - generated == real_tree() - {".gitignore", ".ci"}


def test_conda_environment_names_the_card_with_the_ranges_of_pyproject():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = [one for one in environment["dependencies"] if isinstance(one, str)]
    ranges = {Requirement(one).name: Requirement(one) for one in PROJECT["dependencies"]}
    named = {re.split(r"[>=<]", one)[0]: one for one in conda}
    assert sorted(set(named) - {"python", "pip"}) == CARD
    for name in CARD:
        assert named[name] == f"{name}{ranges[name].specifier}"


def test_requirements_have_floors_and_no_ceilings():
    for text in PROJECT["dependencies"]:
        operators = {one.operator for one in Requirement(text).specifier}
        assert operators == {">="}, text


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_with_hashes_and_name_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
    pins = re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE | re.IGNORECASE)
    assert {Requirement(one).name for one in PROJECT["dependencies"]} <= set(pins)


def test_what_is_installed_is_not_below_the_security_floors():
    for line in (ROOT / "tests/rules/security-floors.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, floor = line.split()[:2]
            assert Version(metadata.version(name)) >= Version(floor), name


def test_nothing_committed_is_of_one_machine():
    """No absolute path of a work place and no host of a package registry in tracked text."""
    places = [
        r"/tm[p]/",
        r"/roo[t]/",
        r"/wor[k]/",
        r"pyp[i]\.org",
        r"pythonhoste[d]",
        r"npmj[s]\.",
    ]
    wrong = re.compile("|".join(rf"(?<![A-Za-z.]){one}" for one in places))
    for name in tracked():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".yaml", ".yml", ".toml", ".ipynb", ".po", ".lock"}:
            found = wrong.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{name}: {found}"


def test_every_target_of_the_makefile_says_what_it_does():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE).group(1).split()
    documented = re.findall(r"^([a-z]+):.*## .+$", text, re.MULTILINE)
    assert sorted(phony) == sorted(documented)


def test_every_command_of_nok_stands_in_the_readme():
    from nok_analysis.cli import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert f"nok {command.name or command.callback.__name__}" in readme
