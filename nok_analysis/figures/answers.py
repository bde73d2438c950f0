"""Answers: how the people of each institution answered one question."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nok_analysis import circle
from nok_analysis.errors import ReportError
from nok_analysis.exhibits import Cell, Grid, Head, address
from nok_analysis.figures import figure
from nok_analysis.figures.answers_sheet import paint
from nok_analysis.figures.captions import survey_line
from nok_analysis.figures.chart import (
    Chart,
    alternative,
    charted,
    exhibit_name,
    few_names,
    wordless,
)
from nok_analysis.figures.material import Material, Member, by_category, gap_words, members
from nok_analysis.figures.palette import STACKS
from nok_analysis.figures.voices import (
    Voices,
    answers_of,
    label_of,
    per_cent_sign,
    question_of,
    title_of,
    voices_of,
)
from nok_analysis.findings import notable_questions
from nok_analysis.forms.model import Question
from nok_analysis.vocabulary import Role
from nok_analysis.wording import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One institution's answers; `reason` says why there are none."""

    member: Member
    voices: Voices
    reason: str

    @property
    def share(self) -> Fraction:
        """Satisfied of those who answered; below zero where nothing is shown."""
        return (
            Fraction(self.voices.satisfied, self.voices.n)
            if self.voices.is_shown
            else -Fraction(1)
        )


@dataclass(frozen=True, slots=True)
class Block:
    """Institutions of one group, the most satisfied first."""

    title: str
    rows: tuple[Row, ...]


@figure("answers")
def draw_answers(
    assessment: Material, *, words: Words, question: str = "", pick: str = "closing"
) -> Chart:
    """Return the answers to one question as shares of those who answered.

    Parameters
    ----------
    question : str
        Code of the question in the forms; empty = the one that `pick` says.
    pick : str
        ``closing, least, most`` or ``silent``, as ``findings.notable_questions`` has them.

    Raises
    ------
    ReportError
        When no form asks it, or it has more answers than a bar can show.
    """
    question = question or notable_questions(assessment).get(pick, "")
    if not question:
        return _nothing_asked(assessment, words, pick)
    asked = question_of(assessment, question)
    if len(answers_of(asked)) not in STACKS:
        raise ReportError(
            "question “{question}” has too many or too few answers for a bar", question=question
        )
    return _drawn(assessment, words, asked)


def _drawn(assessment: Material, words: Words, asked: Question) -> Chart:
    """Return the bars of a question that can be drawn, or why there are none."""
    blocks = _blocks(assessment, words, asked)
    shown = _shown(blocks)
    name, headline = exhibit_name("answers", asked.code), _headline(shown, words, asked)
    subtitle, source = _subtitle(assessment, words, asked), survey_line(assessment, words)
    if not shown:
        reason = words.say("There are too few answers to show.")
        return wordless(
            name,
            headline=headline,
            subtitle=subtitle,
            reason=reason,
            source=source,
            words=words,
        )
    return charted(
        lambda layout: paint(blocks, asked, layout, words, good=good_words(asked, words)),
        words=words,
        name=name,
        headline=headline,
        subtitle=subtitle,
        alt=_alt(blocks, words, asked),
        data=_data(assessment, blocks, words, asked),
        reading=_told(shown, words, asked),
        marks=words.say("Shares under 8 % carry no number."),
        source=source,
        n_text=words.say(
            "People without an answer to the question are named beside the bar and "
            "are not in the shares."
        ),
        interval_text=words.say(
            "Counts without intervals: how sure the shares are is said by the scores."
        ),
    )


def _nothing_asked(assessment: Material, words: Words, pick: str) -> Chart:
    """Return the figure of a methodology that counts no such question."""
    return wordless(
        exhibit_name("answers", pick),
        headline=words.say("No further question is counted"),
        subtitle=words.period(assessment.run.period),
        reason=words.say("The methodology counts no further answers."),
        source=survey_line(assessment, words),
        words=words,
    )


def tell_answers(
    assessment: Material, *, words: Words, question: str = "", pick: str = "closing"
) -> str:
    """Return where most and where fewest people gave the good answer."""
    question = question or notable_questions(assessment).get(pick, "")
    if not question:
        return words.say("The methodology counts no further answers.")
    asked = question_of(assessment, question)
    return _told(_shown(_blocks(assessment, words, asked)), words, asked)


def _told(shown: list[Row], words: Words, asked: Question) -> str:
    if not shown:
        return words.say("There are too few answers to show.")
    top, bottom = shown[0], shown[-1]
    if top.share == bottom.share:
        return words.say(
            "The share is the same everywhere: {share} at {name}.",
            share=_counted(top, words),
            name=top.member.name,
        )
    return words.say(
        "{what}: most at {top} ({most}), fewest at {bottom} ({fewest}).",
        what=good_words(asked, words).capitalize(),
        top=top.member.name,
        most=_counted(top, words),
        bottom=bottom.member.name,
        fewest=_counted(bottom, words),
    )


