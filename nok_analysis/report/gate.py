"""The gate of a finished page: what every published page is held to, without a browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from nok_analysis.errors import Fault, ReportError
from nok_analysis.report.sanitise import CONTROL
from nok_analysis.report.tree import tokens
from nok_analysis.wording import mark_for_catalog as _

LARGEST_PAGE = 500_000  # bytes
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}", re.IGNORECASE)
NOT_VALUES = frozenset({"nan", "none", "inf", "-inf", "\u2212inf", "nat", "<na>", "null", ""})
PLACEHOLDERS = ("no description has been provided", "alt text", "image")
LOADING = frozenset({"src", "srcset", "poster", "data", "action", "formaction", "background"})
OUTSIDE_STYLE = re.compile(r"@import|url\(\s*['\"]?(?!#|data:)", re.IGNORECASE)
RAW = re.compile(r"(<(style|script)>).*?(</\2>)", re.DOTALL)
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
    seen = _Seen(html.removeprefix("<!DOCTYPE html>"))
    faults = [fault for check in CHECKS for fault in check(seen, html)]
    if faults:
        raise ReportError(*faults)


class _Seen:
    """What the rules ask about, gathered in one walk."""

    def __init__(self, html: str) -> None:
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.tables: list[dict[str, int]] = []
        self.cells: list[str] = []
        self.drawings: list[tuple[dict[str, str], dict[str, str]]] = []
        self.text: list[str] = []
        self._inside = ""
        self._cell: list[str] | None = None
        for token in tokens(RAW.sub(r"\1\3", html)):
            if not token.tag:
                self._read(token.text)
            elif token.attributes is None:
                self._close(token.tag)
            else:
                self._open(token.tag, token.attributes)

    def _open(self, tag: str, found: dict[str, str]) -> None:
        self.elements.append((tag, found))
        self._inside = tag
        if tag == "table":
            self.tables.append({"caption": 0, "unscoped": 0, "th": 0})
        elif tag in {"caption", "th"} and self.tables:
            self.tables[-1][tag] += 1
            self.tables[-1]["unscoped"] += tag == "th" and not found.get("scope")
        if tag in {"td", "th"}:
            self._cell = []
        elif tag == "svg":
            self.drawings.append((found, {"title": "", "desc": ""}))

    def _close(self, tag: str) -> None:
        self._inside = ""
        if tag in {"td", "th"} and self._cell is not None:
            self.cells.append(" ".join("".join(self._cell).split()))
            self._cell = None

    def _read(self, text: str) -> None:
        self.text.append(text)
        if self._cell is not None:
            self._cell.append(text)
        if self._inside in {"title", "desc"} and self.drawings:
            self.drawings[-1][1][self._inside] += text

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
