"""The explorers of the first workbench: the report's charts, chosen by hand."""

from __future__ import annotations

import json

import ipywidgets as widgets

from nok_analysis.assessment import Assessment
from nok_analysis.circle import members, name
from nok_analysis.corridor import assess
from nok_analysis.figures import draw
from nok_analysis.figures.chart import Chart
from nok_analysis.figures.palette import STACKS
from nok_analysis.figures.voices import answers_of, title_of
from nok_analysis.forms import Questionnaire
from nok_analysis.period import Period
from nok_analysis.vocabulary import Level, Role
from nok_analysis.workbench.explorer import Control, Explorer, State, explorer

RUNS = "params/runs"
RUN_OF_A_QUARTER = "20[0-9][0-9]Q[1-4].yaml"
DEFAULT = ""  # code of the choice that a chart makes by itself

Choices = list[tuple[str, str]]


def explore(assessment: Assessment) -> widgets.Tab:
    """Return the workbench: a tab for each question that an expert asks.

    Parameters
    ----------
    assessment : Assessment
        Of the quarter to begin with; other quarters that have a run file can be chosen.
    """
    say = assessment.words.say
    tabs = {
        say("Institutions compared"): compared(assessment),
        say("Answers of people"): answers(assessment),
        say("Quarter by quarter"): progress(assessment),
        say("One institution"): profile(assessment),
    }
    bench = widgets.Tab(children=[one.widget for one in tabs.values()], titles=list(tabs))
    bench.add_class("nok-bench")
    return bench


def compared(assessment: Assessment) -> Explorer:
    """Return the explorer of all institutions by one criterion or the total."""
    control = Control("node", assessment.words.say("Criterion"), _nodes(assessment))
    return _explorer("rating", assessment, control)


def answers(assessment: Assessment) -> Explorer:
    """Return the explorer of the answers to one question."""
    control = Control("question", assessment.words.say("Question"), _questions(assessment))
    return _explorer("answers", assessment, control)


def progress(assessment: Assessment) -> Explorer:
    """Return the explorer of the totals of all, or of one institution's criteria, in time."""
    say = assessment.words.say
    everyone = (say("all institutions: the total"), DEFAULT)
    choices = [everyone, *_institutions(assessment)]
    return _explorer(
        "progress", assessment, Control("institution", say("Institution"), choices)
    )


def profile(assessment: Assessment) -> Explorer:
    """Return the explorer of one institution's criteria."""
    label = assessment.words.say("Institution")
    control = Control("institution", label, _institutions(assessment))
    return _explorer("profile", assessment, control)


def _explorer(chart: str, assessment: Assessment, control: Control) -> Explorer:
    """Return the explorer of one chart: what it draws, and of which quarter."""
    words, run = assessment.words, assessment.run
    files = _run_files(assessment)
    periods = [(words.period(Period.parse(period)), period) for period in files]

    def redraw(state: State) -> Chart:
        is_first = state["period"] == str(run.period)
        file, start = files[state["period"]], run.workspace.root
        chosen = assessment if is_first else assess(file, start=start)
        return draw(chart, chosen, **_options(state))

    def call(state: State) -> tuple[str, str]:
        where = words.say("For a report with {run}:", run=files[state["period"]])
        given = [f"{key}={_quoted(code)}" for key, code in _options(state).items()]
        return where, f"draw({', '.join([_quoted(chart), 'assessment', *given])})"

    quarter = Control("period", words.say("Quarter"), periods)
    return explorer(redraw, [control, quarter], words=words, call=call)


def _options(state: State) -> State:
    """Return what is said to the chart; the quarter is the assessment's."""
    return {key: code for key, code in state.items() if key != "period" and code != DEFAULT}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _run_files(assessment: Assessment) -> dict[str, str]:
    """Return the run file of each quarter: the present one first, then the latest first."""
    run = assessment.run
    listed = sorted((run.workspace.root / RUNS).glob(RUN_OF_A_QUARTER), reverse=True)
    others = {file.stem: f"{RUNS}/{file.name}" for file in listed}
    return {str(run.period): run.file} | {
        period: file for period, file in others.items() if period != str(run.period)
    }


def _nodes(assessment: Assessment) -> Choices:
    criteria = assessment.nodes[assessment.nodes["level"] == Level.CRITERION]
    return [(assessment.words.say("Total"), DEFAULT)] + [
        (f"{one.node}. {one.name}", one.node) for one in criteria.itertuples()
    ]


def _questions(assessment: Assessment) -> Choices:
    """Return the questions about satisfaction whose answers a bar can show."""
    found: dict[str, str] = {}
    for form in assessment.forms.values():
        if not isinstance(form, Questionnaire):
            continue
        for question in form.questions:
            if question.role is Role.NUMERATOR and len(answers_of(question)) in STACKS:
                found.setdefault(question.code, title_of(question))
    return [(title, code) for code, title in found.items()]


def _institutions(assessment: Assessment) -> Choices:
    return [(name(row), code) for code, row in members(assessment).items()]
