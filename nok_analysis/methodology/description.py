"""A methodology as plain facts: what a person compares two files by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from nok_analysis.methodology.choices import ALLOWED
from nok_analysis.methodology.model import Cite, Formula, Methodology

PLACES = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that is not the same in two methodologies; empty where one has no such fact."""

    fact: str
    before: str
    after: str


def facts(methodology: Methodology) -> dict[str, str]:
    """Return every fact of a methodology that a number may depend on, by its path in the file.

    Examples
    --------
    A weight stands under ``1.1.weight`` as “0.3”, a formula under ``1.2.formula`` as
    “step_points(remote_channels, step 30, cap 100)”.
    """
    return dict(_facts(methodology))


def differences(first: Methodology, second: Methodology) -> list[Difference]:
    """Return the facts in which two methodologies differ, in the order of the first."""
    before, after = facts(first), facts(second)
    paths = [*before, *(path for path in after if path not in before)]
    found = (Difference(path, before.get(path, ""), after.get(path, "")) for path in paths)
    return [one for one in found if one.before != one.after]


def formula_text(formula: Formula) -> str:
    """Return a formula as its kernel with codes and parameters, as the file has them."""
    inside = [formula_text(part) for part in formula.parts]
    inside += formula.names()
    inside += [f"{name} {decimal(number)}" for name, number in formula.numbers.items()]
    inside += [f"{decimal(low)}: {decimal(points)}" for low, points in formula.steps]
    inside += formula.words.values()
    if formula.question or formula.questions:
        inside.append(f"among {formula.among}")
    return f"{formula.kernel}({', '.join(inside)})"


def decimal(value: Fraction) -> str:
    """Return an exact number as a file has it, or as a fraction where no decimal is exact.

    Examples
    --------
    >>> decimal(Fraction(3, 10)), decimal(Fraction(1, 3))
    ('0.3', '1/3')
    """
    for places in range(PLACES):
        scaled = value * 10**places
        if scaled.denominator == 1:
            whole, rest = divmod(abs(scaled.numerator), 10**places)
            sign = "-" if value < 0 else ""
            return f"{sign}{whole}.{rest:0{places}}" if places else f"{sign}{whole}"
    return str(value)


def _facts(methodology: Methodology) -> Iterator[tuple[str, str]]:
    yield "methodology", methodology.code
    yield "version", methodology.version
    yield "title", methodology.title
    yield "scale", f"{decimal(methodology.low)}…{decimal(methodology.high)}"
    yield "valid", f"{methodology.valid_from}…{methodology.valid_to}"
    yield from _choices(methodology)
    for band in methodology.bands:
        yield f"bands.{band.label}", decimal(band.low)
    yield "total.combine", methodology.total.combine
    for criterion in methodology.criteria:
        yield f"{criterion.code}.name", criterion.name
        yield f"{criterion.code}.combine", criterion.combine
        yield from _weight(criterion.code, criterion.weight)
        for one in criterion.indicators:
            yield f"{one.code}.name", one.name
            yield from _weight(one.code, one.weight)
            yield f"{one.code}.formula", formula_text(one.formula)
            if one.undefined:
                yield f"{one.code}.undefined", one.undefined
            yield f"{one.code}.cite", _cite(one.cite)


def _choices(methodology: Methodology) -> Iterator[tuple[str, str]]:
    choices = methodology.choices
    for key in ALLOWED:
        yield f"choices.{key}", getattr(choices, key)
    rounding = choices.rounding
    yield "choices.rounding.mode", rounding.mode
    for name, levels in (("display", rounding.display), ("carry", rounding.carry)):
        for level, places in levels.items():
            yield f"choices.rounding.{name}.{level}", str(places)
    yield "choices.ties.rank_on", choices.rank_on
    yield "choices.ties.rule", choices.tie_rule
    yield "choices.ranking.within", choices.ranking_within
    yield "choices.min_respondents", str(choices.min_respondents)
    yield "choices.freshness_days", str(choices.freshness_days)
    yield "choices.sample", f"{choices.sample_share}, {choices.sample_cap}"
    yield "choices.points_approved", choices.points_approved


def _weight(code: str, weight: Fraction | None) -> Iterator[tuple[str, str]]:
    if weight is not None:
        yield f"{code}.weight", decimal(weight)


def _cite(cite: Cite) -> str:
    return ", ".join(filter(None, (cite.source, cite.clause, cite.basis, cite.confirmed)))
