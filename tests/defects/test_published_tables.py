"""Published tables and pages: seen there, not here.

18. Maxima of an older scale (40, 70, 20, 30, 10) printed beside values of 0–100.
   here: test_the_maximum_beside_a_value_comes_from_the_methodology
   here: test_a_maximum_of_another_scale_is_flagged_with_its_cell
19. The total called a “sum of all indicators” while it is a mean.
   here: test_the_sentence_of_the_total_says_how_it_is_combined
   here: test_a_mean_that_calls_itself_a_sum_is_flagged
20. Whole numbers for criteria, two decimals for a total that does not follow from them.
   here: test_a_total_that_does_not_follow_from_what_is_shown_says_so
   here: test_a_published_total_of_unrounded_criteria_is_told_from_a_wrong_one
21. Draft weights quoted as law.
   methodology/test_evaluate: test_no_published_row_gives_the_total_of_the_draft_weights
   methodology/test_reader: test_an_indicator_without_a_citation_is_refused
   tables/test_single_tables: test_the_methodology_is_told_in_words
22. A district and a single organisation not to be told apart in the text.
   here: test_a_number_says_of_whom_it_is_and_of_how_many
   tables/test_every_table: test_every_number_is_the_cell_that_its_address_names
   test_comparison: test_the_mean_is_plain_exact_and_counts_who_was_assessed
23. Unlike types in one list; the first place shared by many at 100.
   test_comparison: test_places_are_within_a_type_and_two_institutions_have_a_difference_only
   test_comparison: test_equal_scores_share_a_place_by_the_rule_of_the_methodology
   test_comparison: test_institutions_that_cannot_be_told_apart_share_a_group
24. A percentage without the number of those who answered.
   here: test_a_percentage_stands_beside_its_k_and_n
   here: test_a_percentage_of_an_answer_is_k_of_n_in_the_same_cell
25. The year of publication and the year of the fieldwork are different years.
   here: test_the_period_and_the_day_of_the_report_are_two_fields
   here: test_the_day_of_publication_is_not_taken_for_the_year_of_a_published_row
26. The observer's name and telephone left in the filled form.
   here: test_the_observer_reaches_neither_store_nor_quarantine
   intake/test_quarantine: test_columns_of_persons_do_not_reach_the_quarantine
27. The name of another sector's assessment in a social report.
   rules/test_language: test_the_name_of_education_does_not_stand_in_a_social_report
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pyarrow.parquet as pq
import pytest

from nok_analysis.figures import draw
from nok_analysis.intake import write_quarantine
from nok_analysis.methodology.model import Total
from nok_analysis.passages import tell
from nok_analysis.period import Period
from nok_analysis.run import read_run
from nok_analysis.store import Store
from nok_analysis.tables import tabulate
from tests.commands import change
from tests.defects.made import AS_OF, FORMS, GRID, answers, judged
from tests.figures.council import council as drawn_council
from tests.published.made import checked, codes
from tests.tables.stand_in import changed, council
from tests.tables.truth import said

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def with_methodology(**parts):
    """Return the small council under its methodology with other parts."""
    whole = council()
    return changed(whole, methodology=replace(whole.methodology, **parts))


def text_of(piece):
    """Return what a piece of a page says."""
    return said(piece._repr_html_())


@pytest.mark.parametrize("high", [100, 30, 160])
def test_the_maximum_beside_a_value_comes_from_the_methodology(high):
    seen = with_methodology(high=Fraction(high))
    assert f"points of {high};" in text_of(tabulate("criteria", seen))
    assert f"points of {high}" in text_of(tell("headlines", seen))
    others = {"100", "30", "160"} - {str(high)}
    assert not [one for one in others if f"points of {one}" in text_of(tell("headlines", seen))]


@pytest.mark.parametrize(("combine", "told"), [
    ("mean", "the total is the mean of 3 criteria"),
    ("weighted_mean", "the total is the weighted mean of 3 criteria"),
    ("sum", "the total is the sum of 3 criteria"),
])  # fmt: skip
def test_the_sentence_of_the_total_says_how_it_is_combined(combine, told):
    total = council().methodology.total
    seen = with_methodology(total=Total(total.symbol, combine, total.cite))
    assert told in text_of(tell("method", seen))


@pytest.mark.parametrize(("carry", "unrounded"), [("exact", True), ("0", False)])
def test_a_total_that_does_not_follow_from_what_is_shown_says_so(carry, unrounded):
    choices = council().methodology.choices
    rounding = replace(choices.rounding, display={"criterion": 0, "total": 2},
                       carry={"criterion": carry})  # fmt: skip
    seen = with_methodology(choices=replace(choices, rounding=rounding))
    told = "The total is computed from criteria that are not rounded."
    assert (told in text_of(tabulate("criteria", seen))) == unrounded


def test_a_maximum_of_another_scale_is_flagged_with_its_cell(tmp_path):
    head = "id,indicator,value,maximum"
    found = checked(tmp_path, f"{head}\na,1.1,97,40\na,1.2,90,100\n")
    (row,) = found.rows
    (remark,) = (one for one in row.record.remarks if one.code == "other_scale")
    assert (remark.place.row, remark.value) == (2, "40")
    assert found.exit_code == 1


def test_a_mean_that_calls_itself_a_sum_is_flagged(tmp_path):
    head = "id,k1,k2,k3,k4,k5,Сумма баллов"
    found = checked(tmp_path, f"{head}\na,97.20,98.00,71.40,99.80,100.00,93.28\n")
    assert [one.code for one in found.files[0].remarks] == ["called_a_sum"]
    assert found.exit_code == 0  # odd, and not wrong


@pytest.mark.parametrize(("total", "told", "verdict"), [
    ("93.28", ["unrounded_criteria"], "consistent"),
    ("93.20", [], "reproduces"),
    ("94.28", ["total_disagrees"], "impossible"),
])  # fmt: skip
def test_a_published_total_of_unrounded_criteria_is_told_from_a_wrong_one(
    tmp_path, total, told, verdict
):
    (row,) = checked(tmp_path, f"id,k1,k2,k3,k4,k5,total\na,97,98,71,100,100,{total}\n").rows
    assert (row.verdict, codes(row)) == (verdict, told)


def test_the_day_of_publication_is_not_taken_for_the_year_of_a_published_row(tmp_path):
    (row,) = checked(tmp_path, "id,published_on,year,total\na,2023-02-01,2022,93.28\n").rows
    assert row.record.year == "2022"


def test_a_number_says_of_whom_it_is_and_of_how_many():
    whole = council()
    foot = text_of(tabulate("criteria", whole))
    assert "Mean of 4 institutions" in foot
    assert "7 institutions · 338 people answered" in text_of(tell("masthead", whole))
    own = text_of(tell("masthead", changed(whole, institution="C3")))
    assert "ЦСО «Берёзка»" in own
    assert "48 of 185 recipients answered" in own


SHARES = {
    "answers": ("answers", {"question": "overall_satisfied"}),
    "questions": ("questions", {}),
    "questions of one": ("questions", {"institution": "I03"}),
}


@pytest.mark.parametrize("name", SHARES)
def test_a_percentage_stands_beside_its_k_and_n(name):
    chart, options = SHARES[name]
    for row in draw(chart, drawn_council(), **options).data.rows:
        cells = [f"{cell.text} {cell.small}" for cell in row if "–" not in cell.text]
        shares = [int(NUMBER.search(one)[0]) for cell in cells
                  for one in re.findall(r"\d+\s%", cell)]  # fmt: skip
        counts = {int(one) for cell in cells for one in
                  re.findall(r"\d+", re.sub(r"\(?\d+\s%\)?", "", cell))}  # fmt: skip
        found = {round(100 * k / n) for k, n in permutations(counts, 2) if 0 <= k <= n > 0}
        assert {one for one in shares if one not in {0, 100}} <= found, cells


def test_a_percentage_of_an_answer_is_k_of_n_in_the_same_cell():
    for row in tabulate("answers", council(), question="timely").grid.rows:
        text = said(f"<p>{row[1].text}</p>")
        assert re.fullmatch(r"\d+ of \d+ \(\d+\s%\)|fewer than 10 answers", text), text


def test_the_period_and_the_day_of_the_report_are_two_fields(workspace):
    change(workspace, 'as_of: "2026-11-21"', 'as_of: "2027-02-01"')
    run = read_run("2026Q3", workspace)
    assert (run.period, run.as_of) == (Period(2026, 3), dt.date(2027, 2, 1))


def test_the_observer_reaches_neither_store_nor_quarantine(tmp_path):
    head = f"{GRID};Телефон наблюдателя"
    rows = ["I01;12.07.2026;+;-;;;Петров П. П.;+7 900 000-00-00",
            "I02;12.07.2026;х;-;;;Петров П. П.;+7 900 000-00-00"]  # fmt: skip
    found = judged(tmp_path / "in", {"g.csv": answers(*rows, head=head)})
    store = Store(tmp_path / "store")
    store.add(found, forms=FORMS.values(), as_of=AS_OF, version="1")
    write_quarantine(tmp_path / "quarantine", found)
    kept = [
        pq.read_table(path).to_pandas().to_csv() for path in store.folder.rglob("*.parquet")
    ]
    kept += [path.read_text("utf-8-sig") for path in tmp_path.glob("quarantine/**/*.csv")]
    kept += [path.read_text("utf-8") for path in store.folder.rglob("*.json")]
    assert len(kept) >= 3
    assert not [one for one in kept if "Петров" in one or "900 000" in one]
