"""Explorers without a browser: controls, redrawing, what is said when a choice fails."""

import copy
from dataclasses import dataclass

import ipywidgets as widgets
import pytest

from nok_analysis.errors import ReportError
from nok_analysis.wording import Words
from nok_analysis.workbench import (
    Control,
    answers,
    compared,
    explore,
    explorer,
    profile,
    progress,
)
from tests.test_notebooks import ROOT, SHOWN, faults, read

pytestmark = pytest.mark.slow

FEW = [("Первое", "A"), ("Второе", "B"), ("Сломанное", "C"), ("Неизвестное", "D")]
MANY = [(f"Учреждение {number}", f"I{number:02}") for number in range(1, 14)]
EVERY = {"compared": compared, "answers": answers, "progress": progress, "profile": profile}


@dataclass
class Drawn:
    html: str

    def _repr_html_(self):
        return self.html


@dataclass
class Pencil:
    """Draws states and remembers how often; C is refused, D is a defect of the program."""

    drawn: list

    def __call__(self, state):
        self.drawn.append(dict(state))
        if state["where"] == "C":
            raise ReportError("no questionnaire of the run asks “{question}”", question="<b>")
        if state["where"] == "D":
            raise KeyError(state["where"])
        return Drawn(f'<svg>{state["where"]}</svg><details class="data"></details>')


def made(*controls):
    pencil = Pencil([])
    found = explorer(
        pencil,
        controls or [Control("where", "Место", FEW)],
        words=Words(),
        call=lambda state: ("Для отчёта:", f'draw("{state["where"]}")'),
    )
    return found, pencil


def parts(widget, kind):
    """Return every widget of a kind, outermost first."""
    found = [widget] if isinstance(widget, kind) else []
    for child in getattr(widget, "children", ()):
        found += parts(child, kind)
    return found


def said_in(explorer_):
    return " ".join(one.value for one in parts(explorer_.widget, widgets.HTML))


def box_of(explorer_, label):
    boxes = parts(explorer_.widget, (widgets.Dropdown, widgets.Combobox))
    return next(box for box in boxes if box.description == label)


def test_every_control_has_a_russian_label_and_room_for_long_names(assessment):
    for make in EVERY.values():
        for box in parts(make(assessment).widget, (widgets.Dropdown, widgets.Combobox)):
            assert box.description in {"Критерий", "Вопрос", "Учреждение", "Квартал"}
            wanted = "12rem" if box.description == "Квартал" else "28rem"
            assert box.layout.width == wanted


def test_more_than_twelve_choices_can_be_typed():
    found, _pencil = made(Control("where", "Место", MANY))
    box = box_of(found, "Место")
    assert isinstance(box, widgets.Combobox)
    assert box.ensure_option
    assert not isinstance(box_of(made()[0], "Место"), widgets.Combobox)


def test_a_name_half_typed_draws_nothing():
    found, pencil = made(Control("where", "Место", MANY))
    before = found.html
    box_of(found, "Место").value = ""
    assert (len(pencil.drawn), found.html) == (1, before)


def test_labels_that_stand_twice_are_told_apart():
    control = Control("where", "Место", [("Центр", "A"), ("Центр", "B"), ("Приют", "E")])
    assert control.codes() == {"Центр (A)": "A", "Центр (B)": "B", "Приют": "E"}


def test_a_chosen_value_redraws():
    found, _pencil = made()
    assert found.html.startswith("<svg>A")
    box_of(found, "Место").value = "Второе"
    assert found.html.startswith("<svg>B")
    assert found.state == {"where": "B"}
    assert "draw(&#34;B&#34;)" in said_in(found)


def test_a_repeated_choice_is_not_drawn_again():
    found, pencil = made()
    for code in ("B", "A", "B", "A"):
        found.set({"where": code})
    assert pencil.drawn == [{"where": "A"}, {"where": "B"}]
    assert found.html.startswith("<svg>A")


