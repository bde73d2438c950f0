"""One explorer: controls, a drawing, and what an expert carries away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import ipywidgets as widgets
from markupsafe import Markup

from nok_analysis.errors import NokError
from nok_analysis.wording import Words

WIDTH, NARROW = "28rem", "12rem"
SHORT = 24  # characters of the longest label for which the narrow control has room
MIN_HEIGHT = "30rem"  # the page does not jump while a drawing changes
FILTERED_FROM = 13  # more choices than twelve get a box to type in
REMEMBERED = 64  # drawings of one explorer
GREYED = "nok-greyed"
STYLE = Path(__file__).parent / "lab/custom.css"
CLOSED, OPEN = '<details class="data">', '<details class="data" open>'

State = dict[str, str]


class Drawn(Protocol):
    """What an explorer shows: the report's own chart or table."""

    def _repr_html_(self) -> str: ...


Draw = Callable[[State], Drawn]


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
        The first one is chosen at the start; a label that stands twice gets its code.
    """

    name: str
    label: str
    choices: Sequence[tuple[str, str]]

    def codes(self) -> State:
        """Return the code of each label, every label told apart."""
        labels = [label for label, _code in self.choices]
        return {
            label if labels.count(label) == 1 else f"{label} ({code})": code
            for label, code in self.choices
        }


class Explorer:
    """Controls above a drawing; its state is a plain dict of codes.

    Notes
    -----
    A drawing is made once for each state, of the tables as they were then: after new files
    have been received, run the cell again.
    """

    def __init__(
        self,
        draw: Draw,
        controls: Sequence[Control],
        *,
        words: Words,
        call: Callable[[State], tuple[str, str]],
    ) -> None:
        self._call, self._words = call, words
        self._drawn = lru_cache(REMEMBERED)(lambda items: draw(dict(items))._repr_html_())
        self._codes = {control.name: control.codes() for control in controls}
        self._boxes = {
            control.name: _box(control.label, list(self._codes[control.name]))
            for control in controls
        }
        self._picture = widgets.HTML(layout=widgets.Layout(min_height=MIN_HEIGHT))
        self._picture.add_class("nok-picture")
        self._sentence, self._line = widgets.HTML(), widgets.HTML()
        self._data = widgets.ToggleButton(description=words.say("show the data"))
        self._data.layout.width = "auto"
        self.widget = self._laid_out()
        self._shown = ""  # the last good drawing
        self._data.observe(self._show, names="value")
        self._listen()

    @property
    def state(self) -> State:
        """Codes of the present choice."""
        return {name: self._codes[name][box.value] for name, box in self._boxes.items()}

    def set(self, state: State) -> None:
        """Choose by codes, as a person would by hand; what is not named stays as it is.

        Raises
        ------
        KeyError
            When there is no such control or no such choice; nothing is chosen then.
        """
        chosen = {}
        for name, code in state.items():
            labels = {known: label for label, known in self._codes[name].items()}
            chosen[name] = labels[code]
        for box in self._boxes.values():
            box.unobserve(self._redraw, names="value")
        for name, label in chosen.items():
            self._boxes[name].value = label
        self._listen()

    @property
    def html(self) -> str:
        """The drawing now shown."""
        return self._picture.value

    @property
    def said(self) -> str:
        """What stands above the drawing when the choice cannot be drawn."""
        return self._sentence.value

    @property
    def line(self) -> str:
        """The call that draws the present choice in a report's notebook."""
        return self._call(self.state)[1]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget)

    def _listen(self) -> None:
        for box in self._boxes.values():
            box.observe(self._redraw, names="value")
        self._redraw()

    def _laid_out(self) -> widgets.VBox:
        row = widgets.Layout(flex_flow="row wrap", align_items="flex-end")
        style = widgets.HTML(f"<style>{STYLE.read_text('utf-8')}</style>")
        for line in (self._sentence, self._line):
            line.add_class("nok-said")
        controls = widgets.Box([*self._boxes.values(), self._data], layout=row)
        return widgets.VBox([style, controls, self._sentence, self._picture, self._line])

    def _redraw(self, _change: object = None) -> None:
        """Draw the present choice; on an error say it, keep the last drawing, greyed."""
        if any(box.value not in self._codes[name] for name, box in self._boxes.items()):
            return  # a name is being typed
        state, say = self.state, self._words.say
        self._picture.add_class(GREYED)
        waiting = Markup('<p role="status">{}</p>').format(say("The choice is being drawn…"))
        self._sentence.value = str(waiting)
        try:
            self._shown = self._drawn(tuple(state.items()))
        except Exception as error:  # an observer's error reaches nobody: it is said here
            self._sentence.value, self._line.value = self._failed(error), ""
            return
        self._show()
        self._sentence.value = ""
        self._picture.remove_class(GREYED)
        where, line = self._call(state)
        self._line.value = str(Markup("<p>{} <code>{}</code></p>").format(where, line))

    def _show(self, _change: object = None) -> None:
        """Show the last good drawing, its table open or closed."""
        is_open = self._data.value
        self._picture.value = self._shown.replace(CLOSED, OPEN) if is_open else self._shown

    def _failed(self, error: Exception) -> str:
        words = self._words
        is_ours = isinstance(error, NokError)
        reason = error.said(words) if is_ours else f"{type(error).__name__}: {error}"
        chosen = "; ".join(f"{box.description}: {box.value}" for box in self._boxes.values())
        said = words.say(
            "This choice cannot be drawn ({choice}): {reason}", choice=chosen, reason=reason
        )
        return str(Markup('<p role="alert">{}</p>').format(said))


def explorer(
    draw: Draw,
    controls: Sequence[Control],
    *,
    words: Words,
    call: Callable[[State], tuple[str, str]],
) -> Explorer:
    """Return an explorer that redraws whenever a choice changes.

    Parameters
    ----------
    draw : callable
        State → something with ``_repr_html_``: the report's own chart or table.
    controls : sequence of Control
    words : Words
    call : callable
        State → where, and the one line that draws the same in a report's notebook.
    """
    return Explorer(draw, controls, words=words, call=call)


def _box(label: str, labels: list[str]) -> widgets.Dropdown | widgets.Combobox:
    width = NARROW if max(map(len, labels)) <= SHORT else WIDTH
    look = {"description": label, "layout": widgets.Layout(width=width), "value": labels[0]}
    if len(labels) < FILTERED_FROM:
        box = widgets.Dropdown(options=labels, **look)
    else:
        box = widgets.Combobox(options=labels, ensure_option=True, **look)
    box.add_class("nok-control")
    return box
