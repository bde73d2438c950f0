"""Sparkline: a line of a few words' width, for lists of links; its scale is said once."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from markupsafe import Markup

from nok_analysis.figures.canvas import Sheet
from nok_analysis.figures.lettering import BASE
from nok_analysis.figures.palette import INK, C
from nok_analysis.figures.scales import Scale
from nok_analysis.wording import Words
from nok_analysis.wording.numbers import round_half_up

WIDE, HIGH = 170, 34
LINE_END = 108
VALUE_AT = 118


def sparkline(
    values: Sequence[Fraction | None],
    *,
    name: str,
    title: str,
    ends: tuple[Fraction, Fraction],
    decimals: int,
    words: Words,
) -> Markup:
    """Return inline SVG of the values: a line with gaps, a dot and the number at its end.

    Parameters
    ----------
    values : sequence of Fraction or None
        One a period, in order, in points; None where there is none.
    name : str
        Prefix of ids, unique on the page.
    title : str
        What the line shows, for those who hear the page.
    ends : tuple of Fraction
        The scale, the same for all lines of a list.
    """
    shown = [None if one is None else round_half_up(one, decimals) for one in values]
    sheet = Sheet(WIDE, HIGH)
    across = Scale(Fraction(0), Fraction(max(len(shown) - 1, 1)), 4, LINE_END)
    up = Scale(*ends, HIGH - 5, 5)
    places = [(index, one) for index, one in enumerate(shown)]
    for is_gap, run in groupby(places, key=lambda place: place[1] is None):
        held = [] if is_gap else [(across.at(index), up.at(one)) for index, one in run]
        if len(held) > 1:
            sheet.path(held, C, thick=2.2)
        elif held:
            sheet.dot(held[0], radius=1.8)
    last = shown[-1] if shown else None
    said = words.say("no score") if last is None else words.number(last, decimals)
    if last is not None:
        sheet.dot((across.at(len(shown) - 1), up.at(last)), radius=4)
    sheet.text((VALUE_AT, HIGH / 2 + 5), said, size=BASE, color=INK, bold=last is not None)
    drawn = sheet.svg(name, "s", title=title, desc=words.say("Last value: {value}", value=said))
    return Markup(drawn)  # written by canvas, text escaped there
