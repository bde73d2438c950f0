"""A node of all institutions at once: every distinct case is worked out a single time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from nok_analysis.methodology.model import Methodology
from nok_analysis.methodology.worked import TermCount
from nok_analysis.scoring.counted import Place

Integers = npt.NDArray[np.int64]
Kind = TypeVar("Kind")
Made = TypeVar("Made")

COUNTS = ("k", "n", "missing", "not_applicable")


@dataclass(frozen=True, slots=True)
class Column(Generic[Kind]):
    """One node: the kinds that occur, and which of them each institution is.

    Attributes
    ----------
    kinds : list
        What the node can be.
    of : array of int
        Index into `kinds`, a row a period and institution.
    """

    kinds: list[Kind]
    of: Integers

    def each(self, make: Callable[[Kind], Made]) -> Column[Made]:
        """Return the column of what is made of every kind."""
        return Column([make(kind) for kind in self.kinds], self.of)

    def gathered(self, key: Callable[[Kind], Hashable]) -> Column[Kind]:
        """Return the column in which kinds of one key are one kind, the first of them."""
        numbers: dict[Hashable, int] = {}
        firsts: list[Kind] = []
        of: list[int] = []
        for kind in self.kinds:
            number = numbers.setdefault(key(kind), len(numbers))
            firsts += [kind] if number == len(firsts) else []
            of.append(number)
        return Column(firsts, np.array(of, np.int64)[self.of])

    def written(self) -> npt.NDArray[np.object_]:
        """Return the kind of each institution."""
        return np.fromiter(self.kinds, object, len(self.kinds))[self.of]


def joined(make: Callable[[tuple[Any, ...]], Made], *parts: Column[Any]) -> Column[Made]:
    """Return the column made of other columns, each combination of their kinds once."""
    of = np.zeros(len(parts[0].of), np.int64)
    for part in parts:
        of = pd.factorize(of * len(part.kinds) + part.of)[0]
    first = np.unique(of, return_index=True)[1]
    met = [[part.kinds[at] for at in part.of[first].tolist()] for part in parts]
    return Column([make(kinds) for kinds in zip(*met, strict=True)], of)


def beside(columns: Sequence[Column[str]]) -> Column[str]:
    """Return the columns as one: every node of the first institution, then of the next."""
    words: dict[str, int] = {}
    numbered = [
        np.array([words.setdefault(kind, len(words)) for kind in one.kinds], np.int64)[one.of]
        for one in columns
    ]
    return Column([*words], np.stack(numbered, axis=1).ravel())


def column_of(values: npt.NDArray[Any] | pd.Series) -> Column[Any]:
    """Return the column of plain values."""
    of, kinds = pd.factorize(values)
    return Column(kinds.tolist(), of)


@dataclass(frozen=True, slots=True)
class Tallied:
    """The table `tally` of one methodology by columns.

    Attributes
    ----------
    places : list of (period, institution)
        The rows, sorted.
    terms : dict of str to Column of TermCount
        Every term of the methodology; nothing observed where the tally has no row.
    """

    places: list[Place]
    terms: dict[str, Column[TermCount]]


def tallied(tally: pd.DataFrame, methodology: Methodology) -> Tallied:
    """Return the counts of every term, a row a period and institution, sorted by them.

    Parameters
    ----------
    tally : DataFrame
        Table `tally`; rows of other methodologies are passed over. A column `reason` (why
        nothing could be counted) is taken where it is present.
    methodology : Methodology
    """
    own = tally[tally["methodology"] == methodology.code]
    met = joined(tuple[str, str], column_of(own["period"]), column_of(own["institution"]))
    places = sorted(met.kinds)
    numbers = {place: number for number, place in enumerate(places)}
    rows = met.each(numbers.__getitem__).written().astype(np.int64)
    integers, words = _integers(own)
    count = partial(_count, words)
    terms: dict[str, Column[TermCount]] = {}
    for term in dict(methodology.terms()):
        its = (own["node"] == term).to_numpy()
        table = np.zeros((len(integers), len(places)), np.int64)
        table[:, rows[its]] = integers[:, its]
        terms[term] = joined(count, *map(column_of, table))
    return Tallied(places, terms)


def _integers(own: pd.DataFrame) -> tuple[Integers, list[str]]:
    """Return the integers of every row and the number of its reason, with the reasons."""
    reasons = own["reason"].fillna("") if "reason" in own else pd.Series("", index=own.index)
    reason, words = pd.factorize(reasons)
    integers = [own[name].to_numpy(np.int64) for name in COUNTS]
    return np.stack([*integers, reason + 1]), ["", *words.tolist()]  # 0: the tally has no row


def _count(words: list[str], kinds: tuple[int, ...]) -> TermCount:
    *integers, reason = kinds
    return TermCount(*integers, words[reason])
