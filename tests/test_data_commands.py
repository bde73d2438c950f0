"""``nok intake --corrected``, ``nok registry``, ``nok store``: printed, and with exit codes."""

import json

import pytest

from nok_analysis.intake.corrections import CORRECTIONS
from tests.conftest import REPOSITORY
from tests.reception.council import DOUBTFUL, SOUND, council_in, table

SAMPLE = REPOSITORY / "data/sample/registry.csv"


@pytest.fixture
def council(tmp_path):
    return council_in(tmp_path / "council")


@pytest.fixture
def nok(command, tmp_path):
    return lambda *arguments: command(*arguments, cwd=tmp_path)


def taken(nok, council, *files):
    return nok(
        "intake", "--form", council.root / "door_survey.yaml", "--registry",
        council.data / "registry.csv", "--period", "2026Q3", "--as-of", "2026-09-20", "--json",
        "--", *files,
    )  # fmt: skip


def test_corrected_rows_come_back_without_naming_anything_again(nok, council):
    done = taken(nok, council, *council.received(a=table(SOUND, DOUBTFUL)))
    assert done.returncode == 1
    path = council.correct(q1="да")
    done = nok("intake", "--corrected", path, "--by", "секретарь", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (found,) = json.loads(done.stdout)["files"]
    counts = [found[name] for name in ("rows_in", "accepted", "corrected", "quarantined")]
    assert counts == [2, 1, 1, 0]
    assert (council.store.folder / CORRECTIONS).is_file()


def test_a_decision_that_is_not_followed_is_said_with_exit_code_1(nok, council):
    taken(nok, council, *council.received(a=table(SOUND, DOUBTFUL)))
    path = council.correct(q1="да")
    answered = path.read_bytes()
    nok("intake", "--corrected", path)
    path.write_bytes(answered)
    done = nok("intake", "--corrected", path)
    assert done.returncode == 1
    assert "возвращается один раз" in done.stdout


def test_a_file_that_is_no_quarantine_is_refused(nok, council):
    (file,) = council.received(a=table(SOUND))
    done = nok("intake", "--corrected", file)
    assert (done.returncode, done.stdout) == (2, "")
    assert "отложенных строк" in done.stderr


def test_the_store_is_checked_and_tidied(nok, council):
    taken(nok, council, *council.received(a=table(SOUND)))
    assert nok("store", "check", council.store.folder).returncode == 0
    orphan = council.store.folder / "responses/period=2026Q3/old.parquet"
    orphan.write_bytes(b"")
    listed = json.loads(nok("store", "tidy", council.store.folder, "--json").stdout)
    assert listed == {"removed": False, "files": ["responses/period=2026Q3/old.parquet"]}
    assert orphan.exists()
    nok("store", "tidy", council.store.folder, "--remove")
    assert not orphan.exists()
    next(council.store.folder.rglob("*.parquet")).write_bytes(b"damage")
    done = nok("store", "check", council.store.folder, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["faults"][0]["code"] == "damaged"


def test_a_folder_that_is_no_store_is_refused(nok, tmp_path):
    assert nok("store", "check", tmp_path).returncode == 2


def test_a_registry_is_judged_the_same_by_both_commands(nok):
    one = nok("registry", "check", SAMPLE, "--json")
    assert one.stdout == nok("check", "--registry", SAMPLE, "--json").stdout
    assert one.returncode == 0


def test_a_warning_of_the_registry_is_printed_with_its_place(nok, tmp_path):
    path = tmp_path / "registry.csv"
    path.write_text("Код;Наименование;Тип;Лишнее\nI01;А;ц;\nІ01;Б;ц;\n", "utf-8")
    (found,) = json.loads(nok("check", "--registry", path, "--json").stdout)["files"]
    assert found["status"] == "accepted"
    assert [(one["row"], one["code"]) for one in found["issues"]] == [
        (1, "header_column_unknown"),
        (3, "looks_like_institution"),
    ]
    assert "строка 3, столбец «Код»" in nok("check", "--registry", path).stdout


def test_changes_of_the_registry_are_printed(nok):
    done = nok("registry", "changes", "2025Q2", "2025Q3", "--registry", SAMPLE)
    assert "I06" in done.stdout
    assert "переименовано" in done.stdout
    asked = nok("registry", "changes", "2025Q2", "2025Q3", "--registry", SAMPLE, "--json")
    assert [one["kind"] for one in json.loads(asked.stdout)["changes"]][:1] == ["renamed"]
    assert nok("registry", "changes", "2025Q3", "2025Q2", "--registry", SAMPLE).returncode == 2


def test_a_run_says_who_is_assessed_and_who_is_not(command):
    done = command("check", "--run", "params/runs/2026Q3.yaml", cwd=REPOSITORY)
    assert done.returncode == 0
    assert "«I07»" in done.stdout
    assert "присоединено к I03" in done.stdout


def test_a_methodology_is_judged_the_same_by_both_commands(command):
    file = REPOSITORY / "params/methodology/344n-social.yaml"
    one = command("methodology", "check", file, "--json", cwd=REPOSITORY)
    other = command("check", "--methodology", file, "--json", cwd=REPOSITORY)
    assert one.stdout == other.stdout
    assert json.loads(one.stdout)["files"][0]["status"] == "accepted"
