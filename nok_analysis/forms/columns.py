"""Columns of a received table: by wording or by pattern, no column read twice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from nok_analysis.folding import fold
from nok_analysis.forms.model import Column, WordColumn
from nok_analysis.parameters import Section
from nok_analysis.parameters.tree import SHOWN
from nok_analysis.wording import mark_for_catalog as _

PATTERN_CAP = 200


@dataclass(slots=True)
class Columns:
    """The columns that a form reads, so that none is read under two names."""

    taken: dict[str, str] = field(default_factory=dict[str, str])  # folded wording → path
    wordings: list[str] = field(default_factory=list[str])
    patterns: list[tuple[Section, str, Column]] = field(default_factory=list)

    def claim(self, section: Section, column: Column, key: str = "column") -> Column:
        """Return `column`, with a fault under `key` when another part reads it already."""
        for text in column.texts:
            other = self.taken.setdefault(fold(text), section.path)
            if other != section.path:
                section.fault(
                    key,
                    _("the column “{text}” is already read by {other}"),
                    text=text[:SHOWN],
                    other=other,
                    code="duplicate_key",
                )
        self.wordings.extend(column.texts)
        if column.pattern:
            self.patterns.append((section, key, column))
        return column

    def refuse(self, section: Section, key: str, texts: tuple[str, ...]) -> None:
        """Record a fault for each of `texts` that another part of the form reads."""
        for text in texts:
            if fold(text) in self.taken:
                section.fault(
                    key,
                    _("the column “{text}” is already read by {other}"),
                    text=text[:SHOWN],
                    other=self.taken[fold(text)],
                    code="duplicate_key",
                )

    def check_patterns(self) -> None:
        """Record a fault for each pattern that also matches the wording of another column."""
        for section, key, column in self.patterns:
            caught = [text for text in self.wordings if re.search(column.pattern, text)]
            if caught:
                section.fault(
                    key,
                    _("the pattern also matches the column “{text}”"),
                    text=caught[0][:SHOWN],
                    code="duplicate_key",
                )


def read_column(section: Section, key: str = "column") -> Column:
    """Return the column that `key` of a section names, with its old wordings (``also``)."""
    if key in section and not section.is_text(key) and not section.is_list(key):
        if "also" in section:
            section.fault(
                "also", _("old wordings go with a text, not with a pattern"), code="bad_type"
            )
            section.texts("also", ())
        return _pattern(section.section(key))
    text = section.text(key)
    texts = (text, *section.texts("also", ()))
    if key in section and not all(fold(one) for one in texts):
        section.fault(key, _("the name of a column is empty"), code="bad_type")
    return Column(texts)


def read_named_column(parent: Section, key: str, columns: Columns) -> Column | None:
    """Return the column of the group `key` (``{column: …, also: […]}``), None when absent."""
    if key not in parent:
        return None
    section = parent.section(key)
    column = columns.claim(section, read_column(section))
    section.finish()
    return column


def read_words(section: Section, columns: Columns, allowed: type[StrEnum]) -> WordColumn:
    """Return a column of closed words: each of `allowed` with the spellings that mean it."""
    column = columns.claim(section, read_column(section))
    words = read_spellings(section.section("answers"), tuple(allowed))
    missing = section.word("missing", tuple(allowed)) if "missing" in section else ""
    section.finish()
    return WordColumn(column, words, missing)


def read_spellings(section: Section, allowed: tuple[str, ...]) -> dict[str, str]:
    """Return folded spelling → word of ours; a spelling under two words is a fault."""
    words: dict[str, str] = {}
    for word in section.names():
        if word not in allowed:
            section.fault(
                word,
                _("“{value}” is not one of: {allowed}"),
                value=word[:SHOWN],
                allowed=", ".join(allowed),
                code="unknown_key",
            )
        for text in section.texts(word):
            other = words.setdefault(fold(text), word)
            if other != word:
                section.fault(
                    word,
                    _("the word “{text}” already means “{other}”"),
                    text=text[:SHOWN],
                    other=other,
                    code="duplicate_key",
                )
    return words


def _pattern(section: Section) -> Column:
    pattern = section.text("pattern")
    section.finish()
    if not compiles(section, "pattern", pattern):
        return Column()
    return Column(pattern=pattern)


def compiles(section: Section, key: str, pattern: str) -> bool:
    """Return whether `pattern` is a regular expression we accept, with a fault if not."""
    if len(pattern) > PATTERN_CAP:
        section.fault(
            key,
            _("the pattern is longer than {most} characters"),
            most=PATTERN_CAP,
            code="bad_type",
        )
        return False
    try:
        re.compile(pattern)
        sound = bool(pattern)
    except (re.error, OverflowError):
        sound = False
    if not sound and key in section:
        section.fault(
            key,
            _("“{value}” is not a regular expression"),
            value=pattern[:SHOWN],
            code="bad_type",
        )
    return sound
