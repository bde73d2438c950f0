"""Notebooks stay thin: prose, then one call; a question is answered in the package."""

import ast
import copy
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NUMBERED = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
REPORTS = [path for path in NUMBERED if not path.stem.endswith("_workbench")]
WORDS = {"assess", "draw", "seal", "tabulate", "tell"}
SHOWS = {"draw", "tabulate"}
PARAMETERS = ["run", "institution"]
MOST_LINES = 6
ALLOWED = (
    ast.Module, ast.ImportFrom, ast.alias, ast.Assign, ast.AnnAssign, ast.Expr, ast.Call,
    ast.keyword, ast.Name, ast.Attribute, ast.Load, ast.Store, ast.Constant,
)  # fmt: skip


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def faults(notebook: nbformat.NotebookNode) -> list[str]:
    """Return everything in which a report's notebook is not thin."""
    return [*_form(notebook), *_frame(notebook), *_cells(notebook)]


def _form(notebook) -> Iterator[str]:
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        yield "not of nbformat 4.5"
    if notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        yield "another kernel than python3"
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.id != f"cell-{number:03d}":
            yield f"{cell.id}: the id does not count the cells"
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
            yield f"{cell.id}: an output or a count is stored"


def _frame(notebook) -> Iterator[str]:
    first, last = notebook.cells[0], notebook.cells[-1]
    titled = first.cell_type == "markdown" and first.source.startswith("# ")
    if not titled or "only-notebook" not in _tags(first):
        yield "does not begin with a title that stays in the notebook"
    if last.source != "seal(assessment)":
        yield "does not end with its seal"
    given = [cell for cell in notebook.cells if "parameters" in _tags(cell)]
    if len(given) != 1:
        yield f"{len(given)} cells of parameters, expected one"
    for cell in given:
        yield from _parameters(cell)
    assessed = [cell for cell in notebook.cells if "assess(" in cell.source]
    if len(assessed) != 1:
        yield f"{len(assessed)} assessments, expected one"


def _parameters(cell) -> Iterator[str]:
    lines = _given(cell)
    written = [re.fullmatch(r'(\w+): str = "[^"]*"  # \S.*', line) for line in lines]
    if not all(written) or [one[1] for one in written] != PARAMETERS[: len(lines)]:
        yield f"{cell.id}: parameters are run and institution, typed and explained"


def _cells(notebook) -> Iterator[str]:
    for before, cell in zip([None, *notebook.cells], notebook.cells, strict=False):
        if cell.cell_type == "markdown":
            yield from _prose(cell)
        elif cell.cell_type == "code":
            yield from _code(cell, before)
        else:
            yield f"{cell.id}: neither prose nor code"


def _prose(cell) -> Iterator[str]:
    if not re.search("[а-яё]", cell.source):
        yield f"{cell.id}: the prose is not Russian"
    if "<" in cell.source:
        yield f"{cell.id}: markup in prose"


