"""Caps of a received table: how large a file, a table and a cell of one form may be."""

from __future__ import annotations

from nok_analysis.forms.model import Caps
from nok_analysis.parameters import Section
from nok_analysis.wording import mark_for_catalog as _

#: Key → least and most allowed value: below the least no questionnaire fits, above the most
#: no spreadsheet program and no small computer reads it.
BOUNDS = {
    "megabytes": (1, 200),
    "columns": (64, 16_384),
    "rows": (1_000, 1_048_576),
    "characters": (1_000, 1_000_000),
}


def read_caps(table: Section) -> Caps:
    """Return the caps of a group ``{caps: {rows: "50000"}}``; what is not named is as usual."""
    section = table.section("caps", required=False)
    usual = Caps()
    found: dict[str, int] = {}
    for name, (low, high) in BOUNDS.items():
        found[name] = section.whole(name, str(getattr(usual, name)), low=low)
        if found[name] > high:
            message = _("{value} is above the most allowed value {high}")
            section.fault(name, message, value=found[name], high=high, code="out_of_range")
            found[name] = high
    section.finish()
    return Caps(**found)
