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
from nok_analysis.errors import ReportError, reason_of
from nok_analysis.report import folders
from nok_analysis.report.listing import QUARTER, quarter_note, site_page
from nok_analysis.report.outputs import CELL_MB, REPORT_MB
from nok_analysis.report.plan import Job, jobs_of
from nok_analysis.report.pool import run_all
from nok_analysis.report.worker import WARM, Answer, Task
from nok_analysis.run import Limits
from nok_analysis.wording import Words

DRAFTS = ".drafts"
Progress = Callable[["Outcome", int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job.

    Attributes
    ----------
    job : Job
    verdict : str
        ``ok, failed, timed_out, cut, died``.
    cell : int or None
        Cell of the fault in the notebook, first = 1, where one is known.
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
    """The finished batch: its assessment, every outcome, and the folder readers see.

    `put_back` names the periods whose reports an earlier crash had left halfway.
    """

    assessment: Assessment
    outcomes: tuple[Outcome, ...]
    folder: Path
    published: bool
    put_back: tuple[str, ...] = ()


def render(run: str, *, slots: int, engine: str = "nok", progress: Progress) -> Batch:
    """Build the reports of a quarter; readers see all of them or none.

    Parameters
    ----------
    run : str
        Period or run file.
    slots : int
        Reports built at a time.
    engine : str
        ``nok`` (in the worker's own process) or ``kernel`` (papermill's standard engine).
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
        When nothing could be started, or the folder of reports cannot be written: the run,
        its evidence or the folder is wrong.
    """
    assessment = assess(run)
    reports = assessment.run.workspace.root / "reports"
    jobs = jobs_of(assessment)
    with folders.sole_build(reports):
        try:
            put_back = folders.recover(reports)
            built = folders.building(reports, str(assessment.run.period))
            try:
                outcomes = _render_all(assessment, jobs, built, slots, engine, progress)
                return _published(assessment, outcomes, built, reports, put_back)
            finally:
                shutil.rmtree(built, ignore_errors=True)
        except OSError as error:
            raise ReportError(
                "{folder}: the reports could not be written ({reason}); those that readers "
                "see are as they were; free the place or the rights and start again",
                folder=reports.name,
                reason=reason_of(error),
            ) from error


def _render_all(
    assessment: Assessment,
    jobs: tuple[Job, ...],
    built: Path,
    slots: int,
    engine: str,
    progress: Progress,
) -> tuple[Outcome, ...]:
    """Render every job into `built`; return the outcomes in the order of the jobs."""
    run, found = assessment.run, {}

    def done(task: Task, answer: Answer) -> None:
        outcome = _kept(task, answer, built, run.limits, assessment.words)
        found[task.job.name] = outcome
        progress(outcome, len(jobs))

    with tempfile.TemporaryDirectory(prefix="nok-", ignore_cleanup_errors=True) as private:
        warm = Path(private) / "assessment"
        warm.write_bytes(pickle.dumps(known()))
        os.environ[WARM] = str(warm)
        tasks = [_task(assessment, job, Path(private) / str(place), engine)
                 for place, job in enumerate(jobs)]  # fmt: skip
        try:
            run_all(tasks, slots=slots, seconds=run.limits.report_seconds, done=done)
        finally:
            del os.environ[WARM]
    return tuple(found[job.name] for job in jobs)


def _task(assessment: Assessment, job: Job, scratch: Path, engine: str) -> Task:
    run = assessment.run
    scratch.mkdir()
    return Task(
        job=job,
        run=run.file,
        workspace=run.workspace.root,
        scratch=scratch,
        language=run.language,
        cell_seconds=run.limits.cell_seconds,
        memory_mb=run.limits.memory_mb,
        engine=engine,
    )


def _kept(task: Task, answer: Answer, built: Path, limits: Limits, words: Words) -> Outcome:
    """Return the outcome of an answer; its page, or the log of a failed job, is in `built`."""
    page = built / f"{task.job.name}.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    if answer.verdict != "ok":
        if task.log.exists() and task.log.stat().st_size:
            shutil.copyfile(task.log, page.with_suffix(".log"))
        message = answer.message or _explained(answer, limits, words)
        return Outcome(task.job, answer.verdict, answer.cell, message)
    content = answer.html.encode()
    page.write_bytes(content)
    for name, data in sorted(answer.files.items()):
        beside = page.parent / name
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
    return Outcome(task.job, "ok", sha256=hashlib.sha256(content).hexdigest())


def _explained(answer: Answer, limits: Limits, words: Words) -> str:
    """Return what a verdict means that comes without words of its own."""
    if answer.verdict == "cut":
        return words.say(
            "At most {cell} MB a cell and {report} MB a report are kept.",
            cell=CELL_MB,
            report=REPORT_MB,
        )
    if answer.verdict == "timed_out":
        return words.say(
            "The limits are {cell} s a cell and {report} s a report.",
            cell=limits.cell_seconds,
            report=limits.report_seconds,
        )
    return "" if answer.exit_code is None else _ended(answer.exit_code, words)


def _ended(code: int, words: Words) -> str:
    if code < 0:
        return words.say("The system ended it with signal {number}.", number=-code)
    return words.say("It ended itself with exit code {number}.", number=code)


def _published(
    assessment: Assessment,
    outcomes: tuple[Outcome, ...],
    built: Path,
    reports: Path,
    put_back: tuple[str, ...],
) -> Batch:
    period = str(assessment.run.period)
    (built / "run.json").write_bytes(_run_json(outcomes))
    if any(one.verdict != "ok" for one in outcomes):
        drafts = reports / DRAFTS / period
        shutil.rmtree(drafts, ignore_errors=True)
        drafts.parent.mkdir(exist_ok=True)
        built.rename(drafts)
        return Batch(assessment, outcomes, drafts, published=False, put_back=put_back)
    (built / QUARTER).write_bytes(quarter_note(assessment))
    index = site_page(assessment, reports, built)
    final = reports / period
    folders.swap(built, final, listing=reports / "index.html", content=index)
    return Batch(assessment, outcomes, final, published=True, put_back=put_back)


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
