"""Errors for people: a sentence of the catalog, its values, and every fault at once."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field

from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import visible

REASONS = {
    errno.ENOSPC: _("the disk is full"),
    errno.EDQUOT: _("the disk is full"),
    errno.EACCES: _("the rights do not allow it"),
    errno.EPERM: _("the rights do not allow it"),
    errno.EROFS: _("the disk is read-only"),
    errno.ENOENT: _("there is no such file or folder"),
    errno.ENOTDIR: _("a file lies where a folder should be"),
    errno.EEXIST: _("a file lies where a folder should be"),
    errno.EISDIR: _("a folder lies where a file should be"),
    errno.EMFILE: _("too many files are open"),
    errno.ENAMETOOLONG: _("the name is too long"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with its place.

    Attributes
    ----------
    message : str
        English sentence, the key of the catalog; its ``{names}`` are filled from `values`.
    values : dict
        What the sentence quotes; a value that is itself a fault is said in its place.
    file : str
        File as the person named it; empty when the fault is of no file.
    line : int or None
        Line, first line = 1.
    path : str
        Path of the key or name of the column; empty when none.
    code : str
        Word of the closed list of codes (``vocabulary.CODES``); empty when none.
    sheet : str
        Sheet of a workbook; empty when none.
    is_table : bool
        Whether the file is a table: its lines are rows, its keys columns.
    """

    message: str
    values: dict[str, object] = field(default_factory=dict[str, object])
    file: str = ""
    line: int | None = None
    path: str = ""
    code: str = ""
    sheet: str = ""
    is_table: bool = False

    def said(self, words: Words) -> str:
        """Return the sentence with its place in the language of `words`."""
        place = [self.file] if self.file else []
        if self.sheet:
            place.append(words.say("sheet “{sheet}”", sheet=visible(self.sheet)))
        if self.line is not None:
            row = words.say("row {row}", row=self.line)
            place.append(row if self.is_table else words.say("line {line}", line=self.line))
        if self.path:
            path = visible(self.path)
            column = words.say("column “{column}”", column=path)
            place.append(column if self.is_table else words.say("key “{path}”", path=path))
        values = {
            name: value.said(words) if isinstance(value, Fault) else _quoted(value)
            for name, value in self.values.items()
        }
        sentence = words.say(self.message, **values)
        return f"{', '.join(place)}: {sentence}" if place else sentence


def reason_of(error: OSError) -> Fault:
    """Return why the system refused, as the value of a sentence.

    Examples
    --------
    >>> reason_of(OSError(errno.ENOSPC, "No space left on device")).said(Words("en"))
    'the disk is full'
    """
    known = REASONS.get(error.errno) if error.errno else None
    if known:
        return Fault(known)
    return Fault("{reason}", {"reason": error.strerror or type(error).__name__})


def _quoted(value: object) -> object:
    """Return what a sentence quotes: a text of others moves no terminal and breaks no line."""
    return visible(value) if isinstance(value, str) else value


class NokError(Exception):
    """Base of every error that a person of this house may read.

    Parameters
    ----------
    message : str or Fault
        Sentence of the catalog, or the first fault.
    *more : Fault
        Further faults; all are shown.
    **values
        What the sentence quotes.
    """

    def __init__(self, message: str | Fault, *more: Fault, **values: object) -> None:
        first = message if isinstance(message, Fault) else Fault(message, values)
        self.faults: tuple[Fault, ...] = (first, *more)
        super().__init__(first.message)

    def said(self, words: Words) -> str:
        """Return every fault, one a line, in the language of `words`."""
        return "\n".join(fault.said(words) for fault in self.faults)

    def __str__(self) -> str:
        return self.said(Words())

    def _render_traceback_(self) -> list[str]:
        """Show a notebook's reader the sentence in place of a traceback."""
        return str(self).splitlines()


class ParameterError(NokError):
    """A file of parameters cannot be read as it stands."""


class MethodologyError(ParameterError):
    """A methodology file is wrong."""


class FormError(ParameterError):
    """A form file is wrong."""


class RunError(ParameterError):
    """A run cannot start: its file, its period or its evidence is wrong."""


class RegistryError(NokError):
    """The registry of institutions is wrong."""


class IntakeError(NokError):
    """A file that a person returned cannot be taken in."""


class StoreError(NokError):
    """The evidence store is damaged or in use."""


class ContractError(NokError):
    """A table of ours breaks its contract: a defect of the program, never of the data."""


class ReportError(NokError):
    """A report could not be built."""