def _subtitle(assessment: Material, words: Words, asked: Question) -> str:
    return words.say(
        "“{title}”, per cent of those who answered, {period}",
        title=title_of(asked),
        period=words.period(assessment.run.period),
    )


def good_words(asked: Question, words: Words) -> str:
    """Return what the good answers are called."""
    if asked.role is Role.NUMERATOR:
        return words.say("satisfied")
    labels = ", ".join(
        label_of(asked, code) for code in answers_of(asked) if code in asked.positive
    )
    return words.say("“{labels}”", labels=labels)


def _counted(row: Row, words: Words) -> str:
    return words.share(row.voices.satisfied, row.voices.n)


def _blocks(assessment: Material, words: Words, asked: Question) -> tuple[Block, ...]:
    held, minimum = voices_of(assessment, asked), assessment.run.disclosure.min_n_cell
    found = []
    for category, group in by_category(assessment, members(assessment).values()).items():
        lines = []
        for one in group:
            voices = held.get((one.code, asked.code), Voices())
            reason = "" if voices.is_shown else _reason(voices, words, minimum)
            lines.append(Row(one, voices, reason))
        lines.sort(key=lambda row: (-row.share, row.member.name))
        found.append(Block(circle.title(assessment, category), tuple(lines)))
    return tuple(found)


def _reason(voices: Voices, words: Words, minimum: int) -> str:
    if voices.status in {"ok", "missing"}:
        return words.say("nobody answered")
    return gap_words(voices.status, words, minimum)


def _shown(blocks: tuple[Block, ...]) -> list[Row]:
    found = [row for block in blocks for row in block.rows if row.voices.is_shown]
    return sorted(found, key=lambda row: (-row.share, row.member.name))


def _headline(shown: list[Row], words: Words, asked: Question) -> str:
    if not shown:
        return words.say("The answers are not shown")
    low, high = (
        per_cent_sign(r.voices.satisfied, r.voices.n, words) for r in (shown[-1], shown[0])
    )
    if low == high:
        return words.say(
            "{what}: {share} of those who answered",
            share=low,
            what=good_words(asked, words).capitalize(),
        )
    return words.say(
        "{what}: from {low} to {high} of those who answered",
        low=low,
        high=high,
        what=good_words(asked, words).capitalize(),
    )


def _alt(blocks: tuple[Block, ...], words: Words, asked: Question) -> str:
    shown = _shown(blocks)
    top, bottom = shown[0], shown[-1]
    rest = [row.member.name for block in blocks for row in block.rows if row.reason]
    return alternative(
        words.say("Stacked bars of shares, one institution a row, the best first."),
        words.say(
            "Highest, {what}: {share}, {name}.",
            what=good_words(asked, words),
            share=_counted(top, words),
            name=top.member.name,
        ),
        words.say(
            "Lowest: {value}, {name}.", value=_counted(bottom, words), name=bottom.member.name
        )
        if bottom is not top
        else "",
        words.say("Not shown: {names}.", names=few_names(rest)) if rest else "",
    )


def _data(
    assessment: Material, blocks: tuple[Block, ...], words: Words, asked: Question
) -> Grid:
    heads = (
        Head(words.say("Institution"), is_text=True),
        Head(words.say("Group"), is_text=True),
        *(Head(label_of(asked, code)) for code in answers_of(asked)),
        Head(good_words(asked, words)),
        Head(words.say("Answered")),
        Head(words.say("Without an answer")),
    )
    body = tuple(_data_row(assessment, b, row, words, asked) for b in blocks for row in b.rows)
    return Grid(heads, body)


def _data_row(
    assessment: Material, block: Block, row: Row, words: Words, asked: Question
) -> tuple[Cell, ...]:
    first = (Cell(row.member.full_name), Cell(block.title or words.say("all"), is_text=True))
    codes, one = answers_of(asked), row.voices
    if not one.is_shown:
        return (*first, *(Cell(row.reason, is_word=True) for _ in range(len(codes) + 3)))
    key = (str(assessment.run.period), row.member.code, "", asked.code, "", "")
    counts = [
        Cell(
            words.number(k),
            small=f"({per_cent_sign(k, one.n, words)})",
            key=address("distributions", *key, str(code), column="k"),
        )
        for code, k in zip(codes, one.counts, strict=True)
    ]
    return (
        *first,
        *counts,
        Cell(_counted(row, words), bold=True),
        Cell(words.number(one.n)),
        Cell(words.number(one.missing)),
    )
