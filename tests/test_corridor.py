"""One walk from received files to an assessment."""

import shutil
from dataclasses import replace
from fractions import Fraction

import pytest

from nok_analysis import assess
from nok_analysis.contracts import CONTRACTS, checked
from nok_analysis.errors import NokError, RunError
from nok_analysis.wording import Words

pytestmark = pytest.mark.slow

ENGLISH = Words("en")


def of(table, **wanted):
    for column, value in wanted.items():
        table = table[table[column] == value]
    return table


def test_every_table_keeps_its_contract(assessment):
    for name, table in assessment.results():
        if name in CONTRACTS and name not in {
            "tally",
            "distributions",
        }:  # hidden rows are empty
            checked(table, name)


def test_totals_are_exact_and_lie_in_their_intervals(assessment):
    totals = of(assessment.scores, period="2026Q3", level="total", status="ok")
    assert len(totals) == 9
    for row in totals.itertuples():
        assert isinstance(row.value, Fraction)
        assert row.low < float(row.value) < row.high


def test_the_total_is_the_mean_of_its_five_criteria(assessment):
    scores = of(assessment.scores, period="2026Q3", institution="I01")
    criteria = of(scores, level="criterion")["value"]
    assert of(scores, level="total")["value"].item() == sum(criteria) / 5


def test_the_story_of_the_sample_is_found(assessment):
    totals = of(assessment.comparison, kind="change", node="total", period_b="2026Q2")
    verdicts = dict(zip(totals["institution"], totals["verdict"], strict=True))
    assert {code for code, word in verdicts.items() if word == "improved"} == {"I04"}
    assert {code for code, word in verdicts.items() if word == "declined"} == {"I05"}
    assert verdicts["I09"] == "too_few"


def test_an_institution_with_nine_respondents_keeps_its_row_and_shows_no_number(assessment):
    rows = of(assessment.scores, period="2026Q3", institution="I09", level="total")
    assert rows[["status", "reason"]].values.tolist() == [["hidden", "disclosure"]]
    assert rows[["value", "low", "high"]].isna().all(axis=None)


def test_merged_and_closed_institutions_leave_the_roll_of_later_quarters(assessment):
    assert set(assessment.shown_institutions()).isdisjoint({"I07", "I12"})


def test_rows_received_are_rows_accepted_or_set_aside(assessment):
    manifest = assessment.manifest
    assert (
        manifest["rows_in"].sum() == manifest["accepted"].sum() + manifest["quarantined"].sum()
    )
    assert manifest["quarantined"].sum() > 0


def test_walking_again_takes_nothing_in_and_gives_the_same_digest(council, assessment):
    manifest = (council / "data/sample/store/manifest.json").read_bytes()
    from nok_analysis import corridor

    corridor._KNOWN.clear()
    again = assess("2026Q3", start=council)
    assert again.digest == assessment.digest
    assert (council / "data/sample/store/manifest.json").read_bytes() == manifest


@pytest.mark.parametrize("written", ["I02", "i02"])
def test_an_institution_page_is_asked_for_by_code_or_by_file_name(council, written):
    assert assess("2026Q3", institution=written, start=council).institution == "I02"


def test_an_empty_institution_means_the_first_of_the_run(council):
    assert assess("2026Q3", institution="", start=council).institution == "I01"


def test_an_institution_that_is_not_assessed_is_refused_by_name(council):
    with pytest.raises(RunError, match=r"I07.*2026Q3.*I01"):
        assess("2026Q3", institution="I07", start=council)


def changed(workspace, name, old, new):
    path = workspace / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("methodology: 344n-social", "methodology: 345n", "params/methodology/345n.yaml"),
        ("forms: [survey-675n-google,", "forms: [survey-675n-gogle,", "survey-675n-gogle"),
        ("institutions: all", "institutions: [I01, I99]", "I99"),
        ("comfort, waiting,", "waiting,", "comfort"),
        ("registry.csv", "regestry.csv", "regestry.csv"),
    ],
)
def test_a_run_that_names_what_is_not_there_is_refused_before_data_is_opened(
    workspace, old, new, said
):
    changed(workspace, "params/runs/2026Q3.yaml", old, new)
    with pytest.raises(NokError) as error:
        assess("2026Q3", start=workspace)
    assert said in error.value.said(ENGLISH)
    assert not (workspace / "data/sample/store").exists()


def test_a_quarter_without_received_files_is_refused_by_its_folder(workspace):
    shutil.rmtree(workspace / "data/sample/incoming/2026Q3")
    with pytest.raises(RunError, match="data/sample/incoming/2026Q3"):
        assess("2026Q3", start=workspace)


def test_a_closed_run_hides_nothing_from_the_council(workspace):
    changed(workspace, "params/runs/2026Q3.yaml", "audience: open", "audience: closed")
    found = assess("2026Q3", start=workspace)
    row = of(found.scores, period="2026Q3", institution="I09", level="total")
    assert row["status"].item() == "too_few"
    assert isinstance(row["value"].item(), Fraction)


def test_the_digest_speaks_for_every_table(assessment):
    from nok_analysis.corridor import _digested

    other = replace(assessment, scores=assessment.scores.iloc[:-1])
    assert _digested(other).digest != assessment.digest


def test_one_institution_asked_once_is_assessed_though_nothing_compares(workspace):
    """A new council's first quarter: no pair, no change, no line, and still its scores."""
    sample = workspace / "data/sample"
    for name in ("registry", "registry_events", "registry_recipients"):
        file = sample / f"{name}.csv"
        head, *rows = file.read_text(encoding="utf-8").splitlines()
        own = [row for row in rows if row.startswith("I02;")]
        file.write_text("\n".join([head, *own]) + "\n", encoding="utf-8")
    for folder in (sample / "incoming").iterdir():
        if folder.name != "2026Q3":
            shutil.rmtree(folder)
    found = assess("2026Q3", start=workspace)
    assert found.comparison.empty
    assert of(found.scores, institution="I02", level="total")["status"].item() == "ok"


def test_places_are_given_by_type_and_overall_and_never_mixed(assessment):
    assert set(assessment.standings["scope"]) == {"institution_type", "all"}
    overall = of(assessment.standings, scope="all").dropna(subset=["rank"])
    assert set(overall["node"]) == {"total"}
    assert sorted(overall["rank"]) == list(range(1, 10))


def test_gaps_between_places_are_exact_and_tell_no_hidden_indicator(assessment):
    scores = of(assessment.scores, period="2026Q3", level="indicator")
    hidden = set(of(scores, status="hidden")["institution"])
    codes = {one.code for one in assessment.methodology.indicators()}
    found = of(assessment.comparison, kind="gap")
    for sides, part in found.groupby(["institution", "institution_b"]):
        parts = part.set_index("node")
        whole = parts.loc["total"]
        assert whole["value_effect"] + whole["weight_effect"] == whole["difference"]
        assert bool(codes & set(parts.index)) == hidden.isdisjoint(sides)


def test_a_region_has_its_mean(assessment):
    row = of(assessment.aggregates, period="2026Q3", scope="region", node="total").iloc[0]
    assert row["category"].startswith("Кемеровская область")
    assert (row["institutions"], row["assessed"]) == (10, 9)
