"""What a notebook takes: the names in its cell of parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat

from nok_analysis.errors import ReportError

TAG = "parameters"


def check_taken(path: Path, names: Iterable[str]) -> None:
    """Make sure that the notebook takes every parameter it is given: none is passed over.

    Parameters
    ----------
    path : Path
        Source of the notebook.
    names : iterable of str
        Parameters that a report gives it.

    Raises
    ------
    ReportError
        When the cell with the tag ``parameters`` lacks a name: the notebook would show the
        report of what stands in it, not of what was asked.
    """
    taken = set(_taken(nbformat.read(path, as_version=4)))
    for name in names:
        if name not in taken:
            raise ReportError(
                "the notebook does not take “{name}”; write it in the cell with the tag "
                '“parameters”, e.g. {name}: str = ""',
                name=name,
            )


def _taken(notebook: nbformat.NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        if cell.cell_type == "code" and TAG in cell.metadata.get("tags", []):
            for statement in ast.parse(cell.source).body:
                yield from _assigned(statement)


def _assigned(statement: ast.stmt) -> Iterator[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
    yield from (one.id for one in targets if isinstance(one, ast.Name))
