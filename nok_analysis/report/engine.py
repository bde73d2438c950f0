"""A papermill engine that runs cells in this process: for a fresh fork of a warm parent.

A kernel started for each report costs two seconds of imports; a fork of a process that has them
costs milliseconds (DECISIONS.md, "How reports are rendered"). The process is used once and then
ends, so nothing leaks from one report into another.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager

from nok_analysis.errors import NokError
from nok_analysis.report.outputs import Outputs, Stream, source_place
from nok_analysis.wording import Words


class CellTimeoutError(Exception):
    """A cell ran longer than its limit."""


class _Publisher(DisplayPublisher):
    """``display(…)`` becomes a display_data output."""

    outputs: Outputs

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        name = (transient or {}).get("display_id", "")
        if update:
            self.outputs.replace(name, data, metadata or {})
        else:
            self.outputs.show("display_data", data, name=name, metadata=metadata or {})

    def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 (IPython's own)
        self.outputs.clear(wait=wait)


class _Hook(DisplayHook):
    """The value of a cell's last line becomes an execute_result output."""

    outputs: Outputs
    source = ""

    def __call__(self, result: Any = None) -> None:
        if result is None or self._ends_with_semicolon():
            return
        data, metadata = self.shell.display_formatter.format(result)
        if data:
            count = self.shell.execution_count
            self.outputs.show("execute_result", data, metadata=metadata, execution_count=count)

    def _ends_with_semicolon(self) -> bool:
        return self.semicolon_at_end_of_expression(self.shell.transform_cell(self.source))


class _Shell(InteractiveShell):
    """IPython's shell without history, terminal or signals."""

    displayhook_class = _Hook
    display_pub_class = _Publisher
    words = Words()

    def speaking(self, outputs: Outputs, words: Words) -> None:
        """Send every output to `outputs`, errors of the house in the language of `words`."""
        self.displayhook.outputs = outputs
        self.display_pub.outputs = outputs
        self.words = words

    def ask_exit(self) -> NoReturn:
        """End the notebook: ``exit()`` of a cell is no success."""
        raise SystemExit

    def _showtraceback(self, _etype: type, evalue: BaseException, stb: list[str]) -> None:
        if isinstance(evalue, NokError):
            said = evalue.said(self.words)
            self.displayhook.outputs.fail(evalue, said.splitlines(), said)
        elif isinstance(evalue, SystemExit):  # papermill takes exit() and exit(0) for success
            self.displayhook.outputs.fail(evalue, [], f"exit({evalue})")
        else:
            self.displayhook.outputs.fail(evalue, list(stb), str(evalue))


class InProcessEngine(Engine):
    """Runs a notebook's cells in this process, once."""

    @classmethod  # papermill passes a kernel's name; a process of one kind needs none
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: Any
    ) -> NotebookNode:
        """Run each code cell in order and keep its outputs; stop at the first error.

        Besides papermill's ``execution_timeout``, ``stdout_file`` and ``stderr_file``, the
        engine knows ``words``, the language of the errors, and ``started``, called with the
        place of each cell in the source.
        """
        seconds = int(kwargs.get("execution_timeout") or 0)
        copies = {one: kwargs.get(f"{one}_file") for one in ("stdout", "stderr")}
        started = kwargs.get("started") or (lambda _place: None)
        outputs, shell = Outputs(copies), _Shell.instance()
        shell.speaking(outputs, kwargs.get("words") or Words())
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            started(source_place(nb_man.nb, index))
            if cell.cell_type == "code":
                outputs.begin()
                went_well = _run(shell, outputs, cell.source, seconds)
                cell.outputs, cell.execution_count = outputs.of_cell(), None
                if not went_well:
                    nb_man.cell_exception(cell, index)
                    break
            nb_man.cell_complete(cell, index)
        return nb_man.nb


def _run(shell: _Shell, outputs: Outputs, source: str, seconds: int) -> bool:
    """Run one cell; return whether it went well."""
    shell.displayhook.source = source
    with (
        contextlib.redirect_stdout(Stream(outputs, "stdout")),
        contextlib.redirect_stderr(Stream(outputs, "stderr")),
        _limited(seconds),
    ):
        result: ExecutionResult = shell.run_cell(source, store_history=False)
    error = result.error_in_exec or result.error_before_exec or outputs.capped
    if error is not None and not outputs.failed:  # shown nowhere, or swallowed by the cell
        outputs.fail(error, [], str(error))
    return error is None


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
