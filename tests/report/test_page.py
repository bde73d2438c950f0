"""Numbers of exhibits, references, contents, files; and the gate that broken pages fail."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nok_analysis.errors import ReportError
from nok_analysis.figures.palette import DARK, LIGHT
from nok_analysis.guard import STARTS
from nok_analysis.report.downloads import safe_cell
from nok_analysis.report.exporter import convert
from nok_analysis.report.frame import asset, style
from nok_analysis.report.gate import LARGEST_PAGE, check_page
from nok_analysis.report.page import slug
from tests.report import made


@pytest.fixture(scope="module")
def page():
    return convert(made.whole(language="en"), name="index").html


def test_exhibits_are_numbered_in_document_order_each_kind_for_itself(page):
    assert re.findall(r'id="((?:fig|tab)-\d)"', page) == ["fig-1", "tab-1", "tab-2", "fig-2"]
    assert re.findall(r'<span class="no">([^<]*)</span>', page) == [
        "Figure 1. ", "Table 1. ", "Table 2. ", "Figure 2. "]  # fmt: skip


def test_references_before_and_after_an_exhibit_say_its_number(page):
    assert '<a class="ref" href="#fig-1">Figure 1</a>' in page
    assert '<a class="ref" href="#tab-1">Table 1</a>' in page
    assert "exhibit-" not in page.replace('class="exhibit"', "").replace("data-exhibit", "")


def test_a_reference_to_nothing_fails():
    with pytest.raises(ReportError, match="absent"):
        convert(made.minimal('<a class="ref" href="#exhibit-absent">x</a>'), name="index")


def test_an_exhibit_that_stands_twice_fails():
    with pytest.raises(ReportError, match="exhibit-rating"):
        convert(made.minimal(made.figure() + made.figure()), name="index")


def test_tables_of_eight_rows_keep_the_mark_that_gives_them_a_search_box(page):
    assert page.count(' data-search=""') == 2


def test_contents_list_every_heading_by_a_latin_id(page):
    nav = re.search(r"<nav.*?</nav>", page, re.DOTALL)[0]
    listed = re.findall(r'href="#([^"]+)">([^<]+)<', nav)
    assert listed == [
        ("glavnoe", "Главное"), ("reyting", "Рейтинг"), ("kriterii", "Критерии"),
        ("kachestvo-dannykh", "Качество данных"), ("provenance", "Provenance"),
    ]  # fmt: skip


def test_contents_stand_before_the_sections_but_behind_the_findings():
    cells = [made.markdown(f"## Part {i}\n\ntext") for i in range(3)]
    html = convert(made.notebook(made.markdown("# A"), *cells), name="answers").html
    assert html.index('class="toc"') < html.index("<section")
    findings = made.output('<ol class="key"><li><div>one</div></li></ol>')
    cells = [made.markdown("## Main"), findings, *cells]
    html = convert(made.notebook(made.markdown("# A"), *cells), name="index").html
    assert html.index('class="key"') < html.index('class="toc"') < html.index('id="part-1"')


def test_equal_headings_get_different_ids():
    cells = [made.markdown(f"## Итог\n\nтекст {i}") for i in range(3)]
    html = convert(made.notebook(made.markdown("# A"), *cells), name="index").html
    assert re.findall(r'<h2 id="([^"]+)"', html)[:3] == ["itog", "itog-2", "itog-3"]


def test_a_heading_may_be_called_like_a_place_of_the_frame():
    cells = [made.markdown(f"## {name}\n\nтекст") for name in ("Main", "View", "Fig 1", "2026")]
    html = convert(made.notebook(made.markdown("# A"), *cells), name="index").html
    assert re.findall(r'<h2 id="([^"]+)"', html)[:4] == ["main-2", "view-2", "fig-1", "s-2026"]


def test_a_heading_with_nothing_under_it_fails():
    with pytest.raises(ReportError, match="Происхождение"):
        convert(made.notebook(made.markdown("# A\n\n## Происхождение")), name="index")


@given(st.text(max_size=80))
def test_every_heading_makes_an_id_of_latin_letters(text):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))
    assert len(slug(text)) <= 60


def test_each_figure_offers_its_data_as_a_file_beside_the_page(page):
    files = convert(made.whole(language="en"), name="index").files
    assert sorted(files) == ["data/index-fig-1.csv", "data/index-fig-2.csv"]
    assert '<a href="data/index-fig-1.csv">Download index-fig-1.csv (CSV, 1 KB)</a>' in page


def test_the_file_opens_in_a_spreadsheet_and_holds_the_same_numbers():
    content = convert(made.whole(), name="index").files["data/index-fig-1.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Учреждение", "Итог"]
    assert [row[1] for row in rows[1:]] == [
        "93,0", "-7,1", "12345", "88,2", "9,5", "100,0", "81,3", "мало"]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "＝1"])
def test_a_formula_in_a_name_becomes_text(text):
    rows = [(text, "1,0"), ("b", "2,0")]
    content = convert(made.minimal(made.figure(rows=rows)), name="index").files
    cells = list(csv.reader(io.StringIO(content["data/index-fig-1.csv"].decode("utf-8-sig")),
                            delimiter=";"))  # fmt: skip
    assert cells[1][0] == f"'{text}"


@given(st.text(max_size=30))
def test_no_cell_of_a_file_starts_a_formula_unless_it_is_a_number(text):
    cell = safe_cell(text)
    if cell[:1] in STARTS and cell:
        assert re.fullmatch(r"[+-]\d+([,.]\d+)?", cell)


def test_the_name_of_a_page_cannot_lead_out_of_its_folder():
    files = convert(made.minimal(made.figure()), name="../../etc/passwd").files
    assert list(files) == ["data/etc-passwd-fig-1.csv"]


def test_numbering_starts_anew_on_each_page():
    for name in ("one", "two"):
        assert 'id="fig-1"' in convert(made.minimal(made.figure()), name=name).html


def test_markdown_keeps_small_words_and_units_with_what_follows():
    html = convert(made.notebook(made.markdown("# A\n\nв доме 5 балла – и всё")), name="i").html
    assert "в\u00a0доме 5\u00a0балла\u00a0– и\u00a0всё" in html


# ---- the look ----


def variables(block):
    found = dict(re.findall(r"--(\w+):(#[0-9a-f]+)", block))
    return {
        name: colour if len(colour) > 4 else "#" + "".join(2 * sign for sign in colour[1:])
        for name, colour in found.items()
    }


def test_the_style_has_the_colours_that_figures_are_drawn_with():
    css = style()
    assert variables(css.split("}", 1)[0]) == LIGHT
    dark = css.split(":root:not([data-colour]){", 1)[1].split("}", 1)[0]
    assert variables(dark) == DARK


def test_style_and_script_keep_their_weight():
    for kind, more in (("q", ""), ("sheet", ""), ("plain", asset("site.css"))):
        assert len(style(kind, more).encode()) <= 10 * 1024
    assert len(asset("page.js").encode()) <= 8 * 1024


def test_a_page_of_everything_is_light(page):
    assert len(page.encode()) < 60_000


# ---- the gate ----

BROKEN = {
    "no language": ("<html lang=", "<html data-x="),
    "two main headings": ("</h1>", "</h1><h1>Again</h1>"),
    "no main heading": ("<h1>III квартал 2026 года</h1>", ""),
    "a skipped heading": ("</h1>", "</h1><h3>Too deep</h3>"),
    "an id twice": ("<h1>", '<h1 id="main">'),
    "a link to nothing": ('href="#fig-1"', 'href="#fig-9"'),
    "a label of nothing": ('aria-labelledby="rating-w-t ', 'aria-labelledby="gone '),
    "a picture without text": ("</h1>", '</h1><img src="data:image/png;base64,AA" alt="">'),
    "the exporter's own text for a picture": (
        "</h1>",
        '</h1><img src="data:image/png;base64,AA" '
        'alt="No description has been provided for this image">',
    ),
    "a drawing without description": (
        '<desc id="rating-w-d">Полосы восьми учреждений, от 81,3 до 93,0.</desc>',
        '<desc id="rating-w-d"> </desc>',
    ),
    "a table without caption": ("<caption>Итог, баллы</caption>", ""),
    "a head without scope": ('scope="col"', ""),
    "not a number": (">94,7<", ">nan<"),
    "an infinite number": (">94,7<", ">inf<"),
    "None": (">94,7<", ">None<"),
    "an empty cell": (">94,7<", "><"),
    "a script from outside": (
        "</main>",
        '<script src="https://example.org/a.js"></script></main>',
    ),
    "a picture from outside": (
        "</main>",
        '<img src="http://example.org/a.png" alt="word"></main>',
    ),
    "a style from outside": ("</main>", '<link rel="stylesheet" href="a.css"></main>'),
    "an import in the style": ("<style>", "<style>@import 'a.css';"),
    "a font from outside": ("<style>", "<style>a{background:url(https://example.org/a)}"),
    "live code": ("</main>", '<p onclick="alert(1)">x</p></main>'),
    "a live link": ("</main>", '<a href="javascript:alert(1)">x</a></main>'),
    "a form": ("</main>", '<form action="a"></form></main>'),
    "an address in memory": ("</main>", "<p>&lt;Chart object at 0x7f3a2c1d9e50&gt;</p></main>"),
    "a traceback": ("</main>", "<p>Traceback (most recent call last)</p></main>"),
    "too heavy": ("</main>", f"<p>{'x' * LARGEST_PAGE}</p></main>"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_the_gate_refuses(page, broken):
    whole, part = broken
    assert whole in page
    with pytest.raises(ReportError):
        check_page(page.replace(whole, part, 1))


def test_the_gate_lets_a_good_page_pass_and_names_every_fault_of_a_bad_one(page):
    check_page(page)
    worse = page.replace("<html lang=", "<html data-x=").replace(">94,7<", ">nan<")
    with pytest.raises(ReportError) as refused:
        check_page(worse)
    assert len(refused.value.faults) == 2
