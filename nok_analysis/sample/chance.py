"""Chance that gives the same draws in every version of Python: only ``random()`` is asked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Chance:
    """A stream of draws.

    Examples
    --------
    >>> one, same = Chance.of(7, "2026Q3", "I01"), Chance.of(7, "2026Q3", "I01")
    >>> one.whole(1, 100) == same.whole(1, 100)
    True
    """

    stream: random.Random

    @classmethod
    def of(cls, seed: int, *names: str) -> Chance:
        """Return the stream of `seed` for one thing: other things do not disturb it."""
        return cls(random.Random("/".join([str(seed), *names])))

    def happens(self, chance: float) -> bool:
        """Return True with the probability `chance` in [0, 1]."""
        return self.stream.random() < chance

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.stream.random() * (high - low + 1))

    def pick(self, things: Sequence[Thing]) -> Thing:
        """Return one of `things`."""
        return things[int(self.stream.random() * len(things))]
