"""The seal read back from a notebook: what the frame of its page says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import nbformat

from nok_analysis.errors import ReportError
from nok_analysis.sealing import MIME

TEXTS = ("language", "title", "council", "period_title", "as_of", "home", "site")


@dataclass(frozen=True, slots=True)
class SealRead:
    """The seal of one report.

    Attributes
    ----------
    digest : str
        sha256 of the tables that the report shows.
    language, title, council, period_title, as_of : str
        Words of the frame, already in the page's language.
    home, site : str
        Relative links to the quarter's first page and to the list of quarters; may be empty.
    synthetic : bool
        Demonstration data: the page carries a band that says so.
    sheet : bool
        A passport of one institution, printed on two sides of one sheet.
    link_hosts : tuple of str
        The only hosts that a link of the page may lead to.
    provenance : tuple of (label, text)
    """

    digest: str
    language: str
    title: str
    council: str
    period_title: str
    as_of: str
    home: str
    site: str
    synthetic: bool
    sheet: bool
    link_hosts: tuple[str, ...]
    provenance: tuple[tuple[str, str], ...]


def read_seal(notebook: nbformat.NotebookNode) -> SealRead:
    """Return the one seal of `notebook`.

    Raises
    ------
    ReportError
        When the notebook has no seal, more than one, or one that lacks a part.
    """
    seals = [
        output["data"][MIME]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if MIME in output.get("data", {})
    ]
    if not seals:
        raise ReportError(
            "the report has no seal: its last cell did not run; run the whole notebook, "
            "the last cell calls seal(assessment)"
        )
    if len(seals) > 1:
        raise ReportError(
            "the report has {n} seals, expected one; leave one call of seal(assessment), "
            "in the last cell",
            n=len(seals),
        )
    return _seal(seals[0])


def _seal(found: Any) -> SealRead:  # noqa: ANN401 (JSON of a notebook)
    try:
        page = dict(found["page"])
        pairs = tuple((str(label), str(text)) for label, text in found["provenance"])
        return SealRead(
            str(found["digest"]),
            *(str(page[key]) for key in TEXTS),
            synthetic=bool(page["synthetic"]),
            sheet=bool(page.get("sheet", False)),
            link_hosts=tuple(str(host) for host in page["link_hosts"]),
            provenance=pairs,
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise ReportError(
            "the seal of the report lacks {part}; run the notebook again with this version",
            part=str(fault),
        ) from fault
