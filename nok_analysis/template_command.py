"""``nok template``: an empty table to be filled by hand, or the list of all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

TEMPLATE_HELP = _("Write an empty table to be filled by hand, or list them all.")
WIDTH = 24  # of the names in the list

words = Words()
Name = Annotated[str, typer.Argument(help=words.say(_("name of a template; none lists all")))]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help=words.say(_("file to write: xlsx or csv")))
]
Listing = Annotated[bool, typer.Option("--list", help=words.say(_("list the templates")))]


def template(name: Name = "", *, output: Output = None, names: Listing = False) -> None:
    """Write a template, or name every one there is."""
    from nok_analysis import templates

    here = Path.cwd()
    if name and not names:
        path = templates.write_template(name, here, output, words)
        typer.echo(words.say(_("The template is in {file}."), file=path))
        return
    for one, title in templates.listed(here).items():
        typer.echo(f"{one:{WIDTH}}  {words.say(title)}")
