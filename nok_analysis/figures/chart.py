"""A figure of a page: a frozen value in which nothing may be missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields

from markupsafe import Markup, escape

from nok_analysis.errors import ContractError
from nok_analysis.exhibits import Cell, Grid, Head
from nok_analysis.figures.canvas import Sheet
from nok_analysis.figures.lettering import BASE, ELLIPSIS, LINE, wrapped
from nok_analysis.figures.palette import AXIS
from nok_analysis.wording import Words

LONGEST_ALT = 400
NAMES_HEARD = 3
WIDE = 760
NARROW = 360
_RANGE = re.compile(r"\d[\d,.]*\u2013\d[\d,.]*\d|\d\u2013\d")
_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """One of the two drawings of a figure: its class on the page and its width in units."""

    name: str
    width: float

    @property
    def is_wide(self) -> bool:
        """Whether there is room for columns."""
        return self.name == "w"


LAYOUTS = (Layout("w", WIDE), Layout("n", NARROW))


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with its words and its numbers.

    Attributes
    ----------
    name : str
        Name on the page; links refer to it, ids of the drawings begin with it.
    headline : str
        The finding, a sentence with a verb.
    subtitle : str
        Measure, unit, scale, period.
    svg_wide, svg_narrow : str
        The drawing, 760 and 360 units wide.
    alt : str
        What a reader hears: type, extremes, direction, n; at most 400 characters, every number
        of it stands in `data`.
    reading : str
        The sentence that reads the figure.
    data : Grid
        What is drawn, as a table.
    source : str
        Where the numbers come from.
    n_text : str
        How many answered.
    interval_text : str
        Which intervals are drawn.
    summary : str
        Label of the closed data table.
    marks : str
        What the marks mean; empty where the drawing says it itself.
    is_wordless : bool
        Nothing could be drawn: the drawing is the reason, and the page shows nothing else.
    """

    name: str
    headline: str
    subtitle: str
    svg_wide: str
    svg_narrow: str
    alt: str
    reading: str
    data: Grid
    source: str
    n_text: str
    interval_text: str
    summary: str
    marks: str = ""
    is_wordless: bool = False

    def __post_init__(self) -> None:
        needed = {one.name for one in fields(self)} - {"marks", "is_wordless"}
        empty = sorted(name for name in needed if not getattr(self, name))
        if not self.data.rows:
            empty.append("data.rows")
        if empty:
            raise ContractError(
                "figure “{name}” lacks: {fields}",
                name=self.name or "?",
                fields=", ".join(empty),
            )
        if len(self.alt) > LONGEST_ALT:
            raise ContractError(
                "figure “{name}”: its alternative text is too long", name=self.name
            )

    def _repr_html_(self) -> str:
        return str(
            Markup(
                '<figure id="exhibit-{name}" class="exhibit" data-exhibit="figure">'
                '<p class="t"><span class="no"></span>{headline}</p>'
                '<p class="st">{subtitle}</p>'
                '<div class="svg">{wide}{narrow}</div>{below}</figure>'
            ).format(
                name=self.name,
                headline=self.headline,
                subtitle=_held(self.subtitle),
                wide=Markup(self.svg_wide),  # written by canvas, text escaped there
                narrow=Markup(self.svg_narrow),
                below=Markup("") if self.is_wordless else self._below(),
            )
        )

    def _below(self) -> Markup:
        """Return what stands under a drawing: how to read it, its source, its numbers."""
        return Markup(
            '<p class="read">{reading}</p>'
            '<p class="src">{marks} <span class="from">{source}</span></p>'
            '<details class="data"><summary>'
            '<span class="no-data"></span>{summary}</summary><div class="scroll" '
            'role="region" tabindex="0" aria-label="{summary}: {headline}">{table}</div>'
            "</details>"
        ).format(
            headline=self.headline,
            reading=_held(self.reading),
            summary=self.summary,
            marks=_held(f"{self.interval_text} {self.marks}".strip()),
            source=_held(f"{self.n_text} {self.source}"),
            table=self.data.html(caption=Markup("<caption>{}</caption>").format(self.subtitle)),
        )


def _held(text: str) -> Markup:
    """Return escaped text whose ranges, “1–2”, do not break at the end of a line."""
    return Markup(_RANGE.sub(r'<span class="nw">\g<0></span>', str(escape(text))))


def exhibit_name(*parts: str) -> str:
    """Return a name for the page, of ASCII letters, digits and hyphens.

    Examples
    --------
    >>> exhibit_name("answers", "overall_satisfied")
    'answers-overall-satisfied'
    """
    spelled = (part.encode("ascii", "backslashreplace").decode() for part in parts)
    return "-".join(_UNSAFE.sub("-", part).strip("-") for part in spelled)


def charted(paint: Callable[[Layout], Sheet], *, words: Words, **parts: object) -> Chart:
    """Return the chart of its parts, both drawings made by `paint`.

    Parameters
    ----------
    paint : callable
        Draws one layout.
    **parts
        Every other field of `Chart`, by name.
    """
    wide, narrow = (
        paint(layout).svg(
            str(parts["name"]),
            layout.name,
            title=str(parts["headline"]),
            desc=str(parts["alt"]),
        )
        for layout in LAYOUTS
    )
    summary = words.say("Data of the figure as a table")
    return Chart(svg_wide=wide, svg_narrow=narrow, summary=summary, **parts)


def alternative(*sentences: str) -> str:
    """Return the sentences joined, as many as fit into an alternative text.

    The first ones matter most: type, extremes, direction, n.
    """
    said = ""
    for sentence in sentences:
        longer = f"{said} {sentence}".strip()
        if sentence and len(longer) <= LONGEST_ALT:
            said = longer
    return said


def few_names(names: list[str]) -> str:
    """Return the first names for an alternative text, which counts nothing its table lacks."""
    return ", ".join(names[:NAMES_HEARD]) + (f" {ELLIPSIS}" if len(names) > NAMES_HEARD else "")


def wordless(
    name: str, *, headline: str, subtitle: str, reason: str, source: str, words: Words
) -> Chart:
    """Return the figure of which nothing can be drawn: the reason stands in its place."""

    def paint(layout: Layout) -> Sheet:
        sheet = Sheet(layout.width)
        lines = wrapped(reason, BASE, layout.width - 24)
        sheet.height = 24 + len(lines) * BASE * LINE
        sheet.line((1, 0), (1, sheet.height), AXIS, thick=2)
        sheet.lines((16, 12 + BASE), lines, size=BASE)
        return sheet

    heads = (Head(words.say("Figure"), is_text=True), Head(words.say("Reason"), is_text=True))
    row = (Cell(headline), Cell(reason, is_word=True, is_text=True))
    return charted(
        paint,
        words=words,
        name=name,
        headline=headline,
        subtitle=subtitle,
        alt=alternative(reason),
        reading=reason,
        data=Grid(heads, (row,)),
        source=source,
        n_text=words.say("There is nothing to count."),
        interval_text=words.say("No interval is drawn."),
        is_wordless=True,
    )
