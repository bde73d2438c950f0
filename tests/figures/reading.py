"""How tests read a drawing: its texts, its numbers, its marks."""

import re
from html import unescape

from defusedxml import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"[+\u2212]?\d+(?:,\d+)?")


def root(svg):
    return ElementTree.fromstring(svg)


def texts(svg):
    """The texts of a drawing in order, as a person sees them."""
    return ["".join(one.itertext()) for one in root(svg).iter(f"{SVG}text")]


def labels(svg):
    """Text, x, y, size, weight and anchor of every label."""
    for one in root(svg).iter(f"{SVG}text"):
        style = one.get("style")
        named = re.search(r"font-size:([\d.]+)px", style)
        size = float(named[1]) if named else float(root(svg).get("font-size"))
        anchor = re.search(r"text-anchor:(\w+)", style)
        yield ("".join(one.itertext()), float(one.get("x")), float(one.get("y")), size,
               "font-weight:700" in style, anchor[1] if anchor else "start")  # fmt: skip


def numbers(text):
    return set(NUMBER.findall(text))


def table_text(grid):
    """Every text of a data table, heads and foot too."""
    heads = [head.text for head in grid.heads]
    cells = [f"{cell.text} {cell.small}" for row in (*grid.rows, *grid.foot) for cell in row]
    return unescape("\n".join([*heads, *cells]))


def column(grid, head):
    """The texts of one column under its head, rows only."""
    place = [one.text for one in grid.heads].index(head)
    return [row[place].text for row in grid.rows]
