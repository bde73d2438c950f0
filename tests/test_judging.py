"""The contract of `nok check` and `nok intake` for received files."""

import json
import os

import pytest

from nok_analysis import judging
from nok_analysis.wording import Words
from tests.commands import contents, refused
from tests.conftest import REPOSITORY

CASES = REPOSITORY / "tests/cases"
FORM = CASES / "forms/door_survey.yaml"
HEADER = "institution;respondent;date;channel;q1;q2;q3;q4;words"
SOUND = f"{HEADER}\nI01;1;12.07.2026;;да;да;да;5;\n"
DOUBTFUL = f"{SOUND}I01;2;13.07.2026;;наверное;да;да;5;\n"
HEADLESS = "I01;1;12.07.2026;;да;да;да;5;\n"
ODD_NAMES = ("-rf.csv", "a b.csv", "q'u\"o.csv", "$(x).csv", "ё" * 125 + ".csvx")


@pytest.fixture
def judge(tmp_path, command):
    """Run a command over files given as name → text."""

    def run(name, files, *options):
        for file, text in files.items():
            (tmp_path / file).write_text(text, encoding="utf-8")
        rules = ["--form", FORM, "--registry", tmp_path / "registry.csv",
                 "--period", "2026Q3", "--as-of", "2026-09-20"]  # fmt: skip
        return command(name, *rules, *options, "--", *files, cwd=tmp_path)

    (tmp_path / "registry.csv").write_bytes((CASES / "intake/registry.csv").read_bytes())
    return run


def judged(done):
    return json.loads(done.stdout)["files"]


@pytest.mark.parametrize(
    ("text", "code", "status"),
    [
        (SOUND, 0, "accepted"),
        (DOUBTFUL, 1, "accepted_with_quarantine"),
        (HEADLESS, 2, "refused"),
        ("", 2, "refused"),
        (f"{HEADER}\n", 2, "refused"),
    ],
    ids=["sound", "doubtful", "headless", "empty", "no rows"],
)
def test_the_exit_code_is_the_worst_that_was_found(judge, text, code, status):
    done = judge("check", {"a.csv": text}, "--json")
    assert (done.returncode, done.stderr) == (code, "")
    (found,) = judged(done)
    assert found["status"] == status
    assert found["rows_in"] >= found["accepted"] + found["quarantined"]
    if status == "refused":
        assert (found["accepted"], found["quarantined"], found["accepted_keys"]) == (0, 0, [])


def test_the_highest_of_several_wins_and_each_is_judged_on_its_own(judge):
    files = {"a.csv": SOUND, "b.csv": DOUBTFUL, "c.csv": HEADLESS}
    together = judge("check", files, "--json")
    assert together.returncode == 2
    alone = [judged(judge("check", {name: text}, "--json")) for name, text in files.items()]
    assert judged(together) == [one for (one,) in alone]


def test_a_quarantined_row_is_named_by_file_row_column_and_value(judge):
    (found,) = judged(judge("check", {"a.csv": DOUBTFUL}, "--json"))
    (issue,) = found["issues"]
    place = [issue[name] for name in ("file", "sheet", "row", "column", "value", "code")]
    assert place == ["a.csv", None, 3, "q1", "наверное", "unknown_answer"]
    for words in ("a.csv", "строка 3", "«q1»", "«наверное»"):
        assert words in issue["message"]
    assert found["accepted_keys"] == [["I01", "1"]]


@pytest.mark.parametrize("name", ODD_NAMES, ids=["dash", "space", "quotes", "shell", "255"])
def test_odd_names_are_names_and_nothing_else(judge, name):
    (found,) = judged(judge("check", {name: SOUND}, "--json"))
    assert (found["file"], found["status"]) == (name, "accepted")


def test_a_name_of_bytes_that_are_no_text_can_be_said(judge):
    name = os.fsdecode(b"\xff\xfe.csv")
    done = judge("check", {name: SOUND}, "--json")
    assert (done.returncode, judged(done)[0]["status"]) == (0, "accepted")


def test_checking_writes_nothing_and_needs_no_workspace(judge, tmp_path):
    judge("check", {"a.csv": DOUBTFUL}, "--json")
    before = contents(tmp_path)
    judge("check", {"a.csv": DOUBTFUL})
    assert contents(tmp_path) == before


def test_the_same_facts_are_printed_for_people(judge):
    done = judge("check", {"a.csv": DOUBTFUL})
    assert done.returncode == 1
    assert "принят, часть строк отложена" in done.stdout
    assert "a.csv, строка 3, столбец «q1»: значение «наверное»" in done.stdout


