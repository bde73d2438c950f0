"""Markdown cells as HTML: raw HTML is shown as text, small words do not hang at line ends."""

from __future__ import annotations

import re
from functools import lru_cache

import mistune
from markupsafe import Markup

NO_BREAK = "\u00a0"
OVERLEAF = "overleaf"  # tag of a markdown cell whose section starts the sheet's other side
LONE_LETTER = re.compile(r"(?<!\w)([^\W\d_])[ \n](?=\S)")
BEFORE_DASH = re.compile(r"(?<=\S)[ \n](?=[\u2013\u2014](?:\s|$))")
BEFORE_UNIT = re.compile(r"(?<=\d)[ \n](?=[^\W\d_]|%)")


def prose(source: str, tags: list[str] | tuple[str, ...] = ()) -> Markup:
    """Return a markdown cell as HTML in which no markup of the source survives unescaped.

    Parameters
    ----------
    source : str
        Markdown.
    tags : list of str
        Tags of the cell; ``overleaf`` starts the second side of a printed sheet.

    Examples
    --------
    >>> str(prose("## What & why")).strip()
    '<h2>What &amp; why</h2>'
    """
    html = str(_markdown()(source))
    if OVERLEAF in tags:
        html = html.replace("<h2>", f'<h2 class="{OVERLEAF}">', 1)
    return Markup(html)  # mistune has escaped all of the source


def unbroken(text: str) -> str:
    """Return `text` with no-break spaces after one-letter words, before dashes and units.

    Examples
    --------
    >>> unbroken("a 5 km walk").replace(NO_BREAK, "_")
    'a_5_km walk'
    """
    text = LONE_LETTER.sub(rf"\1{NO_BREAK}", text)
    return BEFORE_UNIT.sub(NO_BREAK, BEFORE_DASH.sub(NO_BREAK, text))


class _Renderer(mistune.HTMLRenderer):
    def text(self, text: str) -> str:
        return super().text(unbroken(text))


@lru_cache(maxsize=1)
def _markdown() -> mistune.Markdown:
    return mistune.Markdown(renderer=_Renderer(escape=True))
