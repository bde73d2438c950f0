"""What the cells of one notebook put out, as it comes, and where that stops."""

from __future__ import annotations

import io
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

MEGABYTE = 1_000_000
CELL_MB = 2
REPORT_MB = 20
ADDED = "injected-parameters"


class OutputCapError(Exception):
    """A cell or a report put out more than a page could ever show."""

    def __init__(self) -> None:
        super().__init__(f"at most {CELL_MB} MB a cell and {REPORT_MB} MB a report are kept")


class Outputs:
    """The outputs of a notebook's cells, at most 2 MB a cell and 20 MB in all.

    Parameters
    ----------
    copies : dict
        Stream name → file that every text is written to as it comes, or None: what a process
        said before it died is there.
    """

    def __init__(self, copies: dict[str, io.TextIOBase | None]) -> None:
        self._copies = copies
        self._left = REPORT_MB * MEGABYTE
        self._room = 0
        self._found: list[NotebookNode] = []
        self._named: dict[str, list[NotebookNode]] = {}
        self._stale = False
        self.capped: OutputCapError | None = None

    def begin(self) -> None:
        """Begin the next cell."""
        self._found = []
        self._room = min(CELL_MB * MEGABYTE, self._left)

    def stream(self, name: str, text: str) -> None:
        """Add text of a stream; raise when it is too much."""
        self._spend(len(text.encode(errors="replace")))
        last = self._found[-1] if self._found else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        else:
            self._found.append(new_output("stream", name=name, text=text))
        copy = self._copies.get(name)
        if copy is not None:
            copy.write(text)
            copy.flush()

    def show(self, kind: str, data: dict[str, Any], *, name: str = "", **more: object) -> None:
        """Add a display, under a name by which a later one may replace it."""
        self._spend(size_of(data))
        made = new_output(kind, data=data, **more)
        self._found.append(made)
        if name:
            self._named.setdefault(name, []).append(made)

    def replace(self, name: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Put new content into every display of this name, of whatever cell."""
        self._spend(size_of(data))
        for one in self._named.get(name, ()):
            one.update(nbformat.from_dict({"data": data, "metadata": metadata}))

    def clear(self, *, wait: bool) -> None:
        """Drop what the cell has put out so far; with `wait`, when it puts out more."""
        self._stale = wait
        if not wait:
            self._found = []

    def fail(self, error: BaseException, traceback: list[str], text: str) -> None:
        """Add the error that ended a cell."""
        name = type(error).__name__
        self._found.append(new_output("error", ename=name, evalue=text, traceback=traceback))

    @property
    def failed(self) -> bool:
        """Whether an error stands among the outputs of the cell."""
        return any(one.output_type == "error" for one in self._found)

    def of_cell(self) -> list[NotebookNode]:
        """Return what the cell put out."""
        return self._found

    def _spend(self, size: int) -> None:
        if size > self._room:
            self._room = 0  # one that goes on regardless is refused again each time
            self.capped = OutputCapError()
            raise self.capped
        if self._stale:
            self.clear(wait=False)
        self._room -= size
        self._left -= size


class Stream(io.TextIOBase):
    """A text stream that becomes stream outputs."""

    def __init__(self, outputs: Outputs, name: str) -> None:
        super().__init__()
        self._outputs = outputs
        self._name = name

    def write(self, text: str) -> int:
        """Add `text` to the outputs."""
        if text:
            self._outputs.stream(self._name, text)
        return len(text)


def source_place(notebook: NotebookNode, index: int) -> int:
    """Return where a running notebook's cell stands in its source, first = 1.

    papermill adds a cell of parameters, which a person who opens the source does not see.
    """
    ours = [cell for cell in notebook.cells[: index + 1] if ADDED not in _tags(cell)]
    return len(ours)


def size_of_cell(cell: NotebookNode) -> int:
    """Return the bytes of everything that a finished cell put out."""
    return sum(
        size_of(one.get("data", {})) + len(one.get("text", "").encode(errors="replace"))
        for one in cell.get("outputs", [])
    )


def size_of(data: dict[str, Any]) -> int:
    """Return the bytes of a display's representations."""
    return sum(len(str(one).encode(errors="replace")) for one in data.values())


def _tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])
