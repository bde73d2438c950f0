"""Every sentence that people read: catalogs, numbers, dates, verdict words."""

from nok_analysis.wording.words import DEFAULT_LANGUAGE, Words, mark_for_catalog

__all__ = ["DEFAULT_LANGUAGE", "Words", "mark_for_catalog"]
