"""A papermill engine that runs cells in this process: for a fresh fork of a warm parent.

A kernel started for each report costs two seconds of imports; a fork of a process that has them
costs milliseconds (DECISIONS.md, "How reports are rendered"). The process is used once and then
ends, so nothing leaks from one report into another.
"""

from __future__ import annotations

import contextlib
import io
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import Engine, NotebookExecutionManager

Outputs = list[NotebookNode]


class CellTimeoutError(Exception):
    """A cell ran longer than its limit."""


class _Collector:
    """Outputs of the cell being run."""

    def __init__(self) -> None:
        self.outputs: Outputs = []

    def stream(self, name: str, text: str) -> None:
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        else:
            self.outputs.append(new_output("stream", name=name, text=text))


class _Writer(io.TextIOBase):
    """A text stream that becomes stream outputs."""

    def __init__(self, collector: _Collector, name: str) -> None:
        super().__init__()
        self._collector = collector
        self._name = name

    def write(self, text: str) -> int:
        if text:
            self._collector.stream(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    """``display(…)`` becomes a display_data output."""

    collector: _Collector

    def publish(
        self, data: dict[str, Any], metadata: dict[str, Any] | None = None, **_: Any
    ) -> None:
        self.collector.outputs.append(
            new_output("display_data", data=data, metadata=metadata or {})
        )


class _Hook(DisplayHook):
    """The value of a cell's last line becomes an execute_result output."""

    collector: _Collector

    def __call__(self, result: Any = None) -> None:
        if result is None:
            return
        data, metadata = self.shell.display_formatter.format(result)
        if data:
            self.collector.outputs.append(
                new_output(
                    "execute_result",
                    data=data,
                    metadata=metadata,
                    execution_count=self.shell.execution_count,
                )
            )


class _Shell(InteractiveShell):
    """IPython's shell without history, terminal or signals."""

    displayhook_class = _Hook
    display_pub_class = _Publisher

    def collecting(self, collector: _Collector) -> None:
        """Send every output of the next cell to `collector`."""
        self.displayhook.collector = collector
        self.display_pub.collector = collector

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.displayhook.collector.outputs.append(
            new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))
        )


class InProcessEngine(Engine):
    """Runs a notebook's cells in this process, once."""

    @classmethod  # papermill passes a kernel's name; a process of one kind needs none
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: Any
    ) -> NotebookNode:
        """Run each code cell in order and keep its outputs; stop at the first error."""
        seconds = int(kwargs.get("execution_timeout") or 0)
        shell = _Shell.instance()
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            failed = False
            if cell.cell_type == "code":
                cell.outputs, failed = _run(shell, cell.source, seconds)
                cell.execution_count = None
            if failed:
                nb_man.cell_exception(cell, index)
                break
            nb_man.cell_complete(cell, index)
        return nb_man.nb


def _run(shell: _Shell, source: str, seconds: int) -> tuple[Outputs, bool]:
    collector = _Collector()
    shell.collecting(collector)
    with (
        contextlib.redirect_stdout(_Writer(collector, "stdout")),
        contextlib.redirect_stderr(_Writer(collector, "stderr")),
        _limited(seconds),
    ):
        result: ExecutionResult = shell.run_cell(source, store_history=False)
    if not result.success and not any(one.output_type == "error" for one in collector.outputs):
        error = result.error_in_exec or result.error_before_exec
        collector.outputs.append(
            new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[])
        )
    return [nbformat.from_dict(one) for one in collector.outputs], not result.success


@contextlib.contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """Interrupt the cell after `seconds` where the system has alarms."""
    if not seconds or not hasattr(signal, "SIGALRM"):
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        message = f"the cell ran longer than {seconds} s"
        raise CellTimeoutError(message)

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
