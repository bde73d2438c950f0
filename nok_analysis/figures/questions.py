"""Questions: every question about satisfaction, in the district or at one institution."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nok_analysis.exhibits import Cell, Grid, Head, address
from nok_analysis.figures import figure
from nok_analysis.figures.canvas import Sheet
from nok_analysis.figures.captions import interval_line, survey_line
from nok_analysis.figures.chart import Chart, Layout, alternative, charted, wordless
from nok_analysis.figures.lettering import BASE, LINE, NAME, wrapped
from nok_analysis.figures.material import Material, gap_words, member
from nok_analysis.figures.palette import BAND, INK, RULE, S2
from nok_analysis.figures.pen import TOP, Pen
from nok_analysis.figures.scales import Scale
from nok_analysis.figures.voices import (
    EVERYWHERE,
    Voices,
    per_cent_sign,
    satisfaction_questions,
    title_of,
    voices_of,
)
from nok_analysis.wording import Words
from nok_analysis.wording.numbers import NO_BREAK, round_half_up

PLOT = {"w": (316, 596), "n": (12, 348)}
NAME_ROOM = {"w": 296, "n": 270}
VALUE_AT, COUNT_AT = 618, 756
BAR = 16
LEAST_HIGH = 32
WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class Row:
    """One question; `reason` says why there is no share."""

    code: str
    title: str
    voices: Voices
    reason: str

    @property
    def share(self) -> Fraction:
        """Satisfied, in whole per cent as shown; below zero where nothing is shown."""
        if not self.voices.is_shown:
            return -Fraction(1)
        return round_half_up(Fraction(self.voices.satisfied, self.voices.n) * 100)

    @property
    def has_interval(self) -> bool:
        """Whether the table holds an interval of the share."""
        return self.voices.low is not None and self.voices.high is not None


@figure("questions")
def draw_questions(assessment: Material, *, words: Words, institution: str = "") -> Chart:
    """Return the satisfied share of every question that has good answers, the lowest last.

    Parameters
    ----------
    institution : str
        Registry code; empty: the rows of the whole district.
    """
    found = _rows(assessment, words, institution)
    shown = [row for row in found if row.voices.is_shown]
    subtitle = _subtitle(assessment, words, institution)
    headline, source = _headline(shown, words), survey_line(assessment, words)
    if not shown:
        reason = words.say("There are too few answers to show.")
        return wordless(
            "questions",
            headline=headline,
            subtitle=subtitle,
            reason=reason,
            source=source,
            words=words,
        )
    counts = [row.voices.n for row in shown]
    return charted(
        lambda layout: _paint(found, layout, words),
        words=words,
        name="questions",
        headline=headline,
        subtitle=subtitle,
        alt=_alt(shown, words),
        source=source,
        data=_data(assessment, found, words, institution),
        reading=_told(found, words),
        n_text=words.say(
            "Answers a question: from {low} to {high}; a question that follows from "
            "another is asked of fewer people.",
            low=words.number(min(counts)),
            high=words.number(max(counts)),
        ),
        interval_text=interval_line(
            assessment, [r.voices for r in shown if r.has_interval], words
        )
        if any(row.has_interval for row in shown)
        else words.say("No interval is drawn."),
    )


def tell_questions(assessment: Material, *, words: Words, institution: str = "") -> str:
    """Return which question has the lowest and which the highest share."""
    return _told(_rows(assessment, words, institution), words)


def _told(found: tuple[Row, ...], words: Words) -> str:
    shown = [row for row in found if row.voices.is_shown]
    if not shown:
        return words.say("There are too few answers to show.")
    return words.say(
        "Lowest: {low}, “{title}” ({count}). Highest: {high}, “{best}” ({most}).",
        low=_percent(shown[-1], words),
        title=shown[-1].title,
        count=_counted(shown[-1], words),
        high=_percent(shown[0], words),
        best=shown[0].title,
        most=_counted(shown[0], words),
    )


def _subtitle(assessment: Material, words: Words, institution: str) -> str:
    district = words.say("the whole district")
    return words.say(
        "Satisfied, per cent of those who answered the question; {where}; {period}",
        where=member(assessment, institution).name if institution else district,
        period=words.period(assessment.run.period),
    )


def _rows(assessment: Material, words: Words, institution: str) -> tuple[Row, ...]:
    found = []
    questions = satisfaction_questions(assessment)
    held = voices_of(assessment, *questions)
    for question in questions:
        voices = held.get((institution or EVERYWHERE, question.code), Voices())
        reason = gap_words(voices.status, words, assessment.run.disclosure.min_n_cell)
        if voices.status in {"ok", "missing"}:
            reason = words.say("nobody answered")
        found.append(
            Row(question.code, title_of(question), voices, "" if voices.is_shown else reason)
        )
    return tuple(sorted(found, key=lambda row: (-row.share, row.title)))


def _percent(row: Row, words: Words) -> str:
    return per_cent_sign(row.voices.satisfied, row.voices.n, words)


def _counted(row: Row, words: Words) -> str:
    return words.share(row.voices.satisfied, row.voices.n)


def _headline(shown: list[Row], words: Words) -> str:
    if not shown:
        return words.say("The answers are not shown")
    return words.say(
        "Satisfied: from {low} to {high} by question",
        low=_percent(shown[-1], words),
        high=_percent(shown[0], words),
    )


def _paint(found: tuple[Row, ...], layout: Layout, words: Words) -> Sheet:
    sheet = Sheet(layout.width)
    scale = Scale(Fraction(0), WHOLE, *PLOT[layout.name])
    pen = Pen(sheet, scale, words, 0, layout.is_wide)
    y = pen.head()
    if layout.is_wide:
        sheet.text((0, 16), words.say("Question"))
        sheet.text((VALUE_AT, 16), words.say("Satisfied"))
    for row in found:
        y = _wide(pen, row, y) if layout.is_wide else _narrow(pen, row, y)
        sheet.line((0, y), (layout.width, y), RULE)
    if pen.is_wide:
        pen.grid(TOP, y)
    sheet.height = round(y + 3)
    return sheet


def _wide(pen: Pen, row: Row, y: float) -> float:
    lines = wrapped(row.title, BASE, NAME_ROOM["w"])
    end = y + max(LEAST_HIGH, len(lines) * BASE * LINE + 11)
    middle = (y + end) / 2
    pen.beside(middle, row.title, NAME_ROOM["w"], size=BASE, bold=False)
    if row.voices.is_shown:
        _marks(pen, row, middle)
        pen.sheet.text(
            (VALUE_AT, middle + 5), _percent(row, pen.words), size=NAME, color=INK, bold=True
        )
        pen.sheet.text((COUNT_AT, middle + 5), _counted(row, pen.words), anchor="end")
    else:
        pen.sheet.text((VALUE_AT, middle + 5), row.reason)
    return end


def _narrow(pen: Pen, row: Row, y: float) -> float:
    sheet, text = pen.sheet, y + 8 + BASE
    below = sheet.lines(
        (0, text), wrapped(row.title, BASE, NAME_ROOM["n"]), size=BASE, color=INK
    )
    if not row.voices.is_shown:
        sheet.text((0, below), row.reason)
        return below + 10
    sheet.text(
        (sheet.width, text),
        _percent(row, pen.words),
        size=NAME,
        color=INK,
        bold=True,
        anchor="end",
    )
    sheet.text((0, below), _counted(row, pen.words))
    pen.grid(below + 6, below + 30)
    _marks(pen, row, below + 18)
    return below + 33


def _marks(pen: Pen, row: Row, middle: float) -> None:
    at = pen.scale.at
    start, end = at(0), at(row.share)
    pen.sheet.box((start, middle - BAR / 2), end - start, BAR, BAND, S2)
    if row.has_interval:
        low, high = (
            round_half_up(Fraction(one) * 100) for one in (row.voices.low, row.voices.high)
        )
        pen.sheet.line((at(low), middle), (at(high), middle), S2, thick=7)
    pen.sheet.dot((end, middle))


def _alt(shown: list[Row], words: Words) -> str:
    counts = [row.voices.n for row in shown]
    return alternative(
        words.say(
            "Bars of satisfied shares with intervals, one question a row, highest first."
        ),
        words.say(
            "Highest: {value}, “{name}”.", value=_percent(shown[0], words), name=shown[0].title
        ),
        words.say(
            "Lowest: {value}, “{name}”.", value=_percent(shown[-1], words), name=shown[-1].title
        ),
        words.say(
            "Answers: from {low} to {high}.",
            low=words.number(min(counts)),
            high=words.number(max(counts)),
        ),
    )


def _data(assessment: Material, found: tuple[Row, ...], words: Words, institution: str) -> Grid:
    heads = (
        Head(words.say("Question"), is_text=True),
        Head(words.say("Satisfied")),
        Head(words.say("Interval")),
        Head(words.say("Satisfied, persons")),
        Head(words.say("Answered")),
        Head(words.say("Without an answer")),
    )
    return Grid(heads, tuple(_data_row(assessment, row, words, institution) for row in found))


def _data_row(
    assessment: Material, row: Row, words: Words, institution: str
) -> tuple[Cell, ...]:
    one = row.voices
    if not one.is_shown:
        return (Cell(row.title), *(Cell(row.reason, is_word=True) for _ in range(5)))
    key = address(
        "distributions",
        str(assessment.run.period),
        institution,
        "",
        row.code,
        "",
        "",
        "1",
        column="share",
    )
    span = Cell(words.say("not known"), is_word=True)
    if row.has_interval:
        low, high = (round_half_up(Fraction(end) * 100) for end in (one.low, one.high))
        span = Cell(f"{words.interval(low, high, 0)}{NO_BREAK}%")
    return (
        Cell(row.title),
        Cell(_percent(row, words), bold=True, key=key),
        span,
        Cell(words.number(one.satisfied)),
        Cell(words.number(one.n)),
        Cell(words.number(one.missing)),
    )
