"""The header of a received table: which form it belongs to, where each column stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nok_analysis.folding import cleaned, fold
from nok_analysis.forms.model import Checklist, Form, Questionnaire
from nok_analysis.intake.table import RawTable, Refused
from nok_analysis.intake.wanted import ITEM, MULTIPLE, QUESTION, Wanted, wanted
from nok_analysis.look_alikes import skeleton
from nok_analysis.wording import mark_for_catalog as _

HEADER_ROWS = 20
_ANY_SHEET = ("first", "any")


Reader = tuple[Wanted, Callable[[str, str], bool]]


@dataclass(frozen=True, slots=True)
class Header:
    """A row read as the header of a form.

    Attributes
    ----------
    form : Form
    row : int
        Position of the row in the table's rows.
    line : int
        Its physical row.
    texts : tuple of str
        Header cells as written.
    places : dict of str to int
        Name of a wanted column → position of its column.
    missing : tuple of Wanted
    doubled : tuple of str
        Headers that stand twice.
    """

    form: Form
    row: int
    line: int
    texts: tuple[str, ...]
    places: dict[str, int]
    missing: tuple[Wanted, ...]
    doubled: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the header holds every required column exactly once."""
        return not self.doubled and not any(one.required for one in self.missing)

    @property
    def found(self) -> int:
        """Number of wanted columns that were found."""
        return len(self.places)


def best_header(
    rows: Sequence[tuple[int, Sequence[str]]], forms: Iterable[Form]
) -> Header | None:
    """Return the best reading of the first rows as a header; a complete one where there is one.

    Parameters
    ----------
    rows : sequence of (physical row, cells)
    forms : forms to try

    Raises
    ------
    Refused
        When the row is the complete header of two forms alike.
    """
    headers: list[Header] = []
    numbered = [(i, line, cells) for i, (line, cells) in enumerate(rows)]
    for form in forms:
        readers = [(one, one.reader()) for one in wanted(form)]
        first, last = form.table.header_row, last_header_row([form])
        near_top = [row for row in numbered if not row[1] or first <= row[1] <= last]
        headers += [_matched(form, readers, *row) for row in near_top]
    if not headers:
        return None
    best = max(headers, key=_rank)
    rivals = {one.form.form for one in headers if one.complete and _rank(one) == _rank(best)}
    if len(rivals) > 1:
        raise Refused(
            "header_missing",
            _(
                "the table fits several forms ({forms}); name one "
                "with --form or by the name of the sheet"
            ),
            forms=", ".join(sorted(rivals)),
        )
    return best


def last_header_row(forms: Iterable[Form]) -> int:
    """Return the physical row below which no header of `forms` is looked for."""
    return max(form.table.header_row for form in forms) + HEADER_ROWS - 1


def forms_of_sheet(
    forms: Sequence[Form], sheet: str | None, sheets: Sequence[str | None]
) -> list[Form]:
    """Return the forms that may read a sheet: its own by name, else those of any sheet."""
    names = {fold(one or "") for one in sheets}
    own = [
        form for form in forms if sheet is not None and fold(form.table.sheet) == fold(sheet)
    ]
    free = [
        form
        for form in forms
        if form.table.sheet in _ANY_SHEET or fold(form.table.sheet) not in names
    ]
    return own or free


def refusal(header: Header | None, sheet: str | None, first_line: int) -> Refused:
    """Return why no form reads the table: the nearest form and what its header lacks."""
    if header is None or 2 * header.found < len(wanted(header.form)):
        return _no_header(header, sheet, first_line)
    if header.doubled:
        return Refused(
            "header_duplicate",
            _("the column stands twice; leave one"),
            sheet=sheet,
            row=header.line,
            column=header.doubled[0],
        )
    lost = next(one for one in header.missing if one.required)
    near = _look_alike(lost, header.texts)
    message = _("the column of form {form} is missing; put it in")
    if near:
        message = _(
            "the column of form {form} is missing; “{near}” looks like it but holds "
            "foreign letters"
        )
    return Refused(
        "header_column_missing",
        message,
        sheet=sheet,
        row=header.line,
        column=_named(lost),
        near=near,
        form=header.form.form,
    )


