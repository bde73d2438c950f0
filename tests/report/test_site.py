"""The list of quarters: newest first, self-contained, the same frame."""

import re
from fractions import Fraction

import html5lib
import pytest
from markupsafe import Markup

from nok_analysis.errors import ReportError
from nok_analysis.period import Period
from nok_analysis.report.site import InstitutionEntry, QuarterEntry, site_index
from nok_analysis.wording import Words
from tests.report import made


def entry(text, *, mean=Fraction(87), **changed):
    fields = {
        "period": Period.parse(text),
        "title": f"quarter {text}",
        "href": f"{text}/index.html",
        "sentence": "Two improved.",
        "mean": mean,
        "assessed": 7,
        "spark": Markup(made.drawing(f"s{text}", "w")),
        "synthetic": True,
        "council": "Council",
    }
    return QuarterEntry(**(fields | changed))


INSTITUTIONS = (
    InstitutionEntry("ЦСО «Ветеран»", "Центр «Ветеран»", "2026Q3/institutions/veteran.html"),
    InstitutionEntry("Приют", "Приют «Родник»"),
)


@pytest.fixture(scope="module")
def page():
    entries = [entry("2026Q1"), entry("2026Q3"), entry("2026Q2", mean=None, href="")]
    return site_index(entries, INSTITUTIONS, Words("en"), notes=["Five criteria."])


def test_quarters_stand_newest_first(page):
    assert re.findall(r"quarter (\d{4}Q\d)", page) == ["2026Q3", "2026Q2", "2026Q1"]
    assert "quarter 2026Q3</a> · new" in page


def test_a_quarter_says_its_sentence_and_its_mean_in_words(page):
    assert "Two improved." in page
    assert "Mean 87.0 over 7 institutions." in page
    assert "No institution has a score." in page


def test_the_scale_of_the_lines_is_said_once():
    html = site_index([entry("2026Q3")], (), Words("en"), ends=(60, 100))
    assert html.count("scale 60–100") == 1


def test_a_quarter_without_a_report_is_no_link(page):
    assert 'href="2026Q3/index.html"' in page
    assert 'href="2026Q2/index.html"' not in page
    assert 'href=""' not in page


def test_institutions_are_listed_with_the_links_they_have(page):
    assert '<a href="2026Q3/institutions/veteran.html">ЦСО «Ветеран»</a>' in page
    assert "Приют «Родник»" in page


def test_the_page_is_valid_and_loads_nothing(page):
    html5lib.HTMLParser(strict=True).parse(page)
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page)
    assert page.count("<script>") == 1
    assert "Content-Security-Policy" in page


def test_demonstration_data_are_said_so(page):
    assert 'class="demo"' in page
    real = site_index([entry("2026Q3", synthetic=False)], (), Words("en"))
    assert 'class="demo"' not in real


def test_names_are_text_and_nothing_more():
    hostile = InstitutionEntry("<script>alert(1)</script>", "</ul><img src=x onerror=a()>")
    html = site_index(
        [entry("2026Q3", title="<b>x</b>", sentence="<i>y</i>")], [hostile], Words("en")
    )
    assert "&lt;script&gt;" in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<img" not in html


def test_a_link_or_drawing_that_may_not_stand_fails_the_build():
    with pytest.raises(ReportError):
        site_index([entry("2026Q3", href="javascript:alert(1)")], (), Words("en"))
    with pytest.raises(ReportError):
        site_index([entry("2026Q3", spark=Markup("<svg onload=alert(1)/>"))], (), Words("en"))


def test_no_quarter_is_said_in_words():
    with pytest.raises(ReportError, match="nok report"):
        site_index([], (), Words("en"))


def test_the_same_entries_give_the_same_bytes(page):
    entries = [entry("2026Q1"), entry("2026Q3"), entry("2026Q2", mean=None, href="")]
    assert site_index(entries, INSTITUTIONS, Words("en"), notes=["Five criteria."]) == page
