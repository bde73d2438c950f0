"""A row as received, by header: what may be kept of it when it is set aside."""

from __future__ import annotations

from nok_analysis.folding import fold
from nok_analysis.forms.model import Checklist, Questionnaire
from nok_analysis.forms.register_model import Register
from nok_analysis.intake.body import Body, ignored

KEPT = 32_767  # characters of a cell that a spreadsheet holds
SLIPPED = "wrong_field_count"  # nobody knows which cell of such a row belongs where


def open_places(body: Body) -> frozenset[int]:
    """Return the columns that the form knows; those of personal data are not among them."""
    form = body.form
    known = isinstance(form, (Questionnaire, Checklist, Register))
    private = {fold(text) for text in form.personal_data} if known else set()
    passed = ignored(form) - private
    read = set(body.header.places.values())
    return frozenset(
        place
        for place, text in enumerate(body.header.texts)
        if fold(text) not in private and (place in read or fold(text) in passed)
    )


def received_row(body: Body, i: int, kept: frozenset[int], *, slipped: bool) -> dict[str, str]:
    """Return the cells of a record by header.

    A column that the form does not read may hold anything, persons too, and is left out;
    where such a column stands, a row of another width is left out whole.

    Parameters
    ----------
    body : Body
    i : int
        Position of the record.
    kept : frozenset of int
        Positions of the columns of :func:`open_places`.
    slipped : bool
        Whether the row has more or fewer cells than the header.
    """
    texts = body.header.texts
    whole = len(kept) == len(texts)
    found = {column_name(body, place): "" for place in sorted(kept)}
    if slipped and not whole:
        return found
    for place, cell in enumerate(body.table.rows[body.header.row + 1 + i]):
        if place in kept or (place >= len(texts) and slipped):
            found[column_name(body, place)] = cell[:KEPT].encode("utf-8", "replace").decode()
    return found


def column_name(body: Body, place: int) -> str:
    """Return the header of a column as written, its number when it has none."""
    texts = body.header.texts
    return (texts[place] if place < len(texts) else "") or f"#{place + 1}"
