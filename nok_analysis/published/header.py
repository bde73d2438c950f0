"""The header of a published table: which column holds which node, which holds what else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from nok_analysis.folding import fold
from nok_analysis.published.model import TOTAL
from nok_analysis.published.tree import Tree
from nok_analysis.published.vocabulary import columns, listed, without_tail

HEADER_ROWS = 20
_JOINTS = " _.,-"
LONG = ("node", "value")
_LABELS = ("id", "institution", "what")
_BEHIND = re.compile(r"[\s.,;:(\u2013\u2014-].*|", re.DOTALL)  # what may follow a number
_FOREIGN = re.compile(r"\d\.\d")  # a code of the unified order, whatever methodology has it


@dataclass(slots=True)
class Header:
    """A row read as the header of a published table.

    Attributes
    ----------
    row, line : int
        Position among the table's rows, and its physical row.
    texts : tuple of str
        Cells as written, trimmed.
    roles : dict of str to int
        Role (``words.yaml``) → position of its column.
    nodes : dict of str to int
        Node → position of its column; empty in a long table.
    bases, tops : dict of str to int
        Indicator → position of the column of its number of answers, of its maximum.
    foreign : dict of str to int
        Number of a criterion or indicator that the methodology lacks → position.
    doubled : list of str
        Headers of columns that stand twice.
    unread : list of int
        Positions of columns that nobody knows.
    """

    row: int
    line: int
    texts: tuple[str, ...]
    roles: dict[str, int] = field(default_factory=dict[str, int])
    nodes: dict[str, int] = field(default_factory=dict[str, int])
    bases: dict[str, int] = field(default_factory=dict[str, int])
    tops: dict[str, int] = field(default_factory=dict[str, int])
    foreign: dict[str, int] = field(default_factory=dict[str, int])
    doubled: list[str] = field(default_factory=list[str])
    unread: list[int] = field(default_factory=list[int])

    @property
    def is_long(self) -> bool:
        """Whether one row is one number."""
        return all(role in self.roles for role in LONG)

    @property
    def complete(self) -> bool:
        """Whether the row can be the header of a table that is read here."""
        if self.is_long:
            return bool({"id", "institution"} & set(self.roles))
        labelled = any(role in self.roles for role in _LABELS)
        marked = any("." not in node for node in self.nodes)
        return bool(self.nodes) and (labelled or marked)

    @property
    def found(self) -> int:
        """Number of columns that are known."""
        return len(self.roles) + len(self.nodes) + len(self.bases) + len(self.tops)


def header_of(rows: Sequence[tuple[int, Sequence[str]]], tree: Tree) -> Header | None:
    """Return the best reading of the first rows as a header; a complete one where there is one.

    Parameters
    ----------
    rows : sequence of (physical row, cells)
        Rows that are not blank.
    tree : Tree
    """
    tries = [
        _matched(i, line, cells, tree)
        for i, (line, cells) in enumerate(rows[:HEADER_ROWS])
        if not is_comment(cells)
    ]
    return max(tries, key=lambda one: (one.complete, one.found, -one.row), default=None)


def is_comment(cells: Sequence[str]) -> bool:
    """Return whether the first cell that holds something begins with “#”.

    Examples
    --------
    >>> is_comment(["", "# typed by hand", ""])
    True
    """
    return next((cell for cell in cells if cell.strip()), "").lstrip().startswith("#")


def node_of(text: str, tree: Tree, *, in_cell: bool = False) -> tuple[str, bool]:
    """Return the node that a header or cell names, and whether the methodology knows it.

    Parameters
    ----------
    text : str
    tree : Tree
    in_cell : bool
        A cell of a long table names a criterion by its bare number; a header may not, for
        rows that number the columns look alike.

    Returns
    -------
    (str, bool)
        Empty text when nothing of the kind is named.
    """
    folded = fold(text)
    for known in (folded, without_tail(folded)):
        code = tree.names.get(known, "")
        if code and (in_cell or not known.isdigit()):
            return code, True
    return _numbered(folded, tree, in_cell=in_cell)


@lru_cache(maxsize=4)
def _pattern(kind: str) -> re.Pattern[str]:
    """Return how a node of this kind is written by its number; an indicator needs no mark."""
    marks = "|".join(map(re.escape, sorted(listed(f"{kind}_marks"), key=len, reverse=True)))
    start = rf"(?:(?P<mark>{marks})[\s_.№-]*)" + ("?" if kind == "indicator" else "")
    return re.compile(start + r"(?P<code>\d+(?:\.\d+)*)")


def _numbered(folded: str, tree: Tree, *, in_cell: bool) -> tuple[str, bool]:
    for kind in ("criterion", "indicator"):
        found = _pattern(kind).match(folded)
        if found is None or not _BEHIND.fullmatch(folded[found.end() :]):
            continue
        code, marked = found["code"], found["mark"] is not None
        if code in tree.by_code or (code in tree.criteria and (marked or in_cell)):
            return code, True
        if any(code.startswith(f"{known}.") for known in tree.by_code):
            return "", False  # a part of an indicator, such as 1.1.1
        if marked or in_cell or _FOREIGN.fullmatch(code):
            return code, False
    return "", False


def _matched(row: int, line: int, cells: Sequence[str], tree: Tree) -> Header:
    texts = tuple(" ".join(cell.split()) for cell in cells)
    header = Header(row, line, texts)
    folded = [fold(text) for text in texts]
    known = columns()
    every = {role for text in folded for role in known.get(text, ())}
    is_long = set(LONG) <= every
    for place, text in enumerate(folded):
        if text:
            _place(header, place, text, tree, is_long=is_long)
    alone = "what" in header.roles or any("." not in node for node in header.nodes)
    if not is_long and "value" in header.roles and alone:
        header.nodes.setdefault(TOTAL, header.roles["value"])  # the one number of the row
    return header


def _place(header: Header, place: int, text: str, tree: Tree, *, is_long: bool) -> None:
    roles = columns().get(text) or columns().get(without_tail(text), ())
    if not is_long and _as_node(header, place, text, roles, tree):
        return
    role = next((role for role in roles if _fits(role, is_long=is_long)), "")
    if role and role not in header.roles:
        header.roles[role] = place
    elif role and role != "other" and text == fold(header.texts[header.roles[role]]):
        header.doubled.append(header.texts[place])
    elif not roles:
        header.unread.append(place)


def _fits(role: str, *, is_long: bool) -> bool:
    """Return whether a role has a meaning in a table of this shape."""
    if is_long:
        return role not in {TOTAL, "rank", "rank_of", "recipients", "respondents"}
    return role not in {"node", "base", "maximum", TOTAL}


def _as_node(header: Header, place: int, text: str, roles: tuple[str, ...], tree: Tree) -> bool:
    """Note a column of a node, of its number of answers or its maximum; say whether it is."""
    for marks, found in (("base_marks", header.bases), ("maxima", header.tops)):
        named = (node_of(rest, tree) for rest in _beside(text, marks))
        code = next((code for code, known in named if known), "")
        if code:
            found[code] = place
            return True
    code, known = (TOTAL, True) if TOTAL in roles else node_of(text, tree)
    if not code:
        return False
    if not known:
        header.foreign.setdefault(code, place)
    elif code not in header.nodes:
        header.nodes[code] = place
    elif text == fold(header.texts[header.nodes[code]]):
        header.doubled.append(header.texts[place])
    else:
        header.unread.append(place)
    return True


def _beside(folded: str, marks: str) -> Iterator[str]:
    """Yield what a header may name before or behind a mark, as in “n_1.1” and “k1 max”."""
    for mark in listed(marks):
        for rest in (folded.removeprefix(mark), folded.removesuffix(mark)):
            if rest != folded and rest.strip(_JOINTS):
                yield rest.strip(_JOINTS)
