"""Exact numbers as they are typed, rounded and enclosed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from nok_analysis.methodology.description import decimal
from nok_analysis.methodology.evaluate import rounded
from nok_analysis.wording.numbers import round_half_up

ZERO = Fraction(0)
MOST_PLACES = 6  # of a number that no finite decimal is
_TYPED = re.compile(r"([+-]?)([0-9]{1,15})(?:[.,]([0-9]{1,15}))?")
_GROUPED = re.compile(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3}(?![0-9]))")


@dataclass(frozen=True, slots=True)
class Span:
    """All numbers from `low` to `high`; an end belongs to them unless it is open."""

    low: Fraction
    high: Fraction
    open_low: bool = False
    open_high: bool = False

    def __add__(self, other: Span) -> Span:
        return Span(
            self.low + other.low,
            self.high + other.high,
            self.open_low or other.open_low,
            self.open_high or other.open_high,
        )

    def __sub__(self, other: Span) -> Span:
        return self + Span(-other.high, -other.low, other.open_high, other.open_low)

    def times(self, factor: Fraction) -> Span:
        """Return the span of the products with a factor that is not negative."""
        if not factor:
            return POINT_ZERO
        return replace(self, low=self.low * factor, high=self.high * factor)

    def cut(self, other: Span) -> Span | None:
        """Return what both spans share; None when nothing."""
        low, open_low = max((self.low, self.open_low), (other.low, other.open_low))
        high, closed = min((self.high, not self.open_high), (other.high, not other.open_high))
        if low > high or (low == high and (open_low or not closed)):
            return None
        return Span(low, high, open_low, not closed)

    def hull(self, other: Span) -> Span:
        """Return the least span that holds both."""
        low, open_low = min((self.low, self.open_low), (other.low, other.open_low))
        high, closed = max((self.high, not self.open_high), (other.high, not other.open_high))
        return Span(low, high, open_low, not closed)

    def __contains__(self, value: Fraction) -> bool:
        return self.cut(Span(value, value)) is not None


POINT_ZERO = Span(ZERO, ZERO)


def typed(cell: str) -> tuple[Fraction, int] | None:
    """Return the exact value of a cell and its decimals; None when it is no plain decimal.

    Comma and point both part the decimals; a space may part thousands; an exponent is none.

    Examples
    --------
    >>> typed("97,20")
    (Fraction(486, 5), 2)
    >>> typed("1e999") is None
    True
    """
    text = _GROUPED.sub("", cell.replace("\u2212", "-").removesuffix("%").strip())
    found = _TYPED.fullmatch(text)
    if found is None:
        return None
    sign, whole, rest = found.groups(default="")
    value = Fraction(int(whole + rest), 10 ** len(rest))
    return (-value if sign == "-" else value), len(rest)


def exactly(value: Fraction, decimals: int = 0) -> str:
    """Return the decimal that a value is, with at least `decimals`; “≈” before one that is cut.

    Examples
    --------
    >>> exactly(Fraction(2332, 25)), exactly(Fraction(100), 2), exactly(Fraction(200, 3))
    ('93.28', '100.00', '≈66.666667')
    """
    text = decimal(value)
    if "/" in text:
        text = "≈" + decimal(round_half_up(value, MOST_PLACES))
    whole, _point, rest = text.partition(".")
    return f"{whole}.{rest:0<{decimals}}" if rest or decimals else whole


def _truncated(value: Fraction, places: int) -> Fraction:
    scaled = abs(value) * 10**places
    whole = Fraction(scaled.numerator // scaled.denominator, 10**places)
    return whole if value >= 0 else -whole


#: How publishers bring a number to the decimals that they show.
MODES: dict[str, Callable[[Fraction, int], Fraction]] = {
    "half_up": round_half_up,
    "half_even": lambda value, places: rounded(value, str(places), "half_even"),
    "truncated": _truncated,
}


def modes(value: Fraction, published: Fraction, decimals: int) -> tuple[str, ...]:
    """Return the ways of rounding that make `published` of `value`.

    Examples
    --------
    >>> modes(Fraction("91.605"), Fraction("91.60"), 2)
    ('half_even', 'truncated')
    """
    return tuple(name for name, way in MODES.items() if way(value, decimals) == published)


def shown_as(value: Fraction, decimals: int, way: str) -> Span:
    """Return every number, none below 0, that is shown as `value`; ``any`` = in some way.

    Examples
    --------
    >>> shown_as(Fraction(80), 0, "half_up")
    Span(low=Fraction(159, 2), high=Fraction(161, 2), open_low=False, open_high=True)
    """
    unit = Fraction(1, 10**decimals)
    if way in {"truncated", "any"}:
        low = value if way == "truncated" else value - unit / 2
        return Span(low, value + unit, open_high=True)
    odd = (value / unit) % 2 == 1
    ends = (False, True) if way == "half_up" else (odd, odd)
    return Span(value - unit / 2, value + unit / 2, *ends)


def rounded_span(span: Span, places: int, way: str) -> Span:
    """Return the numbers that those of a span, none below 0, become when rounded so."""
    down, up = ("truncated", "half_up") if way == "any" else (way, way)
    return Span(MODES[down](span.low, places), MODES[up](span.high, places))
