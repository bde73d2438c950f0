"""Forms: questionnaires and checklists as data, read strictly from ``params/forms/``."""

from nok_analysis.forms.model import (
    Approval,
    Checklist,
    Column,
    Form,
    InstitutionColumn,
    Item,
    Multiple,
    PeriodColumn,
    Question,
    Questionnaire,
    TableShape,
    TimeColumn,
    WordColumn,
)
from nok_analysis.forms.reader import read_form

__all__ = [
    "Approval",
    "Checklist",
    "Column",
    "Form",
    "InstitutionColumn",
    "Item",
    "Multiple",
    "PeriodColumn",
    "Question",
    "Questionnaire",
    "TableShape",
    "TimeColumn",
    "WordColumn",
    "read_form",
]
