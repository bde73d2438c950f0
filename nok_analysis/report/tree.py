"""HTML as a tree of the standard library: strict on the way in, plain on the way out."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from nok_analysis.errors import ReportError

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
ROOT = "root"


def parse(html: str) -> ET.Element:
    """Return the tree of a fragment below one element ``root``.

    Raises
    ------
    ReportError
        When a tag is not closed where it should be, or the fragment holds a comment.

    Examples
    --------
    >>> parse("<p>a<b>c</b></p>")[0][0].text
    'c'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root()


def written(element: ET.Element) -> str:
    """Return `element` with its tail as HTML."""
    return ET.tostring(element, encoding="unicode", method="html")


def inner(element: ET.Element) -> str:
    """Return what stands inside `element` as HTML."""
    holder = ET.Element(ROOT)
    holder.text = element.text
    holder.extend(element)
    return written(holder).removeprefix(f"<{ROOT}>").removesuffix(f"</{ROOT}>")


def said(element: ET.Element) -> str:
    """Return the text of `element` in one line."""
    return " ".join("".join(element.itertext()).split())


def classes(element: ET.Element) -> set[str]:
    """Return the class names of `element`."""
    return set(element.get("class", "").split())


def with_class(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Return the elements below `element` that carry the class `name`."""
    return (one for one in element.iter() if name in classes(one))


def first_difference(before: ET.Element, after: ET.Element) -> ET.Element | None:
    """Return the first element of `before` that is not the same in `after`, None if all are."""
    pairs = [(before, after)]
    while pairs:
        one, other = pairs.pop()
        for ours, theirs in zip(one, other, strict=False):
            if not _same_start(ours, theirs):
                return ours
        if len(one) != len(other):
            return one[len(other)] if len(one) > len(other) else one
        pairs += reversed([*zip(one, other, strict=True)])
    return None


def _same_start(one: ET.Element, other: ET.Element) -> bool:
    return (one.tag, one.attrib, one.text or "", one.tail or "") == (
        other.tag, other.attrib, other.text or "", other.tail or "")  # fmt: skip


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = ET.TreeBuilder()
        self._builder.start(ROOT, {})
        self._open = [ROOT]

    def root(self) -> ET.Element:
        """Return the finished tree."""
        self._expect(ROOT)
        self._builder.end(ROOT)
        return self._builder.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self._builder.end(tag)
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        self._expect(tag)
        self._open.pop()
        self._builder.end(tag)

    def handle_data(self, data: str) -> None:
        self._builder.data(data)

    def handle_comment(self, data: str) -> None:
        raise ReportError("the page holds a comment “{text}”; remove it", text=data[:40])

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def _expect(self, tag: str) -> None:
        if self._open[-1] != tag:
            raise ReportError(
                "the markup of the page is torn: <{open}> is open where </{tag}> stands; "
                "build markup with markupsafe only",
                open=self._open[-1],
                tag=tag,
            )
