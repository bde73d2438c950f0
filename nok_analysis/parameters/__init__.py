"""Parameter files: strict YAML, every scalar a text, every fault with file, line and key."""

from nok_analysis.parameters.section import Section, read_section

__all__ = ["Section", "read_section"]
