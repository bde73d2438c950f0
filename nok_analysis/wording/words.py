"""The one voice of the house: sentences, numbers and dates in one language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from nok_analysis.wording.catalog import catalog
from nok_analysis.wording.numbers import EN_DASH, NO_BREAK, Number, digits

if TYPE_CHECKING:
    from nok_analysis.period import Period

DEFAULT_LANGUAGE = "ru"
PER_CENT = 100
ROMAN = ("I", "II", "III", "IV")


def mark_for_catalog(message: str) -> str:
    """Return `message` unchanged; the catalog's test collects what is marked so."""
    return message


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences, numbers and dates of one language.

    Parameters
    ----------
    language : str
        ``"ru"`` (default) or ``"en"``.

    Examples
    --------
    >>> Words().number(Fraction(260, 3), 2)
    '86,67'
    """

    language: str = DEFAULT_LANGUAGE

    def say(self, message: str, /, **values: object) -> str:
        """Return the sentence of the catalog with its values put in."""
        said = catalog(self.language).gettext(message)
        return said.format(**values) if values else said

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the sentence in the form that the number `n` takes."""
        said = catalog(self.language).ngettext(one, many, n)
        return said.format(n=self.number(n), **values)

    def number(self, value: Number, places: int = 0, *, signed: bool = False) -> str:
        """Return `value` rounded half up to `places` decimals."""
        return digits(value, places, comma=self._comma, signed=signed)

    def percent(self, share: Number, places: int = 0) -> str:
        """Return a share in [0, 1] as per cent."""
        return self.number(Fraction(share) * PER_CENT, places) + NO_BREAK + "%"

    def share(self, k: int, n: int) -> str:
        """Return “k of n”, unbroken."""
        return self.say("{k} of {n}", k=self.number(k), n=self.number(n))

    def interval(
        self, low: Number | None, high: Number | None, places: int, *, signed: bool = False
    ) -> str:
        """Return both ends: with a dash, or in words where an end is negative or not known."""
        if low is None or high is None or low != low or high != high:  # NaN is not itself
            return self.say("no interval")
        first = self.number(low, places, signed=signed)
        last = self.number(high, places, signed=signed)
        if low < 0 or signed:
            return self.say("from {low} to {high}", low=first, high=last)
        return f"{first}{EN_DASH}{last}"

    def places(self, low: int, high: int) -> str:
        """Return a range of places; one number when both ends agree."""
        return str(low) if low == high else f"{low}{EN_DASH}{high}"

    def period(self, period: Period) -> str:
        """Return the quarter or year in words."""
        if period.quarter is None:
            return self.say("year {year}", year=period.year)
        return self.say(
            "quarter {roman} of {year}", roman=ROMAN[period.quarter - 1], year=period.year
        )

    def period_short(self, period: Period) -> str:
        """Return the quarter as it stands under an axis, e.g. “III 2026”."""
        if period.quarter is None:
            return str(period.year)
        return f"{ROMAN[period.quarter - 1]}{NO_BREAK}{period.year}"

    def date(self, day: dt.date) -> str:
        """Return the day in words, the month by its name."""
        from babel.dates import format_date

        pattern = self.say("d MMMM y")
        return format_date(day, pattern, locale=self.language).replace(" ", NO_BREAK, 1)

    def listed(self, items: list[str], *, most: int = 5) -> str:
        """Return the items joined by commas, up to `most`, then how many more there are."""
        if len(items) <= most:
            return ", ".join(items)
        return self.say(
            "{items} and {n} more", items=", ".join(items[:most]), n=len(items) - most
        )

    @property
    def _comma(self) -> bool:
        return self.language == "ru"
