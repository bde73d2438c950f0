"""``nok methodology``: the tree of a methodology, and two of them held against each other."""

import json

import pytest

from tests.commands import refused

pytestmark = pytest.mark.slow


def test_show_prints_every_indicator_with_its_weight(quarter, command):
    done = command("methodology", "show", "344n-social", cwd=quarter)
    assert done.returncode == 0
    for code, weight in (("1.1", "0.3"), ("2.2", "0.4"), ("5.3", "0.5")):
        assert f"{weight} · {code} " in done.stdout
    assert "formula_version: V-B (V-A)" in done.stdout


def test_show_gives_programs_exact_texts(quarter, command):
    done = command("methodology", "show", "council-2014", "--json", cwd=quarter)
    found = json.loads(done.stdout)
    assert found["scale"] == {"low": "0", "high": "30"}
    assert [one["highest"] for one in found["criteria"]] == ["10", "10", "10"]


def test_a_file_outside_the_workspace_can_be_shown(quarter, command):
    path = "params/methodology/391a-points.yaml"
    done = command("methodology", "show", path, cwd=quarter)
    assert "391a-points" in done.stdout


@pytest.mark.parametrize("name", ["344n", "../../etc/passwd", "nowhere.yaml", ""])
def test_a_methodology_that_is_not_there_is_said(quarter, command, name):
    assert refused(command("methodology", "show", name, cwd=quarter))


def test_diff_names_what_changed_and_whose_place_moves(quarter, command):
    done = command("methodology", "diff", "344n-social", "council-2014", cwd=quarter)
    assert done.returncode == 0
    assert "total.combine: mean → sum" in done.stdout
    assert "I04 Центр «Берёзка»: 1 → 2" in done.stdout
    assert "Меняется мест: 2 из 5" in done.stdout  # the others have none either way


def test_diff_of_two_readings_is_their_choice_and_their_formulas(quarter, command):
    done = command(
        "methodology", "diff", "344n-social", "344n-social-va", "--json", cwd=quarter
    )
    found = json.loads(done.stdout)
    facts = {one["fact"] for one in found["differences"]}
    assert facts == {
        "methodology",
        "title",
        "choices.formula_version",
        "1.1.formula",
        "1.3.formula",
    }
    assert found["run"] == "2026Q3"
    assert found["compared"]
    assert {one["institution"][:3] for one in found["places"]} >= {"I01", "I04"}


def test_a_methodology_does_not_differ_from_itself(quarter, command):
    done = command("methodology", "diff", "344n-social", "344n-social", cwd=quarter)
    assert done.stdout == "Две методики говорят одно и то же.\n"


def test_what_the_forms_of_a_run_cannot_count_is_said_after_the_differences(quarter, command):
    run = quarter / "params/runs/2026Q3.yaml"
    text = run.read_text("utf-8").replace("beside: [council-2014, 391a-points]", "beside: []")
    run.write_text(text.replace(" website_2014,", ""), "utf-8")
    done = command("methodology", "diff", "344n-social", "council-2014", cwd=quarter)
    assert done.returncode == 0
    assert "Сравнить на данных нельзя: params/methodology/council-2014.yaml" in done.stdout
