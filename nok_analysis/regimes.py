"""``nok methodology``: a methodology as a tree, and two of them held against each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nok_analysis.errors import MethodologyError, NokError, RunError
from nok_analysis.methodology import Methodology, read_methodology
from nok_analysis.methodology.choices import ALTERNATIVES
from nok_analysis.methodology.description import Difference, decimal, differences, formula_text
from nok_analysis.methodology.evaluate import highest_of
from nok_analysis.methodology.model import Criterion, Indicator
from nok_analysis.methodology.variants import alternatives
from nok_analysis.period import Period
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.workspace import SUFFIXES, Workspace, parameter_file, written

_COMBINED = {
    "mean": _("mean of the parts"),
    "weighted_mean": _("weighted mean of the parts"),
    "sum": _("sum of the parts"),
}


def found(name: str) -> Methodology:
    """Return the methodology of a code of the workspace, or of a file.

    Raises
    ------
    NokError
        When there is no such file, or anything in it is wrong.
    """
    path = parameter_file("methodology", name, Path.cwd())
    if name.endswith(SUFFIXES):
        return read_methodology(path, shown_as=path.name)
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in path.parent.glob("*.yaml"))) or "–"
        raise MethodologyError(
            "there is no methodology “{name}”; there are: {known}", name=name[:80], known=known
        )
    return read_methodology(path, shown_as=written("methodology", name))


def tree(methodology: Methodology, words: Words) -> str:
    """Return a methodology as a tree of criteria and indicators with weights and formulas."""
    return "\n".join(_tree(methodology, words))


def tree_object(methodology: Methodology) -> dict[str, Any]:
    """Return the same tree for programs; numbers are exact texts."""
    return {
        "methodology": methodology.code,
        "version": methodology.version,
        "title": methodology.title,
        "valid": {"from": methodology.valid_from, "to": methodology.valid_to},
        "scale": {"low": str(methodology.low), "high": str(methodology.high)},
        "sha256": methodology.sha256,
        "combine": methodology.total.combine,
        "criteria": [
            {
                "code": one.code,
                "name": one.name,
                "combine": one.combine,
                "weight": str(one.weight) if one.weight is not None else None,
                "highest": str(highest_of(one)),
                "indicators": [
                    {
                        "code": indicator.code,
                        "name": indicator.name,
                        "weight": str(indicator.weight)
                        if indicator.weight is not None
                        else None,
                        "formula": formula_text(indicator.formula),
                        "basis": indicator.cite.basis,
                    }
                    for indicator in one.indicators
                ],
            }
            for one in methodology.criteria
        ],
    }


def _tree(methodology: Methodology, words: Words) -> Iterator[str]:
    yield f"{methodology.code} {methodology.version} – {methodology.title}"
    if methodology.status_note:
        yield methodology.status_note
    yield words.say(
        "Total {symbol}: {combined}, from {low} to {high}",
        symbol=methodology.total.symbol,
        combined=words.say(_COMBINED[methodology.total.combine]),
        low=str(methodology.low),
        high=str(methodology.high),
    )
    for criterion in methodology.criteria:
        yield f"  {_criterion(criterion, words)}"
        for indicator in criterion.indicators:
            yield f"    {_indicator(indicator)}"
    yield words.say("Left open by the orders (other words that are allowed):")
    others: dict[str, list[str]] = {}
    for key, word in alternatives(methodology):
        others.setdefault(key, []).append(word)
    for choice in ALTERNATIVES:
        if choice.key in others:
            here = choice.read(methodology.choices)
            yield f"  {choice.key}: {here} ({', '.join(others[choice.key])})"


def _criterion(criterion: Criterion, words: Words) -> str:
    weight = f"{decimal(criterion.weight)} · " if criterion.weight is not None else ""
    return (
        f"{weight}{criterion.code} {criterion.name}: {words.say(_COMBINED[criterion.combine])}"
    )


def _indicator(indicator: Indicator) -> str:
    weight = f"{decimal(indicator.weight)} · " if indicator.weight is not None else ""
    formula = formula_text(indicator.formula)
    return f"{weight}{indicator.code} {indicator.name}: {formula} [{indicator.cite.basis}]"


@dataclass(frozen=True, slots=True)
class Held:
    """Two methodologies held against each other.

    Attributes
    ----------
    differences : list of Difference
    run : str
        Run on whose evidence places were compared.
    places : list of (str, str, str)
        Institution, its place under the first and under the second; empty = no place.
    hindrance : NokError or None
        Why places could not be compared.
    """

    differences: list[Difference]
    run: str
    places: list[tuple[str, str, str]]
    hindrance: NokError | None = None

    def as_text(self, words: Words) -> str:
        """Return what differs and whose place moves, a line each."""
        if not self.differences:
            return words.say("The two methodologies say the same.")
        return "\n".join([*self._facts(words), *self._places(words)])

    def as_object(self) -> dict[str, Any]:
        """Return the same for programs."""
        return {
            "differences": [asdict(one) for one in self.differences],
            "run": self.run,
            "places": [
                {"institution": name, "first": before or None, "second": after or None}
                for name, before, after in self.places
            ],
            "compared": self.hindrance is None,
        }

    def _facts(self, words: Words) -> Iterator[str]:
        nothing = words.say("(none)")
        for one in self.differences:
            yield f"{one.fact}: {one.before or nothing} → {one.after or nothing}"

    def _places(self, words: Words) -> Iterator[str]:
        if self.hindrance is not None:
            reason = self.hindrance.said(words)
            yield words.say("On the data they cannot be compared: {reason}", reason=reason)
            return
        yield words.say("Places on the data of {period}:", period=self.run)
        nowhere = words.say("no place")
        placed = [place for place in self.places if place[1] or place[2]]
        moved = [place for place in placed if place[1] != place[2]]
        for name, before, after in moved:
            yield f"  {name}: {before or nowhere} → {after or nowhere}"
        yield words.count(
            "{k} of {n} place moves", "{k} of {n} places move", len(placed), k=len(moved)
        )


def held_together(first: str, second: str, run: str) -> Held:
    """Return two methodologies held against each other, also on the evidence of a run.

    Parameters
    ----------
    first, second : str
        Codes or files.
    run : str
        Period or run file whose evidence is scored; the newest of the workspace when empty.

    Raises
    ------
    NokError
        When a methodology cannot be read.
    """
    from nok_analysis.trials import places_under

    one, other = found(first), found(second)
    listed = differences(one, other)
    try:
        before, after = places_under(run or _newest(), (one, other), start=Path.cwd())
    except MethodologyError as error:  # the forms of the run lack what one of them counts
        return Held(listed, run, [], error)
    except RunError as error:
        if run:
            raise
        return Held(listed, run, [], error)
    return Held(
        listed, run or _newest(), [(name, before[name], after.get(name, "")) for name in before]
    )


def _newest() -> str:
    folder = Workspace.around(Path.cwd()).root / "params/runs"
    periods: list[Period] = []
    for file in folder.glob("*.yaml"):
        with suppress(NokError):  # a run file may bear any name
            periods.append(Period.parse(file.stem))
    if not periods:
        raise RunError("there is no such run file; periods that have one: {known}", known="–")
    return str(max(periods))
