"""Forms as data: what a received table must hold and what its words mean."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from nok_analysis.forms.question import Column, Multiple, Question
from nok_analysis.period import Period
from nok_analysis.vocabulary import FormKind


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a form, by which decision, when; empty texts when nobody did."""

    by: str = ""
    decision: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Caps:
    """How large a received file, its table and a cell may be; megabytes are millions."""

    megabytes: int = 50
    columns: int = 512
    rows: int = 200_000
    characters: int = 32_767


@dataclass(frozen=True, slots=True)
class TableShape:
    """Where the table of a form lies in a received file.

    Attributes
    ----------
    readers : tuple of str
        Kinds of file accepted: workbooks (``xlsx``, ``ods``) and texts (``csv``, ``json``);
        one word of a pair lets both pass.
    sheet : str
        Name of the sheet, ``first`` or ``any`` (every sheet whose header matches).
    header_row : int
        Row of the header, first row = 1; the header is looked for from there on.
    encoding, separator : str
        ``auto`` or a fixed one.
    caps : Caps
    path_marks : tuple of str
        Marks that join the names of groups before a header (``/`` of KoboToolbox, ``-`` of ODK
        Central); the part after a mark is compared too.
    """

    readers: tuple[str, ...] = ("xlsx", "ods", "csv", "json")
    sheet: str = "first"
    header_row: int = 1
    encoding: str = "auto"
    separator: str = "auto"
    caps: Caps = Caps()
    path_marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One observable thing of a checklist."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class InstitutionColumn:
    """How the institution of a row is found.

    Attributes
    ----------
    column : Column
        Empty when the institution stands elsewhere.
    match : tuple of str
        Any of ``code``, ``inn``, ``alias`` (name, short name and listed aliases).
    place : str
        ``column``, ``sheet`` (its name), ``file`` (its name without the ending), ``fixed``.
    part : str
        Of a name: pattern whose one pair of brackets holds the institution; of ``fixed``: the
        institution itself.
    """

    column: Column
    match: tuple[str, ...] = ("code", "inn", "alias")
    place: str = "column"
    part: str = ""


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """A column of dates: ``strptime`` formats and the zone of the wall clock."""

    column: Column
    formats: tuple[str, ...] = ("%d.%m.%Y", "%Y-%m-%d")
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class WordColumn:
    """A column of closed words: folded word → word of ours; `missing` for an empty cell."""

    column: Column
    words: dict[str, str] = field(default_factory=dict[str, str])
    missing: str = ""


@dataclass(frozen=True, slots=True)
class PeriodColumn:
    """A column of periods: folded word → period; ours (``2026Q3``) need no word."""

    column: Column
    words: dict[str, Period] = field(default_factory=dict[str, Period])


@dataclass(frozen=True, slots=True)
class Form:
    """What every form has."""

    form: str
    version: str
    kind: FormKind
    title: str
    approved: Approval
    table: TableShape
    institution: InstitutionColumn
    sha256: str


@dataclass(frozen=True, slots=True)
class Questionnaire(Form):
    """A questionnaire: one row a respondent."""

    questions: tuple[Question, ...]
    channel: str = ""  # a fixed channel …
    channel_column: WordColumn | None = None  # … or a column of it
    respondent: Column | None = None  # None: the row itself is the respondent
    time: TimeColumn | None = None
    period: PeriodColumn | None = None
    respondent_role: WordColumn | None = None
    settlement: Column | None = None
    interviewer: Column | None = None
    merged: tuple[tuple[str, ...], ...] = ()
    absent: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    personal_data: tuple[str, ...] = ()
    skip_violation: str = "drop_answer"  # or quarantine_row
    empty_row: str = "quarantine"
    repeated_within_minutes: int = 10
    at_least_answered: int = 0
    few_answers: str = "warn"  # or quarantine
    multiples: tuple[Multiple, ...] = ()

    def question(self, code: str) -> Question | None:
        """Return the question of `code`, None when the form has none."""
        return next((one for one in self.questions if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Checklist(Form):
    """A checklist: one column an item (``grid``) or one row an observation (``long``).

    Attributes
    ----------
    states : dict of str to str
        Folded word of a cell → state (``met``, ``not_met``, ``not_applicable``, ``unknown``).
    valid_from, valid_to : date or None
        Span in which the list of items holds.
    freshness_days : int or None
        Age above which a fact of this list is stale; None: as the methodology says.
    """

    items: tuple[Item, ...]
    states: dict[str, str]
    date: TimeColumn
    shape: str = "grid"
    grid_group: str = ""
    grid_text: str = ""
    item_column: Column | None = None  # long
    state_column: Column | None = None  # long
    measured_column: Column | None = None  # waiting
    term_column: Column | None = None  # waiting
    unit_column: WordColumn | None = None  # waiting
    last_update: TimeColumn | None = None
    evidence_link: Column | None = None
    reason: Column | None = None
    require_reason_for: tuple[str, ...] = ("not_applicable",)
    ignore: tuple[str, ...] = ()
    personal_data: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    freshness_days: int | None = None
