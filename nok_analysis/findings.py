"""Findings chosen from results: pairs that differ, items that lack, questions asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.forms.model import Checklist, Questionnaire
from nok_analysis.methodology.evaluate import highest_of
from nok_analysis.methodology.model import Formula
from nok_analysis.quotes import (
    MORE_PLACES,
    Row,
    fill,
    k_of_n,
    keyed,
    known,
    quote,
    rows,
    shown,
)
from nok_analysis.vocabulary import Level, State
from nok_analysis.wording import Words
from nok_analysis.wording.numbers import round_half_up

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

LACKING = (State.NOT_MET, State.UNKNOWN)
_TURNED = {"higher": "lower", "lower": "higher"}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Verdicts of pairs of institutions on one node, read from either side."""

    verdicts: dict[tuple[str, str], str]

    def between(self, first: str, second: str) -> str:
        """Return the verdict of `first` against `second`; empty when they are not compared."""
        found = self.verdicts.get((first, second))
        if found is None:
            turned = self.verdicts.get((second, first), "")
            return _TURNED.get(turned, turned)
        return found

    def compared(self, one: str) -> bool:
        """Return whether `one` was compared with anybody."""
        return any(one in pair for pair in self.verdicts)

    def alike(self, one: str) -> list[str]:
        """Return the institutions that `one` is not proven to differ from."""
        codes = sorted({code for pair in self.verdicts for code in pair})
        return [code for code in codes if self.between(one, code) == "no_evidence"]

    def proven(self, codes: Collection[str]) -> tuple[int, int]:
        """Return how many pairs among `codes` are proven to differ, and how many there are."""
        own = [
            verdict for pair, verdict in self.verdicts.items() if set(codes).issuperset(pair)
        ]
        return sum(verdict in _TURNED for verdict in own), len(own)


def pairs(assessment: Assessment, node: str = "total") -> Pairs:
    """Return the verdicts of the run's pairs on a node, without those of too few answers."""
    found = rows(assessment, "comparison", kind="pair", node=node)
    return Pairs(
        {
            (row.institution, row.institution_b): row.verdict
            for row in found
            if row.verdict != "too_few"
        }
    )


def changes(assessment: Assessment, before: str) -> list[Row]:
    """Return the changes of the total since an earlier period; those without a number last."""
    within = circle.members(assessment)
    found = rows(assessment, "comparison", kind="change", node="total", period_b=before)

    def size(row: Row) -> tuple[bool, float, str]:
        counted = known(row, "difference")
        return not counted, -float(row.difference) if counted else 0.0, row.institution

    return sorted((row for row in found if row.institution in within), key=size)


def look_equal(assessment: Assessment, scope: str, category: str) -> Markup:
    """Return a sentence on neighbours whose totals look equal though their places differ.

    Empty where there are none. Equal totals share a place; these are only shown alike.
    """
    words, places = assessment.words, assessment.methodology.decimals(Level.TOTAL)
    found = rows(assessment, "standings", scope=scope, category=category, node=Level.TOTAL)
    totals = keyed(rows(assessment, "scores", node=Level.TOTAL), "institution")
    placed = [row for row in found if known(row, "rank") and shown(totals.get(row.institution))]
    ranked = sorted(placed, key=lambda row: (row.rank, row.institution))
    names = circle.members(assessment)
    said = []
    for first, second in pairwise(ranked):
        high, low = totals[first.institution], totals[second.institution]
        more = _parting(high.value, low.value, places)
        if first.rank != second.rank and more > places:
            said += [
                fill(
                    "{name} {total}",
                    name=circle.name(names[row.institution]),
                    total=quote(row, "scores", "value", words, places=more).html(),
                )
                for row in (high, low)
            ]
    if not said:
        return Markup("")
    listed = Markup(", ").join(dict.fromkeys(said))
    return fill(words.say("Totals that look equal differ further on: {totals}."), totals=listed)


def _parting(high: Fraction, low: Fraction, places: int) -> int:
    """Return the decimals with which two numbers are seen to differ."""
    return next(
        (
            more
            for more in range(places, places + MORE_PLACES)
            if round_half_up(high, more) != round_half_up(low, more)
        ),
        places + MORE_PLACES,
    )


def lacking(assessment: Assessment, institution: str) -> list[Row]:
    """Return the rows of `openness` that are not met or not observed and count in a score.

    Those not met stand first; then the order of indicators and of the form's items.
    """
    of = indicators_of_forms(assessment)
    order = {
        (code, item.code): place
        for code, form in assessment.forms.items()
        if isinstance(form, Checklist)
        for place, item in enumerate(form.items)
    }
    found = [
        row
        for row in rows(assessment, "openness", institution=institution)
        if row.state in LACKING and row.form in of
    ]
    return sorted(
        found,
        key=lambda row: (
            LACKING.index(row.state),
            of[row.form],
            row.form,
            order.get((row.form, row.item), 0),
        ),
    )


