"""What a defined value does without: criteria, indicators and terms that are undefined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from nok_analysis.methodology.model import Criterion, Methodology
from nok_analysis.methodology.worked import Worked


def left_of_total(methodology: Methodology, worked: Worked) -> list[str]:
    """Return the criteria that a total does without, then what is left out of the others."""
    below = [partial(left_of_criterion, one) for one in methodology.criteria]
    return _left(worked, [one.code for one in methodology.criteria], below)


def left_of_criterion(criterion: Criterion, worked: Worked) -> list[str]:
    """Return the indicators that a criterion does without, then the terms of the others."""
    codes = [one.code for one in criterion.indicators]
    return _left(worked, codes, [partial(left_of_indicator, code) for code in codes])


def left_of_indicator(code: str, worked: Worked) -> list[str]:
    """Return the terms that a defined indicator does without."""
    left = [
        f"{code}:{name}"
        for part in worked.left_out()
        if part.formula is not None
        for leaf in part.formula.leaves()
        for name in leaf.names()
    ]
    for part in worked.parts:
        left += left_of_indicator(code, part) if part.value is not None else []
    return left


def _left(
    worked: Worked, codes: Sequence[str], below: Sequence[Callable[[Worked], list[str]]]
) -> list[str]:
    pairs = zip(codes, worked.weights, strict=False)
    left = [code for code, weight in pairs if weight is None]
    for code, part, left_of in zip(codes, worked.parts, below, strict=True):
        left += [] if code in left else left_of(part)
    return left
