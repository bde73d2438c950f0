"""What the door says of a received file: accepted tables, rows set aside, issues."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from nok_analysis.period import Period
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import shown

if TYPE_CHECKING:
    import pandas as pd

Key = tuple[str, str]


class Status(StrEnum):
    """What became of a received file."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_QUARANTINE = "accepted_with_quarantine"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What an issue did: to nothing, to its row, to its file."""

    WARNING = "warning"
    SET_ASIDE = "set_aside"
    REFUSED = "refused"


_DONE = {
    Outcome.WARNING: "",
    Outcome.SET_ASIDE: _(
        "The row was set aside; correct it in its file of the folder quarantine and take it "
        "back with “nok intake --corrected”, or have the whole file sent anew."
    ),
    Outcome.REFUSED: _("Nothing was taken from the file."),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing the door noticed, with its place.

    Attributes
    ----------
    file : str
        Name of the file.
    sheet : str or None
    row : int or None
        Physical line of a text file, row of a sheet; None when the whole file is meant.
    column : str or None
        Header as written in the file.
    value : str or None
        As received, cut and with control characters made visible; of free text its length.
    code : str
        Word of ``vocabulary.CODES``.
    message : str
        English sentence, the key of the catalog.
    values : dict
        What the sentence quotes.
    outcome : Outcome
    """

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    code: str
    message: str
    values: dict[str, object] = field(default_factory=dict[str, object])
    outcome: Outcome = Outcome.WARNING

    def in_short(self, words: Words) -> str:
        """Return the column and what is wrong in it."""
        sentence = words.say(self.message, **self.values)
        if self.column is None:
            return sentence
        return f"{words.say('column “{column}”', column=self.column)}: {sentence}"

    def said(self, words: Words) -> str:
        """Return the place, what is wrong, what was done and what to do."""
        place = [self.file]
        if self.sheet is not None:
            place.append(words.say("sheet “{sheet}”", sheet=shown(self.sheet)))
        if self.row is not None:
            place.append(words.say("row {row}", row=self.row))
        if self.column is not None:
            place.append(words.say("column “{column}”", column=self.column))
        sentence = words.say(self.message, **self.values)
        done = _DONE[self.outcome]
        return f"{', '.join(place)}: {sentence}. {words.say(done) if done else ''}".rstrip()


@dataclass(frozen=True, slots=True)
class Accepted:
    """Accepted rows of one table, form and period.

    Attributes
    ----------
    table : str
        A table of evidence.
    form : str
        Code of the form that read them.
    period : Period
    frame : DataFrame
        Columns of the contract of `table`, sorted by its key.
    """

    table: str
    form: str
    period: Period
    frame: pd.DataFrame


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was not accepted, whole, with its first reason.

    Attributes
    ----------
    file, source_sha256 : str
    sheet, row, column, code, message, values
        As in :class:`Issue`.
    received : dict of str to str
        Header → cell as received, of the columns that the form knows; those of personal
        data and foreign ones are left out.
    raw : bytes
        The line as received when it could not be decoded and all its columns may be kept.
    more : tuple of Issue
        Its further reasons.
    """

    file: str
    source_sha256: str
    sheet: str | None
    row: int
    column: str | None
    code: str
    message: str
    values: dict[str, object]
    received: dict[str, str]
    raw: bytes = b""
    more: tuple[Issue, ...] = ()

    def said(self, words: Words) -> str:
        """Return the place of the row, everything that is wrong with it and what to do."""
        issue = Issue(
            self.file,
            self.sheet,
            self.row,
            self.column,
            None,
            self.code,
            self.message,
            self.values,
            Outcome.SET_ASIDE,
        )
        others = "; ".join(dict.fromkeys(one.in_short(words) for one in self.more))
        if not others:
            return issue.said(words)
        also = words.say("Also wrong in this row: {others}.", others=others)
        return f"{issue.said(words)} {also}"


@dataclass(frozen=True, slots=True)
class FileJudgement:
    """What the door says of one file.

    rows_in = accepted + quarantined + rejected unless the file is refused.

    Attributes
    ----------
    file : str
        Its name; `source_file` the first 12 hex digits of its `sha256`.
    bytes : int
        Its size.
    rows_in, blank, accepted, quarantined, corrected, rejected : int
        Records below the header, blank rows skipped, records accepted and set aside; of the
        accepted those that a person had to correct; those that a person left out for good.
    accepted_keys : tuple of (institution, respondent)
        Of checklists: (institution, item and date).
    warnings : dict of str to int
        Code → rows of accepted records (or remarks on the file) that bear it.
    period : Period or None
        The period that was taken in.
    """

    file: str
    source_file: str
    sha256: str
    bytes: int
    status: Status
    rows_in: int = 0
    blank: int = 0
    accepted: int = 0
    quarantined: int = 0
    issues: tuple[Issue, ...] = ()
    accepted_keys: tuple[Key, ...] = ()
    tables: tuple[Accepted, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    warnings: dict[str, int] = field(default_factory=dict[str, int])
    corrected: int = 0
    rejected: int = 0
    period: Period | None = None
