"""A small invented council as derived tables: eight institutions of three types.

Deterministic and synthetic; the tables have the columns that figures read, in the shape of the
contract. One institution has too few answers, one was not surveyed in two periods, one type
has two institutions with a score and one type a single institution.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from nok_analysis.forms import read_form
from nok_analysis.methodology import read_methodology
from nok_analysis.passport import InstitutionType
from nok_analysis.period import Period
from nok_analysis.run import read_run
from nok_analysis.wording import Words

ROOT = Path(__file__).parents[2]
NOW = Period(2026, 3)
PERIODS = [NOW.shifted(step) for step in range(-7, 1)]
CENTRE, HOME, SHELTER = "centre", "home", "shelter"
# code: short name, type, answers, recipients, base of the total
INSTITUTIONS = {
    "I01": ("КЦСОН «Забота»", CENTRE, 84, 412, "93.04"),
    "I02": ("КЦСОН «Гармония»", CENTRE, 90, 440, "91.31"),
    "I03": ("КЦСОН «Надежда»", CENTRE, 76, 380, "89.00"),
    "I04": ("ЦСО «Милосердие» пожилых граждан и инвалидов", CENTRE, 62, 295, "83.82"),
    "I05": ("Дом «Берёзка»", HOME, 48, 185, "83.80"),
    "I06": ("Дом «Рассвет»", HOME, 31, 103, "72.41"),
    "I07": ("Приют «Родник»", HOME, 7, 9, "80.00"),
    "I08": ("Приют «Ветеран»", SHELTER, 54, 240, "81.29"),
}
GROUPS = {"I01": (0,), "I02": (0, 1), "I03": (1,), "I04": (2,), "I05": (0,), "I06": (1,)}
TITLES = {CENTRE: "Комплексные центры", HOME: "Дома-интернаты", SHELTER: "Приюты"}
PASSPORT = SimpleNamespace(
    institution_types={code: InstitutionType(title, title) for code, title in TITLES.items()}
)
FEW, GAPS = "I07", {("I03", PERIODS[2]), ("I03", PERIODS[3]), ("I08", PERIODS[4])}
STEPS = {"I03": Fraction("7.71"), "I04": Fraction("-7.13"), "I06": Fraction("9.02")}


@dataclass(frozen=True, slots=True)
class Council:
    """The parts of an assessment that figures read."""

    run: object
    methodology: object
    passport: object
    forms: dict
    words: Words
    institutions: pd.DataFrame
    scores: pd.DataFrame
    aggregates: pd.DataFrame
    standings: pd.DataFrame
    comparison: pd.DataFrame
    series: pd.DataFrame
    distributions: pd.DataFrame
    coverage: pd.DataFrame
    outside: tuple = ()

    def renamed(self, code, name):
        """Return the council with another name of one institution."""
        frame = self.institutions.copy()
        mask = frame["institution"] == code
        frame.loc[mask, ["name", "short_name"]] = [name, name]
        return replace(self, institutions=frame)

    def only(self, *codes):
        """Return the council with these institutions alone."""

        def cut(frame):
            return frame[frame["institution"].isin(codes)]

        return replace(self, institutions=cut(self.institutions), scores=cut(self.scores))


def council(language="ru"):
    """Return the invented council."""
    methodology = read_methodology(ROOT / "params/methodology/344n-social.yaml")
    form = read_form(ROOT / "params/forms/survey-675n-google.yaml")
    scores = _scores(methodology)
    return Council(
        run=read_run(ROOT / "params/runs/2026Q3.yaml"),
        methodology=methodology,
        passport=PASSPORT,
        forms={form.form: form},
        words=Words(language),
        institutions=_institutions(),
        scores=scores,
        aggregates=_aggregates(scores),
        standings=_standings(),
        comparison=_comparison(scores),
        series=_series(scores),
        distributions=_distributions(form),
        coverage=_coverage(),
    )


def _value(code, base, node, period):
    """A wave that differs by institution and node, and the step of the last period."""
    back = PERIODS.index(period) - len(PERIODS) + 1
    turn = (int(code[1:]) * 7 + (int(node) if node != "total" else 0) * 5 + back * 3) % 11
    value = Fraction(base) + Fraction(turn - 5, 7) * (back != 0)
    if back < 0:
        value -= STEPS.get(code, Fraction(1, 3))
    if node != "total":
        value += (Fraction(4), Fraction(-3), Fraction(-12), Fraction("5.5"), Fraction("5.5"))[
            int(node) - 1
        ]
    return min(max(value, Fraction(0)), Fraction(100))


def _scores(methodology):
    found = []
    for code, (_, _, n, population, base) in INSTITUTIONS.items():
        for period in PERIODS:
            if (code, period) in GAPS:
                continue
            for node in ["total", "1", "2", "3", "4", "5"]:
                value = _value(code, base, node, period)
                half = min(40 / n**0.5, 9) * (1.6 if node == "3" else 0.7)
                few = code == FEW
                found.append(
                    {
                        "methodology": methodology.code,
                        "period": str(period),
                        "institution": code,
                        "node": node,
                        "level": "total" if node == "total" else "criterion",
                        "value": None if few else value,
                        "low": None if few else max(float(value) - half, 0.0),
                        "high": None if few else min(float(value) + half * 0.8, 100.0),
                        "n": n,
                        "method": "wilson_effective",
                        "status": "too_few" if few else "ok",
                        "reason": "below_min_n" if few else "",
                        "population": population,
                    }
                )
    return pd.DataFrame(found)


def _institutions():
    found = [
        {
            "period": str(period),
            "institution": code,
            "short_name": short,
            "name": f"Муниципальное бюджетное учреждение {short}",
            "institution_type": category,
            "founder": "УСЗН",
            "municipality": "",
            "settlement": "",
            "active": True,
            "assessed": True,
            "population": population,
        }
        for period in PERIODS
        for code, (short, category, _, population, _) in INSTITUTIONS.items()
    ]
    return pd.DataFrame(found)


def _now(scores):
    return scores[(scores["period"] == str(NOW)) & (scores["status"] == "ok")]


def _aggregates(scores):
    found = []
    for category in (CENTRE, HOME, SHELTER):
        codes = [code for code, row in INSTITUTIONS.items() if row[1] == category]
        for node, rows in _now(scores)[_now(scores)["institution"].isin(codes)].groupby("node"):
            values = list(rows["value"])
            found.append(
                {
                    "methodology": scores["methodology"][0],
                    "period": str(NOW),
                    "scope": "institution_type",
                    "category": category,
                    "node": node,
                    "institutions": len(codes),
                    "assessed": len(values),
                    "value": sum(values) / len(values),
                    "lowest": min(values),
                    "highest": max(values),
                    "status": "ok",
                    "reason": "",
                }
            )
    return pd.DataFrame(found)


def _standings():
    places = {
        "I01": (1, 1, 2),
        "I02": (2, 1, 3),
        "I03": (3, 2, 3),
        "I04": (4, 4, 4),
        "I05": (1, 1, 1),
        "I06": (2, 2, 2),
        "I08": (1, 1, 1),
    }
    found = []
    for code, row in INSTITUTIONS.items():
        rank, low, high = places.get(code, (None, None, None))
        found.append(
            {
                "methodology": "344n-social",
                "period": str(NOW),
                "scope": "institution_type",
                "category": row[1],
                "node": "total",
                "institution": code,
                "rank": rank,
                "rank_low": low,
                "rank_high": high,
                "rank_of": 4,
                "groups": GROUPS.get(code, ()),
                "status": "ok" if rank else "too_few",
                "reason": "",
            }
        )
    return pd.DataFrame(found)


def _comparison(scores):
    known = {(row.institution, row.node, row.period): row for row in scores.itertuples()}
    found = []
    for code, (_, category, n, _, _) in INSTITUTIONS.items():
        for node in ["total", "1", "2", "3", "4", "5"]:
            for before in (NOW.previous(), NOW.shifted(-4)):
                found.append(_change(known, code, node, before, n))
            found.append(_contrast(known, code, category, node))
    return pd.DataFrame([row for row in found if row])


def _change(known, code, node, before, n):
    now, then = known[code, node, str(NOW)], known.get((code, node, str(before)))
    row = {
        "kind": "change",
        "methodology": "344n-social",
        "node": node,
        "institution": code,
        "period": str(NOW),
        "institution_b": code,
        "period_b": str(before),
        "n": n,
        "method": "independent",
        "threshold": 5.0,
        "reason": "",
    }
    if then is None or now.status != "ok":
        return row | {
            "difference": None,
            "low": None,
            "high": None,
            "verdict": "too_few",
            "value_effect": None,
            "n_b": n,
        }
    difference = now.value - then.value
    half = 3.0 if n > 40 else 5.0
    sure = abs(difference) >= 5
    verdict = ("improved" if difference > 0 else "declined") if sure else "no_evidence"
    return row | {
        "difference": difference,
        "low": float(difference) - half,
        "high": float(difference) + half,
        "verdict": verdict,
        "value_effect": None,
        "n_b": n,
    }


def _contrast(known, code, category, node):
    codes = [one for one, row in INSTITUTIONS.items() if row[1] == category and one != FEW]
    if code == FEW or len(codes) < 2:
        return None
    values = [known[one, node, str(NOW)].value for one in codes]
    difference = known[code, node, str(NOW)].value - sum(values) / len(values)
    verdict = "no_evidence"
    if abs(difference) >= 5:
        verdict = "above" if difference > 0 else "below"
    return {
        "kind": "contrast",
        "methodology": "344n-social",
        "node": node,
        "institution": code,
        "period": str(NOW),
        "institution_b": f"institution_type:{category}",
        "period_b": str(NOW),
        "difference": difference,
        "low": float(difference) - 3,
        "high": float(difference) + 3,
        "n": 50,
        "n_b": 200,
        "method": "normal",
        "threshold": 5.0,
        "verdict": verdict,
        "reason": "",
        "value_effect": difference / 5 if node != "total" else difference,
    }


def _series(scores):
    ok = scores[scores["status"] == "ok"]
    found = ok[["methodology", "institution", "node", "period", "value", "low", "high"]].copy()
    found.insert(1, "cycle_kind", "internal_quarter")
    return found.assign(step="two_periods", segment=0, break_before=False, reason="")


def _distributions(form):
    found = []
    for number, question in enumerate(form.questions[:15]):
        for code, (_, _, n, _, _) in INSTITUTIONS.items():
            asked = n if not question.asked_if else n // 3
            missing = (number + int(code[1:])) % 4
            answered = max(asked - missing, 0)
            yes = answered - (number * int(code[1:])) % (answered // 5 + 1)
            found += _answers(form, question, code, asked, missing, (yes, answered))
        found += _pooled(form, question, found)
    return pd.DataFrame(found)


def _answers(form, question, code, asked, missing, counts):
    yes, answered = counts
    hidden = 0 < answered < 10
    for answer, k in (("1", yes), ("0", answered - yes)):
        share = k / answered if answered else None
        row = {
            "period": str(NOW),
            "institution": code,
            "form": form.form,
            "question": question.code,
            "breakdown": "",
            "category": "",
            "answer": answer,
            "k": k,
            "n": answered,
            "asked": asked,
            "missing": missing,
            "not_applicable": 0,
            "share": share,
            "low": share and max(share - 0.06, 0.0),
            "high": share and min(share + 0.04, 1.0),
            "method": "wilson_fpc",
            "status": "ok",
        }
        if hidden:
            row |= dict.fromkeys(("k", "n", "asked", "missing", "share", "low", "high"))
            row |= {"status": "hidden"}
        yield row


def _pooled(form, question, found):
    """The row of the whole district, which the tables carry with an empty institution."""
    rows = [row for row in found if row["question"] == question.code and row["k"] is not None]
    yes = sum(row["k"] for row in rows if row["answer"] == "1")
    total = sum(row["k"] for row in rows)
    missing = sum(row["missing"] for row in rows if row["answer"] == "1")
    return list(_answers(form, question, "", total + missing, missing, (yes, total)))


def _coverage():
    found = [
        {
            "period": str(period),
            "institution": code,
            "population": population,
            "required_n": population * 2 // 5,
            "n": 0 if (code, period) in GAPS else n,
        }
        for period in PERIODS
        for code, (_, _, n, population, _) in INSTITUTIONS.items()
    ]
    return pd.DataFrame(found)
