"""What is left of matplotlib's SVG on a page: shapes and text, nothing twice."""

from __future__ import annotations

import re

from nok_analysis.figures.lettering import SMALL
from nok_analysis.figures.palette import BG

USUAL_SIZE = f"font-size:{SMALL:g}px;"  # said once, by the drawing itself
HALO = "halo"  # group of a text that stands over lines
_HALO_STYLE = f"paint-order: stroke; stroke: {BG}; stroke-width: 4; stroke-linejoin: round; "
_TAG = re.compile(r"<(/?)([a-z]+)([^<>]*?)(/?)>")  # text and attributes hold no “<” or “>”
_BETWEEN = re.compile(r">[ \n]+<")
_RING = re.compile(r";stroke[-a-z]*:[^;\"]*")
_STEP = re.compile(r" ?\b([MLCQz])\b ?")
_NOISE = re.compile(
    r"; font-family: 'DejaVu Sans'|text-anchor: start; | transform=\"rotate\([^\"]*\)\""
)


def lean(written: str, prefix: str) -> str:
    """Return what stands after the opening tag, without prolog, styles and matplotlib's ids."""
    _, _, inner = written.partition("</defs>")
    body = _BETWEEN.sub("><", inner.strip())
    body = body.replace(f'<g id="{HALO}"><text style="', f'<g><text style="{_HALO_STYLE}')
    return _TAG.sub(lambda tag: _lean_tag(tag, prefix), body)


def _lean_tag(tag: re.Match[str], prefix: str) -> str:
    end, name, attributes, closed = tag.groups()
    if name == "g":
        return ""
    attributes = re.sub(r"[ \n]+", " ", _NOISE.sub("", attributes)).replace(' "', '"')
    attributes = attributes.replace("; ", ";").replace(": ", ":").replace(USUAL_SIZE, "")
    if name == "use":  # the shape itself says how it is ringed
        attributes = _RING.sub("", attributes)
    elif name == "path":
        attributes = _STEP.sub(r"\1", attributes).replace("stroke-dashoffset:0;", "")
    attributes = attributes.replace(' id="', f' id="{prefix}')
    attributes = attributes.replace(' xlink:href="#', f' href="#{prefix}')
    return f"<{end}{name}{attributes.rstrip()}{closed}>"
