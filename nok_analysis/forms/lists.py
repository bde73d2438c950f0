"""Closed lists of other parameter files that the words of a form may come from."""

from __future__ import annotations

from pathlib import Path

from nok_analysis.errors import ParameterError
from nok_analysis.parameters import Section, read_section
from nok_analysis.parameters.tree import SHOWN
from nok_analysis.wording import mark_for_catalog as _

#: List → the file of ``params/`` that holds it, as word and title.
LISTS = {"topics": "advice.yaml", "settlements": "council.yaml"}


def read_list(section: Section, key: str, folder: Path) -> dict[str, str]:
    """Return word → title of the closed list that `key` names; a fault when it cannot be read.

    Parameters
    ----------
    section : Section
    key : str
    folder : Path
        ``params``.
    """
    name = section.word(key, tuple(LISTS))
    if name not in LISTS or key not in section:
        return {}
    try:
        listed = read_section(folder / LISTS[name], shown_as=LISTS[name]).section(name)
    except ParameterError as error:
        section.faults.extend(error.faults)
        return {}
    found = {word: listed.text(word) for word in listed.names()}
    if not found:
        section.fault(
            key,
            _("the file {file} holds no list “{name}”"),
            file=LISTS[name],
            name=name[:SHOWN],
            code="missing_key",
        )
    return found
