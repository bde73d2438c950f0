"""Small forms, rows and a store of parquet files for the tests of store and tally."""

from __future__ import annotations

import dataclasses
import datetime as dt
from fractions import Fraction
from pathlib import Path

import pandas as pd

from nok_analysis.files import sha256_of
from nok_analysis.forms.model import (
    Approval,
    Checklist,
    Column,
    InstitutionColumn,
    Item,
    Question,
    Questionnaire,
    TableShape,
    TimeColumn,
)
from nok_analysis.methodology.model import (
    Choices,
    Cite,
    Criterion,
    Formula,
    Indicator,
    Methodology,
    Rounding,
    Total,
)
from nok_analysis.period import Period
from nok_analysis.store import Part
from nok_analysis.store.parquet import encoded
from nok_analysis.vocabulary import FormKind, Role

YES_NO = {1: "да", 0: "нет"}
SCALE = {value: str(value) for value in range(1, 6)} | {-1: "н/п"}


def question(code: str, role: Role = Role.NUMERATOR, **more) -> Question:
    more = {"labels": YES_NO} | more
    return Question(code, role, Column((code,)), **more)


def questionnaire(form: str, questions, **more) -> Questionnaire:
    return Questionnaire(
        form, "1", FormKind.QUESTIONNAIRE, form, Approval(), TableShape(),
        InstitutionColumn(Column(("institution",))), f"{len(form):064x}",
        questions=tuple(questions), **more,
    )  # fmt: skip


def checklist(form: str, items=("ramp", "toilet", "lift")) -> Checklist:
    return Checklist(
        form, "1", FormKind.CHECKLIST, form, Approval(), TableShape(),
        InstitutionColumn(Column(("institution",))), f"{len(form):064x}",
        items=tuple(Item(code, code) for code in items), states={},
        date=TimeColumn(Column(("date",))),
    )  # fmt: skip


QUESTIONNAIRE = questionnaire(
    "survey",
    [
        question("site_used", Role.FILTER),
        question("site_ok", asked_if="site_used"),
        question("disabled", Role.FILTER),
        question("access_ok", asked_if="disabled"),
        question("polite"),
        question("grade", labels=SCALE, positive=(4, 5), low=1, high=5),
        question("sex", Role.PROFILE, labels={1: "м", 2: "ж"}, positive=()),
        question("age", Role.PROFILE, labels={}, positive=(), low=14, high=110),
        question("proposals", Role.FREE_TEXT, labels={}, positive=()),
    ],
)
#: The same survey on paper: one merged question, no question of access, another scale.
PAPER = questionnaire(
    "survey_paper",
    [
        question("site_used", Role.FILTER),
        question("site_ok", asked_if="site_used"),
        question("access_ok"),
        question("grade", labels=SCALE, positive=(5,), low=1, high=5),
    ],
    absent=("disabled",),
    merged=(("site_ok", "polite"),),
)
CHECKLIST = checklist("premises")
WAITING = checklist("waiting", ("admission", "meals"))


def responses(rows, *, institution="I02", period="2026Q3", form="survey") -> pd.DataFrame:
    """Rows of answers with the fixed columns that they do not name."""
    fixed = {"period": period, "institution": institution, "form": form, "date": None,
             "channel": "web", "respondent_role": "recipient", "stratum": None,
             "settlement": None, "interviewer": None, "source_file": "a" * 12,
             "source_sheet": None, "flags": None}  # fmt: skip
    made = [{**fixed, "respondent": str(i), "source_row": i + 2} | row
            for i, row in enumerate(rows)]  # fmt: skip
    return pd.DataFrame(made, columns=None if made else [*fixed, "respondent", "source_row"])


def observations(rows, *, institution="I02", period="2026Q3", form="premises") -> pd.DataFrame:
    fixed = {"period": period, "institution": institution, "form": form, "state": "met",
             "date": dt.date(2026, 8, 1), "source_file": "a" * 12, "source_sheet": "s",
             "source_row": 3}  # fmt: skip
    return pd.DataFrame([fixed | row for row in rows])


def part(folder: Path, frame: pd.DataFrame, form, table: str = "responses") -> Part:
    """Write a frame of one period as the store would."""
    content = encoded(frame, table, form)
    period = frame["period"].iloc[0]
    path = folder / f"period={period}" / f"{sha256_of(content)[:12]}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Part(path, Period.parse(period), form.form, "a" * 12, sha256_of(content))


def formula(kernel: str, **more) -> Formula:
    return Formula(kernel, **more)


def methodology(formulas: dict[str, Formula], **choices) -> Methodology:
    """A methodology of one criterion with an indicator for each formula."""
    indicators = tuple(
        Indicator(code, "", code, Fraction(1, len(formulas)), Cite(), one)
        for code, one in formulas.items()
    )
    chosen = Choices(
        formula_version="V-B", denominator="answered", undefined="exclude_and_renormalise",
        undefined_criterion="refuse", waiting_parts="both", waiting_precedence="half_first",
        missing_waiting="undefined", rounding=Rounding("half_up", {}, {}), rank_on="exact",
        tie_rule="shared_min", ranking_within="all", required_items="per_institution",
        na_in_steps="ignore", freshness_days=365, aggregation="plain", min_respondents=10,
        sample_share="0.4", sample_cap=600, points_approved="",
    )  # fmt: skip
    return Methodology(
        "m", "1", "", "", "", "", "", Fraction(0), Fraction(100), (),
        dataclasses.replace(chosen, **choices), (), Total("S", "mean", Cite()),
        (Criterion("1", "", "weighted_mean", indicators),), "0" * 64,
    )  # fmt: skip


METHODOLOGY = methodology({
    "1.1": formula("share", question="polite"),
    "1.2": formula("share", question="site_ok", among="site_used"),
    "1.3": formula("share", question="access_ok", among="disabled"),
    "1.4": formula("pooled_share", questions=("site_ok", "access_ok")),
    "1.5": formula("scale_mean", question="grade",
                   numbers={"low": Fraction(1), "high": Fraction(5)}),
    "1.6": formula("share", question="grade"),
    "1.7": formula("share", question="site_ok"),
    "2.1": formula("share_of_required", form="premises"),
    "2.2": formula("waiting_points", form="waiting"),
})  # fmt: skip
FORMS = {form.form: form for form in (QUESTIONNAIRE, PAPER, CHECKLIST, WAITING)}


def asked_rows(*pairs) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["period", "institution"])
