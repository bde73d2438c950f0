"""Pass one against a brute-force oracle, and its edges."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nok_analysis.contracts import checked
from nok_analysis.errors import RunError
from nok_analysis.store import Evidence
from nok_analysis.store import parquet as store_parquet
from nok_analysis.tally import count
from nok_analysis.wording import Words
from tests.tally.made import (
    CHECKLIST,
    FORMS,
    METHODOLOGY,
    PAPER,
    QUESTIONNAIRE,
    WAITING,
    asked_rows,
    formula,
    methodology,
    observations,
    part,
    responses,
)
from tests.tally.oracle import said

pytestmark = pytest.mark.slow

DAY, JULY = dt.date(2026, 9, 30), dt.date(2026, 7, 1)
KEY = ["period", "institution"]
PERIODS, CODES = ["2026Q2", "2026Q3"], ["I01", "I02", "Ё3"]
ROWS = asked_rows(*((period, code) for period in PERIODS for code in CODES))

# A failing example is small anyway; shrinking it runs the engine hundreds of times.
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
yes_no = st.sampled_from([None, 1, 0])
answers = st.fixed_dictionaries(
    {
        "site_used": yes_no, "site_ok": yes_no, "disabled": yes_no, "access_ok": yes_no,
        "polite": yes_no, "grade": st.sampled_from([None, -1, 1, 2, 3, 4, 5]),
        "sex": st.sampled_from([None, 1, 2]), "age": st.sampled_from([None, 30, 101]),
        "channel": st.sampled_from(["web", "paper"]),
        "respondent_role": st.sampled_from(["recipient", "representative"]),
        "period": st.sampled_from(PERIODS), "institution": st.sampled_from([*CODES, "I99"]),
        "form": st.sampled_from(["survey", "survey_paper"]),
    }
)  # fmt: skip
slow = settings(max_examples=15, deadline=None, phases=UNSHRUNK,
                suppress_health_check=[HealthCheck.too_slow])  # fmt: skip


def numbered(rows: list[dict]) -> list[dict]:
    found = []
    for i, row in enumerate(rows):
        form = FORMS[row["form"]]
        silent = {
            code: None for code in row if _is_answer(code) and form.question(code) is None
        }
        kept = {name: value for name, value in (row | silent).items()
                if not (_is_answer(name) and form.question(name) is None)}  # fmt: skip
        found.append({**kept, "respondent": str(i), "source_row": i + 2})
    return found


def _is_answer(name: str) -> bool:
    return name in {
        "site_used",
        "site_ok",
        "disabled",
        "access_ok",
        "polite",
        "grade",
        "sex",
        "age",
    }


def stored(folder: Path, rows: list[dict]) -> tuple:
    """One parquet file a form and period, as the store keeps them."""
    frames: dict[tuple, list] = {}
    for row in rows:
        frames.setdefault((row["form"], row["period"]), []).append(row)
    return tuple(part(folder, responses(some), FORMS[form])
                 for (form, _period), some in sorted(frames.items()))  # fmt: skip


def counts(evidence: Evidence, method=METHODOLOGY, rows=ROWS, forms=FORMS, **options):
    return count(evidence, method, forms, institutions=rows, as_of=DAY, **options)


def by_hand(rows: list[dict], node: str, one, denominator: str = "answered") -> dict:
    question = node.partition(":")[2]
    sums = {(period, code): [0, 0, 0, 0] for period in PERIODS for code in CODES}
    for row in rows:
        if (row["period"], row["institution"]) in sums:
            found = said(row, FORMS[row["form"]], one, question, denominator)
            add = (found.y, found.x, found.missing, found.not_applicable)
            place = sums[row["period"], row["institution"]]
            sums[row["period"], row["institution"]] = [
                a + b for a, b in zip(place, add, strict=True)
            ]
    return sums


@slow
@given(st.lists(answers, max_size=40))
def test_every_survey_term_equals_the_oracle(rows):
    rows = numbered(rows)
    with tempfile.TemporaryDirectory() as folder:
        tally = counts(Evidence(stored(Path(folder), rows))).tally
    for node, one in METHODOLOGY.terms():
        if one.form:
            continue
        expected = by_hand(rows, node, one)
        found = tally[tally["node"] == node].set_index(KEY)
        assert {key: list(found.loc[key, ["k", "n", "missing", "not_applicable"]])
                for key in expected} == expected  # fmt: skip


@slow
@given(st.lists(answers, max_size=40))
def test_distributions_equal_a_plain_count_and_lose_nobody(rows):
    rows = numbered(rows)
    with tempfile.TemporaryDirectory() as folder:
        found = counts(Evidence(stored(Path(folder), rows)))
    for line in found.distributions.to_dict("records"):
        place = [*KEY, "form"] + ([line["breakdown"]] if line["breakdown"] else [])
        wanted = [line[name] for name in [*KEY, "form"]] + [line["category"]] * (len(place) - 3)
        same = [row for row in rows if [row[name] for name in place] == wanted]
        branch = FORMS[line["form"]].question(line["question"]).asked_if
        put = [row for row in same if not branch or row[branch] == 1]
        given_ = [row[line["question"]] for row in put]
        assert line["k"] == given_.count(int(line["answer"]))
        assert line["asked"] == len(put)
        assert line["missing"] == given_.count(None)
        assert line["n"] == len(put) - given_.count(None) - given_.count(-1)
        assert line["n"] + line["missing"] + line["not_applicable"] == len(same)
    for line in found.respondents.to_dict("records"):
        here = [
            row for row in rows if [row[name] for name in KEY] == [line[name] for name in KEY]
        ]
        roles = [row["respondent_role"] for row in here]
        assert (line["n"], line["representatives"]) == (
            len(here),
            roles.count("representative"),
        )


def a_few(n: int = 60) -> list[dict]:
    fixed = {"respondent_role": "recipient", "channel": "web"}
    return numbered([
        {**fixed, "period": PERIODS[i % 2], "institution": CODES[i % 3], "form": "survey",
         "site_used": i % 2, "site_ok": (i // 2) % 2 if i % 2 else None, "disabled": i % 3 == 0,
         "access_ok": 1 if i % 3 == 0 else None, "polite": None if i % 7 == 0 else i % 5 > 0,
         "grade": i % 5 + 1, "sex": 1, "age": 30}
        for i in range(n)
    ])  # fmt: skip


def whole_numbers(rows: list[dict]) -> list[dict]:
    return [{name: int(one) if isinstance(one, bool) else one for name, one in row.items()}
            for row in rows]  # fmt: skip


def test_order_of_files_threads_and_row_groups_do_not_change_the_tally(tmp_path, monkeypatch):
    rows = whole_numbers(a_few())
    parts = stored(tmp_path / "a", rows[:30]) + stored(tmp_path / "b", rows[30:])
    first = counts(Evidence(parts))
    monkeypatch.setattr(store_parquet, "ROW_GROUP", 4)
    small = stored(tmp_path / "c", rows)
    others = [counts(Evidence(parts[::-1]), threads=1), counts(Evidence(parts), threads=8),
              counts(Evidence(small), memory_mb=64)]  # fmt: skip
    for other in others:
        for name in ("tally", "distributions", "respondents", "openness", "reasons"):
            pd.testing.assert_frame_equal(getattr(first, name), getattr(other, name))


def test_an_institution_without_answers_keeps_its_rows(tmp_path):
    found = counts(Evidence(stored(tmp_path, whole_numbers(a_few(1)))))
    assert len(found.tally) == len(ROWS) * len(list(METHODOLOGY.terms()))
    empty = found.tally[(found.tally["institution"] == "I02")
                        & ~found.tally["node"].str.startswith("2.")]  # fmt: skip
    assert (empty[["k", "n", "missing", "not_applicable"]] == 0).all().all()
    of_q2 = found.distributions.query("period == '2026Q2' and institution == 'I02'")
    assert set(of_q2["question"]) == {"site_used", "site_ok", "disabled", "access_ok", "polite",
                                      "grade", "sex"}  # fmt: skip
    assert (of_q2["n"] == 0).all()


def test_no_evidence_at_all_gives_zeros():
    found = counts(Evidence())
    assert len(found.tally) == len(ROWS) * len(list(METHODOLOGY.terms()))
    assert (found.respondents["n"] == 0).all()
    assert len(found.distributions) == len(found.openness) == 0


def test_a_question_that_a_form_does_not_ask_has_its_reason(tmp_path):
    row = {"respondent_role": "recipient", "channel": "web", "period": "2026Q3",
           "institution": "I01", "form": "survey_paper", "site_used": 1, "site_ok": 1,
           "access_ok": 1, "grade": 5}  # fmt: skip
    method = methodology({"1": formula("share", question="access_ok", among="disabled"),
                          "2": formula("share", question="unheard_of"),
                          "3": formula("share", question="polite")})  # fmt: skip
    found = counts(Evidence(stored(tmp_path, numbered([row]))), method)
    assert found.reasons[["institution", "node", "reason"]].to_numpy().tolist() == [
        ["I01", "1:access_ok", "filter_missing"], ["I01", "2:unheard_of", "question_absent"],
    ]  # fmt: skip
    merged = found.tally.query(
        "node == '3:polite' and institution == 'I01' and period == '2026Q3'"
    )
    assert merged[["k", "n"]].to_numpy().tolist() == [[1, 1]]


def test_a_question_without_its_filter_counts_over_everyone_only_if_the_form_says_so(tmp_path):
    rows = [
        {"respondent_role": "recipient", "channel": "web", "period": "2026Q3",
         "institution": "I01", "form": "survey_paper", "site_used": 1, "site_ok": 1,
         "access_ok": said, "grade": 5}
        for said in (1, 1, 0, None)
    ]  # fmt: skip
    method = methodology({"1": formula("share", question="access_ok", among="disabled")})
    evidence = Evidence(stored(tmp_path, numbered(rows)))
    own = "node == '1:access_ok' and institution == 'I01' and period == '2026Q3'"
    for override, tally in (("", [[0, 0, 0, 4]]), ("everyone", [[2, 3, 1, 0]])):
        asked = [
            dataclasses.replace(one, filter_missing="disabled", among_override=override)
            if one.code == "access_ok"
            else one
            for one in PAPER.questions
        ]
        form = dataclasses.replace(PAPER, questions=tuple(asked))
        found = counts(evidence, method, forms=FORMS | {"survey_paper": form})
        integers = found.tally.query(own)[["k", "n", "missing", "not_applicable"]]
        assert integers.to_numpy().tolist() == tally
        assert len(found.reasons) == (0 if override else 1)


def test_the_last_observation_of_an_item_counts(tmp_path):
    seen = observations([
        {"item": "ramp", "state": "not_met", "date": dt.date(2026, 7, 1)},
        {"item": "ramp", "state": "met", "date": dt.date(2026, 8, 1),
         "last_update": dt.date(2025, 9, 29)},
        {"item": "toilet", "state": "not_applicable", "reason": "арендованное здание"},
    ])  # fmt: skip
    found = counts(Evidence((), (part(tmp_path, seen, CHECKLIST, "observations"),)))
    term = found.tally[found.tally["node"] == "2.1:premises"].set_index(KEY)
    columns = ["k", "n", "missing", "not_applicable"]
    assert list(term.loc[("2026Q3", "I02"), columns]) == [1, 2, 1, 1]  # the lift is unknown
    assert list(term.loc[("2026Q3", "I01"), columns]) == [0, 3, 3, 0]  # nothing was seen
    ramp = found.openness.set_index(["institution", "item"]).loc[("I02", "ramp")]
    assert (ramp["state"], ramp["age_days"], ramp["stale"]) == ("met", 366, True)
    lift = found.openness.set_index(["institution", "item"]).loc[("I02", "lift")]
    assert lift["state"] == "unknown"
    assert lift["stale"] is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([{"item": "admission", "measured": 4, "term": 5, "unit": "day"}],
                     [4, 5, 0, 0], id="one service"),
        pytest.param([{"item": "admission", "measured": 4, "term": 5, "unit": "day"},
                      {"item": "meals", "measured": 10, "term": 10, "unit": "minute"}],
                     [10, 10, 0, 0], id="the longest against its term"),
        pytest.param([{"item": "admission", "measured": 9, "term": 5, "date": JULY},
                      {"item": "admission", "measured": 1, "term": 5}],
                     [1, 5, 0, 0], id="the last observation"),
        pytest.param([{"item": "admission", "state": "unknown"}], [0, 0, 1, 0], id="unknown"),
        pytest.param([{"item": "admission", "state": "not_applicable"},
                      {"item": "meals", "state": "not_applicable"}], [0, 0, 0, 2],
                     id="no service has a term"),
    ],
)  # fmt: skip
def test_waiting_is_the_wait_and_its_term(tmp_path, rows, expected):
    seen = observations(rows, form="waiting")
    found = counts(Evidence((), (part(tmp_path, seen, WAITING, "observations"),)))
    term = found.tally[found.tally["node"] == "2.2:waiting"].set_index(KEY)
    columns = ["k", "n", "missing", "not_applicable"]
    assert list(term.loc[("2026Q3", "I02"), columns]) == expected
    assert list(term.loc[("2026Q3", "I01"), columns]) == [0, 0, 1, 0]


def test_evidence_on_a_form_that_the_run_does_not_name_is_refused(tmp_path):
    parts = stored(tmp_path, whole_numbers(a_few(1)))
    with pytest.raises(RunError) as refused:
        count(Evidence(parts), METHODOLOGY, {}, institutions=ROWS, as_of=DAY)
    assert "“survey”" in refused.value.said(Words("en"))


def test_an_unknown_engine_is_refused_naming_the_known_ones():
    with pytest.raises(RunError) as refused:
        counts(Evidence(), engine="mysql://local")
    assert "duckdb://" in refused.value.said(Words("en"))


def test_the_tables_keep_their_contracts(tmp_path):
    found = counts(Evidence(stored(tmp_path, whole_numbers(a_few()))))
    checked(found.tally, "tally")
    checked(found.openness, "openness")
    assert QUESTIONNAIRE.form in set(found.distributions["form"])
    assert PAPER.form not in set(found.distributions["form"])
