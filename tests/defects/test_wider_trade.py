"""Programs of the wider trade (surveys to rankings): seen there, not here.

28. Suppression of a small count leaves its percentage and its total.
   here: test_nothing_published_of_a_hidden_group_gives_it_back
   test_disclosure: test_a_group_hidden_alone_takes_the_next_smallest_with_it
   test_disclosure: test_counts_are_hidden_with_the_scores
   statistics/test_disclosure: test_small_cells_of_a_table_are_protected_wherever_totals_allow
29. An unknown parameter of a notebook only warns; the default report is made, exit code 0.
   test_cli: test_a_quarter_that_cannot_be_built_names_the_file_and_its_place
   here: test_a_parameter_that_a_notebook_does_not_take_is_refused_by_its_name
   here: test_a_notebook_that_does_not_take_its_run_makes_no_report_of_another
30. A key that stands twice, the last wins: a threshold of 10 became 1.
   here: test_a_threshold_that_stands_twice_is_refused_with_its_line
   test_parameters: test_a_file_that_is_not_strict_yaml_is_refused_with_its_line
31. Results rounded before they are ranked: false ties or a false order.
   test_comparison: test_equal_scores_share_a_place_by_the_rule_of_the_methodology
   here: test_totals_that_look_equal_keep_their_order
32. Icon and colour contradict each other exactly at the target.
   here: test_verdict_mark_and_colour_agree_at_the_threshold
   wording/test_words: test_mark_word_and_colour_of_a_verdict_come_together
33. A placeholder text for pictures satisfies the checkers.
   here: test_the_text_of_a_picture_holds_numbers_of_what_is_drawn
34. Unadjusted control limits flag nearly everyone.
   here: test_no_institution_is_flagged_without_its_dispersion
   here: test_limits_allow_for_differences_that_all_share_and_say_how_great_they_are
   statistics/test_funnel: test_overdispersion_follows_the_steps_of_the_method
35. No interval, no test: every difference is a finding.
   here: test_a_difference_without_an_interval_is_no_verdict
   test_comparison: test_a_pair_is_first_less_second_and_needs_evidence_and_size
36. An output vanishes from the page without an error.
   here: test_a_page_has_as_many_exhibits_as_were_asked_for
   here: test_what_is_kept_in_a_name_is_not_asked_for
   here: test_a_page_that_would_lack_an_exhibit_is_refused_by_its_cell
"""

from __future__ import annotations

import re
from fractions import Fraction

import nbformat
import nbformat.v4 as v4
import numpy as np
import pytest

from nok_analysis.comparison import compare
from nok_analysis.disclosure import disclose_breakdowns
from nok_analysis.errors import MethodologyError, ReportError
from nok_analysis.figures import draw
from nok_analysis.report.exporter import convert
from nok_analysis.report.taken import check_taken
from nok_analysis.scoring import score
from nok_analysis.statistics.evidence import pairwise_scores
from nok_analysis.statistics.funnel import limits, overdispersed
from nok_analysis.wording import Words
from nok_analysis.wording.verdicts import look
from tests.commands import change, notebooks
from tests.figures.conftest import CHARTS
from tests.figures.council import council
from tests.figures.reading import numbers, table_text
from tests.methodology.made import variant
from tests.report import made
from tests.test_comparison import INSTITUTIONS, SCORES, placed, total, with_values
from tests.test_disclosure import broken_down
from tests.test_scoring import METHODOLOGY, TALLY

RULES = {"confidence_level": 0.95, "threshold": 5.0}


@pytest.mark.parametrize("sizes", [(43, 20, 4), (60, 9, 3), (200, 11, 9)], ids=str)
def test_nothing_published_of_a_hidden_group_gives_it_back(sizes):
    table = disclose_breakdowns(broken_down(*sizes), audience="open", min_n_cell=10,
                                extreme_n=30, round_n=5)  # fmt: skip
    hidden = table[table["status"] == "hidden"]
    left = [one for one in ("k", "n", "asked", "missing", "not_applicable", "share", "low",
                            "high") if hidden[one].notna().any()]  # fmt: skip
    assert left == []
    assert len(set(hidden["category"])) >= 2  # the whole minus the others is no single group


PARAMETERS = {
    "another name": ('rum: str = "params/runs/2026Q2.yaml"', ["parameters"]),
    "no tag": ('run: str = "params/runs/2026Q2.yaml"', []),
}


@pytest.mark.parametrize("lack", PARAMETERS)
def test_a_parameter_that_a_notebook_does_not_take_is_refused_by_its_name(tmp_path, lack):
    source, tags = PARAMETERS[lack]
    cell = v4.new_code_cell(source, metadata={"tags": tags})
    path = tmp_path / "01_a.ipynb"
    nbformat.write(v4.new_notebook(cells=[cell]), path)
    with pytest.raises(ReportError) as refused:
        check_taken(path, ["run"])
    assert "does not take “run”" in refused.value.said(Words("en"))


