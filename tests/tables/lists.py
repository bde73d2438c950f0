"""The list of all, and what parts the places: rows beside those of the small council."""

from fractions import Fraction

import pandas as pd

from tests.tables.stand_in import CODE, NOW, STANDING_COLUMNS, changed

OVERALL = ("C1", "C2", "S1", "C3", "S2", "C4")
TENTH = Fraction(1, 10)


def with_lists(council):
    """Return the council with a list of all and two kinds of gaps."""
    return changed(
        council,
        standings=pd.concat([council.standings, _overall()], ignore_index=True),
        comparison=pd.concat([council.comparison, _gaps()], ignore_index=True),
    )


def _overall():
    own = {
        "methodology": CODE,
        "period": NOW,
        "scope": "all",
        "category": "",
        "node": "total",
        **dict.fromkeys(STANDING_COLUMNS),
        "rank_of": len(OVERALL),
        "status": "ok",
        "reason": "",
    }
    found = [
        own | {"institution": code, "rank": place, "rank_low": place, "rank_high": 6}
        for place, code in enumerate(OVERALL, 1)
    ]
    return pd.DataFrame(found)


def _gaps():
    """C2 lacks 1.20 to C1: 0.90 by 2.1, 0.25 by 1.1, and 0.05 is what they leave."""
    quarter, rest = TENTH * 5 / 2, TENTH / 2
    rows = [
        ("gap", "1.1", "C1", "C2", Fraction(1), quarter, None),
        ("gap", "2.1", "C1", "C2", Fraction(5), 9 * TENTH, None),
        ("gap", "1", "C1", "C2", Fraction(1), quarter, Fraction(0)),
        ("gap", "2", "C1", "C2", Fraction(3), 9 * TENTH, rest),
        ("gap", "total", "C1", "C2", 12 * TENTH, quarter + 9 * TENTH, rest),
    ]
    for code in ("C1", "C2", "C3", "C4"):
        of = "institution_type:centre"
        rows += [
            ("gap_mean", "1", code, of, Fraction(2), TENTH, Fraction(0)),
            ("gap_mean", "total", code, of, TENTH, TENTH, Fraction(0)),
        ]
    names = ("kind", "node", "institution", "institution_b", "difference", "value_effect",
             "weight_effect")  # fmt: skip
    every = {"methodology": CODE, "period": NOW, "period_b": NOW, "threshold": 5.0,
             "verdict": "not_judged", "reason": None}  # fmt: skip
    return pd.DataFrame([dict(zip(names, row, strict=True)) | every for row in rows])
