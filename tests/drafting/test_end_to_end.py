"""An unknown survey of thirty five-point questions: proposed, edited, taken in, counted."""

from __future__ import annotations

import datetime as dt
import json
import random
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
import yaml

from nok_analysis.errors import MethodologyError
from nok_analysis.forms import read_form
from nok_analysis.methodology import check_against, read_methodology
from nok_analysis.period import Period
from nok_analysis.scoring import score
from nok_analysis.store import Store
from nok_analysis.tally import count
from tests.commands import nok

pytestmark = pytest.mark.slow

CASES = Path(__file__).parents[1] / "cases"
WHAT = ("чистотой", "теплом", "светом", "тишиной", "мебелью")
WHERE = ("в холле", "в столовой", "в комнате", "во дворе", "в кабинете", "в пути")
TOPICS = [f"{what} ({where})" for what in WHAT for where in WHERE]
METHODOLOGY = """\
methodology: thirty
version: "1"
title: Тридцать оценок
regime: five_criteria
valid: {from: "2018-10-23", to: ""}
scale: {low: "0", high: "100"}
sources:
  order: {act: "Решение совета", date: "2026-01-20", url: ""}
choices: CHOICES
bands: []
total: {symbol: S, combine: mean, cite: {source: order, basis: arithmetic, confirmed: ""}}
criteria:
  - code: "1"
    name: Оценки
    combine: mean
    indicators:
INDICATORS"""
INDICATOR = """\
      - code: "1.{i}"
        name: Оценка {i}
        cite: {{source: order, clause: "", basis: read, confirmed: ""}}
        formula: {formula}
"""
HEAD = [
    "Отметка времени",
    "Куда Вы ходили?",
    *(f"Насколько Вы довольны {one}?" for one in TOPICS),
]


def made(folder):
    """Write the export; return the grades of each institution by question."""
    rng = random.Random(30)
    grades = {"I01": [[] for _ in TOPICS], "I07": [[] for _ in TOPICS]}
    rows = []
    for i in range(48):
        institution = "I01" if i % 3 else "I07"
        given = [rng.choice("1234455") if rng.random() > 0.05 else "" for _ in TOPICS]
        for known, grade in zip(grades[institution], given, strict=True):
            known.extend([int(grade)] if grade else [])
        shown = [one or "Затрудняюсь ответить" for one in given]
        name = {"I01": "Центр «Рассвет»", "I07": "Центр «Закат»"}[institution]
        rows.append([f"{1 + i % 28:02d}.05.2026 10:{i:02d}:00", name, *shown])
    path = folder / "Чужой опрос.csv"
    lines = [";".join(f'"{cell}"' for cell in row) for row in [HEAD, *rows]]
    path.write_text("\n".join(lines) + "\n", encoding="cp1251")
    return path, grades


def methodology_file(folder, formulas):
    shipped = (Path(__file__).parents[2] / "params/methodology/344n-social.yaml").read_text(
        "utf-8"
    )
    choices = yaml.safe_load(shipped)["choices"]
    text = METHODOLOGY.replace("CHOICES", json.dumps(choices)).replace(
        "INDICATORS",
        "".join(INDICATOR.format(i=i, formula=one) for i, one in enumerate(formulas, start=1)),
    )
    path = folder / "thirty.yaml"
    path.write_text(text, encoding="utf-8")
    return read_methodology(path)


def taken_in(folder, export):
    """Propose, edit one line, check and take in; return the form."""
    (folder / "registry.csv").write_bytes((CASES / "intake/registry.csv").read_bytes())
    done = nok("form", "propose", export, "-o", "form.yaml", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Столбцов опознано: 31; осталось Вам: 1." in done.stderr
    form = folder / "form.yaml"
    # The short edit: the one column that no list knows is named as the institution's.
    proposal = form.read_text(encoding="utf-8")
    named = f'institution: {{column: "{HEAD[1]}"'
    form.write_text(proposal.replace('# institution: {column: ""', named), encoding="utf-8")
    given = ("--form", form, "--registry", "registry.csv", "--period", "2026Q2",
             "--as-of", "2026-07-10", "--json")  # fmt: skip
    checked = json.loads(nok("check", export, *given, cwd=folder).stdout)["files"][0]
    assert (checked["status"], checked["accepted"], checked["rows_in"]) == ("accepted", 48, 48)
    assert nok("intake", export, *given, cwd=folder).returncode == 0
    return read_form(form)


def counted(folder, form, methodology):
    """Return tally and scores of what the store holds."""
    institutions = pd.DataFrame({"period": ["2026Q2"] * 2, "institution": ["I01", "I07"]})
    evidence = Store(folder / "store").evidence(Period.parse("2026Q2"))
    counts = count(
        evidence,
        methodology,
        {form.form: form},
        institutions=institutions,
        as_of=dt.date(2026, 7, 10),
    )
    scores = score(counts.tally, methodology).set_index(["institution", "node"])["value"]
    return counts.tally.set_index(["institution", "node"]), scores


def test_thirty_five_point_questions_come_in_without_code(tmp_path):
    export, grades = made(tmp_path)
    form = taken_in(tmp_path, export)
    codes = [one.code for one in form.questions]
    assert len(codes) == 30
    ends = 'low: "1", high: "5", among: everyone'
    formulas = [f"{{kernel: scale_mean, question: {code}, {ends}}}" for code in codes[:29]]
    formulas.append(f"{{kernel: share, question: {codes[29]}, among: everyone}}")
    methodology = methodology_file(tmp_path, formulas)
    check_against(methodology, {form.form: form})
    tally, scores = counted(tmp_path, form, methodology)
    for institution, questions in grades.items():
        for i, given in enumerate(questions[:29], start=1):
            mean = Fraction(100 * sum(one - 1 for one in given), 4 * len(given))
            assert scores[institution, f"1.{i}"] == mean
        satisfied = sum(one >= 4 for one in questions[29])
        assert scores[institution, "1.30"] == Fraction(100 * satisfied, len(questions[29]))
    silent = 32 - len(grades["I01"][0])
    assert tally.loc[("I01", f"1.1:{codes[0]}"), "missing"] == silent > 0


def test_a_formula_on_another_scale_than_the_form_is_refused(tmp_path):
    export, _grades = made(tmp_path)
    form = taken_in(tmp_path, export)
    code = form.questions[0].code
    formula = f'{{kernel: scale_mean, question: {code}, low: "1", high: "10", among: everyone}}'
    with pytest.raises(MethodologyError, match="1–5"):
        check_against(methodology_file(tmp_path, [formula]), {form.form: form})
