"""A sheet in page pixels, drawn with matplotlib and written as lean, deterministic SVG.

One unit is one CSS pixel; y grows downwards. No axes: every label and line is placed, which
costs a tenth of matplotlib's axis machinery, and like shapes go into one collection.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

import matplotlib as mpl
from markupsafe import escape
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D

from nok_analysis.figures.lean import HALO, lean
from nok_analysis.figures.lettering import LINE, SMALL
from nok_analysis.figures.palette import BG, INK2, C

UNITS_AN_INCH = 72  # the SVG backend writes points; at 72 an inch a point is a unit
DASH = (0, (4, 3))
RING = 1.2
NO_EDGE = NO_FILL = "none"
OPEN_SIGN = "\u25c7"
ANCHORS = {"start": "left", "middle": "center", "end": "right"}
_RC = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "nok",  # ids do not depend on chance
    "text.parse_math": False,  # “$” in a name is a dollar sign
    "lines.scale_dashes": False,
    "font.family": "DejaVu Sans",
}
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_FONTS = "'PT Sans','Golos Text',Arial,'Liberation Sans','DejaVu Sans',sans-serif"

Point = tuple[float, float]


class _Label(Artist):
    """A text placed by its anchor: matplotlib's own costs six times as much for its layout.

    The renderer asks the artist for position and alignment, as it would ask a `Text`.
    """

    def __init__(self, at: Point, anchor: str) -> None:
        super().__init__()
        self._at, self._anchor = at, anchor
        self.text, self.color, self.halo = "", "", False
        self.font: FontProperties | None = None

    def get_unitless_position(self) -> Point:
        """Return the anchor in units of the sheet."""
        return self._at

    def get_ha(self) -> str:
        """Return the alignment in matplotlib's words."""
        return ANCHORS[self._anchor]

    def draw(self, renderer: RendererBase) -> None:
        """Write the text at its anchor."""
        pen = renderer.new_gc()
        pen.set_foreground(self.color)
        x, y = self.get_transform().transform(self._at)
        if self.halo:
            renderer.open_group(HALO)
        renderer.draw_text(
            pen, x, renderer.height - y, self.text, self.font, 0, ismath=False, mtext=self
        )
        if self.halo:
            renderer.close_group(HALO)
        pen.restore()


