"""A workspace: the folder of ``params/``, ``data/``, ``notebooks/`` and ``reports/``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nok_analysis.errors import Fault, RunError
from nok_analysis.wording import mark_for_catalog as _

SUFFIXES = (".yaml", ".yml")


def written(kind: str, name: str) -> str:
    """Return the path of a parameter file from the root: of a code, or as it is written.

    Examples
    --------
    >>> written("forms", "stand"), written("forms", "own/stand.yaml")
    ('params/forms/stand.yaml', 'own/stand.yaml')
    """
    return name if name.endswith(SUFFIXES) else f"params/{kind}/{name}.yaml"


def parameter_file(kind: str, name: str, folder: Path) -> Path:
    """Return the file that a person means: a path as typed, a code of the workspace.

    Parameters
    ----------
    kind : str
        ``forms`` or ``methodology``.
    name : str
        Code or path of a YAML file.
    folder : Path
        Folder from which the workspace is looked for.

    Raises
    ------
    RunError
        When a code is given outside of any workspace.
    """
    if name.endswith(SUFFIXES):
        return Path(name)
    return Workspace.around(folder).root / written(kind, name)


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
