"""Registers: one row a voice, a rating, a count, a report; one reader for all of them."""

from __future__ import annotations

from typing import Any

from nok_analysis.contracts import CARRIED, CONTRACTS, PERSONAL
from nok_analysis.folding import cleaned, fold
from nok_analysis.forms.register_model import UNFOLDED, Field, Register
from nok_analysis.intake.body import Body
from nok_analysis.intake.dates import Moment, moment_reader
from nok_analysis.intake.institutions import Door, finder, standing
from nok_analysis.intake.periods import place_in_time
from nok_analysis.intake.personal import screen_texts
from nok_analysis.intake.records import Records
from nok_analysis.intake.register_cells import check_rows, day_reader, field_reader, year_reader
from nok_analysis.intake.table import Flaw, flaw
from nok_analysis.period import Period
from nok_analysis.wording import mark_for_catalog as _

_DISTRICT = ""  # in the place of an institution: the voice speaks of all of them
#: Key columns that are the empty text where they do not apply.
_EMPTY_TEXT = ("topic", "question", "measure", "node")


def judge_register(body: Body, form: Register, door: Door) -> Records:
    """Return the records of a sheet; what is wrong with each row stands in `body`.

    Parameters
    ----------
    body : Body
    form : Register
    door : Door
    """
    size = len(body.lines)
    moments: list[Moment | None] = [None] * size
    dated = form.field("date")
    if dated is not None and dated.time is not None:
        moments = body.read("date", moment_reader(dated.time, required=True))
    columns = _columns(body, form, door)
    periods = place_in_time(body, door.calendar, moments, "date" if dated else "")
    institutions = _institutions(body, form, door, _spans(periods, moments, columns))
    columns |= {"date": [one.day.isoformat() if one else None for one in moments]}
    if "document" in CONTRACTS[form.feeds].names:
        columns["document"] = _documents(body, columns)
    check_rows(body, form, columns)
    held = {name: columns[name] for name in columns if name in PERSONAL}
    screen_texts(body, held)
    return Records(
        body=body,
        table=form.feeds,
        periods=periods,
        institutions=institutions,
        keys=_keys(form, columns, institutions, periods),
        signatures=_signatures(form, columns, institutions),
        columns=columns,
        names=_names(form, columns, size),
        moments=moments,
    )


def _columns(body: Body, form: Register, door: Door) -> dict[str, list[Any]]:
    """Return the values of every column that the form reads or fixes."""
    size = len(body.lines)
    contract = CONTRACTS[form.feeds]
    found: dict[str, list[Any]] = {
        name: ["" if name in _EMPTY_TEXT and name in contract.key else None] * size
        for name in contract.names
        if name not in CARRIED
    }
    found |= {name: [word] * size for name, word in form.fixed.items()}
    for one in form.fields:
        if one.name != "date":
            found[one.name] = _read(body, one, door)
            if one.name in contract.key and one.name in _EMPTY_TEXT:
                found[one.name] = [value or "" for value in found[one.name]]
    if "institution_as_printed" in contract.names:
        found["institution_as_printed"] = list(body.column("institution"))
    rule = field_reader(Field("value", "exact", form.institution.column))
    for one in form.unfold:
        found[UNFOLDED + one.node] = body.read(UNFOLDED + one.node, rule)
    if "decimals" in contract.names and form.field("decimals"):
        shown = _decimals(body.column("value"))
        pairs = zip(found["decimals"], shown, strict=True)
        found["decimals"] = [told if told is not None else seen for told, seen in pairs]
    return found


def _read(body: Body, one: Field, door: Door) -> list[Any]:
    if one.time is not None:
        return body.read(one.name, day_reader(one, door.calendar))
    if one.name == "year":
        return body.read(one.name, year_reader(door.calendar))
    return body.read(one.name, field_reader(one))


def _decimals(cells: list[str]) -> list[int | None]:
    """Return with how many decimals each value was printed."""
    return [
        len(cell.replace(",", ".").partition(".")[2].strip()) if cell else None
        for cell in cells
    ]


def _spans(
    periods: list[str | None], moments: list[Moment | None], columns: dict[str, list[Any]]
) -> list[tuple[Any, Any] | None]:
    """Return the days within which the institution of each record must have worked."""
    years = columns.get("year", [None] * len(periods))
    found: list[tuple[Any, Any] | None] = []
    for period, moment, year in zip(periods, moments, years, strict=True):
        if moment is not None:
            found.append((moment.day, moment.day))
        elif period is None:
            found.append(None)
        else:
            own = Period(year) if year else Period.parse(period)
            found.append((own.first_day, own.last_day))
    return found


def _institutions(
    body: Body, form: Register, door: Door, spans: list[tuple[Any, Any] | None]
) -> list[str | None]:
    """Return the code of each record; the empty text for the whole district."""
    find = finder(body, door.registry)

    def named(cell: str) -> str | Flaw | None:
        if fold(cell) in form.everyone:
            return _DISTRICT
        found = find(cell)
        unknown = isinstance(found, Flaw) and cell
        return None if unknown and form.keep_unknown else found

    found = body.read("institution", named)
    for i, code in enumerate(found):
        span = spans[i]
        if code and span is not None and not form.keep_unknown:
            judged = standing(door, code, *span)
            if isinstance(judged, Flaw):
                body.set_aside(i, judged, "institution")
            elif judged != code:
                found[i] = judged
                message = _(
                    "the institution has merged: {chain}; the row counts for the successor"
                )
                chain = f"{code} → {judged}"
                body.warn(i, flaw("merged_institution", message, chain=chain), "institution")
    return found


def _documents(body: Body, columns: dict[str, list[Any]]) -> list[str]:
    """Return what a document is known by: its link, else its number here, else its row."""
    sheet = body.table.position
    place = body.source_file + (f":{sheet}" if sheet > 1 else "")
    size = len(body.lines)
    links = columns.get("evidence_link", [None] * size)
    numbers = columns.get("document", [None] * size)
    return [
        link if link and "://" in link else f"{place}:#{cleaned(number)}" if number
        else f"{place}:{line}"
        for link, number, line in zip(links, numbers, body.lines, strict=True)
    ]  # fmt: skip


def _keys(
    form: Register,
    columns: dict[str, list[Any]],
    institutions: list[str | None],
    periods: list[str | None],
) -> list[tuple[Any, ...] | None]:
    """Return what must be unique; a row of a wide table has one key for all its values."""
    places = {"institution": institutions, "period": periods}
    names = [
        name
        for name in CONTRACTS[form.feeds].key
        if not (form.unfold and name in {"node", "question"})
    ]
    every = [places.get(name) or columns[name] for name in names]
    return [
        None if None in key else (form.form if form.unfold else "", *map(_folded, key))
        for key in zip(*every, strict=True)
    ]


def _folded(value: object) -> object:
    return fold(value) if isinstance(value, str) else value


def _signatures(
    form: Register, columns: dict[str, list[Any]], institutions: list[str | None]
) -> list[tuple[Any, ...]]:
    names = sorted(columns)
    return [
        (form.form, *row)
        for row in zip(institutions, *(columns[name] for name in names), strict=True)
    ]


def _names(form: Register, columns: dict[str, list[Any]], size: int) -> list[str]:
    """Return the second half of each accepted key."""
    key = [name for name in CONTRACTS[form.feeds].key if name not in {"institution", "period"}]
    return [
        " ".join(str(columns[name][i]) for name in key if columns[name][i] not in {None, ""})
        for i in range(size)
    ]
