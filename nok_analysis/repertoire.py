"""A repertoire: functions of a package, found by name; a new one is one new file."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from nok_analysis.errors import ReportError
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

Maker = Callable[..., Any]
_GIVEN = 2  # the assessment and its words


@dataclass(frozen=True, slots=True)
class Repertoire:
    """Makers of one package by their names.

    Attributes
    ----------
    package : str
        Package whose modules register makers when they are imported.
    makers : dict of str to callable
        ``(assessment, *, words, …) -> exhibit``.
    """

    package: str
    makers: dict[str, Maker] = field(default_factory=dict[str, Maker])

    def add(self, name: str) -> Callable[[Maker], Maker]:
        """Return a decorator that registers a maker under `name`."""

        def register(maker: Maker) -> Maker:
            self.makers[name] = maker
            return maker

        return register

    def make(self, name: str, assessment: Assessment, options: dict[str, object]) -> Any:  # noqa: ANN401
        """Return what the maker of `name` makes of the assessment.

        Raises
        ------
        ReportError
            When there is no such name, or the maker has no such option.
        """
        maker = self.maker(name)
        allowed = list(inspect.signature(maker).parameters)[_GIVEN:]
        if unknown := sorted(set(options) - set(allowed)):
            raise ReportError(
                _("“{name}” has no option {option}; it has: {known}"),
                name=name,
                option=", ".join(unknown),
                known=", ".join(allowed) or "–",
            )
        return maker(assessment, words=assessment.words, **options)

    def maker(self, name: str) -> Maker:
        """Return the maker of `name`.

        Raises
        ------
        ReportError
            When there is no such name.
        """
        self._load()
        if name not in self.makers:
            raise ReportError(
                _("there is no “{name}” to show; there are: {known}"),
                name=name,
                known=", ".join(sorted(self.makers)),
            )
        return self.makers[name]

    def names(self) -> tuple[str, ...]:
        """Return every name of the repertoire, sorted."""
        self._load()
        return tuple(sorted(self.makers))

    def _load(self) -> None:
        """Import the modules of the package; a second import costs nothing."""
        for module in pkgutil.iter_modules(import_module(self.package).__path__):
            import_module(f"{self.package}.{module.name}")
