"""``nok published check`` as people call it."""

import json
import shutil

import pytest

from tests.commands import refused
from tests.published.made import CASES, HEAD, SOUND


@pytest.fixture
def tables(tmp_path):
    """A workspace of parameters alone, with the published rows in it."""
    shutil.copytree(CASES.parents[2] / "params", tmp_path / "params")
    for name in ("criteria.csv", "indicators.csv"):
        shutil.copy(CASES / name, tmp_path)
    return tmp_path


def test_published_rows_reproduce(tables, command):
    done = command("published", "check", "criteria.csv", "indicators.csv", cwd=tables)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("сходится") == 5  # four rows and the counts
    assert "(100 + 100 + 80,5 + 100 + 100)/5 = 96,1" in done.stdout


def test_json_is_one_object(tables, command):
    done = command("published", "check", "criteria.csv", "--json", cwd=tables)
    found = json.loads(done.stdout)
    assert [row["verdict"] for row in found["rows"]] == ["reproduces"] * 4
    assert found["methodology"] == "344n-social"


def test_what_cannot_be_true_gives_one(tables, command):
    (tables / "a.csv").write_text(f"{HEAD}\n{SOUND.replace('93.28', '93.38')}\n", "utf-8")
    done = command("published", "check", "a.csv", cwd=tables)
    assert done.returncode == 1
    assert "a.csv, строка 2" in done.stdout
    assert "не может быть" in done.stdout
    assert "столбец «total»" in done.stdout


def test_what_is_not_whole_gives_nought(tables, command):
    (tables / "a.csv").write_text(f"{HEAD}\n{SOUND.replace('93.28', '')}\n", "utf-8")
    done = command("published", "check", "a.csv", cwd=tables)
    assert done.returncode == 0
    assert "неполно" in done.stdout


def test_a_refused_file_gives_two_and_costs_only_itself(tables, command):
    (tables / "a.pdf").write_bytes(b"%PDF-1.7")
    done = command("published", "check", "a.pdf", "none.csv", "criteria.csv", cwd=tables)
    assert done.returncode == 2
    assert "a.pdf" in done.stdout
    assert "none.csv" in done.stdout
    assert "сходится – 4" in done.stdout


@pytest.mark.parametrize(
    "methodology", ["council-2014", "params/methodology/council-2014.yaml"]
)
def test_the_methodology_is_named_by_code_or_file(tables, command, methodology):
    (tables / "a.csv").write_text("id,k1,k2,k3,total\nx,8,7,8.25,23.25\n", encoding="utf-8")
    done = command("published", "check", "a.csv", "--methodology", methodology, cwd=tables)
    assert done.returncode == 0
    assert "8 + 7 + 8,25 = 23,25" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [[], ["criteria.csv", "--methodology", "345n"], ["criteria.csv", "--form", "x"]],
)
def test_what_cannot_start_is_refused_in_a_sentence(tables, command, arguments):
    done = command("published", "check", *arguments, cwd=tables)
    assert refused(done)
    assert len(done.stderr.splitlines()) == 1


def test_nothing_is_written(tables, command):
    before = {path: path.read_bytes() for path in tables.rglob("*") if path.is_file()}
    command("published", "check", "criteria.csv", cwd=tables)
    assert {p: p.read_bytes() for p in tables.rglob("*") if p.is_file()} == before
