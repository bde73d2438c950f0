"""``nok``: parses, prints, gives exit codes; every command imports only what it needs.

Exit codes: 0 done, 1 done with losses that are listed, 2 refused, 130 and 143 on signals.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

DONE, LOSSES, REFUSED, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143

words = Words()
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=words.say(_("Independent quality assessment: from received files to reports.")),
)

Period = Annotated[str, typer.Argument(help=words.say(_("quarter (2026Q3) or run file")))]
Json = Annotated[bool, typer.Option("--json", help=words.say(_("one JSON object on stdout")))]


@app.command(help=words.say(_("Evaluate a quarter and render its reports.")))
def report(
    period: Period,
    jobs: Annotated[int, typer.Option(help=words.say(_("reports built at a time; 0 = as many "
                                                       "as there are processors")))] = 0,
    engine: Annotated[str, typer.Option(help=words.say(_("warm (default) or plain: a Jupyter "
                                                         "kernel for each report")))] = "warm",
    as_json: Json = False,
) -> None:  # fmt: skip
    from nok_analysis.report.batch import render
    from nok_analysis.report.summary import ProgressBar, summary_json, summary_text

    slots = jobs or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else [0])
    with ProgressBar(shown=not as_json) as bar:
        batch = render(period, slots=slots, engine="nok" if engine == "warm" else "",
                       progress=bar.step)  # fmt: skip
    typer.echo(summary_json(batch) if as_json else summary_text(batch, words))
    raise typer.Exit(DONE if batch.published else LOSSES)


Files = Annotated[list[Path], typer.Argument(help=words.say(_("received files")))]
FormOption = Annotated[list[str], typer.Option("--form", help=words.say(_("form code or file")))]
RegistryOption = Annotated[Path, typer.Option("--registry", help=words.say(_("registry.csv")))]
PeriodOption = Annotated[str, typer.Option("--period", help=words.say(_("quarter of the data")))]
AsOf = Annotated[str, typer.Option("--as-of", help=words.say(_("day that counts as today")))]


@app.command(help=words.say(_("Judge received files, a run, a registry or a methodology; "
                              "write nothing.")))  # fmt: skip
def check(
    files: Annotated[list[Path] | None, typer.Argument(help=words.say(_("received files")))] = None,
    form: Annotated[list[str] | None, typer.Option("--form")] = None,
    registry: Annotated[Path | None, typer.Option("--registry")] = None,
    period: Annotated[str, typer.Option("--period")] = "",
    as_of: Annotated[str, typer.Option("--as-of")] = "",
    run: Annotated[Path | None, typer.Option("--run")] = None,
    methodology: Annotated[Path | None, typer.Option("--methodology")] = None,
    as_json: Json = False,
) -> None:
    from nok_analysis import judging

    judged = judging.judge(
        files=files or [], forms=form or [], registry=registry, period=period, as_of=as_of,
        run=run, methodology=methodology,
    )  # fmt: skip
    typer.echo(judged.as_json(words) if as_json else judged.as_text(words))
    raise typer.Exit(judged.exit_code)


@app.command(help=words.say(_("Take received files into the store; set bad rows aside.")))
def intake(
    files: Files,
    form: FormOption,
    registry: RegistryOption,
    period: PeriodOption,
    as_of: AsOf,
    as_json: Json = False,
) -> None:
    from nok_analysis import judging

    judged = judging.take_in(files=files, forms=form, registry=registry, period=period,
                             as_of=as_of)  # fmt: skip
    typer.echo(judged.as_json(words) if as_json else judged.as_text(words))
    raise typer.Exit(judged.exit_code)


@app.command(help=words.say(_("Write the synthetic sample council into a folder.")))
def sample(
    folder: Annotated[Path, typer.Argument(help=words.say(_("folder to write into")))] = Path(
        "data/sample"
    ),
) -> None:
    from nok_analysis.sample import write_sample

    write_sample(folder)
    typer.echo(words.say(_("The sample council is in {folder}."), folder=folder))


@app.command(help=words.say(_("Open the workbench in JupyterLab.")))
def lab() -> None:
    from nok_analysis.workspace import Workspace

    root = Workspace.around(Path.cwd()).root
    os.chdir(root)
    arguments = ["jupyter", "lab", f"--config={root / 'jupyter_server_config.py'}",
                 "notebooks/00_workbench.ipynb"]  # fmt: skip
    os.execvp(str(Path(sys.executable).with_name("jupyter")), arguments)  # noqa: S606


def main() -> NoReturn:
    """Run a command; whatever goes wrong is said in a sentence, never in a traceback."""
    from nok_analysis.errors import NokError

    signal.signal(signal.SIGTERM, _terminated)
    try:
        app(standalone_mode=True)
    except NokError as error:
        typer.echo(error.said(words), err=True)
        sys.exit(REFUSED)
    except KeyboardInterrupt:
        typer.echo(words.say(_("Interrupted; nothing that readers see has changed.")), err=True)
        sys.exit(INTERRUPTED)
    except OSError as error:
        typer.echo(words.say(_("{file}: {reason}; nothing that readers see has changed."),
                             file=error.filename or "", reason=error.strerror or error), err=True)  # fmt: skip
        sys.exit(REFUSED)
    sys.exit(DONE)


def _terminated(_number: int, _frame: object) -> NoReturn:
    sys.exit(TERMINATED)
