"""First paragraphs of the expert pages: each gives the answer to the page's question."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.exhibits import Passage, paragraph
from nok_analysis.findings import pairs, question_text, questions, satisfied
from nok_analysis.passages import passage
from nok_analysis.passages.headlines import changed
from nok_analysis.passages.phrases import bold
from nok_analysis.quotes import Row, fill, known, quote, rows
from nok_analysis.wording import Words

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment


@passage("answers_summary")
def tell_answers_summary(assessment: Assessment, *, words: Words) -> Passage:
    """Return where people are most and least satisfied, and which question they left out."""
    asked = questions(assessment)
    if not asked:
        return _nothing(words.say("The methodology counts no answers."))
    question, node = list(asked.items())[-1]
    found = _answered(assessment, node)
    if not found:
        return _nothing(words.say("No answers can be published."))
    least, most = min(found, key=_share), max(found, key=_share)
    same = _share(least)[0] == _share(most)[0]
    form = words.say("“{question}” Satisfied least of all: {low}; most of all: {high}.")
    if same:
        form = words.say("“{question}” Satisfied: {low}; the share is the same elsewhere.")
    lead = fill(
        form,
        question=question_text(assessment, question),
        low=_place(assessment, words, least),
        high=_place(assessment, words, most),
    )
    return Passage(paragraph(Markup("{} {}").format(lead, _silent(assessment, words, asked))))


@passage("comparison_summary")
def tell_comparison_summary(assessment: Assessment, *, words: Words) -> Passage:
    """Return how many pairs are proven to differ and which criteria tell nobody apart."""
    differ, compared = pairs(assessment).proven(circle.members(assessment))
    if not compared:
        return _nothing(words.say("There are no two institutions that can be compared."))
    lead = words.count(
        "Of {n} pair of institutions {k} is proven to differ on the total.",
        "Of {n} pairs of institutions {k} are proven to differ on the total.",
        compared,
        k=words.number(differ),
    )
    rest = words.say(
        "For the others the difference is not proven; that does not make them equal."
    )
    if differ == compared:
        rest = ""
    return Passage(
        paragraph(Markup("{} {} {}").format(bold(lead), rest, _blunt(assessment, words)))
    )


@passage("progress_summary")
def tell_progress_summary(assessment: Assessment, *, words: Words) -> Passage:
    """Return what changed provably, against each period of the run's comparison.

    A period of it that may not be compared has its sentence instead.
    """
    steps = range(len(circle.earlier(assessment)))
    found = [changed(assessment, words, step=step) for step in steps]
    said = [one for one in found if one] or [circle.uncompared(assessment, words) + "."]
    said += circle.not_compared(assessment)
    return Passage(Markup("").join(map(paragraph, said)))


def _nothing(text: str) -> Passage:
    return Passage(paragraph(text))


def _answered(assessment: Assessment, node: str) -> list[Row]:
    within = circle.members(assessment)
    return [
        row
        for row in rows(assessment, "tally", node=node)
        if row.institution in within and known(row, "k") and known(row, "n") and row.n
    ]


def _share(row: Row) -> tuple[Fraction, str]:
    return Fraction(int(row.k), int(row.n)), row.institution


def _place(assessment: Assessment, words: Words, row: Row) -> Markup:
    name = circle.name(circle.member(assessment, row.institution))
    return fill("{name}, {share}", name=name, share=satisfied(assessment, words, row))


def _silent(assessment: Assessment, words: Words, asked: dict[str, str]) -> Markup:
    """Name the question that was most often left without an answer, and where."""
    found = [
        (Fraction(int(row.missing), int(row.missing) + int(row.n)), question, row)
        for question, node in asked.items()
        for row in _answered(assessment, node)
        if known(row, "missing") and row.missing
    ]
    if not found:
        return fill(words.say("Nobody left a question without an answer."))
    _rate, question, row = max(found, key=lambda one: (one[0], one[1], one[2].institution))
    name = circle.name(circle.member(assessment, row.institution))
    return fill(
        words.say(
            "Most often left without an answer: “{question}” – {name}: {silent} silent, {n} "
            "answered."
        ),
        question=question_text(assessment, question),
        name=name,
        silent=quote(row, "tally", "missing", words).html(),
        n=quote(row, "tally", "n", words).html(),
    )


def _blunt(assessment: Assessment, words: Words) -> str:
    """Name the criteria that tell no institutions apart in any group."""
    names = {one.code: one.name for one in assessment.methodology.criteria}
    found = [
        row
        for row in rows(assessment, "aggregates", scope=circle.scope(assessment))
        if row.node in names and known(row, "reliability")
    ]
    telling = {row.node for row in found if row.distinguishes}
    blunt = sorted({row.node for row in found} - telling)
    if not blunt:
        return ""
    return words.say(
        "Criteria that tell nobody apart: {names}.",
        names=words.listed([words.say("“{name}”", name=names[code]) for code in blunt]),
    )