class Sheet:
    """A drawing that is being made: zones, grid, areas, lines, signs, dots, text, in layers.

    Parameters
    ----------
    width, height : float
        Units; the height may be set again before the sheet is written.
    """

    def __init__(self, width: float, height: float = 0) -> None:
        self.width = width
        self.height = height
        self._zones: list[tuple] = []
        self._ground: list[tuple] = []
        self._areas: list[tuple] = []
        self._lines: list[tuple] = []
        self._signs: list[tuple] = []
        self._dots: list[tuple[tuple, Point]] = []
        self._labels: list[tuple] = []

    def zone(self, corner: Point, wide: float, high: float, fill: str) -> None:
        """Add a rectangle beneath the grid."""
        self._zones.append((_corners(corner, wide, high), fill, NO_EDGE))

    def under(
        self, start: Point, end: Point, color: str, *, thick: float = 1, dashed: bool = False
    ) -> None:
        """Add a straight line beneath all areas: a grid, a mean."""
        self._ground.append((_rounded([start, end]), color, thick, dashed))

    def area(self, points: Sequence[Point], fill: str, edge: str = NO_EDGE) -> None:
        """Add a filled outline, beneath all lines."""
        self._areas.append((_rounded(points), fill, edge))

    def box(
        self, corner: Point, wide: float, high: float, fill: str, edge: str = NO_EDGE
    ) -> None:
        """Add a rectangle by its upper left corner, beneath all lines."""
        self._areas.append((_corners(corner, wide, high), fill, edge))

    def line(
        self, start: Point, end: Point, color: str, *, thick: float = 1, dashed: bool = False
    ) -> None:
        """Add a straight line."""
        self.path([start, end], color, thick=thick, dashed=dashed)

    def path(
        self, points: Sequence[Point], color: str, *, thick: float = 1, dashed: bool = False
    ) -> None:
        """Add a line through several points."""
        self._lines.append((_rounded(points), color, thick, dashed))

    def sign(self, at: Point, mark: str, color: str, *, half: float = 6) -> None:
        """Add one of ▲ ▼ ■, or an open ◇, as a shape centred at `at`, above every line."""
        points = _rounded([(at[0] + dx * half, at[1] + dy * half) for dx, dy in _CORNERS[mark]])
        fill, edge = (NO_FILL, color) if mark == OPEN_SIGN else (color, BG)
        self._signs.append((points, fill, edge))

    def dot(self, at: Point, *, radius: float = 5, fill: str = C, ring: str = BG) -> None:
        """Add a round mark, above every line."""
        self._dots.append(((radius, fill, ring), _rounded([at])[0]))

    def text(
        self,
        at: Point,
        text: str,
        *,
        size: float = SMALL,
        color: str = INK2,
        bold: bool = False,
        anchor: str = "start",
        halo: bool = False,
    ) -> None:
        """Add one line of text; `at` is the start, middle or end of its baseline."""
        if text:
            self._labels.append((_rounded([at])[0], text, size, color, bold, anchor, halo))

    def lines(
        self,
        at: Point,
        lines: Sequence[str],
        *,
        size: float = SMALL,
        color: str = INK2,
        bold: bool = False,
        halo: bool = False,
    ) -> float:
        """Add lines of text under each other; return the baseline that would come next."""
        x, y = at
        for line in lines:
            self.text((x, y), line, size=size, color=color, bold=bold, halo=halo)
            y += size * LINE
        return y

    def svg(self, name: str, layout: str, *, title: str, desc: str) -> str:
        """Return the drawing as inline SVG of class `layout`, ids prefixed with both names."""
        with mpl.rc_context(_RC):
            figure = Figure(
                figsize=(self.width / UNITS_AN_INCH, self.height / UNITS_AN_INCH),
                dpi=UNITS_AN_INCH,
            )
            figure.patch.set_visible(False)
            for artist in self._artists():
                figure.add_artist(artist)
            written = io.StringIO()
            FigureCanvasSVG(figure).print_svg(written, metadata=_NO_METADATA)
        prefix = f"{name}-{layout}-"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{layout}" '
            f'viewBox="0 0 {self.width:g} {self.height:g}" role="img" '
            f'aria-labelledby="{prefix}t {prefix}d" font-family="{_FONTS}" '
            f'font-size="{SMALL:g}" '
            f'stroke-linejoin="round"><title id="{prefix}t">{escape(title)}</title>'
            f'<desc id="{prefix}d">{escape(desc)}</desc>'
        )
        return head + lean(written.getvalue(), prefix)

    def _artists(self) -> list[Artist]:
        """Return what matplotlib draws: runs of like shapes as one collection each."""
        flip = Affine2D().scale(1, -1).translate(0, self.height)
        found: list[Artist] = [*_areas(self._zones), *_lines(self._ground)]
        found += [*_areas(self._areas), *_lines(self._lines), *_areas(self._signs)]
        styles = dict.fromkeys(style for style, _ in self._dots)
        found += [_dots(style, [at for s, at in self._dots if s == style]) for style in styles]
        found += [_label(label) for label in self._labels]
        for order, artist in enumerate(found):
            artist.set_transform(flip)
            artist.set_clip_on(False)
            artist.set_zorder(order)
        return found


_CORNERS = {
    "\u25b2": ((-1, 0.85), (1, 0.85), (0, -1)),
    "\u25bc": ((-1, -0.85), (1, -0.85), (0, 1)),
    "\u25a0": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    "\u25c7": ((0, -1), (1, 0), (0, 1), (-1, 0)),
}


def _rounded(points: Sequence[Point]) -> list[Point]:
    return [(round(float(x), 1), round(float(y), 1)) for x, y in points]


def _corners(corner: Point, wide: float, high: float) -> list[Point]:
    x, y = corner
    return _rounded([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)])


def _lines(shapes: list[tuple]) -> list[LineCollection]:
    """Return at most one collection."""
    if not shapes:
        return []
    points, colors, thick, dashed = zip(*shapes, strict=True)
    styles = [DASH if one else "solid" for one in dashed]
    return [LineCollection(points, colors=colors, linewidths=thick, linestyles=styles)]


def _areas(shapes: list[tuple]) -> list[PolyCollection]:
    """Return collections with and without edges in order: “none” among edges turns black."""
    found = []
    for is_bare, run in groupby(shapes, key=lambda shape: shape[2] == NO_EDGE):
        points, fills, edges = zip(*run, strict=True)
        pens = NO_EDGE if is_bare else edges
        found.append(PolyCollection(points, facecolors=fills, edgecolors=pens, linewidths=1))
    return found


def _dots(style: tuple, points: list[Point]) -> Line2D:
    radius, fill, ring = style
    xs, ys = zip(*points, strict=True)
    return Line2D(
        xs,
        ys,
        linestyle="none",
        marker="o",
        markersize=2 * radius,
        markerfacecolor=fill,
        markeredgecolor=ring,
        markeredgewidth=RING,
    )


def _label(label: tuple) -> _Label:
    at, text, size, color, bold, anchor, halo = label
    found = _Label(at, anchor)
    found.text, found.color, found.halo = text, color, halo
    found.font = _properties(size, bold)
    return found


@lru_cache(maxsize=32)
def _properties(size: float, bold: bool) -> FontProperties:  # noqa: FBT001 - key of a cache
    return FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
