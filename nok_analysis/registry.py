"""The registry of institutions: its nouns and the one way to read it."""

from nok_analysis.registry_model import Event, Institution, Registry, names_of
from nok_analysis.registry_reader import read_registry

__all__ = ["Event", "Institution", "Registry", "names_of", "read_registry"]
