"""The batch of a quarter: evidence → pages → one complete folder, or a list of what failed."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nok_analysis.assessment import Assessment
from nok_analysis.corridor import assess, known
from nok_analysis.report import folders
from nok_analysis.report.listing import QUARTER, quarter_note, write_site
from nok_analysis.report.plan import Job, jobs_of
from nok_analysis.report.pool import run_all
from nok_analysis.report.worker import WARM, Answer, Task

DRAFTS = ".drafts"
Progress = Callable[["Outcome", int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job.

    Attributes
    ----------
    job : Job
    verdict : str
        ``ok, failed, timed_out, died``.
    cell : int or None
        Cell of the fault, where one is known.
    message : str
        What went wrong, in words.
    sha256 : str
        Hash of the page; empty when there is none.
    """

    job: Job
    verdict: str
    cell: int | None = None
    message: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """The finished batch: its assessment, every outcome, and the folder readers see."""

    assessment: Assessment
    outcomes: tuple[Outcome, ...]
    folder: Path
    published: bool


def render(run: str, *, slots: int, engine: str = "nok", progress: Progress) -> Batch:
    """Build the reports of a quarter; readers see all of them or none.

    Parameters
    ----------
    run : str
        Period or run file.
    slots : int
        Reports built at a time.
    engine : str
        ``nok`` (in the worker's own process) or empty (papermill's standard engine).
    progress : callable
        Called with each outcome and the number of jobs.

    Returns
    -------
    Batch
        `published` is False when any report failed: the old folder then stays as it was and
        what was built lies in ``reports/.drafts/<period>``.

    Raises
    ------
    NokError
        When nothing could be started: the run, its evidence or the folder is wrong.
    """
    assessment = assess(run)
    reports = assessment.run.workspace.root / "reports"
    with folders.sole_build(reports):
        folders.recover(reports)
        jobs = jobs_of(assessment)
        built = folders.building(reports, str(assessment.run.period))
        try:
            outcomes = _render_all(assessment, jobs, built, slots, engine, progress)
            return _published(assessment, outcomes, built, reports)
        finally:
            shutil.rmtree(built, ignore_errors=True)


def _render_all(
    assessment: Assessment,
    jobs: tuple[Job, ...],
    built: Path,
    slots: int,
    engine: str,
    progress: Progress,
) -> tuple[Outcome, ...]:
    """Render every job into `built`; return the outcomes in the order of the jobs."""
    run = assessment.run
    found: dict[str, Outcome] = {}

    def done(task: Task, answer: Answer) -> None:
        found[task.job.name] = _kept(task.job, answer, built)
        progress(found[task.job.name], len(jobs))

    with tempfile.TemporaryDirectory(prefix="nok-") as private:
        warm = Path(private) / "assessment"
        warm.write_bytes(pickle.dumps(known()))
        os.environ[WARM] = str(warm)
        tasks = [
            Task(
                job,
                run.file,
                run.workspace.root,
                run.limits.cell_seconds,
                run.limits.memory_mb,
                engine,
            )
            for job in jobs
        ]
        try:
            run_all(tasks, slots=slots, seconds=run.limits.report_seconds, done=done)
        finally:
            del os.environ[WARM]
    return tuple(found[job.name] for job in jobs)


def _kept(job: Job, answer: Answer, built: Path) -> Outcome:
    if answer.verdict != "ok":
        return Outcome(job, answer.verdict, answer.cell, answer.message)
    page = built / f"{job.name}.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    content = answer.html.encode()
    page.write_bytes(content)
    for name, data in sorted(answer.files.items()):
        beside = page.parent / name
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
    return Outcome(job, "ok", sha256=hashlib.sha256(content).hexdigest())


def _published(
    assessment: Assessment, outcomes: tuple[Outcome, ...], built: Path, reports: Path
) -> Batch:
    period = str(assessment.run.period)
    (built / "run.json").write_bytes(_run_json(outcomes))
    if any(one.verdict != "ok" for one in outcomes):
        drafts = reports / DRAFTS / period
        shutil.rmtree(drafts, ignore_errors=True)
        drafts.parent.mkdir(exist_ok=True)
        built.rename(drafts)
        return Batch(assessment, outcomes, drafts, published=False)
    (built / QUARTER).write_bytes(quarter_note(assessment))
    final = reports / period
    folders.swap(built, final)
    write_site(assessment, reports)
    return Batch(assessment, outcomes, final, published=True)


def _run_json(outcomes: tuple[Outcome, ...]) -> bytes:
    rows = [
        {
            "job": one.job.name,
            "notebook": one.job.notebook.name,
            "institution": one.job.institution,
            "output": f"{one.job.name}.html",
            "output_sha256": one.sha256,
            "verdict": one.verdict,
            "cell": one.cell,
            "message": one.message,
        }
        for one in outcomes
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n"
