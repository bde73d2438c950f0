"""Published rows: numbers as typed, what was read, what a check found, what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from nok_analysis.published.numbers import Span, exactly, shown_as
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


class CriterionCode(str):
    """Code of a criterion that a sentence calls by the short name of its column."""

    __slots__ = ()


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
    way : str
        How it is taken to have been brought to its decimals.
    """

    value: Fraction
    decimals: int
    place: Place
    typed: int = 0
    way: str = "half_up"

    @property
    def span(self) -> Span:
        """Every number that is shown so."""
        return shown_as(self.value, self.decimals, self.way)

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

    def level(self, nodes: tuple[str, ...], way: str = "half_up") -> dict[str, Number]:
        """Return the numbers of one level with the decimals of that level in this row.

        Publishers trim zeros: “100” beside “80,5” is 100,0, so the most decimals count.
        """
        found = {node: self.numbers[node] for node in nodes if node in self.numbers}
        most = max((one.decimals for one in found.values()), default=0)
        return {node: replace(one, decimals=most, way=way) for node, one in found.items()}


def remark(
    severity: Severity, code: str, about: Number | Place, message: str, /, **values: object
) -> Remark:
    """Return what is wrong or odd with a number, quoting it, or with the row of a place."""
    if isinstance(about, Place):
        return Remark(severity, code, about, None, message, values)
    quoted = {"value": about, **values}
    return Remark(severity, code, about.place, about.exactly(), message, quoted)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a node: its weight and what was published for it, if anything was."""

    node: str
    weight: Fraction
    number: Number | None


@dataclass(frozen=True, slots=True)
class Implied:
    """A value that follows from the others although it was not published.

    Attributes
    ----------
    node : str
    span : Span
        All values that the rounding of the others leaves.
    value : Fraction
        The value in the middle, which the numbers as shown give.
    decimals : int
        To how many decimals it may be said.
    """

    node: str
    span: Span
    value: Fraction
    decimals: int


@dataclass(frozen=True, slots=True)
class Check:
    """A published number beside what its parts give.

    Attributes
    ----------
    node : str
    verdict : Verdict
    combine : str
        ``mean``, ``weighted_mean`` or ``sum``.
    parts : sequence of Part
        Those that were not left out, with their weights in the methodology.
    range : Span
        All values that the methodology lets the node have.
    published : Number or None
    computed : Fraction or None
        From the parts as shown; None when some are not known.
    conventions : tuple of str
        Ways of computing and rounding that give exactly what was published.
    possible : Span or None
        What the parts leave when each may be rounded.
    feasible, combinations : int
        Of a criterion: how many combinations of the discrete indicators that were not
        published it leaves, of how many.
    implied : tuple of Implied
        Values that were not published but follow.
    left_out : tuple of str
        Parts that must have been undefined for the published number to be true.
    """

    node: str
    verdict: Verdict
    combine: str
    parts: Sequence[Part]
    range: Span
    published: Number | None = None
    computed: Fraction | None = None
    conventions: tuple[str, ...] = ()
    possible: Span | None = None
    feasible: int = 0
    combinations: int = 0
    implied: tuple[Implied, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """Parts for which nothing was published."""
        return tuple(one.node for one in self.parts if one.number is None)

    @property
    def worth_saying(self) -> bool:
        """Whether a person wants to read of it: something of its parts is known."""
        return len(self.lacking) < len(self.parts) or self.verdict is Verdict.IMPOSSIBLE


def spoken(value: object, words: Words) -> object:
    """Return a value of a sentence in the language of `words`; texts made visible."""
    if isinstance(value, Number):
        return value.said(words)
    if isinstance(value, Fraction):
        text = exactly(value)
        return text.replace(".", ",") if words.language == "ru" else text
    if isinstance(value, tuple):
        return ", ".join(str(spoken(one, words)) for one in value)
    if isinstance(value, CriterionCode):
        value = words.say("C{code}", code=value)
    return shown(value) if isinstance(value, str) else value
