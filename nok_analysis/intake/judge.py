"""The judgement of received files: each on its own, never a traceback, nothing written."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from nok_analysis.forms.model import Checklist, Form, Questionnaire
from nok_analysis.forms.register_model import Register
from nok_analysis.intake.assembly import issue_of, judgement_of, refused_file
from nok_analysis.intake.body import Body
from nok_analysis.intake.corrections import NOTHING, Corrections
from nok_analysis.intake.dates import Calendar
from nok_analysis.intake.decisions import decide
from nok_analysis.intake.institutions import Door
from nok_analysis.intake.judgement import FileJudgement, Issue
from nok_analysis.intake.observations import judge_observations
from nok_analysis.intake.preflight import read_bytes
from nok_analysis.intake.records import Records
from nok_analysis.intake.registers import judge_register
from nok_analysis.intake.respondents import judge_responses
from nok_analysis.intake.screening import (
    compare_population,
    flag_repeated,
    mark_totals,
    screen_duplicates,
)
from nok_analysis.intake.sources import read_source, refuse_guess
from nok_analysis.intake.table import Limits, Refused, widest
from nok_analysis.intake.word_lists import sheets_of_templates
from nok_analysis.period import Period
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import visible

if TYPE_CHECKING:
    from nok_analysis.registry import Registry

LOG = logging.getLogger("nok_analysis.intake")


@dataclass(frozen=True, slots=True)
class _Rules:
    """Everything that a file is judged by."""

    forms: tuple[Form, ...]
    door: Door
    limits: Limits
    corrections: Corrections = field(default_factory=lambda: NOTHING)


def check(
    files: Sequence[Path],
    forms: Sequence[Form],
    registry: Registry,
    *,
    period: Period,
    as_of: dt.date,
    merge_answers: str = "quarantine",
    published: Collection[Period] = (),
    limits: Limits | None = None,
    corrections: Corrections = NOTHING,
) -> tuple[FileJudgement, ...]:
    """Return what the door says of each file; nothing is written and no file is touched.

    Parameters
    ----------
    files : sequence of Path
    forms : sequence of Form
        Every table whose header belongs to one of them is read by it.
    registry : Registry
    period : Period
        The period that is taken in; rows of an earlier one keep their own.
    as_of : date
        Day of taking in: no row may be dated after it.
    merge_answers : {"quarantine", "to_successor"}
        What becomes of a row of an institution that has merged.
    published : collection of Period
        Periods whose figures stand: a row of theirs is set aside.
    limits : Limits, optional
        Those of the forms by default.
    corrections : mapping of (source file, sheet, row) to Decision
        What people decided of rows that were set aside.

    Returns
    -------
    tuple of FileJudgement
        One a file, in order; each is judged on its own.
    """
    calendar = Calendar(period, as_of, frozenset(published))
    door = Door(registry, calendar, merge_answers)
    caps = limits or widest(form.table.caps for form in forms)
    rules = _Rules(_in_force(forms, period), door, caps, corrections)
    return tuple(replace(_judged(Path(file), rules), period=period) for file in files)


def _in_force(forms: Sequence[Form], period: Period) -> tuple[Form, ...]:
    """Return the forms without the checklists whose list of items does not hold in `period`."""
    return tuple(form for form in forms if _holds(form, period))


def _holds(form: Form, period: Period) -> bool:
    if not isinstance(form, Checklist):
        return True
    begun = form.valid_from is None or form.valid_from <= period.last_day
    return begun and (form.valid_to is None or form.valid_to >= period.first_day)


def _judged(path: Path, rules: _Rules) -> FileJudgement:
    name = visible(path.name or str(path))
    content = b""
    try:
        content = read_bytes(path, rules.limits.file)
        return _judged_content(name, content, rules)
    except Refused as reason:
        return refused_file(name, content, reason)
    except Exception:
        LOG.debug("%s", name, exc_info=True)
        message = _(
            "the program met something it does not know in this file; the log of the "
            "module {place} has the details, send it to the developer"
        )
        return refused_file(name, content, Refused("internal", message, place=LOG.name))


def _judged_content(name: str, content: bytes, rules: _Rules) -> FileJudgement:
    source = read_source(content, rules.forms, rules.limits)
    for body in source.bodies:
        body.file = Path(name).stem
        decide(body, rules.corrections)
    every = [_records(body, rules.door) for body in source.bodies]
    refuse_guess(source)
    screen_duplicates(every)
    flag_repeated(every)
    crowded = compare_population(every, rules.door.registry)
    notes = [issue_of(name, None, None, one) for one in crowded]
    notes += [
        Issue(
            name,
            sheet,
            None,
            None,
            None,
            "several_sheets",
            _("the sheet holds no table of a known form; it was not read"),
        )
        for sheet in source.passed_over
        if sheet not in sheets_of_templates()
    ]
    return judgement_of(name, content, every, notes)


def _records(body: Body, door: Door) -> Records:
    mark_totals(body)
    if isinstance(body.form, Questionnaire):
        return judge_responses(body, body.form, door)
    if isinstance(body.form, Register):
        return judge_register(body, body.form, door)
    assert isinstance(body.form, Checklist)
    return judge_observations(body, body.form, door)
