"""Received files that a person names, into the store beside the registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from nok_analysis.forms import Form
from nok_analysis.intake import FileJudgement, Status, check_apart
from nok_analysis.intake.corrections import CORRECTIONS, read_corrections
from nok_analysis.period import Period
from nok_analysis.reception.keeping import keep
from nok_analysis.reception.naming import from_data, name_of
from nok_analysis.registry import read_registry
from nok_analysis.store import Asked, Notes, Store


def take_in(
    files: Sequence[Path],
    forms: Mapping[Path, Form],
    registry: Path,
    *,
    period: Period,
    as_of: dt.date,
) -> tuple[FileJudgement, ...]:
    """Return the judgement of files after their rows are in the store, or in the quarantine.

    Parameters
    ----------
    files : sequence of Path
    forms : mapping of Path to Form
        Each form by its file.
    registry : Path
        Store and quarantine lie beside it.
    period : Period
    as_of : date
    """
    data = registry.parent
    store = Store(data / "store")
    by_code = {form.form: form for form in forms.values()}
    judged = check_apart(
        files,
        tuple(by_code.values()),
        read_registry(registry, shown_as=registry.name),
        period=period,
        as_of=as_of,
        corrections=read_corrections(store.folder / CORRECTIONS),
    )
    asked = Asked(
        "",
        tuple(from_data(data, path) for path in forms),
        registry.name,
        str(period),
        as_of.isoformat(),
    )
    both = sorted(zip(files, judged, strict=True), key=lambda one: from_data(data, one[0]))
    notes = {
        one.source_file: replace(asked, file=from_data(data, file))
        for file, one in reversed(both)
        if one.status is not Status.REFUSED
    }
    named = [replace(one, file=name_of(data, file)) for file, one in both]
    keep(store, named, by_code, as_of=as_of, notes=Notes(notes))
    return judged
