"""The folder of a quarter: the old one whole or the new one whole, whatever fails."""

import errno
import os
import pathlib

import pytest

from nok_analysis.errors import ReportError
from nok_analysis.report import folders
from nok_analysis.wording import Words
from tests.commands import contents

RUSSIAN = Words()
CALLS = ((os, "fsync"), (pathlib.Path, "rename"), (pathlib.Path, "replace"),
         (pathlib.Path, "write_bytes"))  # fmt: skip
ERRORS = (
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EIO, "Input/output error"),
    KeyboardInterrupt(),
    MemoryError(),
)


@pytest.fixture
def site(tmp_path):
    """A folder with an old quarter, and a new one built beside it."""
    reports = tmp_path / "reports"
    (reports / "2026Q3/institutions").mkdir(parents=True)
    (reports / "2026Q3/index.html").write_text("old", encoding="utf-8")
    (reports / "index.html").write_text("old list", encoding="utf-8")
    built = folders.building(reports, "2026Q3")
    (built / "institutions").mkdir()
    (built / "index.html").write_text("new", encoding="utf-8")
    return reports


def seen(reports):
    found = contents(reports)
    return {
        file.relative_to(reports).as_posix(): text
        for file, text in found.items()
        if not file.relative_to(reports).parts[0].startswith(".")
    }


OLD = {"2026Q3/index.html": b"old", "index.html": b"old list"}
FRESH = {"2026Q3/index.html": b"new", "index.html": b"new list"}


def swap(reports):
    folders.swap(
        reports / ".2026Q3.new",
        reports / "2026Q3",
        listing=reports / "index.html",
        content=b"new list",
    )


def test_a_finished_quarter_takes_the_place_of_the_old_one(site):
    swap(site)
    assert seen(site) == FRESH
    assert {path.name for path in site.iterdir()} == {"2026Q3", "index.html"}


def test_the_first_quarter_needs_no_old_one(tmp_path):
    built = folders.building(tmp_path, "2026Q3")
    (built / "index.html").write_text("new", encoding="utf-8")
    swap(tmp_path)
    assert seen(tmp_path) == FRESH


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: repr(error)[:20])
def test_whichever_call_fails_readers_see_the_old_quarter_whole(site, monkeypatch, error):
    failed = 0
    while True:
        calls = iter(range(1000))
        with monkeypatch.context() as patch:
            for owner, name in CALLS:
                patch.setattr(owner, name, failing(getattr(owner, name), calls, failed, error))
            try:
                swap(site)
                break
            except type(error):
                failed += 1
        assert seen(site) == OLD
        assert {path.name for path in site.iterdir()} == {
            ".2026Q3.new", "2026Q3", "index.html",
        }  # fmt: skip
    assert failed >= 6
    assert seen(site) == FRESH


def failing(call, calls, n, error):
    def made(*arguments, **options):
        if next(calls) == n:
            raise error
        return call(*arguments, **options)

    return made


def test_a_crash_between_the_renames_is_undone_at_the_next_start(site):
    (site / "2026Q3").rename(site / ".2026Q3.old")
    (site / ".index.html.fresh").write_text("new list", encoding="utf-8")
    assert folders.recover(site) == ("2026Q3",)
    assert seen(site) == OLD
    assert {path.name for path in site.iterdir()} == {"2026Q3", "index.html"}


def test_a_crash_after_the_renames_is_finished_at_the_next_start(site):
    (site / "2026Q3").rename(site / ".2026Q3.old")
    (site / ".2026Q3.new").rename(site / "2026Q3")
    assert folders.recover(site) == ()
    assert seen(site) == {**FRESH, "index.html": b"old list"}
    assert {path.name for path in site.iterdir()} == {"2026Q3", "index.html"}


def test_a_second_build_is_refused_and_a_dead_one_never_blocks(tmp_path):
    with (
        folders.sole_build(tmp_path),
        pytest.raises(ReportError) as error,
        folders.sole_build(tmp_path),
    ):
        pytest.fail("two builds at once")
    said = error.value.said(RUSSIAN)
    assert said.startswith(f"идёт другая сборка (pid {os.getpid()}, с ")
    with folders.sole_build(tmp_path):
        pass


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "reports").write_text("", encoding="utf-8")
    with (
        pytest.raises(ReportError, match="на месте папки лежит файл"),
        folders.sole_build(tmp_path / "reports"),
    ):
        pass
