"""What is wrong in a form file is said with file, line and key; everything at once."""

from pathlib import Path

import pytest
import yaml

from nok_analysis.errors import FormError
from nok_analysis.forms import read_form
from nok_analysis.vocabulary import CODES
from nok_analysis.wording import Words

FORMS = Path(__file__).parents[2] / "params/forms"
CASES = Path(__file__).parents[1] / "cases/forms"


def cases(kind):
    """Return the cases of a kind: what is changed in its shipped form, where it is found."""
    text = (CASES / f"{kind}_faults.yaml").read_text(encoding="utf-8")
    return [pytest.param(*one.values(), id=name) for name, one in yaml.safe_load(text).items()]


def faults_of(form, old, new, folder):
    source = (FORMS / f"{form}.yaml").read_text(encoding="utf-8")
    assert old in source, old
    line = source[: source.index(old)].count("\n") + 1
    path = folder / "form.yaml"
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FormError) as caught:
        read_form(path, shown_as="params/forms/form.yaml")
    return caught.value, line


@pytest.mark.parametrize(("old", "new", "place"), cases("questionnaire"))
def test_a_fault_of_a_questionnaire_is_placed(old, new, place, tmp_path):
    error, _line = faults_of("survey-675n-google", old, new, tmp_path)
    assert place in {fault.path for fault in error.faults}
    assert all(fault.file == "params/forms/form.yaml" for fault in error.faults)
    assert all(fault.line is not None and fault.code in CODES for fault in error.faults)


@pytest.mark.parametrize(("old", "new", "place"), cases("checklist"))
def test_a_fault_of_a_checklist_is_placed(old, new, place, tmp_path):
    error, _line = faults_of("premises_accessibility", old, new, tmp_path)
    assert place in {fault.path for fault in error.faults}
    assert all(fault.line is not None and fault.code in CODES for fault in error.faults)


def test_the_line_is_that_of_the_wrong_question(tmp_path):
    error, line = faults_of(
        "survey-675n-google", "asked_if: remote_used", "asked_if: x", tmp_path
    )
    assert [(fault.line, fault.path) for fault in error.faults] == [
        (line, "questions[12].asked_if")
    ]


def test_the_message_quotes_the_value_and_says_what_is_known(tmp_path):
    error, line = faults_of(
        "survey-675n-google", "asked_if: remote_used", "asked_if: x", tmp_path
    )
    assert error.said(Words("en")) == (
        f"params/forms/form.yaml, line {line}, key “questions[12].asked_if”: the form has no "
        "filter “x”; known: stand_used, site_used, has_disability, remote_used"
    )


def test_all_faults_of_a_file_are_said_at_once(tmp_path):
    source = (FORMS / "survey-675n-google.yaml").read_text(encoding="utf-8")
    for old, new in [("channel: web", "channel: fax"), ("code: timely", "code: group"),
                     ("empty_row: quarantine", "empty_row: keep")]:  # fmt: skip
        source = source.replace(old, new)
    path = tmp_path / "form.yaml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(FormError) as caught:
        read_form(path)
    assert [fault.path for fault in caught.value.faults] == [
        "channel",
        "questions[5].code",
        "empty_row",
    ]


@pytest.mark.parametrize(
    ("form", "key"), [("survey-675n-google", "questions"), ("comfort", "items")]
)
def test_a_form_without_questions_or_items_is_refused(form, key, tmp_path):
    source = (FORMS / f"{form}.yaml").read_text(encoding="utf-8")
    kept = [line for line in source.splitlines() if "{code:" not in line]
    path = tmp_path / "form.yaml"
    path.write_text("\n".join(kept).replace(f"{key}:", f"{key}: []"), encoding="utf-8")
    with pytest.raises(FormError) as caught:
        read_form(path)
    assert [fault.path for fault in caught.value.faults] == [key]


def test_a_wait_needs_its_term_and_unit(tmp_path):
    error, _line = faults_of("waiting", "term: {column: Установленный срок}\n", "", tmp_path)
    assert [fault.path for fault in error.faults] == ["term"]


def test_long_rows_need_a_state_or_a_measure(tmp_path):
    source = (FORMS / "waiting.yaml").read_text(encoding="utf-8")
    kept = [
        line
        for line in source.splitlines()
        if line.split(":")[0] not in {"measured", "term", "unit"}
    ]
    path = tmp_path / "form.yaml"
    path.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(FormError) as caught:
        read_form(path)
    assert [fault.path for fault in caught.value.faults] == ["state", "states"]


def test_a_grid_without_group_names_its_columns_by_the_items(tmp_path):
    source = (FORMS / "comfort.yaml").read_text(encoding="utf-8")
    kept = [line for line in source.splitlines() if not line.startswith("grid:")]
    path = tmp_path / "form.yaml"
    path.write_text("\n".join(kept), encoding="utf-8")
    assert read_form(path).grid_group == ""
    path.write_text(
        "\n".join(kept).replace("text: Питьевая вода", "text: Организация"), "utf-8"
    )
    with pytest.raises(FormError, match=r"items\[3\]\.text"):
        read_form(path)


def test_one_question_may_answer_for_two_codes(tmp_path):
    source = (FORMS / "survey-675n-google.yaml").read_text(encoding="utf-8")
    path = tmp_path / "form.yaml"
    kept = [line for line in source.splitlines() if "code: site_" not in line]
    merged = "merged: [[stand_used, site_used], [stand_satisfied, site_satisfied]]"
    path.write_text("\n".join(kept).replace("merged: []", merged), encoding="utf-8")
    assert read_form(path).merged == (
        ("stand_used", "site_used"),
        ("stand_satisfied", "site_satisfied"),
    )


def test_a_branch_may_hang_on_a_filter_that_is_declared_absent(tmp_path):
    source = (FORMS / "survey-675n-google.yaml").read_text(encoding="utf-8")
    path = tmp_path / "form.yaml"
    kept = [line for line in source.splitlines() if "code: has_disability" not in line]
    absent = "absent: [has_disability]"
    path.write_text("\n".join(kept).replace("absent: []", absent), encoding="utf-8")
    form = read_form(path)
    assert form.absent == ("has_disability",)
    assert form.question("accessibility_satisfied").asked_if == "has_disability"


def test_a_missing_file_is_a_fault_of_the_form(tmp_path):
    with pytest.raises(FormError, match=r"params/forms/none\.yaml: "):
        read_form(tmp_path / "none.yaml", shown_as="params/forms/none.yaml")
