"""The sample council's passports on paper: each fills the two sides of one sheet."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from nok_analysis import assess
from nok_analysis.report.exporter import convert

pytestmark = pytest.mark.browser

NOTEBOOK = Path(__file__).parents[2] / "notebooks/05_institution.ipynb"
#: A long name; much that lacks; an indicator held back; too few answers; a group of two.
INSTITUTIONS = ("I01", "I06", "I08", "I09", "I10")


def finished(assessment):
    """The passport's notebook with what its cells show, its parameters left aside."""
    notebook, names = nbformat.read(NOTEBOOK, as_version=4), {}
    for cell in notebook.cells:
        if cell.cell_type != "code" or "parameters" in cell.metadata.get("tags", []):
            continue
        if cell.source.startswith("assessment ="):
            names["assessment"] = assessment
        elif isinstance(ast.parse(cell.source).body[-1], ast.Expr):
            shown = eval(cell.source, names)
            cell.outputs = [nbformat.v4.new_output("display_data", bundle(shown))]
        else:
            exec(cell.source, names)
    return notebook


def bundle(shown):
    if hasattr(shown, "_repr_mimebundle_"):
        return shown._repr_mimebundle_()
    return {"text/html": shown._repr_html_()}


@pytest.mark.parametrize("code", INSTITUTIONS)
def test_a_passport_prints_on_exactly_two_sides(chromium, council, tmp_path, code):
    assessment = assess("2026Q3", start=council, institution=code)
    file = tmp_path / "passport.html"
    file.write_text(convert(finished(assessment), name="passport").html, encoding="utf-8")
    page = chromium.new_page()
    page.goto(file.as_uri())
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
