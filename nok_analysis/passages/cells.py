"""The strip of places: one cell a place, possible ones tinted, the institution's own solid."""

from __future__ import annotations

from markupsafe import Markup

from nok_analysis.wording import Words
from nok_analysis.wording.numbers import EN_DASH

MOST = 15  # more places than that are said in words only
PITCH = 42
# Light colours of the tokens; the exporter turns each into the variable of its theme.
TINT, BAND, OWN, PAGE, INK = "#f2f5f8", "#c6daec", "#12436d", "#ffffff", "#1a1f24"


def place_cells(words: Words, rank: int, possible: tuple[int, int], count: int) -> Markup:
    """Return the drawing of a place among `count`; nothing where there are too many."""
    if count > MOST:
        return Markup("")
    low, high = possible
    shown = str(low) if low == high else f"{low}{EN_DASH}{high}"
    alt = words.say(
        "place {rank} of {all}, possible places {places}", rank=rank, all=count, places=shown
    )
    cells = Markup("").join(_cell(place, rank, possible) for place in range(1, count + 1))
    return Markup(
        '<svg style="max-width:{width}px" viewBox="0 0 {width} 40" role="img" '
        'aria-labelledby="places-t places-d"><title id="places-t">{title}</title>'
        '<desc id="places-d">{alt}</desc>{cells}</svg>'
    ).format(width=count * PITCH, title=words.say("Possible places"), alt=alt, cells=cells)


def _cell(place: int, rank: int, possible: tuple[int, int]) -> Markup:
    left = (place - 1) * PITCH
    own = place == rank
    inside = possible[0] <= place <= possible[1]
    back = OWN if own else BAND if inside else TINT
    return Markup(
        '<rect x="{}" y="4" width="38" height="32" fill="{}"/>'
        '<text x="{}" y="26" font-size="16" text-anchor="middle" style="fill:{}">{}</text>'
    ).format(left, back, left + 19, PAGE if own else INK, place)
