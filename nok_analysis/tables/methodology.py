"""Methodology in words: indicators with weight, formula and basis."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from nok_analysis.exhibits import Cell, Grid, Head, Table
from nok_analysis.findings import question_text
from nok_analysis.methodology.model import Cite, Formula, Indicator, Methodology
from nok_analysis.tables import table
from nok_analysis.vocabulary import EVERYONE
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.words import PER_CENT

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

BASES = {
    "read": _("read in the order"),
    "operator_code": _("by operators' programs"),
    "arithmetic": _("checked by arithmetic"),
    "unverified": _("not verified"),
}
_SENTENCES = {
    "share": _("share of the satisfied on {questions}"),
    "scale_mean": _("mean of the scale on {questions}"),
    "pooled_share": _("share of the satisfied over the questions {questions} together"),
    "share_of_required": _("share of items met of those required on {forms}"),
    "pooled_share_of_required": _("share of items met of those required on {forms} together"),
    "step_points": _("{step} points for each item met on {forms}, at most {cap}"),
    "item_points": _("{each} points for each item met on {forms}, at most {cap}"),
    "waiting_points": _(
        "points for the wait on {forms}: over the term {over}, exactly the term {equal}, "
        "shorter by {steps}, at most half of the term {half}"
    ),
    "share_of_term": _("wait in per cent of the term on {forms}"),
    "mean_of": _("mean of parts: {parts}"),
    "range_points": _(
        "{parts}; from {low} to {high} brought to a scale up to {points}: {direction}"
    ),
    "points_by_band": _("{parts}; points by band: {steps}"),
}
_DIRECTIONS = {"rising": _("the more the better"), "falling": _("the less the better"), "": ""}


@table("methodology")
def tabulate_methodology(assessment: Assessment, *, words: Words) -> Table:
    """Return every indicator with its weight, its formula in words and its basis."""
    methodology = assessment.methodology
    weights = _weights(methodology)
    weighted = any(weight is not None for weight in weights.values())
    heads = [Head(words.say("Indicator"), is_text=True)]
    if weighted:
        heads.append(Head(words.say("Weight")))
    heads += [
        Head(words.say("How it is counted"), is_text=True),
        Head(words.say("Basis"), is_text=True),
    ]
    body = tuple(
        _row(assessment, words, one, weights if weighted else {})
        for one in methodology.indicators()
    )
    subtitle = words.say(
        "Methodology {code}, version {version}; the weight is within the criterion",
        code=methodology.code,
        version=methodology.version,
    )
    if len(_acts(assessment)) == 1:
        subtitle += words.say(
            "; the basis is {act}", act=next(iter(_acts(assessment).values()))
        )
    return Table(
        "methodology",
        methodology.title,
        subtitle,
        Grid(tuple(heads), body),
    )


def formula_in_words(assessment: Assessment, words: Words, formula: Formula) -> str:
    """Return a formula as a sentence with the names of its questions and checklists."""
    numbers = {
        name: words.number(value, 0 if value.denominator == 1 else 2)
        for name, value in formula.numbers.items()
    }
    parts = [formula_in_words(assessment, words, part) for part in formula.parts]
    said = words.say(_SENTENCES[formula.kernel]).format(
        questions=_quoted(
            words, (question_text(assessment, one) for one in _questions(formula))
        ),
        forms=_quoted(words, (_form(assessment, one) for one in _forms(formula))),
        parts="; ".join(parts),
        steps=_steps(formula, words),
        direction=words.say(_DIRECTIONS.get(formula.words.get("direction", ""), "")),
        **numbers,
    )
    if formula.among not in {EVERYONE, ""} and _questions(formula):
        among = question_text(assessment, formula.among)
        said += words.say(", of those who said yes to “{question}”", question=among)
    return said


def _steps(formula: Formula, words: Words) -> str:
    """Return the zones of waiting, or the bands of points, as the file has them."""
    steps = [(words.number(low), words.number(points)) for low, points in formula.steps]
    if formula.kernel == "waiting_points":
        return ", ".join(
            words.say("{by} – {points}", by=by, points=points) for by, points in steps
        )
    return ", ".join(
        words.say("from {low} – {points}", low=low, points=points) for low, points in steps
    )


def basis_in_words(assessment: Assessment, words: Words, cite: Cite) -> str:
    """Return the clause and how it is known, with the act where the indicators cite several."""
    told = words.say(BASES[cite.basis])
    if cite.clause:
        told = words.say("clause {clause}: {told}", clause=cite.clause, told=told)
    act = _acts(assessment).get(cite.source, "")
    return f"{act}, {told}" if act and len(_acts(assessment)) > 1 else told


def _acts(assessment: Assessment) -> dict[str, str]:
    """Return the acts that the indicators cite: code of the source → its title."""
    cited = {one.cite.source for one in assessment.methodology.indicators()}
    return {one.code: one.act for one in assessment.methodology.sources if one.code in cited}


def _row(
    assessment: Assessment,
    words: Words,
    indicator: Indicator,
    weights: dict[str, Fraction | None],
) -> tuple[Cell, ...]:
    cells = [Cell(f"{indicator.code} {indicator.name}", small=indicator.symbol)]
    if weights:
        cells.append(_weight(weights[indicator.code], words))
    cells += [
        Cell(formula_in_words(assessment, words, indicator.formula), is_text=True),
        Cell(basis_in_words(assessment, words, indicator.cite), is_text=True),
    ]
    return tuple(cells)


def _weight(weight: Fraction | None, words: Words) -> Cell:
    if weight is None:
        return Cell(words.say("added up"), is_word=True)
    places = 0 if (weight * PER_CENT).denominator == 1 else 1
    return Cell(words.percent(weight, places))


def _weights(methodology: Methodology) -> dict[str, Fraction | None]:
    """Return the weight of each indicator in its criterion; none where points are added up."""
    return {
        one.code: Fraction(1, len(criterion.indicators))
        if criterion.combine == "mean"
        else one.weight
        for criterion in methodology.criteria
        for one in criterion.indicators
    }


def _quoted(words: Words, names: Iterable[str]) -> str:
    return ", ".join(words.say("“{name}”", name=name) for name in names)


def _questions(formula: Formula) -> tuple[str, ...]:
    return formula.questions or ((formula.question,) if formula.question else ())


def _forms(formula: Formula) -> tuple[str, ...]:
    return formula.forms or ((formula.form,) if formula.form else ())


def _form(assessment: Assessment, code: str) -> str:
    form = assessment.forms.get(code)
    return form.title if form else code