def _code(cell, before) -> Iterator[str]:
    if len(cell.source.splitlines()) > MOST_LINES:
        yield f"{cell.id}: more than {MOST_LINES} lines"
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        yield f"{cell.id}: not plain Python"
        return
    if len(tree.body) > 1 and "parameters" not in _tags(cell):
        yield f"{cell.id}: more than one thought"
    for node in ast.walk(tree):
        yield from _node(cell, node)
    called = {node.func.id for node in ast.walk(tree)
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
    if called & SHOWS and (before is None or before.cell_type != "markdown"):
        yield f"{cell.id}: nothing is said before it is shown"


def _node(cell, node) -> Iterator[str]:
    if not isinstance(node, ALLOWED):
        yield f"{cell.id}: {type(node).__name__} belongs into the package"
    if isinstance(node, ast.ImportFrom) and not _is_ours(node):
        yield f"{cell.id}: imports more than the five words"
    if isinstance(node, ast.Call):
        yield from _call(cell, node)
    if isinstance(node, ast.Assign) and not all(
        isinstance(one, ast.Name) for one in node.targets
    ):
        yield f"{cell.id}: assigns to something else than a name"
    if isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
        yield f"{cell.id}: reaches deeper than one field"


def _is_ours(node: ast.ImportFrom) -> bool:
    names = {one.asname or one.name for one in node.names}
    return node.module == "nok_analysis" and not node.level and names <= WORDS


def _call(cell, node: ast.Call) -> Iterator[str]:
    if not isinstance(node.func, ast.Name) or node.func.id not in WORDS:
        yield f"{cell.id}: calls something else than the five words"
    given = [*node.args, *(one.value for one in node.keywords)]
    if any(isinstance(one, ast.Call) for one in given):
        yield f"{cell.id}: a call inside a call"


def _given(cell) -> list[str]:
    """Return the lines of a cell of parameters that are no comment."""
    return [line for line in cell.source.splitlines() if not line.startswith("# ")]


def _tags(cell) -> list[str]:
    return cell.metadata.get("tags", [])


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_notebook_of_a_report_is_thin(path):
    assert faults(read(path)) == []


def test_the_first_five_reports_are_there_under_their_names():
    assert [path.stem for path in REPORTS][:5] == [
        "01_summary", "02_answers", "03_comparison", "04_progress", "05_institution"
    ]  # fmt: skip


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_only_the_page_of_an_institution_has_a_second_parameter(path):
    given = next(cell for cell in read(path).cells if "parameters" in _tags(cell))
    assert len(_given(given)) == 1 + (path.stem == "05_institution")


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_notebook_shows_only_what_the_package_has(path):
    from nok_analysis.passages import PASSAGES
    from nok_analysis.tables import TABLES

    known = {"tell": PASSAGES.names(), "tabulate": TABLES.names()}
    for cell in read(path).cells:
        found = re.match(r'(tell|tabulate)\("([a-z_]+)"', cell.source)
        assert found is None or found[2] in known[found[1]], cell.source


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_an_exhibit_stands_once_on_a_page(path):
    shown = [cell.source for cell in read(path).cells if cell.cell_type == "code"]
    assert len(shown) == len(set(shown))


def source_of(number: int, text: str):
    def broken(notebook):
        notebook.cells[number].source = text

    return broken


def without(number: int):
    def broken(notebook):
        del notebook.cells[number]

    return broken


def of_cell(number: int, **fields: object):
    def broken(notebook):
        notebook.cells[number].update(fields)

    return broken


SHOWN = 8  # place of draw("rating", assessment) in the summary
BROKEN = {
    "imports pandas": (source_of(1, "import pandas as pd"), "belongs into"),
    "imports a room": (source_of(1, "from nok_analysis.tally import count"), "five words"),
    "imports under another name": (source_of(1, "from nok_analysis import draw as d"), "five"),
    "a loop": (source_of(SHOWN, "for one in assessment:\n    draw(one, assessment)"), "For"),
    "a comprehension": (source_of(SHOWN, "[draw(one, run) for one in found]"), "ListComp"),
    "a lambda": (source_of(SHOWN, "later = lambda: 1"), "Lambda"),
    "an operator": (source_of(SHOWN, "more = 1 + 2"), "BinOp"),
    "a comparison": (source_of(SHOWN, "more = assessment == 2"), "Compare"),
    "a subscript": (source_of(SHOWN, 'assessment.scores["value"]'), "Subscript"),
    "a formatted text": (source_of(SHOWN, 'draw(f"{run}", assessment)'), "JoinedStr"),
    "a method": (source_of(SHOWN, "assessment.scores.head()"), "five words"),
    "a deep reach": (source_of(SHOWN, "draw(assessment.run.period, assessment)"), "one field"),
    "a call inside a call": (source_of(SHOWN, 'draw("rating", assess(run))'), "inside a call"),
    "print": (source_of(SHOWN, "print(assessment)"), "five words"),
    "a magic": (source_of(SHOWN, "%matplotlib inline"), "plain Python"),
    "a shell line": (source_of(SHOWN, "!ls"), "plain Python"),
    "two thoughts": (source_of(SHOWN, "seal(assessment)\nseal(assessment)"), "thought"),
    "a long cell": (source_of(SHOWN, "\n" * 6 + "seal(assessment)"), "6 lines"),
    "a field assigned": (source_of(SHOWN, "assessment.run = run"), "than a name"),
    "a chart without prose": (without(SHOWN - 1), "nothing is said"),
    "a chart after a chart": (
        of_cell(SHOWN - 1, cell_type="code", outputs=[], execution_count=None,
                source='draw("rating", assessment)'), "nothing is said"),
    "English prose": (source_of(SHOWN - 1, "## Rating"), "not Russian"),
    "markup in prose": (source_of(SHOWN - 1, "## Рейтинг <b>"), "markup"),
    "a stored output": (of_cell(SHOWN, outputs=[{"output_type": "stream"}]), "is stored"),
    "a stored count": (of_cell(SHOWN, execution_count=1), "is stored"),
    "a random id": (of_cell(SHOWN, id="a1b2c3d4"), "does not count"),
    "no parameters": (of_cell(2, metadata={}), "0 cells of parameters"),
    "parameters twice": (of_cell(3, metadata={"tags": ["parameters"]}), "2 cells of"),
    "an untyped parameter": (source_of(2, 'run = "2026Q3"'), "typed and explained"),
    "a third parameter": (source_of(2, 'threshold: str = "5"  # points'), "typed and"),
    "no title": (without(0), "title"),
    "a title that reaches the page": (of_cell(0, metadata={}), "title"),
    "no seal": (without(-1), "seal"),
    "two assessments": (source_of(SHOWN, "assessment = assess(run)"), "2 assessments"),
    "a raw cell": (of_cell(SHOWN, cell_type="raw"), "neither prose nor code"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_found(name):
    notebook = copy.deepcopy(read(ROOT / "notebooks/01_summary.ipynb"))
    spoil, expected = BROKEN[name]
    spoil(notebook)
    assert any(expected in fault for fault in faults(notebook)), faults(notebook)


def test_the_place_of_the_rating_is_where_the_faults_are_put():
    cell = read(ROOT / "notebooks/01_summary.ipynb").cells[SHOWN]
    assert cell.source == 'draw("rating", assessment)'
