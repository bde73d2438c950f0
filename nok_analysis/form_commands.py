"""``nok form …``: forms proposed from exports, and questionnaires handed out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nok_analysis.errors import NokError, RunError
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.forms import Questionnaire

words = Words()
form = typer.Typer(help=words.say(_("Forms: proposed from exports, handed out to people.")))

Export = Annotated[Path, typer.Argument(help=words.say(_("export of a survey")))]
Sheet = Annotated[str, typer.Option("--sheet", help=words.say(_("sheet; the first if empty")))]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help=words.say(_("file to write")))
]
FormName = Annotated[str, typer.Argument(help=words.say(_("form code or file")))]
Registry = Annotated[
    Path | None,
    typer.Option("--registry", help=words.say(_("registry whose institutions are offered"))),
]


@form.command(
    "propose",
    help=words.say(
        _("Propose a form file for an export that no form reads; nothing is guessed.")
    ),
)
def propose_form(file: Export, *, sheet: Sheet = "", output: Output = None) -> None:
    """Print or write a proposed form file, and say what a person must still do."""
    from nok_analysis.drafting import propose

    found = propose(file, sheet=sheet, forms=_known())
    if output is None:
        typer.echo(found.text, nl=False)
    else:
        _write(output, found.text.encode("utf-8"))
    said = words.say(
        _("{mapped} columns are mapped, {unmapped} are left to you."),
        mapped=found.mapped,
        unmapped=found.unmapped,
    )
    typer.echo(said, err=True)
    for remark in found.remarks:
        typer.echo(f"– {remark.said(words)}", err=True)


@form.command(
    "xlsform",
    help=words.say(_("Write a questionnaire as an XLSForm for KoboToolbox, ODK and Enketo.")),
)
def write_xlsform(name: FormName, *, output: Output = None, registry: Registry = None) -> None:
    """Write the workbook of an XLSForm."""
    from nok_analysis.handouts import xlsform
    from nok_analysis.registry import read_registry

    chosen = _questionnaire(name)
    known = read_registry(registry, shown_as=registry.name) if registry else None
    open_now = (
        [one for one in known.institutions.values() if not one.active_to] if known else []
    )
    path = output or Path(f"{chosen.form}.xlsx")
    _write(path, xlsform(chosen, institutions=open_now, words=words))


@form.command("paper", help=words.say(_("Write a questionnaire as a page to be printed.")))
def write_paper(name: FormName, *, output: Output = None) -> None:
    """Write the printable questionnaire."""
    from nok_analysis.handouts import paper

    chosen = _questionnaire(name)
    path = output or Path(f"{chosen.form}.html")
    _write(path, paper(chosen, words=words).encode("utf-8"))


def _questionnaire(name: str) -> Questionnaire:
    from nok_analysis.forms import read_form
    from nok_analysis.handouts.offered import questionnaire
    from nok_analysis.workspace import parameter_file

    path = parameter_file("forms", name, Path.cwd())
    return questionnaire(read_form(path, shown_as=path.name), name)


def _known() -> list[Questionnaire]:
    """Return the workspace's questionnaires; none outside of one, a broken one left out."""
    from nok_analysis.forms import Questionnaire, read_form
    from nok_analysis.workspace import Workspace

    try:
        folder = Workspace.around(Path.cwd()).root / "params/forms"
    except RunError:
        return []
    found = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            one = read_form(path, shown_as=path.name)
        except NokError as error:
            typer.echo(error.said(words), err=True)
            continue
        found += [one] if isinstance(one, Questionnaire) else []
    return found


def _write(path: Path, content: bytes) -> None:
    """Write a new file; one that is there already is never replaced."""
    from nok_analysis.files import replace_file

    if path.exists():
        raise RunError(
            "{file} is there already and is not replaced; name another file with -o", file=path
        )
    replace_file(path, content)
    typer.echo(words.say(_("Written: {file}"), file=path), err=True)