def test_a_file_that_is_not_there_is_refused_beside_the_others(command, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    done = command(
        "check", "--form", FORM, "--registry", CASES / "intake/registry.csv",
        "--period", "2026Q3", "--as-of", "2026-09-20", "--json", "absent.csv", "folder.csv",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 2
    assert [one["issues"][0]["code"] for one in judged(done)] == ["not_a_file"] * 2


@pytest.mark.parametrize("named", ["received", "received/*.csv", "./rec*/[ab].csv"])
def test_a_folder_and_a_pattern_stand_for_the_files_in_it(judge, tmp_path, named):
    (tmp_path / "received").mkdir()
    for name, text in (("b.csv", HEADLESS), ("a.csv", SOUND), (".hidden.csv", "")):
        (tmp_path / "received" / name).write_text(text, encoding="utf-8")
    done = judge("check", {}, "--json", named)
    assert [(one["file"], one["status"]) for one in judged(done)] == [
        ("a.csv", "accepted"),
        ("b.csv", "refused"),
    ]


@pytest.mark.parametrize("named", ["empty", "no-such-*.csv"])
def test_a_folder_without_files_and_a_pattern_without_a_match_are_refused(
    judge, tmp_path, named
):
    (tmp_path / "empty").mkdir()
    done = judge("check", {}, "--json", named)
    assert done.returncode == 2
    assert [one["issues"][0]["code"] for one in judged(done)] == ["not_a_file"]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--as-of", "today", "«today»"),
        ("--period", "2026Q5", "«2026Q5»"),
        ("--registry", "absent.csv", "absent.csv"),
        ("--form", "absent.yaml", "absent.yaml"),
    ],
)
def test_rules_that_cannot_be_read_are_refused_before_any_file(judge, option, value, said):
    assert refused(judge("check", {"a.csv": SOUND}, option, value, "--json"), said)


def test_intake_prints_that_no_row_was_lost_and_sets_the_others_aside(judge, tmp_path):
    done = judge("intake", {"a.csv": DOUBTFUL}, "--json")
    (found,) = judged(done)
    assert done.returncode == 1
    assert found["rows_in"] == found["accepted"] + found["quarantined"] == 2
    assert (tmp_path / "store/manifest.json").is_file()
    aside = (tmp_path / "quarantine/a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(aside) == 2
    assert "наверное" in aside[1]


def test_taking_the_same_file_in_again_changes_no_byte(judge, tmp_path):
    first = judge("intake", {"a.csv": DOUBTFUL})
    before = contents(tmp_path)
    again = judge("intake", {"a.csv": DOUBTFUL})
    kept = {name: text for name, text in contents(tmp_path).items() if name.name != ".lock"}
    assert kept == {name: text for name, text in before.items() if name.name != ".lock"}
    assert (again.returncode, again.stdout) == (first.returncode, first.stdout)


def test_intake_of_a_refused_file_keeps_the_store_and_says_so(judge, tmp_path):
    judge("intake", {"a.csv": SOUND})
    store = (tmp_path / "store/manifest.json").read_bytes()
    done = judge("intake", {"b.csv": HEADLESS})
    assert done.returncode == 2
    assert "отказано" in done.stdout or "не принят" in done.stdout
    assert (tmp_path / "store/manifest.json").read_bytes() == store
    assert "b.csv" in (tmp_path / "quarantine/refused.csv").read_text(encoding="utf-8-sig")


def test_the_same_questionnaire_in_two_files_is_refused_by_the_store(judge, tmp_path):
    judge("intake", {"a.csv": SOUND})
    store = (tmp_path / "store/manifest.json").read_bytes()
    done = judge("intake", {"b.csv": f"{SOUND}I01;3;12.07.2026;;да;да;да;5;\n"})
    assert refused(done, "a.csv, b.csv")
    assert (tmp_path / "store/manifest.json").read_bytes() == store


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("methodology: 344n-social", "methodology: no-such", "no-such"),
        ("methodology: 344n-social", f"methodology: {'x' * 400}", "2026Q3.yaml"),
        ("institutions: all", "institutions: [I77]", "I77"),
        ("data/sample/registry.csv", "data/no/registry.csv", "registry.csv"),
    ],
)
def test_a_run_is_judged_together_with_what_it_names(workspace, monkeypatch, old, new, said):
    path = workspace / "params/runs/2026Q3.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    monkeypatch.chdir(workspace)
    found = judging.judge(
        files=[], forms=[], registry=None, period="", as_of="", run=path, methodology=None
    )
    assert found.exit_code == judging.REFUSED
    assert said in found.as_text(Words("en"))
