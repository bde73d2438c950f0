"""The one place of colours: every token of the look, for the light and the dark page.

Figures are drawn with the light values; the exporter replaces each exact hex by its token.
Light values therefore differ from one another, even where two tokens look alike.
"""

from __future__ import annotations

BG = "#ffffff"
INK = "#1a1f24"
INK2 = "#4b5661"
AXIS = "#76828d"
RULE = "#d3d9df"
TINT = "#f2f5f8"
C = "#12436d"
S2 = "#5596d3"
BAND = "#c6daec"
DN = "#a63d00"
S3 = "#d96f2b"
S4 = "#8a3200"
UPT = "#dbe8f5"
DNT = "#fde5d6"
LINK = "#0b4a8a"
T2 = "#0d1216"  # number on s2
T3 = "#0e1317"  # number on s3: stays dark on the dark page, where s3 stays mid-tone

LIGHT = {
    "bg": BG,
    "ink": INK,
    "ink2": INK2,
    "axis": AXIS,
    "rule": RULE,
    "tint": TINT,
    "c": C,
    "s2": S2,
    "band": BAND,
    "dn": DN,
    "s3": S3,
    "s4": S4,
    "upt": UPT,
    "dnt": DNT,
    "link": LINK,
    "t2": T2,
    "t3": T3,
}
DARK = {
    "bg": "#14191e",
    "ink": "#eceff2",
    "ink2": "#b5bfc9",
    "axis": "#8995a0",
    "rule": "#37414a",
    "tint": "#1d242b",
    "c": "#8fc3f2",
    "s2": "#3a76b0",
    "band": "#2b4a66",
    "dn": "#ffb08a",
    "s3": "#c96a2e",
    "s4": "#ffc4a3",
    "upt": "#1c3a56",
    "dnt": "#4b2a16",
    "link": "#9fcbf5",
    "t2": "#ffffff",
    "t3": "#0d1216",
}

#: Fill of a share and colour of the number on it, good to bad, by how many answers there are.
STACKS = {
    2: ((C, BG), (S3, T3)),
    3: ((C, BG), (AXIS, T3), (S4, BG)),
    4: ((C, BG), (S2, T2), (S3, T3), (S4, BG)),
    5: ((C, BG), (S2, T2), (AXIS, T3), (S3, T3), (S4, BG)),
}

#: Tone of a verdict → colour of its mark and word, of its line, of its band.
TONES = {"up": (C, S2, BAND), "down": (DN, S3, DNT), "": (INK2, AXIS, BAND)}

# WCAG 2.2, relative luminance.
_LINEAR_BELOW = 0.04045
_SHARES = (0.2126, 0.7152, 0.0722)


def contrast(first: str, second: str) -> float:
    """Return the WCAG contrast ratio of two colours, 1 to 21.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= _LINEAR_BELOW else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * part for share, part in zip(_SHARES, linear, strict=True))
