"""Reading of parameters: typed values out of a strict tree, every fault gathered."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from nok_analysis.errors import Fault, ParameterError
from nok_analysis.parameters.tree import SHOWN, Items, Node, Pairs, Text, read_tree
from nok_analysis.wording import mark_for_catalog as _

UNKNOWN_CAP = 100
_INTEGER = re.compile(r"-?[0-9]{1,12}")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")


@dataclass(slots=True)
class Section:
    """A mapping being read: hands out typed values and gathers what is wrong.

    A wrong value is recorded and a harmless one returned, so that one reading finds every
    fault; :meth:`finish` names the keys nobody asked for, :meth:`raise_faults` ends it.
    """

    file: str
    path: str
    pairs: Pairs
    faults: list[Fault]
    asked: set[str] = field(default_factory=set)
    sha256: str = ""  # of the whole file, at its root

    def __contains__(self, key: str) -> bool:
        return key in self.pairs.values

    def names(self) -> list[str]:
        """Return the keys as written; asking for them marks them all as known."""
        self.asked |= set(self.pairs.values)
        return list(self.pairs.values)

    def text(self, key: str, default: str | None = None) -> str:
        """Return the scalar of `key`; without `default` the key is required."""
        node = self._node(key, required=default is None)
        if node is None:
            return default or ""
        if isinstance(node, Text):
            return node.value
        self.fault(key, _("a single value was expected here"), code="bad_type")
        return default or ""

    def name(self, key: str) -> str:
        """Return the scalar of `key`, which must say something: people read it."""
        value = self.text(key).strip()
        if self.is_text(key) and not value:
            self.fault(key, _("a name was expected here"), code="missing_key")
        return value

    def word(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Return the scalar of `key`, one of `allowed`."""
        value = self.text(key, default)
        if value not in allowed and (key in self or default is None):
            self.fault(
                key,
                _("“{value}” is not one of: {allowed}"),
                value=value[:SHOWN],
                allowed=", ".join(allowed),
                code="bad_type",
            )
            return allowed[0]
        return value

    def words(
        self, key: str, allowed: tuple[str, ...], default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """Return the list of scalars under `key`, with a fault for each not of `allowed`."""
        values = self.texts(key, default)
        for wrong in [value for value in values if value not in allowed]:
            self.fault(
                key,
                _("“{value}” is not one of: {allowed}"),
                value=wrong[:SHOWN],
                allowed=", ".join(allowed),
                code="bad_type",
            )
        return values

    def day(self, key: str, *, required: bool = True) -> dt.date | None:
        """Return the ISO day of `key`; None when it is wrong, or absent and not required."""
        text = self.text(key, None if required else "")
        if not self.is_text(key) or not (text or required):
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            message = _("“{value}” is not a date like 2026-09-30")
            self.fault(key, message, value=text[:SHOWN], code="bad_date")
            return None

    def whole(self, key: str, default: str | None = None, *, low: int = 0) -> int:
        """Return the whole number of `key`, at least `low`."""
        value = self.text(key, default)
        if not _INTEGER.fullmatch(value):
            self._badly(key, value, _("“{value}” is not a whole number"))
            return low
        if int(value) < low:
            self._badly(
                key, value, _("{value} is below the least allowed value {low}"), low=low
            )
            return low
        return int(value)

    def exact(self, key: str, default: str | None = None) -> Fraction:
        """Return the decimal number of `key`, exactly."""
        value = self.text(key, default)
        if not _DECIMAL.fullmatch(value):
            self._badly(key, value, _("“{value}” is not a decimal number like 0.3"))
            return Fraction(0)
        return Fraction(value)

    def section(self, key: str, *, required: bool = True) -> Section:
        """Return the mapping under `key`; an empty one when absent and not required."""
        node = self._node(key, required=required)
        if node is not None and not isinstance(node, Pairs):
            self.fault(key, _("a group of keys was expected here"), code="bad_type")
        pairs = node if isinstance(node, Pairs) else Pairs({}, {}, self.pairs.line)
        return Section(self.file, self._path(key), pairs, self.faults)

    def sections(self, key: str, *, required: bool = True) -> Iterator[Section]:
        """Yield the mappings of the list under `key`."""
        for i, node in enumerate(self._items(key, required=required), start=1):
            if isinstance(node, Pairs):
                yield Section(self.file, f"{self._path(key)}[{i}]", node, self.faults)
            else:
                self.fault(key, _("item {i} must be a group of keys"), i=i, code="bad_type")

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return the list of scalars under `key`."""
        if default is not None and key not in self:
            self.asked.add(key)
            return default
        nodes = self._items(key, required=default is None)
        if not all(isinstance(node, Text) for node in nodes):
            self.fault(key, _("a list of single values was expected here"), code="bad_type")
        return tuple(node.value for node in nodes if isinstance(node, Text))

    def is_text(self, key: str) -> bool:
        """Return whether `key` holds a scalar."""
        return isinstance(self.pairs.values.get(key), Text)

    def is_list(self, key: str) -> bool:
        """Return whether `key` holds a list."""
        return isinstance(self.pairs.values.get(key), Items)

    def fault(self, key: str, message: str, *, code: str = "", **values: object) -> None:
        """Record what is wrong with `key`."""
        line = self.pairs.lines.get(key, self.pairs.line)
        path = self._path(key[:SHOWN]) if key else self.path
        self.faults.append(Fault(message, values, self.file, line, path, code))

    def finish(self) -> None:
        """Record every key that nobody asked for."""
        unknown = [key for key in self.pairs.values if key not in self.asked]
        for key in unknown[:UNKNOWN_CAP]:
            self._unknown(key)
        if len(unknown) > UNKNOWN_CAP:
            message = _("further remarks that are not listed: {n}")
            self.fault("", message, code="more_issues", n=len(unknown) - UNKNOWN_CAP)

    def raise_faults(self, error: type[ParameterError]) -> None:
        """Raise `error` with every recorded fault, if there is one."""
        if self.faults:
            raise error(self.faults[0], *self.faults[1:])

    def _unknown(self, key: str) -> None:
        near = difflib.get_close_matches(key, sorted(self.asked), n=1)
        if near:
            message, values = _("unknown key; perhaps “{near}” was meant"), {"near": near[0]}
        else:
            known = ", ".join(sorted(self.asked))
            message, values = _("unknown key; known here: {known}"), {"known": known}
        self.fault(key, message, code="unknown_key", **values)

    def _node(self, key: str, *, required: bool) -> Node | None:
        self.asked.add(key)
        node = self.pairs.values.get(key)
        if node is None and required:
            self.fault(key, _("required key is missing"), code="missing_key")
        return node

    def _items(self, key: str, *, required: bool) -> tuple[Node, ...]:
        node = self._node(key, required=required)
        if isinstance(node, Items):
            return node.values
        if node is not None:
            self.fault(key, _("a list was expected here"), code="bad_type")
        return ()

    def _badly(self, key: str, value: str, message: str, **values: object) -> None:
        if key in self:
            self.fault(key, message, value=value[:SHOWN], code="bad_type", **values)

    def _path(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def read_section(path: Path, *, shown_as: str = "") -> Section:
    """Return the mapping that a parameter file holds, with the place of each key.

    Parameters
    ----------
    path : Path
        UTF-8 YAML file of at most 1 MB.
    shown_as : str
        Name of the file in messages; its own path when empty.

    Raises
    ------
    ParameterError
        When the file is missing, not UTF-8, not YAML, nested too deep, holds an alias, a tag,
        a duplicate key, more than one document, or no mapping at its root.
    """
    file = shown_as or path.as_posix()
    root, sha256 = read_tree(path, file)
    if not isinstance(root, Pairs):
        raise ParameterError(
            Fault(_("the file must hold keys and values"), file=file, line=1, code="bad_type")
        )
    return Section(file, "", root, [], sha256=sha256)
