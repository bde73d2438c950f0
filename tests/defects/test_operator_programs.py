"""Operator programs (spreadsheet in, spreadsheet and document out): seen there, not here.

1. A chain of zones that can never hold, so that the 60-point zone and every wait over the
   term yield 100.
   methodology/test_formulas: test_every_wait_has_one_zone_and_a_longer_wait_never_earns_more
2. The answer “14 days and more” coded 14, the term: 10 points, never 0.
   here: test_an_open_ended_wait_is_no_number
3. A mean wait weighted by the place of the row: days 6, 14, 14 give 2, their mean is 11.33.
   here: test_a_mean_is_that_of_the_values_in_any_order_of_rows
4. A question without “да” at one institution is dropped for everybody.
   here: test_one_institution_without_a_positive_answer_takes_no_question_from_the_others
   test_scoring: test_an_institution_without_one_positive_answer_keeps_the_indicator_for_all
5. Checklist and survey joined by the place of the row after only one of them was sorted.
   here: test_rows_of_every_input_in_another_order_give_the_same_scores
   tally/test_counts: test_order_of_files_threads_and_row_groups_do_not_change_the_tally
6. 0/0 becomes NaN and travels.
   here: test_nobody_to_ask_is_undefined_with_a_reason_or_follows_the_rule
   test_scoring: test_zero_of_zero_is_named_and_never_nan
   tables/test_by_rule: test_the_page_of_an_institution_names_the_rule_beside_the_value
7. The cap of 100 forgotten in one of several sister programs.
   here: test_items_above_the_cap_earn_nothing_more_in_any_step_indicator
8. Two tables of one institution averaged column by column, unweighted.
   here: test_two_departments_are_the_tally_of_their_rows_together
9. Fixed places of columns: a moved question changes scores in silence.
   here: test_a_column_is_found_by_its_header_wherever_it_stands
   here: test_a_required_column_that_is_not_found_refuses_the_file_by_its_name
10. Dots stripped from names of institutions.
   here: test_names_are_not_edited_and_differ_by_a_dot
11. Half a minute of waiting for an upload to end.
   here: test_a_file_that_grows_while_it_is_read_is_refused
12. A name typed by hand in an inflected form.
   here: test_an_inflected_name_is_no_institution
   here: test_sentences_use_names_as_the_registry_has_them
13. The denominator is all questionnaires although the order says “answered”.
   test_scoring: test_blanks_are_counted_only_when_the_methodology_says_so
   here: test_the_denominator_is_printed
14. Rounding at each stage, half to even, on floats.
   here: test_rounding_at_each_stage_and_half_to_even_would_give_other_numbers
   wording/test_words: test_numbers_are_rounded_half_up_from_the_exact_value
15. “Да” and “да” are two answers.
   here: test_an_answer_is_the_same_in_any_case_and_with_a_final_dot
16. Accessibility asked without its branch, and everybody counted.
   tally/test_counts: test_a_question_that_a_form_does_not_ask_has_its_reason
17. A function of scoring that was never finished.
   methodology/test_evaluate: test_every_kernel_has_a_written_case
"""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pandas as pd
import pytest

from nok_analysis.methodology import TermCount, evaluate
from nok_analysis.passages import PASSAGES, tell
from nok_analysis.registry import read_registry
from nok_analysis.scoring import score
from nok_analysis.store import Evidence
from nok_analysis.tally import count
from nok_analysis.wording import Words
from tests.defects.made import (
    AS_OF,
    GRID,
    METHODOLOGY,
    WAIT,
    answers,
    counted,
    door,
    judged,
    said,
    scored,
    values,
)
from tests.methodology.made import everybody, shipped, variant
from tests.tables.stand_in import NAMES, changed, council
from tests.tables.truth import said as text_of
from tests.tally.made import asked_rows, formula, methodology, part, question, questionnaire
from tests.tally.made import responses as rows_of

pytestmark = pytest.mark.slow

