"""Progress: one small panel an institution, or a criterion, over the periods."""

from __future__ import annotations

from fractions import Fraction

from nok_analysis import circle
from nok_analysis.earlier import told
from nok_analysis.exhibits import Cell, Grid, Head, address
from nok_analysis.figures import figure
from nok_analysis.figures.captions import interval_line, scale_words, source_line
from nok_analysis.figures.chart import Chart, alternative, charted, few_names, wordless
from nok_analysis.figures.material import (
    TOTAL,
    Material,
    n_words,
    scores_of,
)
from nok_analysis.figures.progress_panels import Panel, panels_of
from nok_analysis.figures.progress_sheet import paint
from nok_analysis.figures.scales import full, window
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words

FEWEST_FOR_A_LINE = 2  # a panel with one dot says what the rating says
ENOUGH_FOR_A_TREND = 10  # points of a control chart; NHS style guide


@figure("progress")
def draw_progress(assessment: Material, *, words: Words, institution: str = "") -> Chart:
    """Return the totals of all institutions, or the criteria of one, over the periods.

    Parameters
    ----------
    institution : str
        Registry code: one panel a criterion. Empty: one panel an institution, its total.
    """
    panels = panels_of(assessment, words, institution)
    ends = full(assessment) if institution else window(assessment)
    subtitle = _subtitle(panels, ends, words)
    headline = _headline(assessment, panels, words)
    source = source_line(assessment, words)
    if _held(panels) < FEWEST_FOR_A_LINE:
        return wordless(
            "progress",
            headline=headline,
            subtitle=subtitle,
            reason=" ".join(told(assessment.outside, words))
            or _told(assessment, panels, words),
            source=source,
            words=words,
        )
    decimals = assessment.methodology.decimals(Level.CRITERION if institution else TOTAL)
    found = scores_of(assessment, (panels[0].node,), str(assessment.run.period)).values()
    return charted(
        lambda layout: paint(
            panels,
            layout,
            words,
            ends=ends,
            decimals=decimals,
        ),
        words=words,
        name="progress",
        headline=headline,
        subtitle=subtitle,
        alt=_alt(panels, words, decimals),
        data=_data(assessment, panels, words),
        reading=_told(assessment, panels, words),
        marks=_marks(panels, words),
        source=source,
        n_text=n_words([panel.n for panel in panels], words),
        interval_text=interval_line(
            assessment, found, words, is_first=not (institution and panels[0].last.is_shown)
        ),
    )


def tell_progress(assessment: Material, *, words: Words, institution: str = "") -> str:
    """Return which last steps are proven, and where the line is broken."""
    return _told(assessment, panels_of(assessment, words, institution), words)


def _marks(panels: tuple[Panel, ...], words: Words) -> str:
    marks = words.say(
        "Dashed: mean of the group now. A break in the line: no score. The mark "
        "under a name: verdict on the last step."
    )
    if not any(point.starts_anew for panel in panels for point in panel.points[1:]):
        return marks
    return f"{marks} " + words.say("Upright dashed: the line begins anew.")


def _told(assessment: Material, panels: tuple[Panel, ...], words: Words) -> str:
    if not any(panel.is_drawn for panel in panels):
        return words.say("No score is shown in any period.")
    said = _proven(panels, words)
    if not any(panel.last.is_shown for panel in panels):
        said.append(words.say("In the last period there are too few answers for scores."))
    elif not _is_compared(panels):
        said.append(circle.uncompared(assessment, words) + ".")
    elif not said:
        said.append(words.say("No change against the earlier period is proven."))
    broken = [_named(panel, words) for panel in panels if panel.is_drawn and _is_broken(panel)]
    if broken and len(broken) < len(panels):
        said.append(words.say("The line is broken: {names}.", names=words.listed(broken)))
    said += told(assessment.outside, words)
    few = sum(not point.is_outside for point in panels[0].points)
    if FEWEST_FOR_A_LINE <= few < ENOUGH_FOR_A_TREND:
        said.append(
            words.count(
                "{n} period is too few to speak of a trend.",
                "{n} periods are too few to speak of a trend.",
                few,
            )
        )
    return " ".join(said)


def _proven(panels: tuple[Panel, ...], words: Words) -> list[str]:
    """Return a sentence on what became better, and one on what became worse."""
    said = []
    for tone in ("up", "down"):
        found = [panel for panel in panels if panel.look and panel.look.tone == tone]
        if found:
            names = words.listed([_named(panel, words) for panel in found])
            word = found[0].look.word.capitalize()
            said.append(words.say("{word}: {names}.", word=word, names=names))
    return said


