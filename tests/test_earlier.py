"""Earlier periods of another cycle or methodology: named in words, never in one line."""

import shutil
from dataclasses import replace

import pytest

from nok_analysis import assess, draw, tabulate, tell
from nok_analysis.contracts import checked
from nok_analysis.earlier import gap_word, told, why
from nok_analysis.errors import NokError, RunError
from nok_analysis.parts import read_parts
from nok_analysis.wording import Words

pytestmark = pytest.mark.slow

ENGLISH = Words("en")
OFFICIAL = ("cycle_kind: internal_quarter", "cycle_kind: official")
POINTS = ("methodology: 344n-social", "methodology: council-2014")


def rewritten(workspace, period, *changes):
    """Change the run file of a period."""
    path = workspace / f"params/runs/{period}.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def outside(workspace, run="2026Q3"):
    return {str(one.period): str(one.reason) for one in read_parts(run, workspace).outside}


def test_periods_that_their_run_files_judge_alike_stand_in_one_line(workspace):
    assert outside(workspace) == {}


def test_an_official_cycle_and_another_methodology_are_told_apart(workspace):
    rewritten(workspace, "2026Q2", OFFICIAL)
    rewritten(workspace, "2025Q3", POINTS)
    rewritten(workspace, "2025Q2", OFFICIAL, POINTS)
    assert outside(workspace) == {
        "2025Q2": "other_cycle",
        "2025Q3": "other_methodology",
        "2026Q2": "other_cycle",
    }


def test_for_an_official_run_the_councils_quarters_are_the_others(workspace):
    rewritten(workspace, "2026Q3", OFFICIAL)
    found = read_parts("2026Q3", workspace).outside
    assert {str(one.reason) for one in found} == {"other_cycle"}
    assert len(found) == 7
    assert "the council's own monitoring; they are not put" in told(found, ENGLISH)[0]
    assert gap_word(found[0], ENGLISH) == "council's monitoring"


def test_a_period_without_a_run_file_is_judged_as_the_run_says(workspace):
    (workspace / "params/runs/2026Q2.yaml").unlink()
    assert outside(workspace) == {}


def test_a_run_file_of_another_data_folder_says_nothing_of_this_one(workspace):
    shutil.copytree(workspace / "data/sample", workspace / "data/own")
    other = ("file: data/sample/registry.csv", "file: data/own/registry.csv")
    rewritten(workspace, "2026Q2", OFFICIAL, other)
    assert outside(workspace) == {}


def test_a_later_run_file_has_no_say(workspace):
    rewritten(workspace, "2026Q3", OFFICIAL)
    assert outside(workspace, "2026Q2") == {}


def test_the_same_file_by_its_path_is_the_same_methodology(workspace):
    by_path = ("methodology: 344n-social", "methodology: params/methodology/344n-social.yaml")
    rewritten(workspace, "2026Q2", by_path)
    assert outside(workspace) == {}


def test_one_choice_made_otherwise_is_another_methodology(workspace):
    folder = workspace / "params/methodology"
    text = (folder / "344n-social.yaml").read_text(encoding="utf-8")
    other = text.replace("formula_version: V-B", "formula_version: V-A")
    other = other.replace("methodology: 344n-social", "methodology: 344n-a")
    (folder / "344n-a.yaml").write_text(other, encoding="utf-8")
    rewritten(workspace, "2026Q2", ("methodology: 344n-social", "methodology: 344n-a"))
    assert outside(workspace) == {"2026Q2": "other_methodology"}


def test_a_run_file_named_after_another_period_is_refused(workspace):
    rewritten(workspace, "2026Q2", ('period: "2026Q2"', 'period: "2026Q4"'))
    with pytest.raises(RunError, match=r"2026Q2\.yaml.*2026Q2.*2026Q4"):
        read_parts("2026Q3", workspace)


def test_an_earlier_methodology_that_is_not_there_is_named_with_its_run_file(workspace):
    rewritten(workspace, "2026Q2", ("methodology: 344n-social", "methodology: gone"))
    with pytest.raises(NokError) as error:
        read_parts("2026Q3", workspace)
    assert "params/runs/2026Q2.yaml" in error.value.said(ENGLISH)


def test_what_an_earlier_run_file_says_changes_the_fingerprint(workspace):
    before = read_parts("2026Q3", workspace).fingerprint
    rewritten(workspace, "2026Q2", ('as_of: "2026-08-20"', 'as_of: "2026-08-21"'))
    assert read_parts("2026Q3", workspace).fingerprint == before
    rewritten(workspace, "2026Q2", OFFICIAL)
    assert read_parts("2026Q3", workspace).fingerprint != before


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """Of the quarters before, one is official and the oldest was judged in points."""
    from tests.conftest import copied

    root = copied(tmp_path_factory.mktemp("broken"))
    rewritten(root, "2026Q2", OFFICIAL)
    rewritten(root, "2025Q3", POINTS)
    return assess("2026Q3", start=root)