@pytest.mark.parametrize(
    ("code", "reason"),
    [("C", "вопроса «&lt;b&gt;» нет"), ("D", "KeyError: &#39;D&#39;")],
    ids=["refused", "defect"],
)
def test_a_choice_that_fails_is_named_and_the_last_drawing_stays_greyed(code, reason):
    found, _pencil = made()
    label = {code: label for label, code in FEW}[code]
    found.set({"where": code})
    assert f"Место: {label}" in found.said
    assert reason in found.said
    assert 'role="alert"' in found.said
    assert found.html.startswith("<svg>A")
    assert "<code>" not in said_in(found)
    picture = next(one for one in parts(found.widget, widgets.HTML) if one.value == found.html)
    assert "nok-greyed" in picture._dom_classes
    found.set({"where": "B"})
    assert (found.said, found.html[:6]) == ("", "<svg>B")
    assert "nok-greyed" not in picture._dom_classes


def test_the_state_is_a_plain_dict_of_codes_and_can_be_set():
    controls = [Control("where", "Место", FEW), Control("when", "Квартал", [("I", "1")])]
    found, pencil = made(*controls)
    found.set({"where": "B"})
    assert found.state == {"where": "B", "when": "1"}
    with pytest.raises(KeyError):
        found.set({"where": "A", "when": "2"})
    assert found.state == {"where": "B", "when": "1"}
    assert pencil.drawn == [{"where": "A", "when": "1"}, {"where": "B", "when": "1"}]


def test_the_data_are_shown_and_stay_shown_over_choices():
    found, _pencil = made()
    (button,) = parts(found.widget, widgets.ToggleButton)
    assert button.description == "показать данные"
    assert '<details class="data">' in found.html
    button.value = True
    assert '<details class="data" open>' in found.html
    found.set({"where": "B"})
    assert '<details class="data" open>' in found.html


def test_the_workbench_has_a_tab_for_each_question_and_every_first_drawing(assessment):
    bench = explore(assessment)
    assert list(bench.titles) == [
        "Сравнение учреждений", "Ответы людей", "По кварталам", "Одно учреждение",
    ]  # fmt: skip
    drawn = [one.value for one in parts(bench, widgets.HTML) if "<figure" in one.value]
    assert len(drawn) == len(EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_each_choice_of_the_present_quarter_is_drawn(assessment, name):
    found = EVERY[name](assessment)
    first = next(iter(found.state))
    label = {"node": "Критерий", "question": "Вопрос", "institution": "Учреждение"}[first]
    seen = set()
    for choice in box_of(found, label).options:
        box_of(found, label).value = choice
        assert found.said == ""
        seen.add(found.html)
    assert len(seen) == len(box_of(found, label).options)


def test_the_quarters_that_have_a_run_file_can_be_chosen_the_latest_first(assessment):
    options = box_of(compared(assessment), "Квартал").options
    assert options[:3] == (
        "III квартал 2026 года", "II квартал 2026 года", "I квартал 2026 года",
    )  # fmt: skip


def test_a_quarter_without_evidence_is_said_to_have_none(assessment):
    found = progress(assessment)
    found.set({"period": "2024Q4"})
    assert "IV квартал 2024 года" in found.said
    assert "<figure" in found.html


def in_a_thin_notebook(line, run):
    """Run the line where a report draws its rating, and return what the cell shows."""
    notebook = copy.deepcopy(read(ROOT / "notebooks/01_summary.ipynb"))
    notebook.cells[2].source = f'run: str = "{run}"  # run file'
    notebook.cells[SHOWN].source = line
    assert faults(notebook) == []
    names = {}
    for cell in notebook.cells[: SHOWN - 1]:
        if cell.cell_type == "code":
            exec(cell.source, names)
    return eval(line, names)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("compared", {}),
        ("compared", {"node": "4", "period": "2026Q2"}),
        ("answers", {"question": "polite_service"}),
        ("progress", {"institution": "I02"}),
        ("profile", {"institution": "I03", "period": "2026Q2"}),
    ],
)
def test_the_line_for_a_report_draws_the_same_bytes(
    assessment, council, name, state, monkeypatch
):
    found = EVERY[name](assessment)
    found.set(state)
    monkeypatch.chdir(council)
    run = f"params/runs/{found.state['period']}.yaml"
    chart = in_a_thin_notebook(found.line, run)
    assert run in said_in(found)
    assert chart._repr_html_() == found.html
    assert chart.svg_wide.encode() in found.html.encode()
