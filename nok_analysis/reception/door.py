"""The door that a received file has passed, to be passed by it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nok_analysis.errors import Fault
from nok_analysis.files import content_of, sha256_of
from nok_analysis.forms import Form, read_form
from nok_analysis.intake import FileJudgement, check_apart
from nok_analysis.intake.corrections import Corrections
from nok_analysis.intake.preflight import HASH_SHOWN
from nok_analysis.intake.returned import Returned
from nok_analysis.period import Period
from nok_analysis.reception.naming import from_data
from nok_analysis.registry import read_registry
from nok_analysis.store import Asked, Store, read_asked
from nok_analysis.wording import mark_for_catalog as _

#: Code of a problem that leaves nothing to be done.
SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Overrides:
    """What is named on a command line in place of how a file was judged before.

    Attributes
    ----------
    forms, originals : tuple of Path
    registry : Path or None
    period, as_of : str
        Empty = as before.
    who : str
        Post of the person who decided.
    """

    forms: tuple[Path, ...] = ()
    registry: Path | None = None
    period: str = ""
    as_of: str = ""
    originals: tuple[Path, ...] = ()
    who: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """A received file with everything that it is judged by.

    Attributes
    ----------
    original : Path
        The received file itself; `name` is its path in the manifest.
    asked : Asked
    forms : dict of str to Form
    data : Path
        Folder of the registry.
    """

    original: Path
    name: str
    asked: Asked
    forms: dict[str, Form]
    data: Path

    @property
    def as_of(self) -> dt.date:
        """The day that counts as today."""
        return dt.date.fromisoformat(self.asked.as_of)

    def judged(self, corrections: Corrections) -> FileJudgement:
        """Return the judgement of the received file with the decisions on its rows."""
        path = self.data / self.asked.registry
        (found,) = check_apart(
            [self.original],
            tuple(self.forms.values()),
            read_registry(path, shown_as=path.name),
            period=Period.parse(self.asked.period),
            as_of=self.as_of,
            merge_answers=self.asked.merge_answers,
            corrections=corrections,
        )
        return found


def door_of(store: Store, row: Returned, named: Overrides) -> Door | Fault:
    """Return the door of the received file of a row, or why it cannot be passed again.

    Raises
    ------
    NokError
        When a form is wrong.
    """
    said = {"file": row.file}
    path = next(
        (one.path for one in store.manifest().entries if one.source_sha256 == row.sha256), None
    )
    if path is None:
        message = _(
            "“{file}” has been replaced by another version or taken away; its rows need no "
            "correction any more"
        )
        return Fault(message, said, code=SETTLED)
    data = store.folder.parent
    asked = _asked(store, row, named)
    if asked is None:
        message = _(
            "how “{file}” was judged is not noted; name --form, --registry, --period, --as-of"
        )
        return Fault(message, said)
    for original in _places(data, asked, named):
        if sha256_of(content_of(original)) == row.sha256:
            read = (read_form(data / one, shown_as=Path(one).name) for one in asked.forms)
            return Door(original, path, asked, {one.form: one for one in read}, data)
    message = _(
        "the received file “{file}” is not where it was; put it back, or name it behind the "
        "command"
    )
    return Fault(message, said)


def _asked(store: Store, row: Returned, named: Overrides) -> Asked | None:
    data = store.folder.parent
    noted = read_asked(store.folder).get(row.sha256[:HASH_SHOWN])
    if noted is None:
        whole = named.forms and named.registry and named.period and named.as_of
        noted = Asked("", (), "", "", "") if whole else None
    return noted and replace(
        noted,
        forms=tuple(from_data(data, one) for one in named.forms) or noted.forms,
        registry=from_data(data, named.registry) if named.registry else noted.registry,
        period=named.period or noted.period,
        as_of=named.as_of or noted.as_of,
    )


def _places(data: Path, asked: Asked, named: Overrides) -> Iterator[Path]:
    """Yield where the received file may lie: where it is named, where it was, ``incoming/``."""
    yield from named.originals
    if asked.file:
        yield data / asked.file
    yield from (one for one in sorted((data / "incoming").rglob("*")) if one.is_file())
