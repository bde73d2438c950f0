"""The two SQL texts of the tally: one string for DuckDB and Spark, integers only.

Rules of the common subset: no quoted identifiers, no ``filter (where)``, no division, no
grouping sets; sums are cast to bigint; keys and order are written out; answers are compared
with integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nok_analysis.vocabulary import NOT_APPLICABLE_ANSWER, YES

VIEW = "answers"
COEFFICIENTS = "coefficients"
GROUP = ("period", "institution", "form")
ROWS = "n_rows"


@dataclass(frozen=True, slots=True)
class Cell:
    """One integer of a group: how many said `code`, or anything, where every filter says yes.

    Attributes
    ----------
    column : str
        Question; empty counts the questionnaires themselves.
    code : int or None
        None counts every answer.
    filters : tuple of str
    """

    column: str
    code: int | None = None
    filters: tuple[str, ...] = ()

    @property
    def condition(self) -> str:
        """The condition in SQL; empty when it holds for every row."""
        parts = [f"{one} = {YES}" for one in self.filters]
        if self.column:
            said = "is not null" if self.code is None else f"= {self.code}"
            parts.append(f"{self.column} {said}")
        return " and ".join(parts)


@dataclass(frozen=True, slots=True)
class Variant:
    """A term as some form puts it, with what a questionnaire adds to it in pass two.

    Attributes
    ----------
    column : str
    group, branch : tuple of str
        Filters of the group, and of the question itself.
    positive : tuple of int
        Codes of a satisfied answer; empty for a scale.
    scale : (int, int) or None
        Ends of a scale: the answer less the lower one is added up.
    base : str
        Who is in the denominator: ``answered``; ``all`` asked, silent ones too; the whole
        ``group``.
    """

    column: str
    group: tuple[str, ...]
    branch: tuple[str, ...]
    positive: tuple[int, ...]
    scale: tuple[int, int] | None = None
    base: str = "answered"

    @property
    def width(self) -> int:
        """The most that one questionnaire can add to the numerator."""
        return self.scale[1] - self.scale[0] if self.scale else 1

    @property
    def counted(self) -> str:
        """Condition in SQL of a questionnaire in the denominator."""
        said = {
            "answered": [
                f"r.{self.column} is not null",
                f"r.{self.column} <> {NOT_APPLICABLE_ANSWER}",
            ],
            "all": [f"(r.{self.column} is null or r.{self.column} <> {NOT_APPLICABLE_ANSWER})"],
            "group": [],
        }[self.base]
        filters = self.group if self.base == "group" else self.group + self.branch
        return " and ".join([*_open(filters), *said]) or "1 = 1"

    @property
    def gained(self) -> str:
        """What a questionnaire in the denominator adds to the numerator, in SQL."""
        if self.scale is not None:
            return f"(r.{self.column} - {self.scale[0]})"
        satisfied = " or ".join(f"r.{self.column} = {code}" for code in self.positive)
        met = " and ".join([*_open(self.branch), f"({satisfied or '1 = 0'})"])
        return f"(case when {met} then 1 else 0 end)"


def _open(filters: Sequence[str]) -> list[str]:
    return [f"r.{one} = {YES}" for one in filters]


def counting(cells: Sequence[Cell], keys: Sequence[str] = GROUP) -> str:
    """Return the text of pass one: one row a group, the cells as ``c0``, ``c1`` and on.

    Examples
    --------
    >>> print(counting([Cell("polite", 1)], ["period", "institution"]))
    select period, institution, count(*) as n_rows,
      cast(coalesce(count_if(polite = 1), 0) as bigint) as c0
    from answers
    group by period, institution
    order by period, institution
    """
    key = ", ".join(keys)
    counts = [
        f"cast(coalesce(count_if({cell.condition}), 0) as bigint) as c{i}"
        for i, cell in enumerate(cells)
    ]
    columns = ",\n  ".join([f"{key}, count(*) as {ROWS}", *counts])
    return f"select {columns}\nfrom {VIEW}\ngroup by {key}\norder by {key}"


def summing(nodes: Sequence[Sequence[Variant]]) -> str:
    """Return the text of pass two: n, Σz and Σz² of every node, one row an institution.

    Parameters
    ----------
    nodes : sequence of sequence of Variant
        What each node rests on. The view of coefficients has, for part j of node i, the
        integers ``a<i>_<j>`` and ``b<i>_<j>``: a questionnaire in the denominator adds
        a·y − b, any other 0.
    """
    sums = ",\n  ".join(
        f"cast(sum(z{i}) as bigint) as s{i}, cast(sum(z{i} * z{i}) as bigint) as q{i}"
        for i in range(len(nodes))
    )
    rows = ",\n  ".join(f"({_sum(i, parts)}) as z{i}" for i, parts in enumerate(nodes))
    joined = " and ".join(f"r.{key} = k.{key}" for key in GROUP)
    return (
        f"select period, institution, count(*) as n,\n  {sums}\n"
        f"from (select r.period as period, r.institution as institution,\n  {rows}\n"
        f"  from {VIEW} r join {COEFFICIENTS} k on {joined}) t\n"
        "group by period, institution\norder by period, institution"
    )


def _sum(i: int, parts: Sequence[Variant]) -> str:
    return "\n    + ".join(
        f"case when {part.counted} then k.a{i}_{j} * {part.gained} - k.b{i}_{j} else 0 end"
        for j, part in enumerate(parts)
    )
