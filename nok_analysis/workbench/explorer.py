"""One explorer: controls, a drawing, and what an expert carries away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import ipywidgets as widgets

from nok_analysis.errors import NokError
from nok_analysis.wording import Words

WIDTH = "28rem"
MIN_HEIGHT = "30rem"
FILTERED_FROM = 13  # more choices than this get a box to type in

State = dict[str, str]
Draw = Callable[[State], object]


@dataclass(frozen=True, slots=True)
class Control:
    """One choice of an explorer.

    Attributes
    ----------
    name : str
        Key of the state.
    label : str
        As the person reads it.
    choices : sequence of (label, code)
    """

    name: str
    label: str
    choices: Sequence[tuple[str, str]]


class Explorer:
    """Controls above a drawing; its state is a plain dict of codes."""

    def __init__(
        self,
        draw: Draw,
        controls: Sequence[Control],
        *,
        words: Words,
        call: Callable[[State], str],
    ) -> None:
        self._draw, self._call, self._words = draw, call, words
        self._boxes = {control.name: _box(control) for control in controls}
        self._codes = {control.name: dict(control.choices) for control in controls}
        self._picture = widgets.HTML(layout=widgets.Layout(min_height=MIN_HEIGHT))
        self._sentence = widgets.HTML()
        self._code = widgets.HTML()
        for box in self._boxes.values():
            box.observe(self._redraw, names="value")
        self._redraw()

    @property
    def state(self) -> State:
        """Codes of the present choice."""
        found = {}
        for name, box in self._boxes.items():
            codes = self._codes[name]
            found[name] = codes.get(box.value, next(iter(codes.values())))
        return found

    def set(self, **state: str) -> None:
        """Choose by codes, as a person would by hand."""
        for name, code in state.items():
            labels = {value: label for label, value in self._codes[name].items()}
            self._boxes[name].value = labels[code]

    @property
    def widget(self) -> widgets.VBox:
        """What JupyterLab shows."""
        controls = widgets.VBox(list(self._boxes.values()))
        return widgets.VBox([controls, self._sentence, self._picture, self._code])

    @property
    def html(self) -> str:
        """The drawing now shown."""
        return self._picture.value

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget)

    def _redraw(self, _change: object = None) -> None:
        """Draw the present choice; on an error say it, keep the last drawing, greyed."""
        state = self.state
        try:
            drawn = self._draw(state)._repr_html_()
        except (NokError, LookupError, ValueError) as error:
            choice = ", ".join(f"{box.description} {box.value}" for box in self._boxes.values())
            said = self._words.say(
                "This choice cannot be drawn ({choice}): {reason}", choice=choice, reason=error
            )
            self._sentence.value = f'<p role="alert">{escape(said)}</p>'
            self._picture.layout.opacity = "0.4"
            return
        self._sentence.value = ""
        self._picture.layout.opacity = "1"
        self._picture.value = drawn
        title = escape(self._words.say("For a report:"))
        self._code.value = f"<p>{title} <code>{escape(self._call(state))}</code></p>"


def explorer(
    draw: Draw, controls: Sequence[Control], *, words: Words, call: Callable[[State], str]
) -> Explorer:
    """Return an explorer that redraws whenever a choice changes.

    Parameters
    ----------
    draw : callable
        State → something with ``_repr_html_``: the report's own chart or table.
    controls : sequence of Control
    words : Words
    call : callable
        State → the one line that draws the same in a report's notebook.
    """
    return Explorer(draw, controls, words=words, call=call)


def _box(control: Control) -> widgets.Dropdown | widgets.Combobox:
    labels = [label for label, _code in control.choices]
    look = {
        "description": control.label,
        "layout": widgets.Layout(width=WIDTH),
        "style": {"description_width": "8rem"},
    }
    if len(labels) >= FILTERED_FROM:
        return widgets.Combobox(options=labels, value=labels[0], ensure_option=True, **look)
    return widgets.Dropdown(options=labels, value=labels[0], **look)
