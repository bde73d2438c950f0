"""A survey of other questions: a form file and a methodology file, no code."""

import csv
import json
import random
import shutil
from fractions import Fraction

import pytest

from nok_analysis import assess
from tests.commands import nok
from tests.conftest import REPOSITORY

QUARTERS = ("2026Q1", "2026Q2", "2026Q3")
DEPARTMENTS = {f"D{i}": 12 + 9 * i for i in range(1, 6)}  # code → ratings a quarter
FORM = """form: ratings
version: "1"
kind: questionnaire
title: Оценка занятий
language: ru
approved: {by: Совет, decision: "1", date: "2026-01-20"}
table: {readers: [csv], sheet: first, header_row: "1", encoding: auto, separator: auto}
channel: web
institution: {column: dept, match: [code], otherwise: quarantine}
respondent: row
questions:
  - {code: lecture, role: numerator, column: y,
     text: "Как Вам занятие?", scale: {low: "1", high: "5"}, positive: ["4", "5"]}
ignore: [student]
"""
METHODOLOGY = """methodology: lectures
version: "1"
title: Оценка занятий
regime: scale
valid: {from: "2000-01-01", to: ""}
scale: {low: "0", high: "100"}
bands: []
sources: {own: {act: Своя методика}}
choices: {ranking: {within: all}}
total: {combine: mean, cite: {source: own, basis: read}}
criteria:
  - code: "1"
    name: Качество занятий
    combine: mean
    indicators:
      - {code: "1.1", name: Средняя оценка, cite: {source: own, basis: read},
         formula: {kernel: scale_mean, question: lecture, low: "1", high: "5"}}
      - {code: "1.2", name: Доля хороших оценок, cite: {source: own, basis: read},
         formula: {kernel: share, question: lecture}}
"""
RUN = """period: "2026Q3"
cycle_kind: internal_quarter
as_of: "2026-11-21"
title: Оценка занятий
synthetic: "yes"
registry: {file: data/registry.csv}
methodology: lectures
forms: [ratings]
institutions: all
compare_with: ["2026Q2"]
"""
HEADS = "Код;Наименование;Краткое наименование;Тип;Учредитель;Муниципалитет;Регион\n"


def ratings():
    """Return department and rating of every row, by quarter."""
    chance = random.Random(20261122)
    return {
        quarter: [
            (code, chance.choices((1, 2, 3, 4, 5), (1, 1, 2, 3, 2 + place))[0])
            for place, (code, n) in enumerate(DEPARTMENTS.items())
            for _ in range(n)
        ]
        for quarter in QUARTERS
    }


@pytest.fixture
def workspace(tmp_path):
    shutil.copytree(REPOSITORY / "notebooks", tmp_path / "notebooks")
    for folder in ("forms", "methodology", "runs"):
        (tmp_path / "params" / folder).mkdir(parents=True)
    shutil.copy(REPOSITORY / "params/council.yaml", tmp_path / "params")
    for path, text in (
        ("params/forms/ratings.yaml", FORM),
        ("params/methodology/lectures.yaml", METHODOLOGY),
        ("params/runs/2026Q3.yaml", RUN),
    ):
        (tmp_path / path).write_text(text, encoding="utf-8")
    for quarter, rows in ratings().items():
        folder = tmp_path / "data/incoming" / quarter
        folder.mkdir(parents=True)
        with (folder / "ratings.csv").open("w", encoding="utf-8", newline="") as file:
            written = csv.writer(file)
            written.writerow(("dept", "y", "student"))
            written.writerows((code, y, i) for i, (code, y) in enumerate(rows))
    listed = "".join(
        f"{code};Отделение {code};Отделение {code};centre;У;М;Р\n" for code in DEPARTMENTS
    )
    (tmp_path / "data/registry.csv").write_text(HEADS + listed, encoding="utf-8")
    return tmp_path


def test_the_mean_of_the_scale_and_the_share_of_good_ratings_are_exact(workspace):
    scores = assess("2026Q3", start=workspace).scores
    now = scores[scores["period"] == "2026Q3"].set_index(["institution", "node"])["value"]
    for code in DEPARTMENTS:
        own = [y for other, y in ratings()["2026Q3"] if other == code]
        assert now[code, "1.1"] == Fraction(100 * sum(y - 1 for y in own), 4 * len(own))
        assert now[code, "1.2"] == Fraction(100 * sum(y >= 4 for y in own), len(own))


@pytest.mark.slow
def test_every_page_of_another_survey_is_built(workspace):
    done = nok("report", "2026Q3", "--json", cwd=workspace)
    found = json.loads(done.stdout)
    assert (done.returncode, found["published"]) == (0, True), done.stdout
    answers = (workspace / "reports/2026Q3/answers.html").read_text("utf-8")
    assert "Как Вам занятие?" in answers
    assert "Других ответов методика не считает" in answers
    progress = (workspace / "reports/2026Q3/progress.html").read_text("utf-8")
    assert "Отделение D5" in progress
