"""The gate of a finished page: what every published page is held to, without a browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

from nok_analysis.errors import Fault, ReportError
from nok_analysis.report.sanitise import CONTROL
from nok_analysis.report.tree import VOID
from nok_analysis.wording import mark_for_catalog as _

LARGEST_PAGE = 500_000  # bytes
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}", re.IGNORECASE)
NOT_VALUES = frozenset({"nan", "none", "inf", "-inf", "\u2212inf", "nat", "<na>", "null", ""})
PLACEHOLDERS = ("no description has been provided", "alt text", "image")
LOADING = frozenset({"src", "srcset", "poster", "data", "action", "formaction", "background"})
OUTSIDE_STYLE = re.compile(r"@import|url\(\s*['\"]?(?!#|data:)", re.IGNORECASE)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def check_page(html: str) -> None:
    """Hold one finished page to the rules of every page.

    Parameters
    ----------
    html : str
        The whole document.

    Raises
    ------
    ReportError
        With every rule that the page breaks.
    """
    seen = _Seen()
    seen.feed(html)
    seen.close()
    faults = [fault for check in CHECKS for fault in check(seen, html)]
    if faults:
        raise ReportError(*faults)


class _Seen(HTMLParser):
    """What the rules ask about, gathered in one walk."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.tables: list[dict[str, int]] = []
        self.cells: list[str] = []
        self.drawings: list[tuple[dict[str, str], dict[str, str]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self._catching: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "table":
            self.tables.append({"caption": 0, "unscoped": 0, "th": 0})
        elif tag in {"caption", "th"} and self.tables:
            self.tables[-1][tag] += 1
            self.tables[-1]["unscoped"] += tag == "th" and not found.get("scope")
        if tag in {"td", "th"}:
            self._catching = []
        elif tag == "svg":
            self.drawings.append((found, {"title": "", "desc": ""}))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        if tag in {"td", "th"} and self._catching is not None:
            self.cells.append(" ".join("".join(self._catching).split()))
            self._catching = None

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside not in {"style", "script"}:
            self.text.append(data)
        if self._catching is not None:
            self._catching.append(data)
        if inside in {"title", "desc"} and self.drawings:
            self.drawings[-1][1][inside] += data

    def all(self, *tags: str) -> list[dict[str, str]]:
        """Return the attributes of every element of these tags."""
        return [found for tag, found in self.elements if tag in tags]


def _language(seen: _Seen, _html: str) -> Iterator[Fault]:
    if not any(found.get("lang") for found in seen.all("html")):
        yield Fault(_("the page does not say its language"))


def _headings(seen: _Seen, _html: str) -> Iterator[Fault]:
    levels = [HEADINGS.index(tag) + 1 for tag, _found in seen.elements if tag in HEADINGS]
    if levels.count(1) != 1:
        yield Fault(_("the page has {n} main headings, expected one"), {"n": levels.count(1)})
    for upper, lower in zip([0, *levels], levels, strict=False):
        if lower > upper + 1:
            yield Fault(_("a heading of level {lower} follows one of level {upper}"),
                        {"lower": lower, "upper": upper})  # fmt: skip


def _ids(seen: _Seen, _html: str) -> Iterator[Fault]:
    ids = Counter(found["id"] for _tag, found in seen.elements if "id" in found)
    for name in sorted(name for name, times in ids.items() if times > 1):
        yield Fault(_("the id “{name}” stands twice on the page"), {"name": name})
    for _tag, found in seen.elements:
        targets = [found.get("href", "")[1:]] if found.get("href", "").startswith("#") else []
        targets += found.get("aria-labelledby", "").split()
        for target in targets:
            if target not in ids:
                yield Fault(_("the page points to “#{name}”, which is not on it"),
                            {"name": target})  # fmt: skip


def _alternatives(seen: _Seen, _html: str) -> Iterator[Fault]:
    alts = [found.get("alt", "") for found in seen.all("img")]
    alts += [texts["desc"] for found, texts in seen.drawings
             if found.get("aria-hidden") != "true"]  # fmt: skip
    for alt in alts:
        if not alt.strip() or alt.strip().casefold().startswith(PLACEHOLDERS):
            yield Fault(_("a picture has no text in its place, but “{alt}”"), {"alt": alt})


def _tables(seen: _Seen, _html: str) -> Iterator[Fault]:
    for number, table in enumerate(seen.tables, start=1):
        if table["caption"] != 1 or not table["th"] or table["unscoped"]:
            yield Fault(_("table {number} of the page lacks a caption or the scope of a head"),
                        {"number": number})  # fmt: skip


def _cells(seen: _Seen, _html: str) -> Iterator[Fault]:
    for text in sorted({cell for cell in seen.cells if cell.casefold() in NOT_VALUES}):
        yield Fault(_("a table's cell says “{text}”; a cell without a value says why in words"),
                    {"text": text})  # fmt: skip


def _resources(seen: _Seen, html: str) -> Iterator[Fault]:
    for tag, found in seen.elements:
        for name in LOADING & set(found):
            if not found[name].startswith("data:image/png;base64,"):
                yield Fault(_("the page loads “{address}” from outside"),
                            {"address": found[name][:80]})  # fmt: skip
        if tag in {"link", "iframe", "object", "embed", "base", "form"}:
            yield Fault(_("the page holds <{tag}>"), {"tag": tag})
    styles = [found.get("style", "") for _tag, found in seen.elements]
    styles += re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    if any(OUTSIDE_STYLE.search(style) for style in styles):
        yield Fault(_("the style of the page loads something from outside"))


def _scripts(seen: _Seen, _html: str) -> Iterator[Fault]:
    if len(seen.all("script")) > 1:
        yield Fault(_("the page holds more than its one script"))
    for tag, found in seen.elements:
        live = [name for name in found if name.startswith("on")]
        if live or found.get("href", "").strip().casefold().startswith(("javascript", "data:")):
            yield Fault(_("the page holds live code in <{tag}>"), {"tag": tag})


def _text(seen: _Seen, html: str) -> Iterator[Fault]:
    text = "".join(seen.text)
    for trace in (ADDRESS.search(text), re.search(r"Traceback \(most recent", text)):
        if trace:
            yield Fault(_("the page shows “{text}”, a trace of the program"),
                        {"text": trace[0]})  # fmt: skip
    if CONTROL.search(html):
        yield Fault(_("the page holds control characters"))


def _weight(_seen: _Seen, html: str) -> Iterator[Fault]:
    size = len(html.encode(errors="replace"))
    if size > LARGEST_PAGE:
        yield Fault(_("the page weighs {size} KB, at most {most} KB are allowed"),
                    {"size": size // 1000, "most": LARGEST_PAGE // 1000})  # fmt: skip


CHECKS: tuple[Callable[[_Seen, str], Iterator[Fault]], ...] = (
    _language, _headings, _ids, _alternatives, _tables, _cells, _resources, _scripts, _text,
    _weight,
)  # fmt: skip
