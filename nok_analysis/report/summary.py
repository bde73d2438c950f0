"""What a batch says: a line a report while it runs, one page at the end."""

from __future__ import annotations

import json
import sys
from types import TracebackType
from typing import Self

from nok_analysis.report.batch import Batch, Outcome
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

SHOWN = 20
VERDICTS = {
    "ok": _("built"),
    "failed": _("failed"),
    "timed_out": _("took too long"),
    "cut": _("printed too much"),
    "died": _("its process died"),
}


class ProgressBar:
    """One bar on a terminal, one line a report elsewhere; always on stderr."""

    def __init__(self, words: Words, *, shown: bool) -> None:
        self._words = words
        self._shown = shown
        self._bar = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def step(self, outcome: Outcome, of: int) -> None:
        """Show one finished report."""
        if not self._shown:
            return
        if not sys.stderr.isatty():
            verdict = self._words.say(VERDICTS[outcome.verdict])
            sys.stderr.write(f"{outcome.job.name}: {verdict}\n")
            return
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=of, file=sys.stderr, leave=False, unit="")
        self._bar.set_description(outcome.job.name)
        self._bar.update()


def summary_text(batch: Batch, words: Words) -> str:
    """Return the page that ends a batch: what was built, what failed where, what to open."""
    run = batch.assessment.run
    folder = run.workspace.shown(batch.folder)
    failed = [one for one in batch.outcomes if one.verdict != "ok"]
    built, every = len(batch.outcomes) - len(failed), len(batch.outcomes)
    lines = [
        words.period(run.period),
        *(
            words.say(
                "A crash had left the reports of {period} halfway; they are back.",
                period=period,
            )
            for period in batch.put_back
        ),
        words.say("Reports built: {built} of {all}.", built=built, all=every),
        *_evidence(batch, words),
    ]
    if not failed:
        return "\n".join([*lines, words.say("Open {page}", page=f"{folder}/index.html")])
    lines += _first([_failure(one, words) for one in failed], words)
    lines.append(words.say("Nothing was published; drafts: {folder}", folder=folder))
    return "\n".join(lines)


def _evidence(batch: Batch, words: Words) -> list[str]:
    run, manifest = batch.assessment.run, batch.assessment.manifest
    names = ("rows_in", "accepted", "quarantined")
    counts = {name: words.number(int(manifest[name].sum())) for name in names}
    lines = [
        words.say(
            "Rows received {rows_in} = accepted {accepted} + set aside {quarantined}.", **counts
        )
    ]
    if int(manifest["quarantined"].sum()):
        folder = run.workspace.shown(run.data / "quarantine")
        lines.append(words.say("Rows set aside, each with its reason: {folder}", folder=folder))
    messages = [message for _file, _code, message in batch.assessment.refused]
    return lines + _first(messages, words)


def _first(lines: list[str], words: Words) -> list[str]:
    """Return the first lines, and how many more there are."""
    if len(lines) <= SHOWN:
        return lines
    return [*lines[:SHOWN], words.say("… and {n} more", n=len(lines) - SHOWN)]


def _failure(outcome: Outcome, words: Words) -> str:
    place = "" if outcome.cell is None else words.say(", cell {cell}", cell=outcome.cell)
    verdict = words.say(VERDICTS[outcome.verdict])
    return f"{outcome.job.name}{place}: {verdict}. {outcome.message}".rstrip()


def summary_json(batch: Batch) -> str:
    """Return the same facts for programs."""
    return json.dumps(
        {
            "period": str(batch.assessment.run.period),
            "published": batch.published,
            "folder": batch.assessment.run.workspace.shown(batch.folder),
            "reports": [
                {
                    "job": one.job.name,
                    "verdict": one.verdict,
                    "cell": one.cell,
                    "message": one.message,
                    "sha256": one.sha256,
                }
                for one in batch.outcomes
            ],
        },
        ensure_ascii=False,
    )
