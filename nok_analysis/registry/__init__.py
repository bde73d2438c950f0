"""The registry of institutions: its nouns and the one way to read it."""

from nok_analysis.registry.model import Event, Institution, Registry, names_of
from nok_analysis.registry.reader import read_registry

__all__ = ["Event", "Institution", "Registry", "names_of", "read_registry"]
