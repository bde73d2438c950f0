"""The same evidence under other assumptions."""

from fractions import Fraction

from nok_analysis import assess
from nok_analysis.consequences import METHODOLOGY, consequences
from nok_analysis.contracts import checked
from nok_analysis.parts import read_parts


def totals(assessment, scenario):
    table = assessment.robustness
    table = table[table["scenario"] == scenario]
    return dict(zip(table["institution"], table["value"], strict=True))


def test_every_scenario_has_every_institution_of_the_quarter(assessment):
    table = checked(assessment.robustness, "robustness")
    places = table.groupby("scenario")["institution"].agg(set)
    assert {frozenset(one) for one in places} == {frozenset(assessment.shown_institutions())}
    assert set(table["period"]) == {"2026Q3"}


def test_a_trial_gives_what_a_run_under_that_choice_gives(assessment, quarter):
    run = quarter / "params/runs/2026Q3.yaml"
    text = run.read_text("utf-8")
    run.write_text(
        text.replace("methodology: 344n-social\n", "methodology: 344n-social-va\n"), "utf-8"
    )
    other = assess("2026Q3", start=quarter)
    scores = other.scores
    scores = scores[(scores["period"] == "2026Q3") & (scores["node"] == "total")]
    under = dict(zip(scores["institution"], scores["value"], strict=True))
    assert totals(assessment, "choice:formula_version=V-A") == under


def test_a_trial_that_changes_nothing_gives_the_same_exact_totals(assessment):
    own = assessment.scores
    own = own[(own["period"] == "2026Q3") & (own["node"] == "total")]
    assert totals(assessment, "choice:na_in_steps=count_as_met") == dict(
        zip(own["institution"], own["value"], strict=True)
    )


def test_a_small_institution_is_hidden_under_every_assumption(assessment):
    table = assessment.robustness
    small = table[table["institution"] == "I09"]
    assert set(small["status"]) == {"hidden"}
    assert small["value"].isna().all()
    assert small["rank"].isna().all()


def test_places_under_a_scenario_are_those_of_its_exact_totals(assessment):
    table = assessment.robustness
    for _key, group in table.groupby(["scenario", "category"]):
        ranked = group.dropna(subset="rank")
        for row in ranked.itertuples():
            better = sum(other > row.value for other in ranked["value"])
            assert row.rank == better + 1


def test_points_of_another_methodology_are_never_taken_from_ours(assessment):
    found = {one.key: one for one in consequences(assessment, METHODOLOGY)}
    assert set(found) == {"council-2014", "391a-points"}
    assert {(one.compared, one.largest) for one in found.values()} == {(0, Fraction(0))}
    assert all(one.placed == 5 for one in found.values())


def test_what_a_choice_changes_is_counted_exactly(assessment):
    own = assessment.scores
    own = own[(own["period"] == "2026Q3") & (own["node"] == "total")].dropna(subset="value")
    here = dict(zip(own["institution"], own["value"], strict=True))
    for one in consequences(assessment):
        there = totals(assessment, one.scenario)
        changes = [
            there[code] - value for code, value in here.items() if there[code] is not None
        ]
        assert one.compared == len(changes)
        assert one.changed == sum(change != 0 for change in changes)
        assert abs(one.largest) == max(map(abs, changes))


def test_a_methodology_beside_needs_its_forms_like_the_run_s_own(quarter, refused_run):
    said = refused_run(quarter, "website, website_2014,", "website,")
    assert "council-2014.yaml" in said
    assert "website_2014" in said


def test_a_methodology_beside_that_is_not_there_is_named_at_its_key(quarter, refused_run):
    said = refused_run(quarter, "beside: [council-2014,", "beside: [council-2013,")
    assert "ключ «beside»" in said
    assert "params/methodology/council-2013.yaml" in said


def test_another_word_of_a_file_beside_changes_the_fingerprint(quarter):
    before = read_parts("2026Q3", quarter).fingerprint
    path = quarter / "params/methodology/391a-points.yaml"
    path.write_text(
        path.read_text("utf-8").replace("denominator: answered", "denominator: all"), "utf-8"
    )
    assert read_parts("2026Q3", quarter).fingerprint != before
