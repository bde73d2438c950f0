"""The fixed shell of every page: policy, title, header with the view's buttons, footer."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from markupsafe import Markup

from nok_analysis.figures.palette import DARK, LIGHT
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

LABELS = {
    "skip": _("Skip to the contents of the page"),
    "synthetic": _("Demonstration data."),
    "synthetic_more": _("Institutions and numbers are invented, the page shows the report's "
                        "form."),
    "sizes": _("Size of the text"),
    "view": _("View"),
    "view_long": _("View for people with low vision"),
    "provenance": _("Provenance"),
    "about": _("The assessment is about the conditions of services, not about single people. "
               "Nothing about persons is published."),
}  # fmt: skip
SIZES = (
    ("", _("Usual text")),
    ("150", _("Large text")),
    ("200", _("Very large text")),
)
CHOICES = (
    ("colour", _("Colours"), (
        ("", _("usual")), ("white", _("black on white")), ("black", _("white on black")),
        ("blue", _("dark blue on light blue")))),
    ("spacing", _("Spacing"), (("", _("usual")), ("wide", _("wide")))),
    ("figures", _("Figures"), (("", _("shown")), ("off", _("tables in their place")))),
)  # fmt: skip
SCRIPT_SAYS = {
    "sorted": _("Sorted by “{column}”, {order}"),
    "ascending": _("ascending"),
    "descending": _("descending"),
    "search": _("Find in the table"),
    "found": _("Shown {shown} of {all}"),
}
CONTENTS, SHEET, PLAIN = "q", "sheet", "plain"  # kinds of pages; a sheet prints on two sides
STYLES = {CONTENTS: "contents.css", SHEET: "sheet.css"}
POLICY = (
    "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the shell of one page says.

    Attributes
    ----------
    words : Words
    title : str
        The page's subject; the council follows in the title bar.
    description : str
    council : str
    links : tuple of (text, href)
        Ways up, after the council's name.
    kind : str
        Class of main: ``q`` (with contents), ``plain`` or ``sheet``.
    synthetic : bool
    provenance : tuple of (label, text)
    as_of : str
    more_style : str
        Style of this page alone, after that of every page.
    """

    words: Words
    title: str
    description: str
    council: str
    links: tuple[tuple[str, str], ...] = ()
    kind: str = PLAIN
    synthetic: bool = False
    provenance: tuple[tuple[str, str], ...] = ()
    as_of: str = ""
    more_style: str = ""

    def values(self) -> dict[str, object]:
        """Return the values that ``frame.html.j2`` writes."""
        say = self.words.say
        title = say("NOK · {title} · {council}", title=self.title, council=self.council)
        return {
            "language": self.words.language,
            "title": title + (say(" (demonstration data)") if self.synthetic else ""),
            "description": self.description,
            "council": self.council,
            "links": self.links,
            "kind": self.kind,
            "synthetic": self.synthetic,
            "provenance": self.provenance,
            "as_of": self.as_of,
            "policy": Markup(POLICY.format(hash=script_hash())),
            "style": Markup(style(self.kind, self.more_style)),
            "script": Markup(asset("page.js")),
            "said_by_script": _spoken(self.words),
            "sizes": [(value, say(text)) for value, text in SIZES],
            "choices": [
                (name, say(title), [(value, say(text)) for value, text in choices])
                for name, title, choices in CHOICES
            ],
        }  # fmt: skip


def labels(words: Words) -> dict[str, str]:
    """Return the fixed texts of the shell in the language of `words`."""
    return {name: words.say(message) for name, message in LABELS.items()}


def script_hash() -> str:
    """Return the base64 sha256 of the one script that a page may run."""
    return base64.b64encode(hashlib.sha256(asset("page.js").encode()).digest()).decode()


def style(kind: str = PLAIN, more: str = "") -> str:
    """Return the style of a page of one kind; its colours are those of the figures."""
    css = asset("page.css")
    for place, tokens in (("/*light*/", LIGHT), ("/*dark*/", DARK)):
        css = css.replace(place, ";".join(f"--{one}:{tokens[one]}" for one in tokens))
    own = STYLES.get(kind)
    return "\n".join(filter(None, [css, asset(own) if own else "", more]))


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """Return a file of the template's folder as text."""
    folder = resources.files("nok_analysis.report").joinpath("template/nok")
    return folder.joinpath(name).read_text("utf-8").strip()


def _spoken(words: Words) -> str:
    said = {name: words.say(message) for name, message in SCRIPT_SAYS.items()}
    return json.dumps(said, ensure_ascii=False)
