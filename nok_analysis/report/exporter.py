"""The house's nbconvert exporter: a finished notebook becomes one self-contained page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import nbformat
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from traitlets import default

from nok_analysis.errors import ReportError
from nok_analysis.report.frame import CONTENTS, PLAIN, SHEET, Frame, labels
from nok_analysis.report.gate import check_page
from nok_analysis.report.page import compose
from nok_analysis.report.prose import prose
from nok_analysis.report.sanitise import allowed_href, clean_body
from nok_analysis.report.seal import MIME, SealRead, read_seal
from nok_analysis.wording import Words

HTML = "text/html"
ONLY_NOTEBOOK = "only-notebook"
SHOWING = frozenset({"draw", "tabulate", "tell"})  # each puts one exhibit on the page
TEMPLATES = Path(__file__).parent / "template"


@dataclass(frozen=True, slots=True)
class Page:
    """One page and the files that lie beside it, by path relative to the page."""

    html: str
    files: dict[str, bytes]


class NokExporter(TemplateExporter):
    """Writes a page of the council's site from a finished notebook.

    Notes
    -----
    Only markdown cells and ``text/html`` outputs reach the page. A notebook with an error,
    with an exhibit that was asked for and did not come, or without its one seal, is refused.
    """

    export_from_notebook = "NOK page"
    output_mimetype = HTML

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "nok"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(TEMPLATES)]

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list[str]:
        return []

    @default("display_data_priority")
    def _display_data_priority_default(self) -> list[str]:
        return [HTML]

    def from_notebook_node(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any] | None = None, **kw: object
    ) -> tuple[str, dict[str, Any]]:
        """Return the page of `nb` and its resources; files beside it in ``outputs``.

        Raises
        ------
        ReportError
            When the notebook failed, is not sealed or holds what may not stand on a page.
        """
        _refuse_errors(nb)
        _refuse_vanished(nb)
        resources = dict(resources or {})
        resources["seal"] = read_seal(nb)
        html, resources = super().from_notebook_node(_shown(nb), resources, **kw)
        del resources["seal"]
        check_page(html)
        return html, resources

    def default_filters(self) -> Iterator[tuple[str, object]]:
        """Yield the filters that the template uses besides those of nbconvert."""
        yield from super().default_filters()
        yield ("prose", prose)
        yield ("finished", self._finished)

    def framed(self, body: str, frame: Frame) -> str:
        """Return `body` inside the shell of a page."""
        template = self.environment.get_template("frame.html.j2")
        return template.render(body=Markup(body), frame=frame.values(), say=labels(frame.words))

    def _finished(self, body: str, resources: dict[str, Any]) -> Markup:
        seal: SealRead = resources["seal"]
        words = Words(seal.language)
        name = str(resources.get("unique_key") or resources["metadata"]["name"])
        tree = clean_body(str(body), link_hosts=seal.link_hosts)
        after = [("provenance", labels(words)["provenance"])] if seal.provenance else []
        page = compose(tree, name=name, words=words, sheet=seal.sheet, after=after)
        resources.setdefault("outputs", {}).update(page.files)
        listed = bool(page.contents) and not seal.sheet
        kind = SHEET if seal.sheet else (CONTENTS if listed else PLAIN)
        return Markup(self.framed(page.html, _frame(seal, words, kind=kind, name=name)))

    def _create_environment(self) -> jinja2.Environment:
        environment = super()._create_environment()
        environment.autoescape = True
        return environment


def convert(notebook: nbformat.NotebookNode, *, name: str) -> Page:
    """Return the checked page of a finished notebook; `notebook` itself is not changed.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed notebook that ends with its seal.
    name : str
        File name of the page without ending; names the files beside it.

    Raises
    ------
    ReportError
        When the notebook failed, is not sealed or does not make a page that passes the gates.
    """
    html, resources = exporter().from_notebook_node(notebook, {"unique_key": name})
    return Page(html, dict(resources.get("outputs", {})))


@lru_cache(maxsize=1)
def exporter() -> NokExporter:
    """Return the one exporter of this process: a new one costs as much as three pages."""
    return NokExporter()


def _refuse_errors(notebook: nbformat.NotebookNode) -> None:
    for position, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise ReportError(
                    "cell {number} of the notebook ended with an error: {kind}: {text}",
                    number=position,
                    kind=output.get("ename", ""),
                    text=output.get("evalue", ""),
                )


def _refuse_vanished(notebook: nbformat.NotebookNode) -> None:
    """Refuse a cell that asks for more exhibits than it put out: none vanishes in silence."""
    for position, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code" or ONLY_NOTEBOOK in cell.metadata.get("tags", []):
            continue
        if _asked(cell.source) > sum(map(_is_shown, cell.outputs)):
            raise ReportError(
                "cell {number} of the notebook asks for an exhibit that the page would lack: "
                "give each a cell of its own, without “;” at its end",
                number=position,
            )


def _asked(source: str) -> int:
    """Return how many lines of a cell ask for an exhibit and nothing else."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # a command of IPython
        return 0
    calls = [one.value for one in statements if isinstance(one, ast.Expr)]
    names = [one.func for one in calls if isinstance(one, ast.Call)]
    return sum(isinstance(one, ast.Name) and one.id in SHOWING for one in names)


def _shown(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a notebook of what readers see; the seal's own output is said by the footer."""
    cells = []
    for cell in notebook.cells:
        if ONLY_NOTEBOOK in cell.metadata.get("tags", []) or cell.cell_type == "raw":
            continue
        shown = nbformat.from_dict({**cell, "source": cell.source})
        if cell.cell_type == "code":
            shown.outputs = [one for one in cell.outputs if _is_shown(one)]
        cells.append(shown)
    return nbformat.from_dict({**notebook, "cells": cells, "metadata": {}})


def _is_shown(output: nbformat.NotebookNode) -> bool:
    data = output.get("data", {})
    return HTML in data and MIME not in data


def _frame(seal: SealRead, words: Words, *, kind: str, name: str) -> Frame:
    ways = [
        (seal.period_title, "" if seal.home == f"{name}.html" else seal.home),
        (words.say("all quarters"), seal.site),
    ]
    for _text, href in ways:
        if not allowed_href(href, seal.link_hosts):
            raise ReportError("the seal of the report leads to “{href}”", href=href)
    return Frame(
        words=words,
        title=seal.title,
        description=words.say(
            "Independent assessment of the quality of services, {period}. {council}.",
            period=seal.period_title, council=seal.council),
        council=seal.council,
        links=tuple((text, href) for text, href in ways if href),
        kind=kind,
        synthetic=seal.synthetic,
        provenance=seal.provenance,
        as_of=words.say("As of {date}.", date=seal.as_of) if seal.as_of else "",
    )  # fmt: skip
