"""The allow-list over a page's body: what does not belong fails the build, nothing is mended.

Three gates one behind another: nh3 writes the body anew from a closed list, the trees before
and after must be the same, and each drawing passes its own closed list.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import nh3

from nok_analysis.errors import ReportError
from nok_analysis.report.drawings import clean_svg
from nok_analysis.report.tree import first_difference, parse

TAGS = frozenset({
    "h1", "h2", "h3", "h4", "p", "a", "b", "strong", "em", "i", "small", "span", "div",
    "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "section", "blockquote", "code", "pre",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption",
    "details", "summary", "img", "sub", "sup", "abbr", "bdi", "wbr",
})  # fmt: skip
EVERYWHERE = frozenset({
    "class", "id", "role", "title", "lang", "dir", "tabindex", "aria-label",
    "aria-labelledby", "aria-describedby", "aria-hidden", "data-exhibit", "data-search",
    "data-l", "data-key", "data-v", "data-svg",
})  # fmt: skip
ATTRIBUTES = {
    "*": set(EVERYWHERE),
    "a": {"href"},
    "th": {"scope"},
    "img": {"src", "alt"},
    "details": {"open"},
    "ol": {"start"},
}
VALUES = {
    "tabindex": re.compile(r"0"),
    "scope": re.compile(r"col|row"),
    "src": re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+"),
    "id": re.compile(r"[A-Za-z][\w.:-]*", re.ASCII),
    "role": re.compile(
        r"table|rowgroup|row|rowheader|columnheader|cell|region|group|img|note|list|listitem"
    ),
}
DRAWING = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL | re.IGNORECASE)
PLACE = "data-svg"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
RELATIVE = re.compile(r"[\w./%~=&?+,@()-]*(#[\w.:-]+)?")


def clean_body(html: str, *, link_hosts: tuple[str, ...] = ()) -> ET.Element:
    """Return the tree of a page's body in which only listed tags and attributes stand.

    Parameters
    ----------
    html : str
        Body of the page: rendered markdown cells and outputs.
    link_hosts : tuple of str
        Hosts that links may lead to, over https only.

    Raises
    ------
    ReportError
        When the body holds anything else. Nothing is taken out silently.
    """
    _no_control_characters(html)
    if PLACE in html:
        raise ReportError("the page holds the reserved attribute {name}", name=PLACE)
    drawings: list[ET.Element] = []

    def keep(found: re.Match[str]) -> str:
        drawings.append(clean_svg(found[0]))
        return f'<span {PLACE}="{len(drawings) - 1}"></span>'

    body = DRAWING.sub(keep, html.replace("\r\n", "\n").replace("\r", "\n"))
    tree = parse(_listed(body, link_hosts))
    _refuse_difference(parse(body), tree)
    _put_back(tree, drawings)
    return tree


def allowed_href(value: str, link_hosts: tuple[str, ...]) -> bool:
    """Return whether a link may stand on a page: inside it, relative, https to a listed host.

    Examples
    --------
    >>> allowed_href("../index.html#fig-1", ()), allowed_href("javascript:alert(1)", ())
    (True, False)
    """
    if RELATIVE.fullmatch(value) and not value.startswith("//"):
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme == "https" and parts.netloc in link_hosts


def _no_control_characters(html: str) -> None:
    found = CONTROL.search(html)
    if found:
        raise ReportError(
            "the page holds the control character U+{code} after “{text}”; clean the name or "
            "text that it came with",
            code=f"{ord(found[0]):04X}",
            text=html[max(0, found.start() - 40) : found.start()],
        )


def _listed(body: str, link_hosts: tuple[str, ...]) -> str:
    return nh3.clean(
        body,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=_value_filter(link_hosts),
        url_schemes={"https", "data"},
        link_rel=None,
        strip_comments=True,
    )


def _value_filter(link_hosts: tuple[str, ...]) -> Callable[[str, str, str], str | None]:
    def kept(_tag: str, name: str, value: str) -> str | None:
        if name == "href":
            return value if allowed_href(value, link_hosts) else None
        pattern = VALUES.get(name)
        return value if pattern is None or pattern.fullmatch(value) else None

    return kept


def _refuse_difference(before: ET.Element, after: ET.Element) -> None:
    element = first_difference(before, after)
    if element is None and (before.text or "") == (after.text or ""):
        return
    shown = before if element is None else element
    attributes = "".join(f" {name}={value!r}" for name, value in shown.attrib.items())
    raise ReportError(
        "the page holds <{tag}{attributes}> “{text}”, which may not stand on a page; text of "
        "data is escaped where it is written, links lead inside or to report.link_hosts",
        tag=shown.tag,
        attributes=attributes[:120],
        text="".join(shown.itertext())[:60],
    )


def _put_back(tree: ET.Element, drawings: list[ET.Element]) -> None:
    """Set each drawing in place of its mark; a mark inside an attribute finds no place."""
    placed = 0
    for parent in list(tree.iter()):
        for position, child in enumerate(parent):
            if PLACE in child.attrib:
                drawing = drawings[int(child.attrib[PLACE])]
                drawing.tail = child.tail
                parent[position] = drawing
                placed += 1
    if placed != len(drawings):
        raise ReportError("a drawing stands where none may stand, inside an attribute")
