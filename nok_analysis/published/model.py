"""Published rows: numbers as typed, what was read of an institution, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from nok_analysis.published.numbers import exactly, half_unit
from nok_analysis.wording import Words
from nok_analysis.wording.visible import shown

TOTAL = "total"

#: Errors after which a number is not known; they prove nothing against the others.
UNREAD = frozenset(
    {
        "not_a_number", "bad_bytes", "wrong_field_count", "error_cell", "merged_cells",
        "formula_without_value", "cell_too_long", "duplicate_conflict", "unknown_node",
        "ambiguous_row", "other_scale",
    }
)  # fmt: skip


class Verdict(StrEnum):
    """What the arithmetic says of a row, or of one node of it."""

    REPRODUCES = "reproduces"
    CONSISTENT = "consistent"
    INCOMPLETE = "incomplete"
    IMPOSSIBLE = "impossible"


class Severity(StrEnum):
    """Whether a remark says that something is wrong, or that it is odd."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; parts that are not meant are None."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def said(self, words: Words) -> str:
        """Return the place in words."""
        parts = [self.file]
        if self.sheet is not None:
            parts.append(words.say("sheet “{sheet}”", sheet=shown(self.sheet)))
        if self.row is not None:
            parts.append(words.say("row {row}", row=self.row))
        if self.column is not None:
            parts.append(words.say("column “{column}”", column=shown(self.column)))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was typed.

    Attributes
    ----------
    value : Fraction
    decimals : int
        How many were shown: those typed, or more where zeros were trimmed.
    place : Place
    typed : int
        How many were typed.
    """

    value: Fraction
    decimals: int
    place: Place
    typed: int = 0

    @property
    def half(self) -> Fraction:
        """Half of the last unit shown."""
        return half_unit(self.decimals)

    def said(self, words: Words) -> str:
        """Return the number as typed, in the language of `words`."""
        return words.number(self.value, self.typed)

    def exactly(self) -> str:
        """Return the number as typed, with a decimal point."""
        return exactly(self.value, self.typed)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is wrong or odd, with its place.

    Attributes
    ----------
    severity : Severity
    code : str
        Word for programs.
    place : Place
    value : str or None
        As received, ready to be shown.
    message : str
        English sentence, the key of the catalog.
    values : dict
        What the sentence quotes; ``expected`` is what should have stood there. Fractions and
        numbers are said exactly.
    """

    severity: Severity
    code: str
    place: Place
    value: str | None
    message: str
    values: dict[str, object] = field(default_factory=dict[str, object])

    @property
    def refutes(self) -> bool:
        """Whether the numbers of the row cannot all be true."""
        return self.severity is Severity.ERROR and self.code not in UNREAD

    def sentence(self, words: Words) -> str:
        """Return what is wrong, without its place."""
        return words.say(self.message, **{n: spoken(v, words) for n, v in self.values.items()})

    def said(self, words: Words) -> str:
        """Return the place and what is wrong there."""
        return f"{self.place.said(words)}: {self.sentence(words)}"


@dataclass(slots=True)
class Record:
    """What was read of one published row.

    Attributes
    ----------
    place : Place
        Row of the table; of a row known from its indicators alone, the first of them.
    id, year, institution : str
        As typed; empty = not read.
    group : tuple of str
        Year, sector, region, type, founder and sheet: inside it ranks are compared.
    numbers : dict of str to Number
        Node (``total``, criterion, indicator) → what was published for it.
    facts : dict of str to Number
        ``rank``, ``rank_of``, ``respondents``, ``recipients``.
    bases : dict of str to Number
        Indicator → how many answered.
    remarks : list of Remark
    """

    place: Place
    id: str = ""
    year: str = ""
    institution: str = ""
    group: tuple[str, ...] = ()
    numbers: dict[str, Number] = field(default_factory=dict[str, Number])
    facts: dict[str, Number] = field(default_factory=dict[str, Number])
    bases: dict[str, Number] = field(default_factory=dict[str, Number])
    remarks: list[Remark] = field(default_factory=list[Remark])

    @property
    def label(self) -> str:
        """What people call the row."""
        return shown(self.id or self.institution)

    def level(self, nodes: tuple[str, ...]) -> dict[str, Number]:
        """Return the numbers of one level with the decimals of that level in this row.

        Publishers trim zeros: “100” beside “80,5” is 100,0, so the most decimals count.
        """
        found = {node: self.numbers[node] for node in nodes if node in self.numbers}
        most = max((one.decimals for one in found.values()), default=0)
        return {node: replace(one, decimals=most) for node, one in found.items()}

    def remark(
        self,
        severity: Severity,
        code: str,
        number: Number | None,
        message: str,
        /,
        **values: object,
    ) -> None:
        """Note what is wrong with a number of the row, or with the row itself."""
        place = number.place if number else self.place
        typed = number.exactly() if number else None
        if number is not None:
            values.setdefault("value", number)
        self.remarks.append(Remark(severity, code, place, typed, message, values))


def spoken(value: object, words: Words) -> object:
    """Return a value of a sentence in the language of `words`; texts made visible."""
    if isinstance(value, Number):
        return value.said(words)
    if isinstance(value, Fraction):
        text = exactly(value)
        return text.replace(".", ",") if words.language == "ru" else text
    if isinstance(value, tuple):
        return ", ".join(str(spoken(one, words)) for one in value)
    return shown(value) if isinstance(value, str) else value
