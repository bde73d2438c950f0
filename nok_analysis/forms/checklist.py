"""A form of the kind checklist: what an observer saw, item by item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nok_analysis.folding import fold
from nok_analysis.forms.columns import (
    Columns,
    compiles,
    read_named_column,
    read_spellings,
    read_words,
)
from nok_analysis.forms.dates import read_time
from nok_analysis.forms.model import Checklist, Column, Item, WordColumn
from nok_analysis.parameters import Section
from nok_analysis.parameters.tree import SHOWN
from nok_analysis.vocabulary import State, Unit
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    import datetime as dt

    from nok_analysis.forms.reader import Identity

GRID, LONG = "grid", "long"
_ITEM_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class _Long:
    """Columns of a table that has one row an observation."""

    item: Column | None = None
    state: Column | None = None
    measured: Column | None = None
    term: Column | None = None
    unit: WordColumn | None = None

    @property
    def measures(self) -> bool:
        """Whether the rows hold a measured wait instead of a state."""
        return self.measured is not None


def read_checklist(section: Section, columns: Columns, identity: Identity) -> Checklist:
    """Return the checklist of a file whose identity is read; faults stay in `section`."""
    shape = section.word("shape", (GRID, LONG), GRID)
    group, text = _grid(section, shape)
    rows = _long(section, shape, columns)
    items = _items(section, columns, shape, group)
    states = _states(section, rows)
    reason = read_named_column(section, "reason", columns)
    require_reason_for = _reasoned(section, states, reason)
    valid_from, valid_to = _valid(section.section("valid", required=False))
    form = Checklist(
        **identity,
        items=items,
        states=states,
        date=read_time(section, "date", columns),
        shape=shape,
        grid_group=group,
        grid_text=text,
        item_column=rows.item,
        state_column=rows.state,
        measured_column=rows.measured,
        term_column=rows.term,
        unit_column=rows.unit,
        last_update=read_time(section, "last_update", columns)
        if "last_update" in section
        else None,
        evidence_link=read_named_column(section, "evidence_link", columns),
        reason=reason,
        require_reason_for=require_reason_for,
        ignore=section.texts("ignore", ()),
        personal_data=section.texts("personal_data", ()),
        valid_from=valid_from,
        valid_to=valid_to,
        freshness_days=section.whole("freshness_days", low=1)
        if "freshness_days" in section
        else None,
    )
    columns.refuse(section, "ignore", form.ignore)
    columns.refuse(section, "personal_data", form.personal_data)
    return form


def _grid(section: Section, shape: str) -> tuple[str, str]:
    """Return group and pattern of item headers; both empty when a header is an item's text."""
    if "grid" not in section or shape != GRID:
        return "", ""
    grid = section.section("grid")
    group, text = grid.text("group"), grid.text("text")
    if compiles(grid, "text", text) and re.compile(text).groups != 1:
        grid.fault(
            "text",
            _("the pattern must hold one pair of brackets around the item"),
            code="bad_type",
        )
    grid.finish()
    return group, text


def _long(section: Section, shape: str, columns: Columns) -> _Long:
    if shape != LONG:
        return _Long()
    found = _Long(
        item=read_named_column(section, "item", columns),
        state=read_named_column(section, "state", columns),
        measured=read_named_column(section, "measured", columns),
        term=read_named_column(section, "term", columns),
        unit=read_words(section.section("unit"), columns, Unit) if "unit" in section else None,
    )
    needed = {"item": found.item}
    if found.measured or found.term or found.unit:
        needed |= {"measured": found.measured, "term": found.term, "unit": found.unit}
    else:
        needed |= {"state": found.state}
    for key in [key for key, column in needed.items() if column is None]:
        section.fault(key, _("required key is missing"), code="missing_key")
    return found


def _items(section: Section, columns: Columns, shape: str, group: str) -> tuple[Item, ...]:
    items: list[Item] = []
    codes: set[str] = set()
    texts: set[str] = set()
    for place in section.sections("items"):
        item = Item(place.text("code"), place.text("text"))
        _check_item(place, item, codes, texts)
        if shape == GRID and not group:
            columns.claim(place, Column((item.text,)), "text")
        place.finish()
        items.append(item)
    if section.is_list("items") and not items:
        section.fault("items", _("a checklist needs at least one item"), code="missing_key")
    return tuple(items)


def _check_item(place: Section, item: Item, codes: set[str], texts: set[str]) -> None:
    """Record an item's bad code, or a code or text that stands twice; note both as seen."""
    if "code" in place and not _ITEM_CODE.fullmatch(item.code):
        place.fault(
            "code",
            _(
                "“{value}” is not a code; write small Latin letters, digits "
                "and _, a letter first"
            ),
            value=item.code[:SHOWN],
            code="bad_type",
        )
    if item.code in codes:
        place.fault(
            "code",
            _("the code “{value}” stands twice"),
            value=item.code[:SHOWN],
            code="duplicate_key",
        )
    if fold(item.text) in texts:
        place.fault(
            "text",
            _("two items have the text “{text}”"),
            text=item.text[:SHOWN],
            code="duplicate_key",
        )
    codes.add(item.code)
    texts.add(fold(item.text))


def _states(section: Section, rows: _Long) -> dict[str, str]:
    """Return folded spelling → state; a measured wait is its own state and needs none."""
    if rows.measures and "states" not in section:
        return {}
    states = read_spellings(section.section("states"), tuple(State))
    if "states" in section and State.MET not in states.values():
        section.fault("states", _("no word is listed for the state met"), code="missing_key")
    return states


def _reasoned(
    section: Section, states: dict[str, str], reason: Column | None
) -> tuple[str, ...]:
    default = (State.NOT_APPLICABLE,) if State.NOT_APPLICABLE in states.values() else ()
    needed = section.words("require_reason_for", tuple(State), default)
    if needed and reason is None and "reason" not in section:
        section.fault(
            "reason",
            _("a reason is required for {states}, but no column holds it"),
            states=", ".join(needed)[:SHOWN],
            code="missing_key",
        )
    return needed


def _valid(section: Section) -> tuple[dt.date | None, dt.date | None]:
    first, last = section.day("from", required=False), section.day("to", required=False)
    if first and last and last < first:
        section.fault(
            "to",
            _("the end {high} lies before the beginning {low}"),
            high=last.isoformat(),
            low=first.isoformat(),
            code="bad_date",
        )
    section.finish()
    return first, last
