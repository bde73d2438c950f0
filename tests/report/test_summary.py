"""What a batch says at its end."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from nok_analysis.report.batch import Batch, Outcome
from nok_analysis.report.plan import Job
from nok_analysis.report.summary import SHOWN, ProgressBar, summary_json, summary_text
from nok_analysis.wording import Words

pytestmark = pytest.mark.slow

RUSSIAN, ENGLISH = Words(), Words("en")


def outcome(name, verdict="ok", cell=None, message=""):
    return Outcome(Job(name, Path(f"{name}.ipynb")), verdict, cell, message)


@pytest.fixture
def batch(assessment):
    def made(*outcomes, published=False, **more):
        place = "reports/2026Q3" if published else "reports/.drafts/2026Q3"
        folder = assessment.run.workspace.root / place
        return Batch(assessment, outcomes, folder, published, **more)

    return made


def test_a_whole_quarter_says_what_to_open_and_what_was_set_aside(batch, assessment):
    said = summary_text(batch(outcome("index"), published=True), ENGLISH)
    quarantined = int(assessment.manifest["quarantined"].sum())
    assert "Reports built: 1 of 1." in said
    assert f"set aside {quarantined}." in said
    assert "data/sample/quarantine" in said
    assert said.endswith("Open reports/2026Q3/index.html")


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("failed", "ошибка"),
        ("timed_out", "превышено время"),
        ("cut", "слишком большой вывод"),
        ("died", "процесс оборвался"),
    ],
)
def test_each_failure_is_one_line_with_its_cell(batch, verdict, words):
    said = summary_text(batch(outcome("answers", verdict, 6, "Причина.")), RUSSIAN)
    assert f"answers, ячейка 6: {words}. Причина." in said.splitlines()
    assert said.splitlines()[-1] == "Ничего не опубликовано; черновики: reports/.drafts/2026Q3"


def test_many_failures_are_cut_with_their_number(batch):
    said = summary_text(batch(*(outcome(f"p{n}", "failed") for n in range(50))), ENGLISH)
    assert sum(line.startswith("p") for line in said.splitlines()) == SHOWN
    assert f"… and {50 - SHOWN} more" in said


def test_a_refused_file_is_named_even_when_every_report_is_built(batch, assessment):
    refused = replace(assessment, refused=(("a.xlsx", "damaged", "a.xlsx: the file is torn"),))
    found = replace(batch(outcome("index"), published=True), assessment=refused)
    assert "a.xlsx: the file is torn" in summary_text(found, ENGLISH).splitlines()


def test_a_crash_that_was_mended_is_said(batch):
    found = batch(outcome("index"), published=True, put_back=("2026Q2",))
    assert "2026Q2" in summary_text(found, ENGLISH).splitlines()[1]


def test_programs_get_the_same_facts(batch):
    found = json.loads(summary_json(batch(outcome("index"), outcome("a", "died", 3, "x"))))
    assert found["published"] is False
    assert found["folder"] == "reports/.drafts/2026Q3"
    assert found["reports"][1] == {
        "job": "a", "verdict": "died", "cell": 3, "message": "x", "sha256": "",
    }  # fmt: skip


def test_progress_is_a_line_a_report_in_words(monkeypatch):
    told = io.StringIO()
    monkeypatch.setattr("sys.stderr", told)
    with ProgressBar(RUSSIAN, shown=True) as bar:
        bar.step(outcome("index"), 2)
        bar.step(outcome("answers", "timed_out"), 2)
    assert told.getvalue() == "index: готово\nanswers: превышено время\n"


def test_progress_is_silent_where_a_program_reads(monkeypatch):
    told = io.StringIO()
    monkeypatch.setattr("sys.stderr", told)
    with ProgressBar(RUSSIAN, shown=False) as bar:
        bar.step(outcome("index"), 1)
    assert told.getvalue() == ""


def test_progress_on_a_terminal_is_one_bar(monkeypatch):
    told = io.StringIO()
    monkeypatch.setattr(told, "isatty", lambda: True)
    monkeypatch.setattr("sys.stderr", told)
    with ProgressBar(RUSSIAN, shown=True) as bar:
        bar.step(outcome("index"), 2)
        bar.step(outcome("answers"), 2)
    assert "answers:" in told.getvalue()
    assert "\n" not in told.getvalue()
