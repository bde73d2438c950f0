"""What figures and tables share: cells with addresses, and the one table renderer.

Every result shown carries its address ``<table>/<key…>/<column>`` in ``data-key`` and the shown
number in ``data-v``, so that a page can be held against the data it came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup, escape

from nok_analysis.wording import Words

SEARCHED_FROM = 8  # rows from which a table gets its search box


def address(table: str, *key: str, column: str) -> str:
    """Return the address of one number of a derived table.

    Examples
    --------
    >>> address("scores", "344n-social", "2026Q3", "I02", "5.3", column="value")
    'scores/344n-social/2026Q3/I02/5.3/value'
    """
    parts = [quote(part, safe=":") or "-" for part in key]
    return "/".join([table, *parts, column])


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it is shown.

    Attributes
    ----------
    text : str
        What stands in the cell: a number already worded, or the reason why there is none.
    key : str
        Address of the number; empty when the cell holds no result.
    mark, tone : str
        Verdict mark and tone of ``wording.verdicts.look``.
    small : str
        Second line in small type.
    href : str
        Relative link; empty for none.
    is_word : bool
        A reason in words where a number would stand.
    is_text : bool
        Text, set left; numbers are set right.
    bold : bool
        The number that the row is about.
    """

    text: str
    key: str = ""
    mark: str = ""
    tone: str = ""
    small: str = ""
    href: str = ""
    is_word: bool = False
    is_text: bool = False
    bold: bool = False

    def html(self, tag: str = "td", *, label: str = "") -> Markup:
        """Return the cell as HTML."""
        inner = escape(self.text)
        if self.href:
            inner = Markup('<a href="{}">{}</a>').format(self.href, inner)
        if self.mark:
            inner = Markup('<span class="mk {}">{}</span> {}').format(
                self.tone, self.mark, inner
            )
        if self.bold:
            inner = Markup("<b>{}</b>").format(inner)
        if self.small:
            inner += Markup("<small>{}</small>").format(self.small)
        return Markup("<{}{}>{}</{}>").format(
            Markup(tag), self._attributes(tag, label), inner, Markup(tag)
        )

    def _attributes(self, tag: str, label: str) -> Markup:
        names = "" if self.is_text or tag == "th" else "r"
        if self.is_word:
            names = f"{names} wd".strip()
        elif self.tone:
            names = f"{names} {self.tone}".strip()
        found = Markup(' scope="row" role="rowheader"' if tag == "th" else ' role="cell"')
        if names:
            found += Markup(' class="{}"').format(names)
        if label:
            found += Markup(' data-l="{}"').format(label)
        if self.key:
            found += Markup(' data-key="{}" data-v="{}"').format(self.key, self.text)
        return found


@dataclass(frozen=True, slots=True)
class Head:
    """A column head: its text, whether it stands over text, and a note for small screens."""

    text: str
    is_text: bool = False

    def html(self) -> Markup:
        """Return the head as HTML."""
        right = "" if self.is_text else ' class="r"'
        return Markup('<th scope="col" role="columnheader"{}>{}</th>').format(
            Markup(right), self.text
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """Heads, rows (the first cell is the row's head) and foot rows of one table."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[Cell, ...], ...] = ()

    def html(self, *, caption: Markup, names: str = "") -> Markup:
        """Return the whole table as HTML, roles written out."""
        head = Markup("").join(one.html() for one in self.heads)
        body = Markup("").join(self._row(row) for row in self.rows)
        foot = Markup("").join(self._row(row) for row in self.foot)
        return Markup(
            '<table role="table"{names}>{caption}<thead role="rowgroup"><tr role="row">{head}'
            '</tr></thead><tbody role="rowgroup">{body}</tbody>{foot}</table>'
        ).format(
            names=Markup(' class="{}"').format(names) if names else "",
            caption=caption,
            head=head,
            body=body,
            foot=Markup('<tfoot role="rowgroup">{}</tfoot>').format(foot) if foot else "",
        )

    def _row(self, row: tuple[Cell, ...]) -> Markup:
        first, *rest = row
        cells = [first.html("th")]
        cells += [
            cell.html(label=head.text) for cell, head in zip(rest, self.heads[1:], strict=True)
        ]
        return Markup('<tr role="row">{}</tr>').format(Markup("").join(cells))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page: a caption that says the finding, a grid, a note.

    Attributes
    ----------
    name : str
        Name in the registry of tables; links of the page refer to it.
    headline : str
        The finding, a sentence.
    subtitle : str
        Measure, unit, period, codes.
    grid : Grid
    note : str
        Marks explained, n and method.
    layout : str
        How narrow screens show it: ``mx`` (name above numbers) or ``st2`` (stacked).
    folded : str
        What stands for the table until a reader opens it; empty = it stands open. Paper goes
        without a folded table.
    """

    name: str
    headline: str
    subtitle: str
    grid: Grid
    note: str = ""
    layout: str = "st2"
    folded: str = ""

    def _repr_html_(self) -> str:
        caption = Markup(
            '<caption><span class="no"></span>{}<span class="st">{}</span></caption>'
        )
        table = self.grid.html(caption=caption.format(self.headline, self.subtitle))
        many = Markup(" data-search") if len(self.grid.rows) >= SEARCHED_FROM else ""
        whole = Markup(
            '<div class="tbl {}" id="exhibit-{}" data-exhibit="table"{}>{}</div>{}'
        ).format(self.layout, self.name, many, table, _note(self.note))
        if not self.folded:
            return str(whole)
        return str(
            Markup('<details class="fold"><summary>{}</summary>{}</details>').format(
                self.folded, whole
            )
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """Computed prose: HTML built with markupsafe only, never from unescaped text."""

    html: Markup

    def _repr_html_(self) -> str:
        return str(self.html)


def paragraph(text: str | Markup, *, names: str = "") -> Markup:
    """Return one paragraph of escaped text."""
    style = Markup(' class="{}"').format(names) if names else ""
    return Markup("<p{}>{}</p>").format(style, text)


def reference(name: str, words: Words) -> Markup:
    """Return a link to an exhibit of the page; the exporter writes its number in."""
    return Markup('<a class="ref" href="#exhibit-{}">{}</a>').format(
        name, words.say("see below")
    )


def _note(text: str) -> Markup:
    return paragraph(text, names="note") if text else Markup("")
