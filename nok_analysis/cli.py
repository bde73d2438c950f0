"""``nok``: parses, prints, gives exit codes; every command imports only what it needs.

Exit codes: 0 done, 1 done with losses that are listed, 2 refused, 130 and 143 on signals.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from nok_analysis.data_commands import INTAKE_HELP, intake, registries, stores
from nok_analysis.errors import NokError, RunError, reason_of
from nok_analysis.form_commands import form as form_commands
from nok_analysis.template_command import TEMPLATE_HELP, template
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.judging import Judged

ENGINES = {"warm": "nok", "plain": "kernel"}  # as people name them → as papermill does
DONE, LOSSES, REFUSED, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143

UsageError = typer.BadParameter.__mro__[1]  # typer gives the general kind no public name

words = Words()
app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=words.say(_("Independent quality assessment: from received files to reports.")),
)


def _option(name: str, help_text: str) -> Any:  # noqa: ANN401 (typer's own kind of object)
    return typer.Option(name, help=words.say(help_text))


Period = Annotated[str, typer.Argument(help=words.say(_("quarter (2026Q3) or run file")))]
Tables = Annotated[list[Path], typer.Argument(help=words.say(_("published tables")))]
Name = Annotated[str, typer.Argument(help=words.say(_("code of a methodology, or its file")))]
RunOption = Annotated[
    str, _option("--run", _("run on whose evidence places are compared; the newest if empty"))
]
MaybeFiles = Annotated[list[Path] | None, typer.Argument(help=words.say(_("received files")))]
Folder = Annotated[Path, typer.Argument(help=words.say(_("folder to write into")))]
Forms = Annotated[list[str] | None, _option("--form", _("form code or file"))]
Registry = Annotated[Path | None, _option("--registry", _("registry.csv"))]
DataPeriod = Annotated[str, _option("--period", _("quarter of the data"))]
AsOf = Annotated[str, _option("--as-of", _("day that counts as today"))]
Json = Annotated[bool, _option("--json", _("one JSON object on stdout"))]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", min=0, help=words.say(_("reports built at a time; 0 = one a processor"))
    ),
]
EngineName = Annotated[
    str, _option("--engine", _("warm (default) or plain: a Jupyter kernel for each report"))
]
RunFile = Annotated[Path | None, _option("--run", _("run file to judge"))]
Regime = Annotated[str, _option("--methodology", _("methodology of the tables: code or file"))]
MethodologyPath = Annotated[Path, typer.Argument(help=words.say(_("methodology file")))]
MethodologyFile = Annotated[Path | None, _option("--methodology", _("methodology to judge"))]


@app.command(help=words.say(_("Evaluate a quarter and render its reports.")))
def report(
    period: Period, *, jobs: Jobs = 0, engine: EngineName = "warm", as_json: Json = False
) -> None:
    """Render a quarter and print the summary of the batch."""
    from nok_analysis.report.batch import render
    from nok_analysis.report.summary import ProgressBar, summary_json, summary_text

    if engine not in ENGINES:
        raise RunError(
            "“{value}” is not one of: {allowed}", value=engine[:80], allowed=", ".join(ENGINES)
        )
    with ProgressBar(words, shown=not as_json) as bar:
        batch = render(
            period, slots=jobs or _processors(), engine=ENGINES[engine], progress=bar.step
        )
    typer.echo(summary_json(batch) if as_json else summary_text(batch, words))
    raise typer.Exit(DONE if batch.published else LOSSES)


@app.command(
    help=words.say(
        _("Judge received files, a run, a registry or a methodology; write nothing.")
    )
)
def check(
    files: MaybeFiles = None,
    *,
    form: Forms = None,
    registry: Registry = None,
    period: DataPeriod = "",
    as_of: AsOf = "",
    run: RunFile = None,
    methodology: MethodologyFile = None,
    as_json: Json = False,
) -> None:
    """Judge without writing."""
    from nok_analysis import judging

    judged = judging.judge(
        files=files or [],
        forms=form or [],
        registry=registry,
        period=period,
        as_of=as_of,
        run=run,
        methodology=methodology,
    )
    _print(judged, as_json=as_json)


@app.command(help=words.say(_("Write the synthetic sample council into a folder.")))
def sample(folder: Folder = Path("data/sample")) -> None:
    """Write the sample council."""
    from nok_analysis.sample import write_sample

    write_sample(folder)
    typer.echo(words.say(_("The sample council is in {folder}."), folder=folder))


@app.command(help=words.say(_("Open the workbench in JupyterLab.")))
def lab() -> None:
    """Open JupyterLab with the shipped configuration."""
    from nok_analysis.workspace import Workspace

    root = Workspace.around(Path.cwd()).root
    os.chdir(root)
    config = f"--config={root / 'jupyter_server_config.py'}"
    jupyter = Path(sys.executable).with_name("jupyter")
    os.execv(jupyter, [str(jupyter), "lab", config, "notebooks/00_workbench.ipynb"])


methodology = typer.Typer(help=words.say(_("Methodologies of the workspace.")))
app.add_typer(methodology, name="methodology")


@methodology.command("show", help=words.say(_("Print a methodology as a tree with weights.")))
def show_methodology(name: Name, *, as_json: Json = False) -> None:
    """Print what a methodology is made of."""
    from nok_analysis import regimes

    found = regimes.found(name)
    typer.echo(_dumped(regimes.tree_object(found)) if as_json else regimes.tree(found, words))


@methodology.command(
    "check", help=words.say(_("Judge a methodology, as nok check --methodology does."))
)
def check_methodology(file: MethodologyPath, *, as_json: Json = False) -> None:
    """Judge a methodology; nothing is written."""
    check(methodology=file, as_json=as_json)


@methodology.command(
    "diff", help=words.say(_("Print what differs between two methodologies, and whose place."))
)
def diff_methodologies(
    first: Name, second: Name, *, run: RunOption = "", as_json: Json = False
) -> None:
    """Print the differences of two methodologies and what they do to places."""
    from nok_analysis import regimes

    held = regimes.held_together(first, second, run)
    typer.echo(_dumped(held.as_object()) if as_json else held.as_text(words))


published = typer.Typer(help=words.say(_("Published results of others.")))
app.add_typer(published, name="published")
app.add_typer(form_commands, name="form")
app.add_typer(registries, name="registry")
app.add_typer(stores, name="store")
app.command("intake", help=words.say(INTAKE_HELP))(intake)
app.command("template", help=words.say(TEMPLATE_HELP))(template)


@published.callback()
def _published() -> None:
    """Keep `check` a command of its own, though it is the only one yet."""


@published.command(
    "check", help=words.say(_("Recompute published tables and name what cannot be true."))
)
def check_published(
    files: Tables, *, methodology: Regime = "344n-social", as_json: Json = False
) -> None:
    """Judge tables that others published; nothing is written."""
    from nok_analysis import judging

    _print(judging.judge_published(files, methodology), as_json=as_json)


def main() -> NoReturn:
    """Run a command; whatever goes wrong is said in a sentence, never in a traceback."""
    signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):  # a name of any bytes can be printed anywhere
        stream.reconfigure(errors="backslashreplace")
    try:
        code = app(sys.argv[1:] or ["--help"], prog_name="nok", standalone_mode=False)
    except NokError as error:
        code = _refused(error.said(words))
    except UsageError as error:
        code = _refused(_usage(error))
    except OSError as error:
        code = _refused(_of_system(error))
    except Exception:  # a fault of ours: the sentence for people, the trace into a file
        code = _refused(_internal())
    if code == INTERRUPTED:
        _say_stopped()
    sys.exit(code or DONE)


def _say_stopped() -> None:
    typer.echo(words.say(_("Stopped; the reports that readers see are whole.")), err=True)


def _refused(said: str) -> int:
    typer.echo(said, err=True)
    return REFUSED


def _usage(error: UsageError) -> str:
    """Return what is wrong with a command line, in words of the reader."""
    option, param = getattr(error, "option_name", ""), getattr(error, "param", None)
    command = error.ctx.command_path if error.ctx else "nok"
    if option:
        said = words.say(_("there is no option “{name}”"), name=option[:80])
    elif param is not None:
        said = words.say(_("“{name}” is missing or was not understood"), name=param.opts[0])
    else:
        said = words.say(_("the command was not understood"))
    return words.say(_("{said}; see {command} --help"), said=said, command=command)


def _of_system(error: OSError) -> str:
    return words.say(
        _("{file}: {reason}; nothing that readers see has changed."),
        file=error.filename or "",
        reason=reason_of(error).said(words),
    )


def _internal() -> str:
    with tempfile.NamedTemporaryFile(
        "w", prefix="nok-trace-", suffix=".txt", encoding="utf-8", delete=False
    ) as file:
        file.write(traceback.format_exc())
    return words.say(
        _(
            "This is a fault of the program, not of your files. Send {file} to those who look "
            "after it; nothing that readers see has changed."
        ),
        file=file.name,
    )


def _print(judged: Judged, *, as_json: bool) -> NoReturn:
    typer.echo(judged.as_json(words) if as_json else judged.as_text(words))
    raise typer.Exit(judged.exit_code)


def _dumped(found: object) -> str:
    return json.dumps(found, ensure_ascii=False)


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _terminated(_number: int, _frame: object) -> NoReturn:
    _say_stopped()
    sys.exit(TERMINATED)
