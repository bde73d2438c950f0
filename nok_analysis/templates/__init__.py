"""Empty tables for everything that people send: ``nok template``."""

from nok_analysis.templates.book import as_csv, as_workbook
from nok_analysis.templates.columns import Head, Template, listed, template_of
from nok_analysis.templates.writing import write_template

__all__ = [
    "Head",
    "Template",
    "as_csv",
    "as_workbook",
    "listed",
    "template_of",
    "write_template",
]
