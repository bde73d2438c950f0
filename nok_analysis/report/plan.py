"""The jobs of a quarter: which notebook becomes which page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from nok_analysis.assessment import Assessment
from nok_analysis.circle import slug
from nok_analysis.errors import Fault, ReportError
from nok_analysis.wording import mark_for_catalog as _

_NUMBERED = re.compile(r"\d\d_(?P<name>[a-z]+)")
_NAMED_PAGES = {"summary": "index"}
_PER_INSTITUTION = "institution"
_WORKBENCH = "workbench"


@dataclass(frozen=True, slots=True)
class Job:
    """One page: the notebook that makes it and the file it becomes.

    Attributes
    ----------
    name : str
        File name of the page without ``.html``, relative to the quarter's folder.
    notebook : Path
    institution : str
        Registry code of an institution page; empty for the others.
    """

    name: str
    notebook: Path
    institution: str = ""


def jobs_of(assessment: Assessment) -> tuple[Job, ...]:
    """Return the jobs of a quarter in the order of the notebooks' numbers.

    Raises
    ------
    ReportError
        When the workspace holds no numbered notebook, or two pages would be one file.
    """
    folder = assessment.run.workspace.root / "notebooks"
    found: list[Job] = []
    for notebook in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        match = _NUMBERED.fullmatch(notebook.stem)
        if match is None or match["name"] == _WORKBENCH:
            continue
        name = match["name"]
        if name == _PER_INSTITUTION:
            found += [
                Job(f"institutions/{slug(code)}", notebook, code)
                for code in assessment.shown_institutions()
            ]
        else:
            found.append(Job(_NAMED_PAGES.get(name, name), notebook))
    if not found:
        raise ReportError("{folder}: no numbered notebooks lie here", folder=folder.name)
    _refuse_double(found)
    return tuple(found)


def _refuse_double(jobs: list[Job]) -> None:
    """Refuse pages of one name: one would be lost without a word."""
    first: dict[str, str] = {}
    faults = []
    for job in jobs:
        made_of = job.institution or job.notebook.name
        other = first.setdefault(job.name, made_of)
        if other != made_of:
            faults.append(
                Fault(
                    _("“{one}” and “{other}” would both become {page}; rename one of them"),
                    {"one": other, "other": made_of, "page": f"{job.name}.html"},
                )
            )
    if faults:
        raise ReportError(*faults)
