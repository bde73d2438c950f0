"""A finished notebook becomes one page; what may not reach readers does not."""

import base64
import hashlib
import json
import re
import subprocess
import sys

import html5lib
import nbformat
import nbformat.v4 as v4
import pytest

from nok_analysis.errors import ReportError
from nok_analysis.report.exporter import NokExporter, convert
from nok_analysis.report.gate import check_page
from tests.report import made


def test_only_html_outputs_and_markdown_reach_the_page():
    cell = v4.new_code_cell(
        "secret_code()",
        outputs=[
            v4.new_output("stream", name="stdout", text="streamed"),
            v4.new_output("display_data", {"text/plain": "plain text"}),
            v4.new_output("display_data", {"text/markdown": "marked down"}),
            v4.new_output("display_data", {"text/latex": "laid out"}),
            v4.new_output("display_data", {"application/javascript": "alert(1)"}),
            v4.new_output("display_data", {"image/svg+xml": "<svg/>"}),
            v4.new_output("execute_result", {"text/html": "<p>shown result</p>"}),
            v4.new_output("display_data", {"text/html": "<p>shown display</p>"}),
        ],
    )
    page = convert(made.notebook(made.markdown("# Title"), cell), name="index").html
    assert "<p>shown result</p>" in page
    assert "<p>shown display</p>" in page
    hidden = ("secret_code", "streamed", "plain text", "marked down", "laid out", "alert(1)")
    assert not [text for text in hidden if text in page]


def test_cells_for_the_notebook_alone_stay_in_it():
    cells = (made.markdown("# Title"), made.markdown("How to run", "only-notebook"))
    raw = v4.new_raw_cell("raw cell")
    page = convert(made.notebook(*cells, raw), name="index").html
    assert "How to run" not in page
    assert "raw cell" not in page


def test_a_notebook_that_ended_with_an_error_is_refused():
    failed = v4.new_code_cell(
        "1 / 0",
        outputs=[v4.new_output("error", ename="ZeroDivisionError", evalue="by zero")],
    )
    with pytest.raises(ReportError, match="ZeroDivisionError: by zero"):
        convert(made.notebook(made.markdown("# Title"), failed), name="index")


@pytest.mark.parametrize("seals", [0, 2, 3])
def test_a_notebook_without_exactly_one_seal_is_refused(seals):
    cells = [made.markdown("# Title"), *[made.sealed() for _ in range(seals)]]
    with pytest.raises(ReportError):
        convert(v4.new_notebook(cells=cells), name="index")


@pytest.mark.parametrize("part", ["language", "title", "synthetic", "link_hosts", "home"])
def test_a_seal_that_lacks_a_part_is_refused_by_name(part):
    seal = made.sealed()
    del seal.outputs[0].data[made.SEAL]["page"][part]
    with pytest.raises(ReportError) as refused:
        convert(made.notebook(made.markdown("# Title"), seal=seal), name="index")
    assert part in str(refused.value)


def test_the_page_is_valid_html():
    html5lib.HTMLParser(strict=True).parse(convert(made.whole(), name="index").html)


def test_the_policy_names_exactly_the_one_script():
    page = convert(made.whole(), name="index").html
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    assert f"script-src &#39;sha256-{digest}&#39;" in policy or f"'sha256-{digest}'" in policy
    assert "default-src" in policy
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_the_page_loads_nothing():
    page = convert(made.whole(), name="index").html
    assert not re.findall(r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//""", page)
    assert "@import" not in page
    assert not re.findall(r"url\((?!#)", page)


def test_the_frame_says_council_language_and_where_the_numbers_come_from():
    page = convert(made.whole(), name="answers").html
    assert '<html lang="ru">' in page
    assert "Общественный совет" in page
    assert '<a href="index.html">III квартал 2026 года</a>' in page
    assert '<a href="../index.html">' in page
    assert "<dt>Файл прогона</dt><dd>2026Q3.yaml</dd>" in page
    assert 'class="demo"' in page
    assert page.count("<h1>") == 1


def test_the_first_page_of_a_quarter_does_not_link_to_itself():
    assert '<a href="index.html">' not in convert(made.whole(), name="index").html


def test_real_data_carry_no_band():
    assert 'class="demo"' not in convert(made.whole(synthetic=False), name="index").html


def test_the_same_notebook_gives_the_same_bytes_whatever_was_converted_before():
    first = convert(made.whole(), name="index")
    convert(made.minimal(made.figure("other")), name="other")
    again = convert(made.whole(), name="index")
    assert (first.html, first.files) == (again.html, again.files)


@pytest.mark.slow
def test_the_same_notebook_gives_the_same_bytes_in_another_process(tmp_path):
    here = convert(made.whole(), name="index").html
    script = (
        "import hashlib;from nok_analysis.report.exporter import convert;"
        "from tests.report import made;"
        "print(hashlib.sha256(convert(made.whole(),name='index').html.encode()).hexdigest())"
    )
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "COLUMNS": "20",
                   "HOME": str(tmp_path), "PYTHONUTF8": "0"}  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert told.stdout.strip() == hashlib.sha256(here.encode()).hexdigest()


def test_cell_ids_and_metadata_do_not_change_the_bytes():
    one, other = made.whole(), made.whole()
    for position, cell in enumerate(other.cells):
        cell["id"] = f"changed-{position}"
        cell.metadata["papermill"] = {"start_time": "2026-10-10T10:10:10"}
    other.metadata["papermill"] = {"duration": 4.2}
    assert convert(one, name="index").html == convert(other, name="index").html


def test_the_notebook_itself_is_not_changed():
    notebook = made.whole()
    before = json.dumps(notebook, sort_keys=True)
    convert(notebook, name="index")
    assert json.dumps(notebook, sort_keys=True) == before


def test_nbconvert_finds_the_exporter_and_its_files(tmp_path):
    nbformat.write(made.whole(), tmp_path / "report.ipynb")
    html, resources = NokExporter().from_filename(str(tmp_path / "report.ipynb"))
    check_page(html)
    assert "data/report-fig-1.csv" in resources["outputs"]


def test_a_passport_is_a_sheet_with_two_sides_and_no_contents():
    page = convert(made.whole(sheet=True), name="a").html
    assert '<main id="main" class="sheet">' in page
    assert '<section class="overleaf"' in page
    assert page.count('<section class="front"') + page.count('<section class="lead front"') == 2
    assert "<nav" not in page


def test_an_english_page_speaks_english():
    page = convert(made.whole(language="en"), name="index").html
    assert '<html lang="en">' in page
    assert "Figure 1. " in page
    assert "Contents" in page


def test_a_page_in_russian_speaks_russian():
    page = convert(made.whole(), name="index").html
    assert '<span class="no">Рисунок 1. </span>' in page
    assert "Данные рисунка 1 таблицей" in page
    assert 'aria-label="Содержание"' in page
    assert "Скачать index-fig-1.csv (CSV, 1 КБ)" in page
