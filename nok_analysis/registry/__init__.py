"""The registry of institutions: its nouns, its history and the one way to read it."""

from nok_analysis.registry.history import Step, changes_between
from nok_analysis.registry.model import Event, Institution, Registry, names_of
from nok_analysis.registry.reader import read_registry
from nok_analysis.registry.selection import Choice, read_selection

__all__ = [
    "Choice",
    "Event",
    "Institution",
    "Registry",
    "Step",
    "changes_between",
    "names_of",
    "read_registry",
    "read_selection",
]
