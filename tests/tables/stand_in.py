"""A small council with real tables, every number of it written or counted here, no chance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

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
    Source,
    Total,
)
from nok_analysis.passport import InstitutionType
from nok_analysis.period import Period
from nok_analysis.run import Run
from nok_analysis.run.model import Disclosure, Limits, Statistics, TallyOptions
from nok_analysis.vocabulary import CycleKind, FormKind, Role
from nok_analysis.wording import Words
from nok_analysis.workspace import Workspace

CODE, NOW, BEFORE, YEAR_AGO = "test-3", "2026Q3", "2026Q2", "2025Q3"
HOSTILE = "ЦСО «<script>alert(1)</script>»\u202e"
NAMES = {
    "C1": ("centre", "КЦСОН «Забота»", 84, 412),
    "C2": ("centre", "КЦСОН «Гармония»", 90, 440),
    "C3": ("centre", "ЦСО «Берёзка»", 48, 185),
    "C4": ("centre", HOSTILE, 54, None),
    "S1": ("shelter", "Приют «Родник»", 30, 33),
    "S2": ("shelter", "Приют «Надежда»", 25, 41),
    "S3": ("shelter", "Приют «Огонёк»", 7, 9),
}
FEW = "S3"
OTHER = "points-30"
ENGLISH = Words("en")
TYPES = {
    "centre": InstitutionType("Центр", "Центры"),
    "shelter": InstitutionType("Приют", "Приюты"),
}
STANDING_COLUMNS = (
    "rank",
    "rank_of",
    "tied",
    "rank_low",
    "rank_high",
    "marginal_low",
    "marginal_high",
    "groups",
    "gap",
    "z",
    "z_adjusted",
    "warning_low",
    "warning_high",
    "limit_low",
    "limit_high",
    "outside",
)


@dataclass(frozen=True, slots=True)
class StandIn:
    """The shape of an Assessment."""

    run: Run
    registry: SimpleNamespace
    passport: SimpleNamespace
    methodology: Methodology
    forms: dict
    institutions: pd.DataFrame
    nodes: pd.DataFrame
    tally: pd.DataFrame
    distributions: pd.DataFrame
    openness: pd.DataFrame
    coverage: pd.DataFrame
    scores: pd.DataFrame
    aggregates: pd.DataFrame
    standings: pd.DataFrame
    comparison: pd.DataFrame
    series: pd.DataFrame
    manifest: pd.DataFrame
    robustness: pd.DataFrame
    beside: tuple = ()
    refused: tuple = ()
    outside: tuple = ()
    institution: str = ""
    words: Words = ENGLISH


def council() -> StandIn:
    """Return the whole council."""
    none = pd.DataFrame()
    return StandIn(
        _run(),
        _registry(),
        SimpleNamespace(name="Общественный совет", institution_types=TYPES),
        methodology(),
        forms(),
        _institutions(),
        none,
        _tally(),
        none,
        _openness(),
        _coverage(),
        _scores(),
        _aggregates(),
        _standings(),
        _comparison(),
        none,
        _manifest(),
        _robustness(),
        (replace(methodology(), code=OTHER, title="Сумма баллов", high=Fraction(30)),),
    )


def _robustness() -> pd.DataFrame:
    """Return a choice that changes nothing, one that swaps the first two, another regime."""
    scores = _scores()
    totals = scores[(scores["node"] == "total") & (scores["period"] == NOW)]
    places = {"C1": 1, "C2": 2, "C3": 3, "C4": 4}
    swapped = places | {"C1": 2, "C2": 1}
    found = [
        _scenario(totals, "choice:undefined=zero", places, Fraction(0)),
        _scenario(totals, "choice:denominator=all", swapped, Fraction(-3, 2)),
        _scenario(totals, f"methodology:{OTHER}", swapped, Fraction(-60)),
    ]
    return pd.concat(found, ignore_index=True)


def _scenario(
    totals: pd.DataFrame, scenario: str, places: dict[str, int], change: Fraction
) -> pd.DataFrame:
    found = totals[["methodology", "period", "institution", "value", "status", "reason"]].copy()
    found["value"] = [None if one is None else one + change for one in found["value"]]
    ranks = pd.array([places.get(code) for code in found["institution"]], dtype="Int64")
    kinds = [NAMES[code][0] for code in found["institution"]]
    return found.assign(scope="institution_type", category=kinds, scenario=scenario, rank=ranks)


def changed(council: StandIn, **parts: object) -> StandIn:
    """Return the council with other parts."""
    return replace(council, **parts)


def _run() -> Run:
    return Run(
        workspace=Workspace(Path("/nowhere")),
        file="params/runs/2026Q3.yaml",
        sha256="0" * 64,
        period=Period.parse(NOW),
        cycle_kind=CycleKind.INTERNAL_QUARTER,
        as_of=dt.date(2026, 11, 21),
        title="НОК",
        language="ru",
        audience="open",
        synthetic=True,
        registry=Path("/nowhere/registry.csv"),
        merge_answers="quarantine",
        methodology=CODE,
        beside=(),
        forms=("anketa", "website", "comfort", "waiting"),
        institutions=(),
        compare_with=(Period.parse(BEFORE), Period.parse(YEAR_AGO)),
        statistics=Statistics(0.95, 5.0, 0.7),
        disclosure=Disclosure(10, 10, 30, 0, 5, 5, 10, "keep_in_score"),
        show_intervals="beside",
        link_hosts=("bus.gov.ru",),
        address="",
        limits=Limits(120, 600, 4096),
        tally=TallyOptions("duckdb://", 2, 600),
    )


def _registry() -> SimpleNamespace:
    found = {
        code: SimpleNamespace(
            inn="7707083893",
            ogrn="",
            founder="УСЗН",
            municipality="Район",
            settlement="",
            website="https://example.org/",
            bus_gov="",
        )
        for code in NAMES
    }
    return SimpleNamespace(institutions=found)


def methodology() -> Methodology:
    """Return three criteria over every kind of kernel that the sample uses."""

    def indicator(code: str, name: str, weight: str, formula: Formula, basis: str) -> Indicator:
        return Indicator(code, "", name, Fraction(weight), Cite("order", code, basis), formula)

    share, half = Formula("share", question="comfort_satisfied"), Fraction(100)
    waiting = Formula(
        "waiting_points",
        form="waiting",
        numbers={"over": Fraction(0), "equal": Fraction(10), "half": half},
        steps=((Fraction(1), Fraction(20)), (Fraction(2), Fraction(40))),
    )
    one = (
        indicator(
            "1.1",
            "Сведения на сайте",
            "0.6",
            Formula("share_of_required", form="website"),
            "operator_code",
        ),
        indicator(
            "1.2",
            "Комфортные условия",
            "0.4",
            Formula("step_points", form="comfort", numbers={"step": Fraction(20), "cap": half}),
            "read",
        ),
    )
    two = (
        indicator(
            "2.1",
            "Ожидание и своевременность",
            "0.5",
            Formula("mean_of", parts=(waiting, Formula("share", question="timely"))),
            "unverified",
        ),
        indicator("2.2", "Удовлетворённость комфортностью", "0.5", share, "arithmetic"),
    )
    three = (
        indicator(
            "3.1",
            "Удовлетворённость доступностью",
            "1",
            Formula("share", question="access", among="disability"),
            "read",
        ),
    )
    choices = Choices(
        "V-B",
        "answered",
        "exclude_and_renormalise",
        "refuse",
        "both",
        "half_first",
        "undefined",
        Rounding("half_up", {"indicator": 2, "criterion": 2, "total": 2}, {}),
        "exact",
        "shared_min",
        "institution_type",
        "per_institution",
        "ignore",
        365,
        "plain",
        10,
        "0.4",
        600,
        "",
    )
    return Methodology(
        CODE,
        "1",
        "Три критерия",
        "three_criteria",
        "2018-10-23",
        "",
        "Редакция не сверена",
        Fraction(0),
        Fraction(100),
        (Source("order", "Приказ 344н", "", "", ""),),
        choices,
        (),
        Total("S", "mean", Cite()),
        (
            Criterion("1", "Открытость", "weighted_mean", one),
            Criterion("2", "Комфортность", "weighted_mean", two),
            Criterion("3", "Доступность", "weighted_mean", three),
        ),
        "0" * 64,
    )


def forms() -> dict:
    """Return a questionnaire and three checklists."""
    asked = {
        "comfort_satisfied": "Удовлетворены ли Вы комфортностью?",
        "timely": "Своевременно ли оказана услуга?",
        "disability": "Есть ли группа инвалидности?",
        "access": "Удовлетворены ли Вы доступностью?",
    }
    shared = {
        "version": "1",
        "approved": Approval(),
        "table": TableShape(),
        "institution": InstitutionColumn(Column(("Учреждение",))),
        "sha256": "0" * 64,
    }
    questions = tuple(
        Question(code, Role.NUMERATOR, Column((text,))) for code, text in asked.items()
    )
    anketa = Questionnaire(
        form="anketa",
        kind=FormKind.QUESTIONNAIRE,
        title="Анкета",
        questions=questions,
        **shared,
    )
    date = TimeColumn(Column(("Дата",)))

    def checklist(form: str, title: str, *items: str) -> Checklist:
        listed = tuple(Item(f"{form}-{place}", text) for place, text in enumerate(items))
        return Checklist(
            form=form,
            kind=FormKind.CHECKLIST,
            title=title,
            items=listed,
            states={},
            date=date,
            **shared,
        )

    return {
        "anketa": anketa,
        "website": checklist("website", "Сайт", "Тарифы", "График приёма", "Лицензия"),
        "comfort": checklist("comfort", "Комфорт", "Питьевая вода", "Зал ожидания"),
        "waiting": checklist("waiting", "Ожидание", "Приём"),
    }


def nodes() -> list[tuple[str, str]]:
    """Return every node with its level."""
    found = [("total", "total")]
    for criterion in methodology().criteria:
        found.append((criterion.code, "criterion"))
        found += [(one.code, "indicator") for one in criterion.indicators]
    return found


def value(institution: str, node: str, period: str = NOW) -> Fraction:
    """Return a score: lower down the list of institutions and of criteria, exact thirds."""
    place = list(NAMES).index(institution)
    step = {"total": 0, "1": 0, "2": 4, "3": 12}.get(node.partition(".")[0], 0)
    earlier = {NOW: 0, BEFORE: 8 if institution == "C3" else -1, YEAR_AGO: 1}[period]
    return Fraction(280 - 9 * place - 3 * step + 3 * earlier, 3)


def _institutions() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": period,
            "institution": code,
            "name": f"Учреждение полностью {name}",
            "short_name": name,
            "institution_type": kind,
            "founder": "УСЗН",
            "municipality": "Район",
            "settlement": None,
            "population": served,
            "active": True,
            "assessed": True,
            "reason": None,
            "change": None,
            "merged_into": None,
        }
        for period in (YEAR_AGO, BEFORE, NOW)
        for code, (kind, name, _n, served) in NAMES.items()
    )


def _scores() -> pd.DataFrame:
    found = []
    for period in (YEAR_AGO, BEFORE, NOW):
        for code, (_kind, _name, n, served) in NAMES.items():
            for node, level in nodes():
                exact = value(code, node, period)
                row = {
                    "methodology": CODE,
                    "period": period,
                    "institution": code,
                    "node": node,
                    "level": level,
                    "value": exact,
                    "low": float(exact) - 2.5,
                    "high": float(exact) + 2.5,
                    "n": n,
                    "method": "wilson_effective",
                    "status": "ok",
                    "reason": "",
                    "standard_error": 1.0,
                    "n_effective": 50.0,
                    "confidence_level": 0.95,
                    "population": served,
                    "target": "this_period",
                    "left_out": "",
                    "value_without": None,
                    "band": "хорошо",
                }
                found.append(_as_shown(row))
    return pd.DataFrame(found)


def _as_shown(row: dict) -> dict:
    """Hide what the disclosure hides: a small institution, and one small indicator."""
    hidden = {
        "value": None,
        "low": None,
        "high": None,
        "status": "hidden",
        "reason": "disclosure",
    }
    if row["institution"] == FEW or (row["institution"], row["node"]) == ("C2", "3.1"):
        return row | hidden
    if (row["institution"], row["node"]) == ("C1", "3.1"):
        return row | hidden | {"status": "undefined", "reason": "zero_base"}
    if (row["institution"], row["node"]) == ("C1", "3"):
        return row | {"left_out": "3.1"}
    return row


def _aggregates() -> pd.DataFrame:
    found = []
    for scope, category in (
        ("all", ""),
        ("institution_type", "centre"),
        ("institution_type", "shelter"),
    ):
        inside = [
            code for code, row in NAMES.items() if code != FEW and category in {"", row[0]}
        ]
        for node, _level in nodes():
            values = [value(code, node) for code in inside]
            found.append(
                {
                    "methodology": CODE,
                    "period": NOW,
                    "scope": scope,
                    "category": category,
                    "node": node,
                    "institutions": len(inside) + (category != "centre"),
                    "assessed": len(inside),
                    "value": sum(values, Fraction(0)) / len(values),
                    "value_weighted": None,
                    "lowest": min(values),
                    "highest": max(values),
                    "reliability": 0.38 if node == "2" else 0.944,
                    "distinguishes": node != "2",
                    "phi": None,
                    "tau2": None,
                    "funnel_target": None,
                    "status": "ok",
                    "reason": "",
                }
            )
    return pd.DataFrame(found)


def _standings() -> pd.DataFrame:
    found = []
    for kind in TYPES:
        inside = [code for code, row in NAMES.items() if row[0] == kind]
        ranked = [code for code in inside if code != FEW]
        for place, code in enumerate(inside, start=1):
            own = dict.fromkeys(STANDING_COLUMNS)
            if code in ranked:
                own |= {
                    "rank": place,
                    "rank_of": len(ranked),
                    "rank_low": max(1, place - 1),
                    "rank_high": min(len(ranked), place + 1),
                }
            found.append(
                {
                    "methodology": CODE,
                    "period": NOW,
                    "scope": "institution_type",
                    "category": kind,
                    "node": "total",
                    "institution": code,
                    **own,
                    "status": "ok" if code in ranked else "too_few",
                    "reason": "",
                }
            )
    return pd.DataFrame(found)


def _difference(
    kind: str,
    node: str,
    first: str,
    second: str,
    period_b: str,
    difference: Fraction | None,
    verdict: str,
) -> dict:
    size = None if difference is None else float(difference)
    return {
        "kind": kind,
        "methodology": CODE,
        "node": node,
        "institution": first,
        "period": NOW,
        "institution_b": second,
        "period_b": period_b,
        "difference": difference,
        "low": None if size is None else size - 3.0,
        "high": None if size is None else size + 3.0,
        "n": 50,
        "n_b": 50,
        "method": "normal",
        "p": 0.01,
        "p_adjusted": 0.03,
        "threshold": 5.0,
        "verdict": verdict,
        "value_effect": None,
        "weight_effect": None,
        "reason": "",
    }


def _comparison() -> pd.DataFrame:
    found = []
    contrasts = {("C1", "1"): "above", ("C4", "3"): "below"}
    for code, (kind, *_rest) in NAMES.items():
        scope = f"institution_type:{kind}"
        for node in ("1", "2", "3", "total"):
            verdict = "too_few" if code == FEW else contrasts.get((code, node), "no_evidence")
            gap = None if code == FEW else Fraction(7)
            found.append(_difference("contrast", node, code, scope, NOW, gap, verdict))
        for period in (BEFORE, YEAR_AGO):
            gap = None if code == FEW else value(code, "total") - value(code, "total", period)
            verdict = "declined" if code == "C3" and period == BEFORE else "no_evidence"
            verdict = "too_few" if code == FEW else verdict
            found.append(_difference("change", "total", code, code, period, gap, verdict))
    centres = [code for code in NAMES if NAMES[code][0] == "centre"]
    for place, first in enumerate(centres):
        for second in centres[place + 1 :]:
            gap = value(first, "total") - value(second, "total")
            verdict = "higher" if gap > 5 else "no_evidence"
            found.append(_difference("pair", "total", first, second, NOW, gap, verdict))
    return pd.DataFrame(found)


def _tally() -> pd.DataFrame:
    found = []
    for code, (_kind, _name, n, _served) in NAMES.items():
        few = code == FEW
        terms = {
            "1.1:website": (2, 3, 0, 0),
            "1.2:comfort": (1, 2, 0, 0),
            "2.1:waiting": (3, 5, 0, 0),
            "2.1:timely": (n - 5, n - 2, 2, 0),
            "2.2:comfort_satisfied": (n - 4 - ord(code[1]) % 3, n - 3, 3, 0),
            "3.1:access": (8, 10, 1, n - 11) if code != "C1" else (0, 0, 0, n),
        }
        for node, (k, of, missing, other) in terms.items():
            asked = not node.endswith(("website", "comfort", "waiting"))
            numbers = (None,) * 4 if few and asked else (k, of, missing, other)
            found.append(
                {
                    "methodology": CODE,
                    "period": NOW,
                    "institution": code,
                    "node": node,
                    **dict(zip(("k", "n", "missing", "not_applicable"), numbers, strict=True)),
                }
            )
    return pd.DataFrame(found)


def _openness() -> pd.DataFrame:
    states = {
        "website-0": "not_met",
        "website-1": "met",
        "website-2": "met",
        "comfort-0": "unknown",
        "comfort-1": "met",
        "waiting-0": "met",
    }
    return pd.DataFrame(
        {
            "period": NOW,
            "institution": code,
            "form": item.partition("-")[0],
            "item": item,
            "state": "met" if code == "C1" else state,
            "reason": None,
            "date": None if state == "unknown" else "2026-08-14",
            "last_update": None,
            "age_days": None,
            "stale": None,
            "measured": None,
            "term": None,
            "unit": "day" if item.startswith("waiting") else None,
            "evidence_link": None,
        }
        for code in NAMES
        for item, state in states.items()
    )


def _coverage() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": NOW,
            "institution": code,
            "population": served,
            "required_n": 20,
            "n": n,
            "share_required": None,
            "met": n >= 20,
            "representatives": 2,
            "suspects": 1,
            "accepted": n,
            "quarantined": 1,
            "item_missing": 0.03,
        }
        for code, (_kind, _name, n, served) in NAMES.items()
    )


def _manifest() -> pd.DataFrame:
    files = [("anketa.xlsx", "anketa", 345, 338, 7), ("site.xlsx", "website", 7, 7, 0)]
    return pd.DataFrame(
        {
            "table": "responses",
            "period": NOW,
            "source_file": f"{place:012x}",
            "form": form,
            "path": f"data/incoming/2026Q3/{path}",
            "source_sha256": "0" * 64,
            "bytes": 1,
            "rows_in": received,
            "blank": 0,
            "accepted": accepted,
            "corrected": 0,
            "quarantined": aside,
            "rejected": 0,
            "warnings": {},
        }
        for place, (path, form, received, accepted, aside) in enumerate(files)
    )
