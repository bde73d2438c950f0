"""From a clean body to a page: numbers of exhibits, contents, sections, files beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from xml.etree import ElementTree as ET

from nok_analysis import slugs
from nok_analysis.errors import ReportError
from nok_analysis.report.downloads import csv_of, kibibytes
from nok_analysis.report.prose import OVERLEAF
from nok_analysis.report.tree import classes, said, with_class, written
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

EXHIBIT = "exhibit-"
KINDS = {
    "figure": ("fig", _("Figure {number}")),
    "table": ("tab", _("Table {number}")),
}
LONGEST_ID = 60
FINDINGS = "key"  # list of findings: the one section that stands before the contents
FEWEST_HEADINGS = 3  # shorter pages need no contents
FRAME_IDS = {"main", "view", "provenance"}


@dataclass(slots=True)
class Composition:
    """The body of a page as it is framed.

    Attributes
    ----------
    html : str
        Everything inside ``<main>``.
    contents : list of (id, heading)
    files : dict
        Files beside the page by their relative path.
    """

    html: str = ""
    contents: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])


def compose(
    body: ET.Element,
    *,
    name: str,
    words: Words,
    sheet: bool = False,
    after: Sequence[tuple[str, str]] = (),
) -> Composition:
    """Return the composed page of a clean `body`; the tree is changed.

    Parameters
    ----------
    body : xml.etree.ElementTree.Element
        Tree of ``sanitise.clean_body``.
    name : str
        Name of the page, in the names of the files beside it.
    words : Words
    sheet : bool
        A printed sheet has no contents list.
    after : sequence of (id, heading)
        Headings of the frame below the body, listed last in the contents.

    Raises
    ------
    ReportError
        When a reference leads to no exhibit, two exhibits share a name or a section is empty.
    """
    page = Composition()
    numbers = _number(body, words)
    _refer(body, numbers)
    for element in body.iter("figure"):
        _offer_data(element, page, slug(name), words)
    _name_headings(body, page)
    sections = _sections(body, sheet=sheet)
    parts = [written(section) for section in sections]
    if not sheet and len(page.contents) >= FEWEST_HEADINGS:
        place = 2 if any(True for _one in with_class(sections[1], FINDINGS)) else 1
        parts.insert(place, _contents([*page.contents, *after], words))
    page.html = "\n".join(parts)
    return page


def slug(text: str) -> str:
    """Return `text` as ids of headings and names of files beside the page are written."""
    return slugs.slug(text, most=LONGEST_ID, otherwise="part")


def _number(body: ET.Element, words: Words) -> dict[str, tuple[str, str]]:
    """Write the numbers of exhibits in; return new id and words of each by its old id."""
    found: dict[str, tuple[str, str]] = {}
    counters = {kind: count(1) for kind in KINDS}
    for element in body.iter():
        kind = element.get("data-exhibit")
        if kind is None:
            continue
        old = element.get("id", "")
        if kind not in KINDS:
            raise ReportError("“{name}” is neither a figure nor a table", name=old)
        if old in found:
            raise ReportError("the exhibit “{name}” stands twice on the page", name=old)
        prefix, message = KINDS[kind]
        number = next(counters[kind])
        found[old] = (f"{prefix}-{number}", words.say(message, number=number))
        element.set("id", found[old][0])
        _write_numbers(element, found[old][1], number, words)
    return found


def _write_numbers(exhibit: ET.Element, said_number: str, number: int, words: Words) -> None:
    for place in with_class(exhibit, "no"):
        place.text = f"{said_number}. "
    for place in with_class(exhibit, "no-data"):
        place.text = words.say("Data of figure {number} as a table", number=number)
        place.tail = None


def _refer(body: ET.Element, numbers: dict[str, tuple[str, str]]) -> None:
    for link in body.iter("a"):
        target = link.get("href", "").removeprefix("#")
        if not target.startswith(EXHIBIT):
            continue
        if target not in numbers:
            raise ReportError(
                "the page refers to “{name}”, which is not on it; draw it or take the "
                "reference out",
                name=target.removeprefix(EXHIBIT),
            )
        new, text = numbers[target]
        link.set("href", f"#{new}")
        if "ref" in classes(link):
            link[:] = []
            link.text = text


def _offer_data(figure: ET.Element, page: Composition, name: str, words: Words) -> None:
    details = figure.find("details")
    table = None if details is None else details.find(".//table")
    if details is None or table is None:
        return
    path = f"data/{name}-{figure.get('id')}.csv"
    page.files[path] = csv_of(table)
    line = ET.SubElement(details, "p", {"class": "get"})
    link = ET.SubElement(line, "a", {"href": path})
    link.text = words.say(
        "Download {file} (CSV, {size} KB)",
        file=path.removeprefix("data/"),
        size=words.number(kibibytes(len(page.files[path]))),
    )


def _name_headings(body: ET.Element, page: Composition) -> None:
    taken = {element.get("id", "") for element in body.iter()} | FRAME_IDS
    for heading in body.iter("h2"):
        text = said(heading)
        if not heading.get("id"):
            wanted = slug(text)
            wanted = wanted if wanted[0].isalpha() else f"s-{wanted}"
            names = (wanted if i == 1 else f"{wanted}-{i}" for i in count(1))
            heading.set("id", next(one for one in names if one not in taken))
        taken.add(heading.get("id", ""))
        page.contents.append((heading.get("id", ""), text))


def _sections(body: ET.Element, *, sheet: bool) -> list[ET.Element]:
    """Return the body cut before each h2: the masthead, then one section a heading."""
    found = [ET.Element("div", {"class": "mast"})]
    found[0].text = body.text
    has_back = any(OVERLEAF in classes(one) for one in body.iter("h2"))
    side = "front" if sheet and has_back else ""
    for child in body:
        if child.tag == "h2":
            _refuse_empty(found[-1])
            if OVERLEAF in classes(child):
                side = ""
            found.append(_section(child, lead=len(found) == 1, side=side))
        found[-1].append(child)
    _refuse_empty(found[-1])
    return found


def _section(heading: ET.Element, *, lead: bool, side: str) -> ET.Element:
    overleaf = OVERLEAF if OVERLEAF in classes(heading) else ""
    names = " ".join(filter(None, ["lead" if lead else "", side, overleaf]))
    heading.attrib.pop("class", None)
    attributes = {"class": names} if names else {}
    return ET.Element("section", {**attributes, "aria-labelledby": heading.get("id", "")})


def _refuse_empty(section: ET.Element) -> None:
    if section.tag == "section" and len(section) == 1 and not (section[0].tail or "").strip():
        raise ReportError(
            "nothing stands under the heading “{heading}”; take the heading out",
            heading=said(section[0]),
        )


def _contents(headings: list[tuple[str, str]], words: Words) -> str:
    label = words.say("Contents")
    nav = ET.Element("nav", {"class": "toc", "aria-label": label})
    ET.SubElement(nav, "strong").text = label
    items = ET.SubElement(nav, "ul")
    for target, text in headings:
        link = ET.SubElement(ET.SubElement(items, "li"), "a", {"href": f"#{target}"})
        link.text = text
    return written(nav)