def of(table, **wanted):
    for column, value in wanted.items():
        table = table[table[column] == value]
    return table


def test_no_score_of_another_cycle_or_methodology_is_in_the_tables(broken):
    for name in ("scores", "aggregates", "tally", "series"):
        assert set(getattr(broken, name)["period"]) == {"2026Q3"}, name


def test_the_line_begins_anew_after_another_methodology(broken):
    checked(broken.series, "series")
    row = of(broken.series, node="total", institution="I01").iloc[0]
    assert row["break_before"]
    assert (row["segment"], row["reason"]) == (1, "other_methodology")


def test_periods_that_may_not_be_compared_have_rows_without_numbers(broken):
    checked(broken.comparison, "comparison")
    found = of(broken.comparison, kind="change", node="total")
    assert set(found["verdict"]) == {"not_compared"}
    assert set(zip(found["period_b"], found["reason"], strict=True)) == {
        ("2025Q3", "other_methodology"), ("2026Q2", "other_cycle")}  # fmt: skip
    assert found[["difference", "low", "high", "p"]].isna().all(axis=None)


OFFICIAL_SAID = "II квартал 2026 года – официальная оценка; в один ряд с кварталами совета не"
POINTS_SAID = "III квартал 2025 года – другая методика («Три критерия общественного совета"


@pytest.mark.parametrize("show", [
    lambda quarter: tell("progress_summary", quarter),
    lambda quarter: tabulate("changes", quarter),
    lambda quarter: draw("progress", quarter),
    lambda quarter: draw("progress", quarter, institution="I01"),
])  # fmt: skip
def test_the_pages_say_what_the_periods_were(broken, show):
    html = show(broken)._repr_html_().replace("\u00a0", " ")
    assert OFFICIAL_SAID in html
    assert POINTS_SAID in html


def test_a_figure_against_such_a_period_says_why_it_is_empty(broken):
    assert OFFICIAL_SAID in draw("changes", broken)._repr_html_()
    assert POINTS_SAID in draw("changes", broken, against="2025Q3")._repr_html_()


def test_the_evidence_of_such_a_period_stays_in_the_store(quarter):
    """The quarter was received by its own run, with forms that this run does not name."""
    before = set(assess("2026Q3", start=quarter).manifest["period"])
    assert "2026Q2" in before
    rewritten(quarter, "2026Q2", OFFICIAL)
    found = assess("2026Q3", start=quarter)
    assert set(found.manifest["period"]) == before
    assert "2026Q2" in set(found.institutions["period"])
    assert "2026Q2" not in set(found.scores["period"])


def test_other_periods_before_the_first_of_the_line_lengthen_its_axis_by_themselves_only(
    workspace,
):
    rewritten(workspace, "2025Q2", POINTS)
    rewritten(workspace, "2024Q4", POINTS)
    chart = draw("progress", assess("2026Q3", start=workspace))
    assert "II\u00a02025 – III\u00a02026" in chart.subtitle
    assert "другая методика" in chart._repr_html_()


@pytest.fixture(scope="module")
def renewed(tmp_path_factory):
    """The run is judged by a methodology that no earlier quarter was judged by."""
    from tests.conftest import copied

    root = copied(tmp_path_factory.mktemp("renewed"))
    rewritten(root, "2026Q3", ("methodology: 344n-social", "methodology: 344n-social-va"))
    return assess("2026Q3", start=root)


NOTHING = "Сравнивать не с чем: прежние кварталы считались по другой методике"


@pytest.mark.parametrize("show", [
    lambda quarter: tell("headlines", quarter),
    lambda quarter: tell("progress_summary", quarter),
    lambda quarter: tabulate("changes", quarter),
    lambda quarter: draw("progress", quarter),
    lambda quarter: draw("progress", quarter, institution="I01"),
    lambda quarter: draw("changes", quarter),
])  # fmt: skip
def test_where_nothing_compares_no_result_is_claimed(renewed, show):
    html = show(renewed)._repr_html_()
    assert NOTHING in html
    assert "изменение" not in html.casefold()


def test_the_page_of_an_institution_says_why_it_has_no_change(renewed):
    html = tell("standing", replace(renewed, institution="I01"))._repr_html_()
    assert "прежние кварталы считались по другой методике" in html


def test_periods_that_hold_nothing_for_anybody_have_neither_panels_nor_columns(renewed):
    chart = draw("progress", renewed)
    assert chart.is_wordless
    assert len(chart.data.heads) == 2


def test_quarters_of_another_cycle_are_called_so(workspace):
    for period in ("2025Q3", "2026Q2"):
        rewritten(workspace, period, OFFICIAL)
    found = read_parts("2026Q3", workspace).outside
    assert why(found, ENGLISH) == "earlier quarters are assessments of another kind"