def header_of(table: RawTable, forms: Sequence[Form]) -> Header | None:
    """Return the best header of a table that is read already."""
    last = last_header_row(forms)
    rows = list(zip(table.lines[:last], table.rows[:last], strict=True))
    return best_header(rows, forms)


def _no_header(header: Header | None, sheet: str | None, line: int) -> Refused:
    nearest = header.form.form if header else "–"
    lacks = ", ".join(f"“{_named(one)}”" for one in header.missing[:3]) if header else "–"
    first = header.form.table.header_row if header else 1
    message = _(
        "no header was found in the first {rows} rows; the nearest form is {form}, but "
        "its columns {lacks} are not there"
    )
    if first > 1:
        message = _(
            "no header was found in rows {first} to {rows}, where form {form} says it "
            "stands; its columns {lacks} are not there"
        )
    return Refused(
        "header_missing",
        message,
        sheet=sheet,
        row=line,
        first=first,
        rows=first + HEADER_ROWS - 1,
        form=nearest,
        lacks=lacks,
    )


def _rank(header: Header) -> tuple[bool, int, int]:
    return header.complete, header.found, -header.row


def _matched(
    form: Form, readers: list[Reader], position: int, line: int, cells: Sequence[str]
) -> Header:
    texts = tuple(" ".join(cleaned(cell).split()) for cell in cells)
    folded = [fold(text) for text in texts]
    places: dict[str, int] = {}
    missing: list[Wanted] = []
    first = {text: i for i, text in reversed(list(enumerate(folded)))}
    doubled = [texts[i] for i, text in enumerate(folded) if text and first[text] < i]
    parts = [_with_parts(text, form.table.path_marks) for text in texts]
    for one, reads in readers:
        at = [
            i
            for i, several in enumerate(parts)
            if any(reads(text, fold(text)) for text in several)
        ]
        if at:
            places[one.name] = at[0]
            doubled.extend(texts[i] for i in at[1:])
        else:
            missing.append(one)
    if isinstance(form, Checklist):
        places, missing = _with_items(form, texts, places, missing)
    elif isinstance(form, Questionnaire):
        missing = _without_choices(form, places, missing)
    return Header(form, position, line, texts, places, tuple(missing), tuple(doubled))


def _with_items(
    form: Checklist, texts: tuple[str, ...], places: dict[str, int], missing: list[Wanted]
) -> tuple[dict[str, int], list[Wanted]]:
    """Add the columns written “Group [item]”, which a plain wording did not find."""
    if not form.grid_text:
        return places, missing
    by_text = {fold(item.text): ITEM + item.code for item in form.items}
    for i, text in enumerate(texts):
        found = re.search(form.grid_text, text)
        if found and fold(text[: found.start()]) == fold(form.grid_group):
            name = by_text.get(fold(found[1]))
            if name:
                places.setdefault(name, i)
    return places, [one for one in missing if one.name not in places]


def _with_parts(text: str, marks: Sequence[str]) -> list[str]:
    """Return a header and what is left of it without the names of groups before it."""
    found = [text] if text else []
    for mark in marks:
        pieces = text.split(mark)
        found += [mark.join(pieces[i:]).strip() for i in range(1, len(pieces))]
    return found


def _without_choices(
    form: Questionnaire, places: dict[str, int], missing: list[Wanted]
) -> list[Wanted]:
    """Return what is missing: of a question of many choices its joined or its own columns."""
    spare: set[str] = set()
    for whole in form.multiples:
        joined, own = MULTIPLE + whole.code, [QUESTION + code for code in whole.choices]
        if joined in places:
            spare.update(own)
        elif all(name in places for name in own):
            spare.add(joined)
        elif not any(name in places for name in own):
            spare.update(own)  # the joined column is the one to ask for
    return [one for one in missing if one.name not in spare]


def _named(one: Wanted) -> str:
    return one.column.texts[0] if one.column.texts else one.column.pattern


def _look_alike(one: Wanted, texts: tuple[str, ...]) -> str:
    looked_for = {skeleton(text) for text in one.column.texts}
    return next((text for text in texts if text and skeleton(text) in looked_for), "")