UNIFIED = shipped("344n-social")
SURVEY = [said("I01", i, "да" if i % 3 else "нет", branch="да;да" if i % 2 else "нет;")
          for i in range(12)] + [said("I02", i, "да", grade=str(1 + i % 5))
                                 for i in range(8)]  # fmt: skip
LISTS = ["I01;12.07.2026;+;-;;;", "I02;12.07.2026;+;+;;;", "007;12.07.2026;-;-;;;"]
WAITS = ["I01;Приём;11;14;дней;12.07.2026", "I02;Приём;15;14;дней;12.07.2026",
         "I01;Приём;14;14;дней;02.07.2026"]  # fmt: skip


def test_an_open_ended_wait_is_no_number(tmp_path):
    files = {"w.csv": answers("I01;Приём;14 и более;14;дней;12.07.2026",
                              "I02;Приём;14;14;дней;12.07.2026", head=WAIT)}  # fmt: skip
    (judgement,) = judged(tmp_path, files)
    (aside,) = judgement.set_aside
    assert (aside.row, aside.column, aside.code) == (2, "Ждали", "out_of_range")
    found = scored(tmp_path, files, "I01", "I02")
    assert values(found, "I01")["1.5"] is None
    assert values(found, "I02")["1.5"] == 10
    reasons = dict(zip(found["institution"] + found["node"], found["reason"], strict=True))
    assert reasons["I011.5"] == "not_observed"


@pytest.mark.parametrize("days", sorted(set(permutations((6, 14, 14)))), ids=str)
def test_a_mean_is_that_of_the_values_in_any_order_of_rows(tmp_path, days):
    form = questionnaire("days", [
        question("wait", labels={i: str(i) for i in range(15)}, low=0, high=14)])  # fmt: skip
    mean = methodology(
        {
            "1.1": formula(
                "scale_mean",
                question="wait",
                numbers={"low": Fraction(0), "high": Fraction(14)},
            )
        }
    )
    frame = rows_of([{"wait": day} for day in days], form="days")
    tally = count(Evidence((part(tmp_path, frame, form),)), mean, {"days": form},
                  institutions=asked_rows(("2026Q3", "I02")), as_of=AS_OF).tally  # fmt: skip
    assert values(score(tally, mean), "I02")["1.1"] * 14 / 100 == Fraction(34, 3)  # 11.33 days


def test_one_institution_without_a_positive_answer_takes_no_question_from_the_others(tmp_path):
    rows = [said("I01", i, "нет") for i in range(4)] + [said("I02", i, "да") for i in range(4)]
    found = scored(tmp_path, {"a.csv": answers(*rows)}, "I01", "I02")
    assert (values(found, "I01")["1.1"], values(found, "I02")["1.1"]) == (0, 100)


@pytest.mark.parametrize("seed", range(4))
def test_rows_of_every_input_in_another_order_give_the_same_scores(tmp_path, seed):
    def files(mixed):
        return {"a.csv": answers(*mixed(SURVEY)), "g.csv": answers(*mixed(LISTS), head=GRID),
                "w.csv": answers(*mixed(WAITS), head=WAIT)}  # fmt: skip

    chance = random.Random(seed)
    straight = scored(tmp_path / "one", files(list), "I01", "I02", "007")
    mixed = scored(tmp_path / "two", files(lambda rows: chance.sample(rows, len(rows))),
                   "007", "I02", "I01")  # fmt: skip
    pd.testing.assert_frame_equal(mixed, straight)
    assert [values(straight, code)["1.4"] for code in ("I01", "I02", "007")] == [50, 100, 0]
    assert [values(straight, code)["1.5"] for code in ("I01", "I02")] == [60, 0]


@pytest.mark.parametrize(("rule", "value"), [("exclude_and_renormalise", None), ("zero", 0),
                                             ("hundred", 100)])  # fmt: skip
