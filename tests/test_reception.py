"""Received files into the store: what changed, and only that."""

import json
import os

import pytest

from nok_analysis.parts import read_parts
from nok_analysis.reception import receive
from nok_analysis.store import Store

pytestmark = pytest.mark.slow


@pytest.fixture
def parts(workspace):
    return read_parts("2026Q3", workspace)


def taken(parts):
    return receive(parts.run, parts.registry, parts.forms)


def paths(reception):
    return {entry.path for entry in reception.store.manifest().entries}


def test_every_received_file_of_every_quarter_is_in_the_store(parts, workspace):
    received = {
        file.relative_to(workspace).as_posix()
        for file in (workspace / "data/sample/incoming").rglob("*.*")
    }
    assert paths(taken(parts)) == received


def test_a_second_reception_changes_no_byte(parts, workspace):
    taken(parts)
    folder = workspace / "data/sample/store"
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    taken(parts)
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_a_file_taken_out_of_the_folder_leaves_the_store(parts, workspace):
    taken(parts)
    gone = workspace / "data/sample/incoming/2026Q3/results-survey675.csv"
    gone.unlink()
    assert gone.relative_to(workspace).as_posix() not in paths(taken(parts))


def test_a_renamed_file_keeps_its_evidence(parts, workspace):
    taken(parts)
    before = parts_of(workspace)
    old = workspace / "data/sample/incoming/2026Q3/results-survey675.csv"
    old.rename(old.with_name("renamed.csv"))
    assert any(path.endswith("/renamed.csv") for path in paths(taken(parts)))
    assert parts_of(workspace) == before


def test_a_store_without_its_manifest_is_made_anew(parts, workspace):
    taken(parts)
    before = parts_of(workspace)
    (workspace / "data/sample/store/manifest.json").unlink()
    taken(parts)
    assert parts_of(workspace) == before


def parts_of(workspace):
    """Evidence of the store: digests of the parquet files that count."""
    store = Store(workspace / "data/sample/store")
    evidence = store.evidence()
    return sorted(one.sha256 for one in (*evidence.responses, *evidence.observations))


def test_quarantine_of_files_that_are_gone_goes_with_them(parts, workspace):
    taken(parts)
    folder = workspace / "data/sample/quarantine"
    before = sorted(folder.glob("*.csv"))
    assert before
    for file in (workspace / "data/sample/incoming").glob("*/*.csv"):
        file.unlink()
    taken(parts)
    assert set(folder.glob("*.csv")) < set(before)


def test_a_file_that_cannot_be_read_is_refused_by_name_and_the_others_go_on(parts, workspace):
    broken = workspace / "data/sample/incoming/2026Q3/broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    reception = taken(parts)
    assert [file for file, _code, _said in reception.refused] == [
        "data/sample/incoming/2026Q3/broken.xlsx"
    ]
    assert len(paths(reception)) > 10
    assert taken(parts).refused == reception.refused


def test_files_of_later_quarters_wait_for_their_run(workspace):
    earlier = read_parts("2025Q3", workspace)
    assert all("/2025Q3/" in path for path in paths(taken(earlier)))


def test_a_damaged_note_costs_one_more_reading_and_nothing_else(parts, workspace):
    taken(parts)
    note = workspace / "data/sample/store/received.json"
    sound = json.loads(note.read_text(encoding="utf-8"))
    note.write_text("{", encoding="utf-8")
    taken(parts)
    assert json.loads(note.read_text(encoding="utf-8")) == sound


def test_links_pipes_devices_and_folders_stop_no_reception(parts, workspace):
    inbox = workspace / "data/sample/incoming/2026Q3"
    (inbox / "folder.csv").mkdir()
    (inbox / "link.csv").symlink_to("/etc/hostname")
    (inbox / "zero.csv").symlink_to("/dev/zero")
    os.mkfifo(inbox / "pipe.csv")
    first = taken(parts)
    (inbox / "results-survey675.csv").touch()
    (inbox / "more.csv").write_text("x;y\n1;2\n", encoding="utf-8")  # all are looked at again
    second = taken(parts)
    assert [code for _file, code, _said in first.refused] == ["not_a_file"] * 4
    assert [code for _file, code, _said in second.refused].count("not_a_file") == 4
