"""A workspace: the folder of ``params/``, ``data/``, ``notebooks/`` and ``reports/``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nok_analysis.errors import Fault, RunError
from nok_analysis.wording import mark_for_catalog as _


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace by its root folder."""

    root: Path

    @classmethod
    def around(cls, *starts: Path) -> Workspace:
        """Return the workspace of the first of `starts` that lies in one.

        Raises
        ------
        RunError
            When neither they nor their parents hold ``params/``.
        """
        for place in (start.resolve() for start in starts):
            for folder in (place, *place.parents):
                if (folder / "params").is_dir():
                    return cls(folder)
        raise RunError(
            "{folder} lies in no workspace (a folder that holds params/); go to one and start "
            "again",
            folder=starts[0].resolve().as_posix(),
        )

    def inside(self, path: str, *, file: str = "", key: str = "") -> Path:
        """Return `path` resolved inside the workspace.

        Raises
        ------
        RunError
            When the path leads out of the workspace; `file` and `key` name its place.
        """
        place = (self.root / path).resolve()
        if path.startswith("~") or "$" in path or not place.is_relative_to(self.root.resolve()):
            raise RunError(
                Fault(
                    _("the path “{path}” leads out of the workspace"),
                    {"path": path[:80]},
                    file,
                    None,
                    key,
                    "bad_path",
                )
            )
        return place

    def shown(self, path: Path) -> str:
        """Return `path` relative to the workspace, as people and reports see it."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.name
