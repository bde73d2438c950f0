"""Several tables of one question: one for each group of institutions or period."""

from __future__ import annotations

from dataclasses import dataclass

from nok_analysis.exhibits import Passage, Table, paragraph
from nok_analysis.wording import mark_for_catalog as _

#: Unit of a wait → how it is called.
UNITS = {"minute": _("min"), "hour": _("h"), "day": _("days")}


@dataclass(frozen=True, slots=True)
class Blocks:
    """Tables that follow each other; the first bears the name that links refer to."""

    tables: tuple[Table, ...]

    def _repr_html_(self) -> str:
        return "".join(one._repr_html_() for one in self.tables)


def named(name: str, place: int) -> str:
    """Return the name of a block: the table's own for the first, numbered after it."""
    return name if not place else f"{name}-{place + 1}"


def nothing(text: str) -> Passage:
    """Return the sentence that stands where a table would be empty."""
    return Passage(paragraph(text))
