"""Strict YAML: a tree of texts, lists and mappings, each with its line.

The events of the parser are walked with a depth counter, so that aliases, tags, duplicate keys
and nested bombs are refused before anything is built (DECISIONS.md, "Strict YAML").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml import events

from nok_analysis.errors import Fault, ParameterError
from nok_analysis.files import sha256_of
from nok_analysis.wording import mark_for_catalog as _

SIZE_CAP = 1_000_000
DEPTH_CAP = 12
SHOWN = 80
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml where the wheel has it


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as typed, with its line."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list, with its line."""

    values: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping, with the line of each key."""

    values: dict[str, Node]
    lines: dict[str, int]
    line: int


Node = Text | Items | Pairs


def read_tree(path: Path, file: str) -> tuple[Node, str]:
    """Return the tree of a parameter file and its sha256; `file` is its name in messages.

    Raises
    ------
    ParameterError
        When the file is missing, not UTF-8, not YAML, nested too deep, holds an alias, a tag,
        a duplicate key, or more than one document.
    """
    content = _content_of(path, file)
    node = _Builder(file).build(_text_of(content, file))
    return node, sha256_of(content)


def _content_of(path: Path, file: str) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise ParameterError(
                Fault(
                    _(
                        "this is no ordinary file but a link, a folder, a pipe or "
                        "a device; copy the file itself"
                    ),
                    file=file,
                    code="not_a_file",
                )
            )
        if path.exists() and path.stat().st_size > SIZE_CAP:
            raise ParameterError(
                Fault(_("the file is larger than 1 MB"), file=file, code="too_big")
            )
        return path.read_bytes()
    except OSError:
        raise ParameterError(
            Fault(_("there is no such file or it cannot be read"), file=file, code="unreadable")
        ) from None


def _text_of(content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ParameterError(
            Fault(_("the file is not UTF-8 text"), file=file, code="encoding")
        ) from None
    if "\0" in text:
        raise ParameterError(Fault(_("the file is not UTF-8 text"), file=file, code="encoding"))
    return text


@dataclass(slots=True)
class _Builder:
    """Builds texts, lists and mappings from parser events, refusing what we do not allow."""

    file: str

    def build(self, text: str) -> Node:
        try:
            stream = self._guarded(yaml.parse(text, Loader=LOADER))
            first = next(stream, None)
            if first is None:
                raise self._error(_("the file is empty"), 1, "empty")
            node = self._node(first, stream)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark is not None else None
            raise self._error(_("this is not well-formed YAML"), line, "syntax") from None
        if next(stream, None) is not None:
            raise self._error(_("a second document in one file"), None, "syntax")
        return node

    def _guarded(self, stream: Iterator[events.Event]) -> Iterator[events.Event]:
        depth = 0
        for event in stream:
            line = event.start_mark.line + 1
            if isinstance(event, events.CollectionStartEvent):
                depth += 1
                if depth > DEPTH_CAP:
                    raise self._error(_("groups are nested too deep"), line, "too_deep")
            elif isinstance(event, events.CollectionEndEvent):
                depth -= 1
            self._refuse_marks(event, line)
            if isinstance(event, events.NodeEvent | events.CollectionEndEvent):
                yield event

    def _refuse_marks(self, event: events.Event, line: int) -> None:
        if isinstance(event, events.AliasEvent) or getattr(event, "anchor", None):
            raise self._error(_("anchors and aliases are not allowed"), line, "alias")
        if getattr(event, "tag", None):
            raise self._error(_("tags are not allowed"), line, "tag")

    def _node(self, event: events.Event, stream: Iterator[events.Event]) -> Node:
        line = event.start_mark.line + 1
        if isinstance(event, events.ScalarEvent):
            if "\0" in event.value:  # "\0" of a quoted text
                raise self._error(
                    _("a text holds a character that is no text"), line, "encoding"
                )
            return Text(event.value, line)
        if isinstance(event, events.SequenceStartEvent):
            return Items(tuple(self._children(stream)), line)
        return self._pairs(line, stream)

    def _children(self, stream: Iterator[events.Event]) -> Iterator[Node]:
        for event in stream:
            if isinstance(event, events.CollectionEndEvent):
                return
            yield self._node(event, stream)

    def _pairs(self, line: int, stream: Iterator[events.Event]) -> Pairs:
        values: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for event in stream:
            if isinstance(event, events.MappingEndEvent):
                break
            at = event.start_mark.line + 1
            if not isinstance(event, events.ScalarEvent):
                raise self._error(_("a key must be a single word"), at, "bad_type")
            key = event.value
            if key in values:
                raise self._error(
                    _("the key “{key}” stands twice, first in line {first}"),
                    at,
                    "duplicate_key",
                    key=key[:SHOWN],
                    first=lines[key],
                )
            lines[key] = at
            values[key] = self._node(next(stream), stream)
        return Pairs(values, lines, line)

    def _error(
        self, message: str, line: int | None, code: str, **values: object
    ) -> ParameterError:
        return ParameterError(Fault(message, dict(values), self.file, line, "", code))
