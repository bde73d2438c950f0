"""A template put into a file, never over one that a person may have begun to fill."""

from __future__ import annotations

from pathlib import Path

from nok_analysis.errors import RunError
from nok_analysis.files import replace_file
from nok_analysis.templates.book import as_csv, as_workbook
from nok_analysis.templates.columns import template_of
from nok_analysis.wording import Words

_MAKERS = {".csv": as_csv, ".xlsx": as_workbook}


def write_template(name: str, folder: Path, output: Path | None, words: Words) -> Path:
    """Leave the template `name` in a new file and return its path.

    Parameters
    ----------
    name : str
        Code of a form of ``params/forms/``, a form file, or a table of the registry.
    folder : Path
        Current folder: the workspace is looked for from here.
    output : Path, optional
        ``.xlsx`` or ``.csv``; by default a file of the template's own name in `folder`.
    words : Words
        Language of the notes.

    Raises
    ------
    RunError
        When there is no such template, or the file exists already.
    """
    template = template_of(name, folder)
    path = output or folder / template.file
    if path.suffix not in _MAKERS:
        raise RunError(
            "{file}: a template is written as {kinds}",
            file=path.as_posix(),
            kinds=", ".join(_MAKERS),
        )
    if path.exists():
        raise RunError(
            "{file}: such a file exists already; name another with -o", file=path.as_posix()
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, _MAKERS[path.suffix](template, words))
    return path
