"""Cells run in this process put out what they put out in a kernel, up to a cap."""

import json
import subprocess
import sys

import nbformat
import nbformat.v4 as v4
import pytest

from nok_analysis.report.outputs import (
    CELL_MB,
    MEGABYTE,
    REPORT_MB,
    OutputCapError,
    Outputs,
    source_place,
)

CELLS = (
    'print("one", end=""); print(" line")',
    "import sys\nprint('error stream', file=sys.stderr)",
    "from IPython.display import HTML, clear_output, display",
    'display(HTML("<b>bold</b>"))\n"last value"',
    'handle = display("before", display_id=True)',
    'handle.update("after")',
    'print("dropped"); clear_output(); print("kept")',
    'print("dropped later"); clear_output(wait=True); print("kept too")',
    "async def five():\n    return 5\nawait five()",
    "%env NOK_TEST=1",
    "1;",
    "1/0",
    'print("never reached")',
)
SCRIPT = """
import sys, papermill
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from nok_analysis.report.engine import InProcessEngine
papermill_engines.register("nok", InProcessEngine)
engine, source, target = sys.argv[1:]
try:
    papermill.execute_notebook(source, target, engine_name=engine or None, progress_bar=False)
except PapermillExecutionError as error:
    print(error.cell_index, error.ename, error.evalue)
"""


def run(engine, source, target):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, engine, str(source), str(target)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    cells = nbformat.read(target, as_version=4).cells
    cells = [one for one in cells if one.cell_type == "code"]  # papermill adds its own remarks
    return done.stdout, [joined(map(plain, cell.outputs)) for cell in cells]


def plain(output):
    """Return an output without what a kernel counts."""
    kept = {name: one for name, one in output.items() if name != "execution_count"}
    if output.output_type == "error":
        del kept["traceback"]
    return json.loads(json.dumps(kept))


def joined(outputs):
    """Return outputs with one stream in place of its pieces, which come as they come."""
    found = []
    for one in outputs:
        if found and one["output_type"] == "stream" and found[-1].get("name") == one["name"]:
            found[-1]["text"] += one["text"]
        else:
            found.append(one)
    return found


@pytest.mark.slow
def test_a_cell_puts_out_the_same_in_this_process_and_in_a_kernel(tmp_path):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = v4.new_notebook(
        cells=[v4.new_code_cell(one) for one in CELLS], metadata={"kernelspec": kernel}
    )
    nbformat.write(made, tmp_path / "in.ipynb")
    said, ours = run("nok", tmp_path / "in.ipynb", tmp_path / "ours.ipynb")
    said_there, theirs = run("", tmp_path / "in.ipynb", tmp_path / "theirs.ipynb")
    assert ours == theirs
    assert said == said_there == "11 ZeroDivisionError division by zero\n"
    assert ours[4][0]["data"]["text/plain"] == "'after'"
    assert ours[7] == [{"name": "stdout", "output_type": "stream", "text": "kept too\n"}]


def test_a_cell_that_prints_too_much_is_refused_each_time():
    outputs = Outputs({})
    outputs.begin()
    outputs.stream("stdout", "x" * CELL_MB * MEGABYTE)
    for _ in range(2):
        with pytest.raises(OutputCapError, match="2 MB a cell"):
            outputs.stream("stdout", "x")
    assert len(outputs.of_cell()[0].text) == CELL_MB * MEGABYTE
    assert outputs.capped is not None


def test_a_report_is_capped_over_all_its_cells():
    outputs = Outputs({})
    for _ in range(REPORT_MB // CELL_MB):
        outputs.begin()
        outputs.show("display_data", {"text/html": "ё" * MEGABYTE})
    outputs.begin()
    with pytest.raises(OutputCapError):
        outputs.show("display_data", {"text/html": "x"})


def test_the_place_of_a_cell_is_that_of_its_source():
    tags = {"tags": ["injected-parameters"]}
    cells = [v4.new_code_cell("a"), v4.new_code_cell("b", metadata=tags), v4.new_code_cell("c")]
    notebook = v4.new_notebook(cells=cells)
    assert [source_place(notebook, index) for index in range(3)] == [1, 1, 2]
