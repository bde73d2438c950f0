"""Columns of dates in form files: their formats and their time zone."""

from __future__ import annotations

import re
import zoneinfo

from nok_analysis.forms.columns import Columns, read_column
from nok_analysis.forms.model import Column, TimeColumn
from nok_analysis.parameters import Section
from nok_analysis.parameters.tree import SHOWN
from nok_analysis.wording import mark_for_catalog as _

FORMATS = ("%d.%m.%Y", "%Y-%m-%d")
_NEEDED = ("%d", "%m", "%Y")
#: Directives whose reading hangs neither on the locale nor on a guess of the century.
_ALLOWED = frozenset({*_NEEDED, "%H", "%M", "%S", "%f", "%z", "%%"})


def read_time(parent: Section, key: str, columns: Columns) -> TimeColumn:
    """Return the column of dates that the group `key` describes."""
    section = parent.section(key)
    found = read_time_of(section, columns)
    section.finish()
    return found


def read_time_of(
    section: Section, columns: Columns, *, also: tuple[str, ...] = ()
) -> TimeColumn:
    """Return the column of dates of a group, which may say more of it; `also` names it too."""
    column = read_column(section)
    column = columns.claim(section, Column((*column.texts, *also), column.pattern))
    formats = section.texts("formats", FORMATS)
    for one in formats:
        _check_format(section, one)
    zone = section.text("zone", "UTC")
    if not _is_zone(zone):
        section.fault(
            "zone",
            _("there is no time zone “{value}”; write one like Asia/Novokuznetsk"),
            value=zone[:SHOWN],
            code="bad_type",
        )
    return TimeColumn(column, formats, zone)


def _check_format(section: Section, text: str) -> None:
    directives = re.findall(r"%.?", text)
    if sorted(set(directives) & set(_NEEDED)) != sorted(_NEEDED):
        section.fault(
            "formats",
            _("the format “{value}” needs %d, %m and %Y"),
            value=text[:SHOWN],
            code="bad_type",
        )
    for one in directives:
        if one not in _ALLOWED:
            section.fault(
                "formats",
                _("the format “{value}” holds {part}, which is not one of: {allowed}"),
                value=text[:SHOWN],
                part=one,
                allowed=" ".join(sorted(_ALLOWED)),
                code="bad_type",
            )


def _is_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
