"""The evidence store: parquet files by period, and one manifest that names those that count.

Readers open only what the manifest names. A crash leaves at worst files that nobody names.
"""

from nok_analysis.store.evidence import Evidence, Part
from nok_analysis.store.manifest import Entry, Manifest
from nok_analysis.store.notes import Asked, Notes, read_asked
from nok_analysis.store.store import Store

__all__ = [
    "Asked",
    "Entry",
    "Evidence",
    "Manifest",
    "Notes",
    "Part",
    "Store",
    "read_asked",
]