@pytest.mark.slow
def test_a_notebook_that_does_not_take_its_run_makes_no_report_of_another(quarter, command):
    notebooks(quarter, fine="1 + 1")
    change(quarter, '"parameters"', '"params"', "notebooks/01_fine.ipynb")
    done = command("report", "2026Q3", cwd=quarter)
    assert done.returncode != 0
    assert "«run»" in done.stderr + done.stdout
    assert not list((quarter / "reports").glob("2*"))


def test_a_threshold_that_stands_twice_is_refused_with_its_line(tmp_path):
    key = '  min_respondents: "10"\n'
    edit = (key, key + '  min_respondents: "5"\n')
    with pytest.raises(MethodologyError) as caught:
        variant(tmp_path, edits=[edit])
    (fault,) = caught.value.faults
    assert fault.code == "duplicate_key"
    assert "min_respondents" in fault.said(Words("en"))
    assert fault.line


def test_totals_that_look_equal_keep_their_order():
    close = {"I01": Fraction("90.0049"), "I02": Fraction("90.0001"), "I03": Fraction("90.0002"),
             "I04": Fraction("89.9951")}  # fmt: skip
    assert {Words().number(one, 2) for one in close.values()} == {"90,00"}
    table = placed(with_values(SCORES, close))
    assert [total(table, "rank", code) for code in close] == [1, 3, 2, 4]


@pytest.mark.parametrize("difference", [5.0, 5 - 1e-6, -5.0, -5 + 1e-6, 0.0])
def test_verdict_mark_and_colour_agree_at_the_threshold(difference):
    found = pairwise_scores([80 + difference, 80.0], [0.1, 0.1], threshold=5.0,
                            confidence_level=0.95)  # fmt: skip
    seen = look(found.verdict[0], Words("en"))
    expected = ("■", "") if abs(difference) < 5 else (("▲", "up") if difference > 0
                                                      else ("▼", "down"))  # fmt: skip
    assert (seen.mark, seen.tone) == expected


@pytest.mark.parametrize("name", CHARTS)
def test_the_text_of_a_picture_holds_numbers_of_what_is_drawn(name):
    chart, options = CHARTS[name]
    drawn = draw(chart, council(), **options)
    if numbers(table_text(drawn.data)) and name != "profile without scores":
        assert numbers(drawn.alt) & numbers(table_text(drawn.data))


def test_limits_allow_for_differences_that_all_share_and_say_how_great_they_are():
    chance = np.random.default_rng(134)
    n = chance.integers(400, 4000, 134)
    yes = chance.binomial(n, np.clip(chance.normal(0.8, 0.08, 134), 0.05, 0.99))
    found = overdispersed(yes, n)
    plain = limits(n, found.target)
    share = yes / n
    assert ((share < plain.low[0]) | (share > plain.high[0])).sum() > 100
    assert found.outside[1].sum() <= 5
    assert found.phi > 10
    assert found.tau2 > 0


def test_no_institution_is_flagged_without_its_dispersion():
    table = placed()
    flagged = table[table["outside"].notna()]
    assert flagged["z_adjusted"].notna().all()


def test_a_difference_without_an_interval_is_no_verdict():
    bare = score(TALLY, METHODOLOGY)  # exact values, no second pass
    found = compare(bare, INSTITUTIONS, METHODOLOGY, **RULES)
    assert found["difference"].notna().any()
    assert set(found["verdict"]) <= {"too_few", "no_evidence"}


def asked_and_shown(page):
    """Return how many exhibits a page shows."""
    return len(re.findall(r'data-exhibit="', page))


@pytest.mark.parametrize("count", [1, 3, 7])
def test_a_page_has_as_many_exhibits_as_were_asked_for(count):
    cells = [
        v4.new_code_cell(
            f'draw("c{i}")',
            outputs=[v4.new_output("display_data", {"text/html": made.figure(f"c{i}")})],
        )
        for i in range(count)
    ]
    page = convert(made.notebook(made.output("<h1>A</h1>"), *cells), name="index").html
    assert asked_and_shown(page) == count


LOST = {
    "no output": ('draw("rating", assessment)', []),
    "only plain text": ('tabulate("criteria", assessment)', [{"text/plain": "<Table>"}]),
    "a semicolon": ('tell("method", assessment);', []),
    "the first of two": ('draw("a", x)\ndraw("b", x)', [{"text/html": made.figure("b")}]),
}


@pytest.mark.parametrize("lost", LOST)
def test_a_page_that_would_lack_an_exhibit_is_refused_by_its_cell(lost):
    source, outputs = LOST[lost]
    cell = v4.new_code_cell(
        source, outputs=[v4.new_output("display_data", one) for one in outputs]
    )
    with pytest.raises(ReportError) as refused:
        convert(made.notebook(made.output("<h1>A</h1>"), cell), name="index")
    assert "cell 2 of the notebook asks for an exhibit" in refused.value.said(Words("en"))


def test_what_is_kept_in_a_name_is_not_asked_for():
    cell = v4.new_code_cell('chart = draw("a", x)\n%matplotlib inline')
    page = convert(made.notebook(made.output("<h1>A</h1><p>b</p>"), cell), name="index").html
    assert asked_and_shown(page) == 0