def test_nobody_to_ask_is_undefined_with_a_reason_or_follows_the_rule(tmp_path, rule, value):
    method = replace(METHODOLOGY, choices=replace(METHODOLOGY.choices, undefined=rule))
    files = {
        "a.csv": answers(*(said("I01", i, "да", branch="нет;") for i in range(12))),
        "g.csv": answers(LISTS[0], head=GRID),
        "w.csv": answers(WAITS[0], head=WAIT),
    }
    found = scored(tmp_path, files, "I01", method=method).set_index("node")
    assert (found.loc["1.2", "value"], found.loc["1.2", "reason"]) == (value, "zero_base")
    assert not any(isinstance(one, float) for one in found["value"])
    expected = {None: Fraction(100 + 100 + 50 + 60, 4), 0: Fraction(62),
                100: Fraction(82)}[value]  # fmt: skip
    assert found.loc["total", "value"] == expected


STEPS = [one.code for one in UNIFIED.indicators() if one.formula.kernel == "step_points"]


@pytest.mark.parametrize("code", STEPS)
def test_items_above_the_cap_earn_nothing_more_in_any_step_indicator(code):
    (leaf,) = (node for node, _leaf in UNIFIED.terms() if node.startswith(f"{code}:"))
    points = [evaluate(UNIFIED, {leaf: TermCount(k, 12)}).indicators[code].value
              for k in range(13)]  # fmt: skip
    assert points == sorted(points)
    assert points[-1] == points[6] == 100


def test_two_departments_are_the_tally_of_their_rows_together(tmp_path):
    one = [said("I01", 1, "да"), said("I01", 2, "нет")]
    other = [said("I01", 10 + i, "да" if i else "нет") for i in range(10)]
    apart = {"a.csv": answers(*one), "b.csv": answers(*other)}
    found = scored(tmp_path / "apart", apart, "I01")
    whole = scored(tmp_path / "whole", {"c.csv": answers(*one, *other)}, "I01")
    pd.testing.assert_frame_equal(found, whole)
    assert values(found, "I01")["1.1"] == Fraction(1000, 12)  # not the mean of 50 and 90


def test_a_column_is_found_by_its_header_wherever_it_stands(tmp_path):
    plain = scored(tmp_path / "plain", {"a.csv": answers(*SURVEY)}, "I01", "I02")
    table = [line.split(";") for line in answers(*SURVEY).splitlines()]
    order = [6, 0, 7, 5, 4, 3, 8, 2, 1]
    moved = [[row[i] for i in order] for row in table]
    renamed = [["Довольны в целом?", *moved[0][1:]], *moved[1:]]
    inserted = [[row[0], "Новый столбец" if i == 0 else "1", *row[1:]]
                for i, row in enumerate(renamed)]  # fmt: skip
    for name, changed_table in (("moved", moved), ("renamed", renamed), ("more", inserted)):
        text = "\n".join(map(";".join, changed_table))
        found = scored(tmp_path / name, {"a.csv": text}, "I01", "I02")
        pd.testing.assert_frame_equal(found, plain)
    (judgement,) = judged(tmp_path, {"a.csv": text})
    named = [one.column for one in judgement.issues if one.code == "header_column_unknown"]
    assert named == ["Новый столбец"]


def test_a_required_column_that_is_not_found_refuses_the_file_by_its_name(tmp_path):
    text = answers(*SURVEY).replace(";q3;", ";Вопрос 3;", 1)
    (judgement,) = judged(tmp_path, {"a.csv": text})
    assert (judgement.status, judgement.accepted) == ("refused", 0)
    assert "q3" in judgement.issues[0].said(Words("en"))


