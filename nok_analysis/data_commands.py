"""Commands of one room each: taking in, the registry, the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.housekeeping import Report
    from nok_analysis.judging import Judged

words = Words()
INTAKE_HELP = _(
    "Take received files into the store; set bad rows aside; take corrected rows back."
)


def option(name: str, help_text: str) -> Any:  # noqa: ANN401 (typer's own kind of object)
    """Return an option of a command with its help from the catalog."""
    return typer.Option(name, help=words.say(help_text))


def argument(help_text: str) -> Any:  # noqa: ANN401 (typer's own kind of object)
    """Return an argument of a command with its help from the catalog."""
    return typer.Argument(help=words.say(help_text))


Files = Annotated[list[Path] | None, argument(_("received files"))]
Forms = Annotated[list[str] | None, option("--form", _("form code or file"))]
RegistryFile = Annotated[Path | None, option("--registry", _("registry.csv"))]
DataPeriod = Annotated[str, option("--period", _("quarter of the data"))]
AsOf = Annotated[str, option("--as-of", _("day that counts as today"))]
Json = Annotated[bool, option("--json", _("one JSON object on stdout"))]
Corrected = Annotated[
    list[Path] | None,
    option(
        "--corrected", _("file of rows set aside, corrected, with its column “status” filled")
    ),
]
Who = Annotated[str, option("--by", _("post of the person who corrected"))]
Quarter = Annotated[str, argument(_("quarter or year"))]
RegistryPath = Annotated[Path | None, argument(_("registry.csv; of the newest run if empty"))]
StoreFolder = Annotated[
    Path | None, argument(_("folder of the store; of the newest run if empty"))
]
Remove = Annotated[bool, option("--remove", _("remove what is listed"))]


def show(judged: Judged, *, as_json: bool) -> NoReturn:
    """Print a judgement and end with its exit code."""
    typer.echo(judged.as_json(words) if as_json else judged.as_text(words))
    raise typer.Exit(judged.exit_code)


def intake(
    files: Files = None,
    *,
    form: Forms = None,
    registry: RegistryFile = None,
    period: DataPeriod = "",
    as_of: AsOf = "",
    corrected: Corrected = None,
    by: Who = "",
    as_json: Json = False,
) -> None:
    """Take in, then print the judgement."""
    from nok_analysis import judging

    asked = {
        "files": files or [],
        "forms": form or [],
        "registry": registry,
        "period": period,
        "as_of": as_of,
    }
    judged = (
        judging.take_back(corrected, who=by, **asked) if corrected else judging.take_in(**asked)
    )
    show(judged, as_json=as_json)


registries = typer.Typer(help=words.say(_("The registry of institutions.")))


@registries.command(
    "check", help=words.say(_("Judge a registry, as nok check --registry does."))
)
def check_registry(file: RegistryPath = None, *, as_json: Json = False) -> None:
    """Judge a registry; nothing is written."""
    from nok_analysis import housekeeping, judging

    path = file or housekeeping.newest_run().registry
    judged = judging.judge(
        files=[], forms=[], registry=path, period="", as_of="", run=None, methodology=None
    )
    show(judged, as_json=as_json)


@registries.command(
    "changes", help=words.say(_("Print what changed among institutions between two periods."))
)
def registry_changes(
    first: Quarter, second: Quarter, *, registry: RegistryFile = None, as_json: Json = False
) -> None:
    """Print opened, closed, renamed, merged institutions, and other recipients."""
    from nok_analysis import housekeeping

    _print(housekeeping.registry_changes(first, second, registry), as_json=as_json)


stores = typer.Typer(help=words.say(_("The evidence store.")))


@stores.command("check", help=words.say(_("Compare the store with its manifest.")))
def check_store(folder: StoreFolder = None, *, as_json: Json = False) -> None:
    """Name what is missing or damaged; nothing is written."""
    from nok_analysis import housekeeping

    _print(housekeeping.store_checked(folder), as_json=as_json)


@stores.command("tidy", help=words.say(_("List files that the store no longer names.")))
def tidy_store(
    folder: StoreFolder = None, *, remove: Remove = False, as_json: Json = False
) -> None:
    """List, or remove, what no manifest names."""
    from nok_analysis import housekeeping

    _print(housekeeping.store_tidied(folder, remove=remove), as_json=as_json)


def _print(found: Report, *, as_json: bool) -> NoReturn:
    typer.echo(
        json.dumps(found.as_object, ensure_ascii=False) if as_json else found.as_text(words)
    )
    raise typer.Exit(found.exit_code)
