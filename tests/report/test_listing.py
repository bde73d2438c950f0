"""The list of quarters as the folder of reports and the assessment make it."""

import json

import html5lib
import pytest

from nok_analysis.report.listing import QUARTER, quarter_note, site_page
from nok_analysis.wording import Words

RUSSIAN = Words()


@pytest.fixture
def reports(tmp_path, assessment):
    """A folder of reports with a quarter newly built."""
    built = tmp_path / ".2026Q3.new"
    built.mkdir()
    (built / QUARTER).write_bytes(quarter_note(assessment))
    return tmp_path


def links(assessment, reports):
    page = site_page(assessment, reports, reports / ".2026Q3.new").decode()
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return [one.get("href") for one in tree.iter("a") if ".html" in one.get("href", "")]


def test_a_note_says_its_quarter_and_its_pages(assessment):
    note = json.loads(quarter_note(assessment))
    assert note["period"] == "2026Q3"
    assert note["institutions"] == list(assessment.shown_institutions())
    assert note["sentence"].endswith(".")


def test_the_new_quarter_is_listed_before_it_is_in_place(assessment, reports):
    found = links(assessment, reports)
    assert found[0] == "2026Q3/index.html"
    assert "2026Q3/institutions/i01.html" in found


def test_an_institution_leads_to_its_newest_page(assessment, reports):
    older = reports / "2026Q2"
    older.mkdir()
    note = {"period": "2026Q2", "sentence": "Было.", "institutions": ["I01", "I12"]}
    (older / QUARTER).write_text(json.dumps(note), encoding="utf-8")
    found = links(assessment, reports)
    assert "2026Q2/index.html" in found
    assert "2026Q2/institutions/i12.html" in found
    assert "2026Q2/institutions/i01.html" not in found


def test_an_older_quarter_built_later_does_not_take_the_links(assessment, reports):
    newer = reports / "2026Q4"
    newer.mkdir()
    note = {"period": "2026Q4", "sentence": "Стало.", "institutions": ["I01"]}
    (newer / QUARTER).write_text(json.dumps(note), encoding="utf-8")
    assert "2026Q4/institutions/i01.html" in links(assessment, reports)


@pytest.mark.parametrize("note", ["{", "[]", '{"sentence": 1}', ""])
def test_a_damaged_note_costs_a_quarter_its_sentence_alone(assessment, reports, note):
    older = reports / "2026Q2"
    older.mkdir()
    (older / QUARTER).write_text(note, encoding="utf-8")
    (reports / "2026Q1 копия").mkdir()
    assert "2026Q2/index.html" in links(assessment, reports)
