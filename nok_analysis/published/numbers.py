"""Exact numbers as they are typed, rounded and enclosed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from nok_analysis.wording.numbers import round_half_up

ZERO = Fraction(0)
MOST_PLACES = 6  # of a number that no finite decimal is
_TYPED = re.compile(r"([+-]?)([0-9]{1,15})(?:[.,]([0-9]{1,15}))?")
_GROUPED = re.compile(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3}(?![0-9]))")


@dataclass(frozen=True, slots=True)
class Span:
    """All numbers from `low` to `high`, both ends included."""

    low: Fraction
    high: Fraction

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def times(self, factor: Fraction) -> Span:
        """Return the span of the products with a factor that is not negative."""
        return Span(self.low * factor, self.high * factor)

    def widened(self, by: Fraction) -> Span:
        """Return the span with both ends moved outwards."""
        return Span(self.low - by, self.high + by)

    def cut(self, other: Span) -> Span | None:
        """Return what both spans share; None when nothing."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Span(low, high) if low <= high else None

    def hull(self, other: Span) -> Span:
        """Return the least span that holds both."""
        return Span(min(self.low, other.low), max(self.high, other.high))

    def __contains__(self, value: Fraction) -> bool:
        return self.low <= value <= self.high


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


def half_unit(decimals: int) -> Fraction:
    """Return half of the last unit of a number shown with so many decimals."""
    return Fraction(1, 2 * 10**decimals)


def exactly(value: Fraction, decimals: int = 0) -> str:
    """Return the decimal that a value is, with at least `decimals`; “≈” before one that is cut.

    Examples
    --------
    >>> exactly(Fraction(2332, 25)), exactly(Fraction(100), 2), exactly(Fraction(200, 3))
    ('93.28', '100.00', '≈66.666667')
    """
    most = max(decimals, MOST_PLACES)
    finite = (p for p in range(decimals, 2 * most + 1) if (value * 10**p).denominator == 1)
    places = next(finite, None)
    mark = "" if places is not None else "≈"
    places = most if places is None else places
    scaled = int(round_half_up(value, places) * 10**places)
    whole, rest = divmod(abs(scaled), 10**places)
    text = f"{whole}.{rest:0{places}d}" if places else str(whole)
    return mark + ("-" if scaled < 0 else "") + text


def _half_even(value: Fraction, places: int) -> Fraction:
    return Fraction(round(value, places)) if places else Fraction(round(value))


def _truncated(value: Fraction, places: int) -> Fraction:
    scaled = abs(value) * 10**places
    whole = Fraction(scaled.numerator // scaled.denominator, 10**places)
    return whole if value >= 0 else -whole


#: How publishers bring a number to the decimals that they show.
MODES: dict[str, Callable[[Fraction, int], Fraction]] = {
    "half_up": round_half_up,
    "half_even": _half_even,
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
