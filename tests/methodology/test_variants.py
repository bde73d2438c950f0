"""Variants: one methodology under other choices, from a short file or for a trial."""

import shutil

import pytest

from nok_analysis.errors import MethodologyError
from nok_analysis.methodology import read_methodology, read_trials
from nok_analysis.wording import Words
from tests.methodology.made import ROOT, shipped

SHIPPED = ROOT / "params/methodology"
VARIANT = """variant_of: 344n-social
methodology: own
version: "1"
title: Свой вариант
"""


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "methodology")


def said(folder, text, name="own"):
    """Return what a person reads of a variant that is refused."""
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MethodologyError) as caught:
        read_methodology(path, shown_as=path.name)
    return caught.value.said(Words())


def test_a_variant_differs_in_its_choices_and_in_nothing_else():
    whole, other = shipped("344n-social"), shipped("344n-social-va")
    assert other.choices.formula_version == "V-A"
    assert {one.code: one.weight for one in other.indicators()} == {
        one.code: one.weight for one in whole.indicators()
    }
    assert other.code == "344n-social-va"
    assert other.sha256 != whole.sha256


def test_a_change_of_the_whole_file_is_seen_in_the_digest_of_its_variant(folder):
    before = read_methodology(folder / "344n-social-va.yaml").sha256
    whole = folder / "344n-social.yaml"
    whole.write_text(whole.read_text("utf-8") + "# a remark\n", encoding="utf-8")
    assert read_methodology(folder / "344n-social-va.yaml").sha256 != before


def test_a_variant_may_not_bring_criteria_of_its_own(folder):
    text = said(folder, VARIANT + "choices: {denominator: all}\ncriteria: []\n")
    assert "own.yaml, строка 6, ключ «criteria»" in text


def test_a_wrong_word_of_a_variant_is_named_with_its_own_line(folder):
    text = said(folder, VARIANT + "choices: {denominator: some}\n")
    assert text.startswith("own.yaml, строка 5, ключ «choices.denominator»")


def test_a_fault_of_the_whole_file_is_named_there(folder):
    whole = folder / "344n-social.yaml"
    whole.write_text(
        whole.read_text("utf-8").replace('weight: "0.5"', 'weight: "0.6"'), "utf-8"
    )
    assert said(folder, VARIANT + "choices: {denominator: all}\n").startswith(
        "344n-social.yaml"
    )


@pytest.mark.parametrize(
    ("of", "part"),
    [
        ("344n-social-va", "сам вариант"),
        ("own", "сам вариант"),
        ("nowhere", "nowhere.yaml"),
        ("../../../etc/passwd", "passwd.yaml"),
    ],
)
def test_what_cannot_be_varied_is_said(folder, of, part):
    text = VARIANT.replace("344n-social", of) + "choices: {denominator: all}\n"
    assert part in said(folder, text)


def test_trials_take_each_word_that_the_file_did_not():
    trials = read_trials(SHIPPED / "344n-social.yaml")
    assert trials["choice:formula_version=V-A"].choices.formula_version == "V-A"
    assert trials["choice:rounding.carry=1"].choices.rounding.carry == {
        "indicator": "1",
        "criterion": "1",
    }
    assert "choice:formula_version=V-B" not in trials
    for scenario, tried in trials.items():
        assert tried.code == "344n-social", scenario
        assert len(list(tried.indicators())) == 15


def test_a_choice_that_no_formula_looks_at_is_not_tried():
    found = {one.partition("=")[0] for one in read_trials(SHIPPED / "council-2014.yaml")}
    assert "choice:denominator" in found
    assert not found & {"choice:formula_version", "choice:waiting_precedence"}
    without = read_trials(SHIPPED / "344n-without-waiting.yaml")
    assert not [one for one in without if "waiting" in one]


def test_a_branch_without_a_formula_for_a_word_is_not_tried(folder):
    path = folder / "344n-social.yaml"
    text = path.read_text("utf-8")
    start = text.index("          waiting: {kernel: waiting_points")
    text = text[:start] + text[text.index("\n", start) + 1 :]
    path.write_text(text, encoding="utf-8")
    found = read_trials(path)
    assert "choice:waiting_parts=timeliness" in found
    assert "choice:waiting_parts=waiting" not in found


def test_two_files_of_one_methodology_may_not_be_in_force_on_one_day(folder):
    later = folder / "344n-social-2025.yaml"
    text = (folder / "344n-social.yaml").read_text("utf-8")
    later.write_text(text.replace('from: "2018-10-23"', 'from: "2025-01-01"'), "utf-8")
    with pytest.raises(MethodologyError) as caught:
        read_methodology(later)
    assert "344n-social.yaml" in caught.value.said(Words())
    assert [fault.path for fault in caught.value.faults] == ["valid"]
    first = folder / "344n-social.yaml"
    first.write_text(text.replace('to: ""}\nstatus', 'to: "2024-12-31"}\nstatus'), "utf-8")
    assert read_methodology(later).valid_from == "2025-01-01"
    assert read_methodology(first).valid_to == "2024-12-31"


def test_the_order_without_waiting_halves_the_second_criterion():
    methodology = shipped("344n-without-waiting")
    second = methodology.criteria[1]
    assert [(one.code, str(one.weight)) for one in second.indicators] == [
        ("2.1", "1/2"),
        ("2.3", "1/2"),
    ]
    assert len(list(methodology.indicators())) == 14


def test_the_recommendations_of_2013_are_five_groups_of_ten_points_each_indicator():
    methodology = shipped("391a-points")
    assert (len(methodology.criteria), methodology.high) == (5, 100)
    assert {one.formula.kernel for one in methodology.indicators()} == {"range_points"}
