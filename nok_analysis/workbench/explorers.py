"""The explorers of the first workbench: the report's charts, chosen by hand."""

from __future__ import annotations

from dataclasses import replace

import ipywidgets as widgets

from nok_analysis.assessment import Assessment
from nok_analysis.corridor import assess
from nok_analysis.figures import draw
from nok_analysis.period import Period
from nok_analysis.vocabulary import Level, Role
from nok_analysis.workbench.explorer import Control, Explorer, State, explorer

Choices = list[tuple[str, str]]


def explore(assessment: Assessment) -> widgets.Tab:
    """Return the workbench: a tab for each question that an expert asks.

    Parameters
    ----------
    assessment : Assessment
        Of the quarter to begin with; other quarters that have a run file can be chosen.
    """
    say = assessment.words.say
    tabs = [
        (say("Institutions compared"), _compared(assessment)),
        (say("Answers of people"), _answers(assessment)),
        (say("Quarter by quarter"), _progress(assessment)),
        (say("One institution"), _one(assessment)),
    ]
    return widgets.Tab(
        children=[one.widget for _title, one in tabs], titles=[title for title, _one in tabs]
    )


def _compared(assessment: Assessment) -> Explorer:
    say = assessment.words.say
    controls = [
        Control("node", say("Criterion"), _nodes(assessment)),
        Control("period", say("Quarter"), _periods(assessment)),
    ]
    return _of(assessment, "rating", controls)


def _answers(assessment: Assessment) -> Explorer:
    say = assessment.words.say
    controls = [
        Control("question", say("Question"), _questions(assessment)),
        Control("period", say("Quarter"), _periods(assessment)),
    ]
    return _of(assessment, "answers", controls)


def _progress(assessment: Assessment) -> Explorer:
    say = assessment.words.say
    everyone = [(say("all institutions: the total"), "")]
    controls = [
        Control("institution", say("Institution"), everyone + _institutions(assessment)),
        Control("period", say("Quarter"), _periods(assessment)),
    ]
    return _of(assessment, "progress", controls)


def _one(assessment: Assessment) -> Explorer:
    say = assessment.words.say
    controls = [
        Control("institution", say("Institution"), _institutions(assessment)),
        Control("period", say("Quarter"), _periods(assessment)),
    ]
    return _of(assessment, "profile", controls)


def _of(assessment: Assessment, name: str, controls: list[Control]) -> Explorer:
    """Return the explorer of the chart `name`; `period` and `institution` choose the tables."""

    def options(state: State) -> State:
        return {key: code for key, code in state.items() if key != "period" and code}

    def redraw(state: State) -> object:
        chosen = assess(state["period"], start=assessment.run.workspace.root)
        return draw(
            name, replace(chosen, institution=state.get("institution", "")), **options(state)
        )

    def call(state: State) -> str:
        given = "".join(f', {key}="{code}"' for key, code in options(state).items())
        return f'draw("{name}", assess("{state["period"]}"){given})'

    return explorer(redraw, controls, words=assessment.words, call=call)


def _periods(assessment: Assessment) -> Choices:
    folder = assessment.run.workspace.root / "params/runs"
    periods = sorted((Period.parse(file.stem) for file in folder.glob("20*.yaml")), key=str)
    current = assessment.run.period
    first = [current, *(period for period in periods[::-1] if period != current)]
    return [(assessment.words.period(period), str(period)) for period in first]


def _nodes(assessment: Assessment) -> Choices:
    chosen = assessment.nodes[assessment.nodes["level"].isin([Level.TOTAL, Level.CRITERION])]
    return [
        (name if node == Level.TOTAL else f"{node}. {name}", node)
        for node, name in zip(chosen["node"], chosen["name"], strict=True)
    ]


def _questions(assessment: Assessment) -> Choices:
    found: dict[str, str] = {}
    for form in assessment.forms.values():
        for question in getattr(form, "questions", ()):
            if question.role is Role.NUMERATOR:
                found.setdefault(
                    question.code,
                    question.column.texts[0] if question.column.texts else question.code,
                )
    return [(text, code) for code, text in found.items()]


def _institutions(assessment: Assessment) -> Choices:
    current = assessment.institutions[
        assessment.institutions["period"] == str(assessment.run.period)
    ]
    shown = current[current["assessed"]]
    return [(one.short_name or one.name, one.institution) for one in shown.itertuples()]
