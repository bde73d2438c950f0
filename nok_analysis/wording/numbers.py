"""Numbers as people read them: rounded once, half up, from the exact value."""

from __future__ import annotations

from fractions import Fraction

NO_BREAK = "\u00a0"
NARROW = "\u202f"
MINUS = "\u2212"
EN_DASH = "\u2013"
GROUPED_FROM = 10_000  # four digits stay together in Russian typography
THOUSANDS = 3

Number = int | float | Fraction


def round_half_up(value: Number, places: int = 0) -> Fraction:
    """Return `value` rounded half away from zero to `places` decimals, exactly.

    Examples
    --------
    >>> round_half_up(Fraction(1, 16) * 100, 1)
    Fraction(63, 10)
    """
    scale = 10**places
    exact = Fraction(value) * scale
    whole, rest = divmod(abs(exact), 1)
    rounded = whole + (1 if 2 * rest >= 1 else 0)
    return Fraction(rounded if exact >= 0 else -rounded) / scale


def digits(value: Number, places: int, *, comma: bool, signed: bool = False) -> str:
    """Return the rounded digits of `value` with the house's minus, groups and decimal mark.

    Examples
    --------
    >>> digits(Fraction(1331419, 14820), 2, comma=True)
    '89,84'
    """
    rounded = round_half_up(value, places)
    sign = MINUS if rounded < 0 else ("+" if signed and rounded > 0 else "")
    scaled = int(abs(rounded) * 10**places)
    whole, rest = divmod(scaled, 10**places)
    text = _grouped(whole)
    if places:
        text += ("," if comma else ".") + f"{rest:0{places}d}"
    return sign + text


def _grouped(whole: int) -> str:
    text = str(whole)
    if whole < GROUPED_FROM:
        return text
    head = len(text) % THOUSANDS
    parts = [text[:head]] if head else []
    parts += [text[i : i + THOUSANDS] for i in range(head, len(text), THOUSANDS)]
    return NARROW.join(parts)
