"""A methodology: criteria → indicators → formulas, each with weight and citation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Source:
    """An act or document that a methodology cites."""

    code: str
    act: str
    date: str
    published: str
    url: str


@dataclass(frozen=True, slots=True)
class Cite:
    """Basis of a node: source, clause, how it is known, when a person confirmed it."""

    source: str = ""
    clause: str = ""
    basis: str = "unverified"  # read, operator_code, arithmetic, unverified
    confirmed: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """One kernel with its parameters; parts of a composite are formulas themselves.

    Attributes
    ----------
    kernel : str
        Name in ``methodology.formulas.KERNELS``.
    question, questions, among : str, tuple, str
        Survey kernels: what is counted and inside which group (``everyone`` or a filter).
    form, forms : str, tuple
        Checklist kernels.
    parts : tuple of Formula
        Parts of ``mean_of``, the one part of ``range_points`` and ``points_by_band``.
    numbers : dict of str to Fraction
        Exact parameters by their key in the file: ``step, cap, over, equal, half, each, low``…
    steps : tuple of (Fraction, Fraction)
        ``waiting_points``: (shorter by, points); ``points_by_band``: (low, points).
    words : dict of str to str
        Other parameters: ``direction``.
    """

    kernel: str
    question: str = ""
    questions: tuple[str, ...] = ()
    among: str = "everyone"
    form: str = ""
    forms: tuple[str, ...] = ()
    parts: tuple[Formula, ...] = ()
    numbers: dict[str, Fraction] = field(default_factory=dict[str, Fraction])
    steps: tuple[tuple[Fraction, Fraction], ...] = ()
    words: dict[str, str] = field(default_factory=dict[str, str])

    def names(self) -> tuple[str, ...]:
        """Return the questions or forms that this formula counts itself."""
        return (
            self.questions or self.forms or tuple(filter(None, (self.question or self.form,)))
        )

    def leaves(self) -> Iterator[Formula]:
        """Yield the formulas that count evidence: this one, or those of its parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of a criterion."""

    code: str
    symbol: str
    name: str
    weight: Fraction | None  # None where the criterion is a sum
    cite: Cite
    formula: Formula
    undefined: str = ""  # overrides the choice `undefined`; empty = as the methodology says


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion; `combine` is ``weighted_mean``, ``mean`` or ``sum``.

    Drawings and headlines call it by `label`: the short name, where the file gives one.
    """

    code: str
    name: str
    combine: str
    indicators: tuple[Indicator, ...]
    weight: Fraction | None = None  # only where the total is a weighted mean
    cite: Cite = field(default_factory=Cite)
    short_name: str = ""

    @property
    def label(self) -> str:
        """The short name, or the name where there is no short one."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class Total:
    """The top of the tree."""

    symbol: str
    combine: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Band:
    """A named interval of the total, closed below."""

    low: Fraction
    label: str
    basis: str


@dataclass(frozen=True, slots=True)
class Rounding:
    """Rounding of a methodology: decimals shown, and what is carried between levels."""

    mode: str
    display: dict[str, int]  # indicator, criterion, total → decimals
    carry: dict[str, str]  # indicator, criterion → "exact" or decimals


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that the orders leave open (``domain`` section 3), with its value here."""

    formula_version: str
    denominator: str
    undefined: str
    undefined_criterion: str
    waiting_parts: str
    waiting_precedence: str
    missing_waiting: str
    rounding: Rounding
    rank_on: str
    tie_rule: str
    ranking_within: str
    required_items: str
    na_in_steps: str
    freshness_days: int
    aggregation: str
    min_respondents: int
    sample_share: str
    sample_cap: int
    points_approved: str


@dataclass(frozen=True, slots=True)
class Methodology:
    """A methodology file as read."""

    code: str
    version: str
    title: str
    regime: str
    valid_from: str
    valid_to: str
    status_note: str
    low: Fraction
    high: Fraction
    sources: tuple[Source, ...]
    choices: Choices
    bands: tuple[Band, ...]
    total: Total
    criteria: tuple[Criterion, ...]
    sha256: str
    file: str = ""
    branches: frozenset[str] = frozenset()  # choices by which its formulas branch

    def indicators(self) -> Iterator[Indicator]:
        """Yield every indicator in the order of the file."""
        for criterion in self.criteria:
            yield from criterion.indicators

    def terms(self) -> Iterator[tuple[str, Formula]]:
        """Yield every term: its node code (``3.3:accessibility_satisfied``) and its formula."""
        for indicator in self.indicators():
            for leaf in indicator.formula.leaves():
                for name in leaf.names():
                    yield f"{indicator.code}:{name}", leaf

    def decimals(self, level: str) -> int:
        """Return how many decimals a value of `level` is shown with."""
        return self.choices.rounding.display.get(level, 2)