def test_names_are_not_edited_and_differ_by_a_dot(tmp_path):
    head = "Код;Наименование;Другие названия;Тип\n"
    path = tmp_path / "registry.csv"
    path.write_text(head + "A;МБУ. Центр;;центр\nB;МБУ Центр;;центр\n", encoding="utf-8")
    two = read_registry(path)
    assert [two.institutions[code].name for code in "AB"] == ["МБУ. Центр", "МБУ Центр"]
    ways = ("code", "inn", "alias")
    assert [two.find(name, ways) for name in ("МБУ. Центр", "МБУ Центр")] == ["A", "B"]
    path.write_text(head + "A;МБУ. Центр;;центр\n", encoding="utf-8")
    assert read_registry(path).find("МБУ Центр", ways) is None
    path.write_text(head + "A;МБУ. Центр;МБУ Центр;центр\n", encoding="utf-8")
    assert read_registry(path).find("МБУ Центр", ways) == "A"


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(answers(*SURVEY).encode() + b";" * 30_000_000)
    begun, ended = threading.Event(), threading.Event()

    def upload():
        with path.open("ab", buffering=0) as file:
            while not ended.is_set():
                file.write(b";")
                begun.set()

    uploading = threading.Thread(target=upload)
    uploading.start()
    begun.wait()
    try:
        (judgement,) = door(path)
    finally:
        ended.set()
        uploading.join()
    assert (judgement.status, judgement.issues[0].code) == ("refused", "unreadable")
    assert "being written" in judgement.issues[0].said(Words("en"))
    path.write_text(answers(*SURVEY), encoding="utf-8")
    assert door(path)[0].accepted == len(SURVEY)


@pytest.mark.parametrize("name", ["Центра «Рассвет»", "Центру «Рассвет»", "«Рассвета»"])
def test_an_inflected_name_is_no_institution(tmp_path, name):
    (judgement,) = judged(tmp_path, {"a.csv": answers(said(name, 1, "да"))})
    assert (judgement.accepted, judgement.quarantined) == (0, 1)
    assert judgement.issues[0].column == "institution"


@pytest.mark.parametrize("passage", PASSAGES.names())
def test_sentences_use_names_as_the_registry_has_them(passage):
    seen = changed(council(), institution="C3") if passage == "standing" else council()
    text = text_of(tell(passage, seen)._repr_html_())
    for _kind, name, *_rest in NAMES.values():
        text = text.replace(name, "")
    stems = ("Забот", "Гармон", "Берёз", "Родник", "Надежд", "Огон")
    assert not [stem for stem in stems if stem in text]


@pytest.mark.parametrize(("choice", "told"), [
    ("answered", "A share is counted of those who answered the question."),
    ("all", "A share is counted of all questionnaires of the group."),
])  # fmt: skip
def test_the_denominator_is_printed(choice, told):
    whole = council()
    choices = replace(whole.methodology.choices, denominator=choice)
    seen = changed(whole, methodology=replace(whole.methodology, choices=choices))
    assert told in text_of(tell("method", seen)._repr_html_())


def test_rounding_at_each_stage_and_half_to_even_would_give_other_numbers(tmp_path):
    counts = everybody(UNIFIED, 1, 8)  # shares of 12.5: between two whole numbers
    carry = 'carry: {indicator: "0", criterion: "0"}'
    edit = ("carry: {indicator: exact, criterion: exact}", carry)
    exact = evaluate(UNIFIED, counts).criteria["5"].value
    up = evaluate(variant(tmp_path, edits=[edit]), counts).criteria["5"].value
    even = evaluate(variant(tmp_path, edits=[edit, ("mode: half_up", "mode: half_even")]),
                    counts).criteria["5"].value  # fmt: skip
    assert (exact, up, even) == (Fraction("12.5"), 13, 12)
    assert (Words().number(exact, 0), f"{float(exact):.0f}") == ("13", "12")


def test_an_answer_is_the_same_in_any_case_and_with_a_final_dot(tmp_path):
    same = ["Да", "ДА", " да. ", "да"]
    other = ["дa", "угу"]  # the first with a Latin letter
    rows = [said("I01", i, word) for i, word in enumerate([*same, *other])]
    files = {"a.csv": answers(*rows)}
    (judgement,) = judged(tmp_path, files)
    assert [one.code for one in judgement.issues] == ["unknown_answer"] * len(other)
    own = counted(tmp_path, files, "I01").set_index("node").loc["1.1:q3"]
    assert (own["k"], own["n"]) == (4, 4)
