"""Registers as data: every source of the council, its words and its columns."""

import shutil
from pathlib import Path

import pytest
import yaml

from nok_analysis.contracts import CONTRACTS, PERSONAL
from nok_analysis.errors import FormError
from nok_analysis.folding import fold
from nok_analysis.forms import Register, read_form
from nok_analysis.vocabulary import CODES

PARAMS = Path(__file__).parents[2] / "params"
FORMS = PARAMS / "forms"
CASES = Path(__file__).parents[1] / "cases/forms/register_faults.yaml"
REGISTERS = ["appeals", "counts", "external_ratings", "gatherings", "head_reports", "mentions",
             "opinions", "published_results", "reviews"]  # fmt: skip


def shipped(name):
    return read_form(FORMS / f"{name}.yaml")


def cases():
    read = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return [pytest.param(*one.values(), id=name) for name, one in read.items()]


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_gives_every_column_that_its_table_demands(name):
    form = shipped(name)
    assert isinstance(form, Register)
    made = {"period", "institution", "institution_as_printed", "document", "topic", "question",
            "node", "measure", "form", "source_file", "source_row"}  # fmt: skip
    demanded = {one.name for one in CONTRACTS[form.feeds].columns if not one.nullable}
    assert demanded <= made | set(form.fixed) | {one.name for one in form.fields}


@pytest.mark.parametrize("name", REGISTERS)
def test_headers_and_words_are_known_in_russian_and_in_english(name):
    for one in shipped(name).fields:
        assert one.name in one.column.texts
        assert len(one.column.texts) > 1
        assert all(one.words[fold(word)] == word for word in one.labels)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("mentions", "mention"), ("reviews", "review"), ("appeals", "appeal"),
     ("gatherings", "gathering"), ("opinions", "opinion")],
)  # fmt: skip
def test_the_template_of_a_voice_fixes_its_kind(name, kind):
    assert shipped(name).fixed["kind"] == kind
    assert "text" in PERSONAL
    assert "text" in {one.name for one in shipped(name).fields}


def test_topics_come_from_the_one_list_of_the_council(tmp_path):
    shutil.copytree(PARAMS, tmp_path / "params")
    before = read_form(tmp_path / "params/forms/mentions.yaml")
    advice = tmp_path / "params/advice.yaml"
    advice.write_text(advice.read_text("utf-8") + "  noise: Шум\n", "utf-8")
    after = read_form(tmp_path / "params/forms/mentions.yaml")
    assert after.field("topic").words["шум"] == "noise"
    assert after.sha256 != before.sha256


def test_another_word_in_the_passport_of_the_council_changes_no_digest(tmp_path):
    shutil.copytree(PARAMS, tmp_path / "params")
    passport = tmp_path / "params/council.yaml"
    passport.write_text(passport.read_text("utf-8").replace("заместитель", "помощник"), "utf-8")
    assert (
        read_form(tmp_path / "params/forms/gatherings.yaml").sha256
        == shipped("gatherings").sha256
    )


@pytest.mark.parametrize(("old", "new", "place"), cases())
def test_a_fault_of_a_register_is_placed(old, new, place, tmp_path):
    source = (FORMS / "external_ratings.yaml").read_text(encoding="utf-8")
    assert old in source, old
    path = tmp_path / "params/forms/form.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FormError) as caught:
        read_form(path, shown_as="params/forms/form.yaml")
    assert place in {fault.path for fault in caught.value.faults}
    assert all(fault.code in CODES for fault in caught.value.faults if fault.code)