def _held(panels: tuple[Panel, ...]) -> int:
    """Return how many periods hold a score of anybody."""
    return sum(map(any, _shown(panels)))


def _shown(panels: tuple[Panel, ...]) -> list[list[bool]]:
    """Return for each period which panels have a score in it."""
    columns = zip(*(panel.points for panel in panels), strict=True)
    return [[point.value.is_shown for point in column] for column in columns]


def _is_compared(panels: tuple[Panel, ...]) -> bool:
    return any(panel.step is not None for panel in panels)


def _subtitle(panels: tuple[Panel, ...], ends: tuple[Fraction, Fraction], words: Words) -> str:
    points = panels[0].points
    return words.say(
        "{what}, points, {scale}; {first} – {last}",
        what=words.say("Total") if panels[0].node == TOTAL else words.say("Criteria"),
        scale=scale_words(ends, words),
        first=words.period_short(points[0].period),
        last=words.period_short(points[-1].period),
    )


def _named(panel: Panel, words: Words) -> str:
    """Return the institution's name, or the criterion's in quotes."""
    return panel.title if panel.node == TOTAL else words.say("“{name}”", name=panel.title)


def _is_broken(panel: Panel) -> bool:
    shown = [point.value.is_shown for point in panel.points]
    return not all(shown[shown.index(True) :])


def _headline(assessment: Material, panels: tuple[Panel, ...], words: Words) -> str:
    if not any(panel.last.is_shown for panel in panels):
        return words.say("There are too few answers to judge the last step")
    if not _is_compared(panels):
        return circle.uncompared(assessment, words)
    proven = sum(bool(panel.look and panel.look.tone) for panel in panels)
    if not proven:
        return words.say("No change is proven in the last step")
    return words.count(
        "A proven change in the last step: {n} of {all}",
        "Proven changes in the last step: {n} of {all}",
        proven,
        all=words.number(len(panels)),
    )


def _alt(panels: tuple[Panel, ...], words: Words, decimals: int) -> str:
    drawn = sorted((p for p in panels if p.last.is_shown), key=lambda p: p.last.value)
    ups, downs = (
        [_named(p, words) for p in panels if p.look and p.look.tone == tone]
        for tone in ("up", "down")
    )
    return alternative(
        words.say("Small lines over the periods with bands of intervals."),
        words.say(
            "Last period, highest: {value}, {name}.",
            name=_named(drawn[-1], words),
            value=words.number(drawn[-1].last.value, decimals),
        )
        if drawn
        else "",
        words.say(
            "Lowest: {value}, {name}.",
            name=_named(drawn[0], words),
            value=words.number(drawn[0].last.value, decimals),
        )
        if drawn[1:]
        else "",
        words.say("Proven improvement: {names}.", names=few_names(ups)) if ups else "",
        words.say("Proven decline: {names}.", names=few_names(downs)) if downs else "",
        n_words([panel.n for panel in panels], words),
    )


def _data(assessment: Material, panels: tuple[Panel, ...], words: Words) -> Grid:
    first = words.say("Institution") if panels[0].node == TOTAL else words.say("Criterion")
    kept = [place for place, held in enumerate(_shown(panels)) if any(held)]
    heads = (
        Head(first, is_text=True),
        *(Head(words.period_short(panels[0].points[one].period)) for one in kept),
        Head(words.say("Verdict"), is_text=True),
        Head(words.say("Answered")),
    )
    return Grid(heads, tuple(_data_row(assessment, panel, words, kept) for panel in panels))


def _data_row(
    assessment: Material, panel: Panel, words: Words, kept: list[int]
) -> tuple[Cell, ...]:
    decimals = assessment.methodology.decimals(
        panel.node if panel.node == TOTAL else Level.CRITERION.value
    )
    cells = []
    for point in (panel.points[place] for place in kept):
        one = point.value
        key = (
            assessment.methodology.code,
            str(assessment.run.cycle_kind),
            panel.code,
            panel.node,
            str(point.period),
        )
        cells.append(
            Cell(
                words.number(one.value, decimals),
                small=f"({words.interval(one.low, one.high, decimals)})",
                key=address("series", *key, column="value"),
            )
            if one.is_shown
            else Cell(point.gap, is_word=True)
        )
    none = Cell(words.say("not compared"), is_word=True, is_text=True)
    seen = panel.look
    verdict = Cell(seen.word, mark=seen.mark, tone=seen.tone, is_text=True) if seen else none
    n = panel.n
    counted = Cell(words.say("not known"), is_word=True) if n is None else Cell(words.number(n))
    return (Cell(panel.full_title), *cells, verdict, counted)