def late_waits(found: Iterable[Row]) -> list[Row]:
    """Return those rows of `openness` that are waits over their term, not items that lack."""
    return [
        row
        for row in found
        if row.state == State.NOT_MET and known(row, "measured") and known(row, "term")
    ]


def indicators_of_forms(assessment: Assessment) -> dict[str, str]:
    """Return which indicators each checklist feeds: form → codes joined by commas."""
    found: dict[str, list[str]] = {}
    for node, leaf in assessment.methodology.terms():
        indicator, _colon, name = node.partition(":")
        if leaf.form or leaf.forms:
            found.setdefault(name, []).append(indicator)
    return {form: ", ".join(codes) for form, codes in found.items()}


def item_text(assessment: Assessment, form: str, item: str) -> str:
    """Return an item's text as its form says it; its code where the form does not know it."""
    checklist = assessment.forms.get(form)
    items = checklist.items if isinstance(checklist, Checklist) else ()
    return next((one.text for one in items if one.code == item), item)


def questions(assessment: Assessment) -> dict[str, str]:
    """Return the questions whose tally is “satisfied of answered”: code → first term's node."""
    found: dict[str, str] = {}
    for node, leaf in assessment.methodology.terms():
        if leaf.kernel in {"share", "pooled_share"}:
            found.setdefault(node.partition(":")[2], node)
    return found


def most_points(assessment: Assessment, node: str) -> Fraction:
    """Return the greatest value that a criterion, or the total, can reach."""
    found = {one.code: highest_of(one) for one in assessment.methodology.criteria}
    return found.get(node, assessment.methodology.high)


def filled(assessment: Assessment, node: str, value: Fraction) -> Fraction:
    """Return what share of the points that it can reach a criterion has."""
    return value / most_points(assessment, node)


def closing_question(assessment: Assessment) -> str:
    """Return the last question that the methodology counts; empty when it counts none.

    Methodologies end with satisfaction as a whole; any other names its own last question.
    """
    asked = [
        leaf.names()[-1] for _node, leaf in assessment.methodology.terms() if is_asked(leaf)
    ]
    return asked[-1] if asked else ""


def notable_questions(assessment: Assessment) -> dict[str, str]:
    """Return questions worth a figure of their own: ``closing, least, most, silent`` → code.

    None is named twice: `least` and `most` are those with the smallest and the largest share of
    the satisfied over all published institutions, `silent` the one most people left out. A
    word is absent where no question is left for it.
    """
    found = {"closing": closing_question(assessment)}
    counted = {
        question: [row for row in rows(assessment, "tally", node=node) if known(row, "n")]
        for question, node in questions(assessment).items()
        if question != found["closing"]
    }
    sums = {
        question: [
            sum(int(getattr(row, name)) for row in listed) for name in ("k", "n", "missing")
        ]
        for question, listed in counted.items()
    }
    left = {question: one for question, one in sums.items() if one[1]}
    for word, choose, size in _PICKS:
        if left:
            found[word] = choose(left, key=lambda question: size(*left[question]))
            del left[found[word]]
    return {word: question for word, question in found.items() if question}


#: Word → first or last, by what: of satisfied, answered and silent people.
_PICKS: tuple[tuple[str, Callable[..., str], Callable[[int, int, int], Fraction]], ...] = (
    ("least", min, lambda k, n, _missing: Fraction(k, n)),
    ("most", max, lambda k, n, _missing: Fraction(k, n)),
    ("silent", max, lambda _k, n, missing: Fraction(missing, n + missing)),
)


def is_asked(leaf: Formula) -> bool:
    """Return whether a formula counts answers; else it counts what was observed."""
    return bool(leaf.question or leaf.questions)


def question_text(assessment: Assessment, question: str) -> str:
    """Return a question as the first form that asks it words it; its code where none does."""
    for form in assessment.forms.values():
        asked = form.question(question) if isinstance(form, Questionnaire) else None
        if asked is not None:
            return asked.wording or question
    return question


def satisfied(assessment: Assessment, words: Words, row: Row) -> Markup:
    """Return “k of n (p %)” of a term that somebody answered."""
    places = assessment.run.disclosure.percent_decimals
    return fill(
        words.say("{share} ({percent})"),
        share=k_of_n(row, "tally", words, columns=("k", "n")),
        percent=words.percent(Fraction(int(row.k), int(row.n)), places),
    )
