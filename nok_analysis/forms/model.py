"""Forms as data: what a received table must hold and what its words mean."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from nok_analysis.period import Period
from nok_analysis.vocabulary import FormKind, Role

_SIGNS = re.compile(r"[\^$]|\\.|\.\*|[()\[\]?+|]")  # of a pattern


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a form, by which decision, when; empty texts when nobody did."""

    by: str = ""
    decision: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class TableShape:
    """Where the table of a form lies in a received file.

    Attributes
    ----------
    readers : tuple of str
        Kinds of file accepted: ``xlsx``, ``csv``.
    sheet : str
        Name of the sheet, ``first`` or ``any`` (every sheet whose header matches).
    header_row : int
        Row of the header, first row = 1; the header is looked for from there on.
    encoding, separator : str
        ``auto`` or a fixed one.
    path_marks : tuple of str
        Marks that join the names of groups before a header (``/`` of KoboToolbox, ``-`` of ODK
        Central); the part after a mark is compared too.
    """

    readers: tuple[str, ...] = ("xlsx", "csv")
    sheet: str = "first"
    header_row: int = 1
    encoding: str = "auto"
    separator: str = "auto"
    path_marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a received table: by one of its wordings, or by a pattern.

    Attributes
    ----------
    texts : tuple of str
        Header wordings, the present one first, then old ones (``also``).
    pattern : str
        Regular expression searched in the header; empty when `texts` decide.
    """

    texts: tuple[str, ...] = ()
    pattern: str = ""

    @property
    def wording(self) -> str:
        """The present wording; of a pattern its words, without its signs."""
        return self.texts[0] if self.texts else _SIGNS.sub("", self.pattern).strip()


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a questionnaire.

    Attributes
    ----------
    code : str
        Name of the column in the store.
    role : Role
    column : Column
    words : dict of str to int or None
        Folded answer word → code: yes 1, no 0, a scale's own value, a choice's number in the
        form's order, −1 “not applicable”; None = no answer.
    labels : dict of int to str
        Code → word as a person reads it (the first listed word).
    positive : tuple of int
        Codes that count as satisfied.
    asked_if : str
        Filter question whose “yes” opens this one; empty when asked of everybody.
    low, high : int or None
        Bounds of a scale or of a number.
    names : dict of int to str
        Code → name of the answer in the form file (``yes``, ``male``, ``5``).
    text : str
        The question as it is put to people, where the header says it otherwise.
    wording_note : str
        How the wording differs from the order's; printed with the results.
    filter_missing : str
        Filter of the order that this form does not ask.
    among_override : str
        ``everyone``: without that filter the question counts over everyone, with a note.
    choice_of : str
        Code of the question with several answers of which this is one choice.
    """

    code: str
    role: Role
    column: Column
    words: dict[str, int | None] = field(default_factory=dict[str, int | None])
    labels: dict[int, str] = field(default_factory=dict[int, str])
    positive: tuple[int, ...] = (1,)
    asked_if: str = ""
    low: int | None = None
    high: int | None = None
    names: dict[int, str] = field(default_factory=dict[int, str])
    text: str = ""
    wording_note: str = ""
    filter_missing: str = ""
    among_override: str = ""
    choice_of: str = ""

    @property
    def wording(self) -> str:
        """The question as people read it."""
        return self.text or self.column.wording


@dataclass(frozen=True, slots=True)
class Multiple:
    """A question that takes several answers at once; each choice is a question of its own.

    Attributes
    ----------
    code : str
        Of the whole; a choice's question is ``<code>_<choice>``.
    column : Column
        The joined column: every chosen word in one cell.
    words : dict of str to str or None
        Folded word → code of the choice's question; ``no_answer`` None, ``not_applicable``
        the empty text.
    choices : tuple of str
        Codes of the choices' questions, in the form's order.
    otherwise : str
        Choice that any other text counts as; empty when other text sets the row aside.
    text : str
        The question as it is put to people, where the header says it otherwise.
    """

    code: str
    column: Column
    words: dict[str, str | None]
    choices: tuple[str, ...]
    otherwise: str = ""
    text: str = ""

    @property
    def wording(self) -> str:
        """The question as people read it."""
        return self.text or self.column.wording


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
