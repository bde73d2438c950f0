"""Our inline SVG: a closed list of elements and attributes, and colours as variables."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from defusedxml import ElementTree as SafeET
from defusedxml.common import DefusedXmlException

from nok_analysis.errors import ReportError
from nok_analysis.figures.palette import LIGHT

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"

ELEMENTS = frozenset({
    "svg", "g", "defs", "title", "desc", "path", "line", "polyline", "polygon", "rect",
    "circle", "ellipse", "text", "tspan", "use", "clipPath",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "id", "class", "role", "aria-labelledby", "aria-hidden", "viewBox",
    "preserveAspectRatio", "version", "transform", "x", "y", "x1", "x2", "y1", "y2", "dx",
    "dy", "cx", "cy", "r", "rx", "ry", "d", "points", "width", "height", "clip-path",
    "clip-rule", "fill-rule", "fill", "fill-opacity", "opacity", "stroke", "stroke-width",
    "stroke-opacity", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "paint-order", "font-size", "font-weight",
    "font-style", "font-family", "text-anchor", "dominant-baseline", "letter-spacing",
    "style", "href", "data-key", "data-v",
})  # fmt: skip
PROPERTIES = frozenset({
    "fill", "fill-opacity", "fill-rule", "opacity", "stroke", "stroke-width",
    "stroke-opacity", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "paint-order", "font", "font-size",
    "font-weight", "font-style", "font-family", "font-variant", "font-stretch",
    "line-height", "text-anchor", "dominant-baseline", "letter-spacing", "white-space",
    "clip-rule", "max-width",
})  # fmt: skip
INSIDE = re.compile(r"#[A-Za-z][\w.-]*")
OUTSIDE = re.compile(r"url\((?!#[A-Za-z][\w.-]*\))|[\\@]|script|expression", re.IGNORECASE)
HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
SHORT_HEX = 4
TOKENS = {colour: token for token, colour in LIGHT.items()}
TOKENS["#000000"] = "ink"  # matplotlib's own black, of shapes whose colour is not named


def clean_svg(svg: str) -> ET.Element:
    """Return the tree of one drawing, every colour a variable of the page.

    Parameters
    ----------
    svg : str
        One element ``<svg>``, well formed.

    Raises
    ------
    ReportError
        When the drawing holds anything outside the closed lists, lacks its text alternative
        or uses a colour that is not in the page's style.
    """
    try:
        root = SafeET.fromstring(svg, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError) as fault:
        raise ReportError("a drawing is not well-formed SVG: {why}", why=str(fault)) from fault
    for element in root.iter():
        _bare(element)
    _described(root)
    return root


def _bare(element: ET.Element) -> None:
    """Check one element and take its name space off."""
    element.tag = str(element.tag).removeprefix(SVG)
    if element.tag not in ELEMENTS:
        raise ReportError("a drawing holds <{tag}>, which is not allowed", tag=element.tag)
    attributes = {
        name.removeprefix(XLINK).removeprefix(XML): value
        for name, value in element.attrib.items()
    }
    for name, value in attributes.items():
        if not _allowed(name, value):
            raise ReportError(
                "a drawing holds {name}=“{value}” in <{tag}>, which is not allowed",
                name=name, value=value[:80], tag=element.tag,
            )  # fmt: skip
    element.attrib.clear()
    element.attrib.update({name: _themed(name, value) for name, value in attributes.items()})


def _allowed(name: str, value: str) -> bool:
    if name not in ATTRIBUTES or OUTSIDE.search(value):
        return False
    if name == "href":
        return INSIDE.fullmatch(value) is not None
    if name == "style":
        named = {part.split(":")[0].strip() for part in value.split(";") if part.strip()}
        return named <= PROPERTIES
    return True


def _themed(name: str, value: str) -> str:
    return HEX.sub(_variable, value) if name in {"fill", "stroke", "style"} else value


def _variable(found: re.Match[str]) -> str:
    token = TOKENS.get(_long(found[0].lower()))
    if token is None:
        raise ReportError(
            "a drawing uses the colour {colour}, which the page's style does not have; "
            "take one of {colours}",
            colour=found[0],
            colours=", ".join(TOKENS),
        )
    return f"var(--{token})"


def _long(colour: str) -> str:
    if len(colour) != SHORT_HEX:
        return colour
    return "#" + "".join(2 * digit for digit in colour[1:])


def _described(root: ET.Element) -> None:
    title, desc = root.findtext("title", ""), root.findtext("desc", "")
    if root.get("aria-hidden") == "true":
        return
    if root.tag != "svg" or root.get("role") != "img" or not title.strip() or not desc.strip():
        raise ReportError(
            "the drawing “{title}” lacks role=img, a title or a description", title=title[:60]
        )
    if "viewBox" not in root.attrib:
        raise ReportError("the drawing “{title}” has no viewBox", title=title[:60])
