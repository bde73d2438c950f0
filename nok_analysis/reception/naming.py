"""Names of received files: the same wherever the person stood who named them."""

from __future__ import annotations

import os
from pathlib import Path

from nok_analysis.errors import RunError
from nok_analysis.workspace import Workspace


def from_data(data: Path, path: Path) -> str:
    """Return `path` as seen from the data folder; whole when it lies far from it.

    Data and what lies beside them may be moved together; a path further off does not change
    with the place of the data.
    """
    place, home = path.resolve(), data.resolve()
    if not place.is_relative_to(home.parent):
        return place.as_posix()
    return Path(os.path.relpath(place, home)).as_posix()


def name_of(data: Path, path: Path) -> str:
    """Return the name of a received file in the manifest: its path in the workspace.

    Outside of a workspace it is the path from the data folder. Two files of one name in two
    folders stay two files.
    """
    try:
        workspace = Workspace.around(data)
    except RunError:
        return from_data(data, path)
    inside = path.resolve().is_relative_to(workspace.root.resolve())
    return workspace.shown(path) if inside else from_data(data, path)
