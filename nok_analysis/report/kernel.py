"""papermill's standard engine, a Jupyter kernel for each report, watched and quiet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode
from papermill.engines import NBClientEngine, NotebookExecutionManager

from nok_analysis.report.outputs import (
    CELL_MB,
    MEGABYTE,
    REPORT_MB,
    OutputCapError,
    size_of_cell,
    source_place,
)

QUIET = {
    # A kernel that is asked to end is interrupted first, and says so as if it were an error.
    "shutdown_kernel": "immediate",
    # A kernel warns that it speaks over a port of this machine: known, and not news.
    "extra_arguments": ["--log-level=CRITICAL"],
}


class KernelEngine(NBClientEngine):
    """Runs a notebook in a kernel of its own, ended at once when the notebook has."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: Any
    ) -> NotebookNode:
        """Run the notebook as papermill does.

        ``started``, which papermill does not know, is called with the place of each cell.
        """
        _watch(nb_man, kwargs.pop("started"))
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs, **QUIET)


def _watch(nb_man: NotebookExecutionManager, started: Callable[[int], None]) -> None:
    """Say where each cell begins; stop after one that put out too much."""
    begin, complete = nb_man.cell_start, nb_man.cell_complete

    def begun(cell: NotebookNode, cell_index: int) -> None:
        started(source_place(nb_man.nb, cell_index))
        begin(cell, cell_index)

    def completed(cell: NotebookNode, cell_index: int) -> None:
        complete(cell, cell_index)
        whole = sum(map(size_of_cell, nb_man.nb.cells))
        if size_of_cell(cell) > CELL_MB * MEGABYTE or whole > REPORT_MB * MEGABYTE:
            raise OutputCapError

    nb_man.cell_start, nb_man.cell_complete = begun, completed
