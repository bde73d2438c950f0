"""Forms as data: questionnaires, checklists and registers of ``params/forms/``."""

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
from nok_analysis.forms.register_model import Field, Register, Unfolded

__all__ = [
    "Approval",
    "Checklist",
    "Column",
    "Field",
    "Form",
    "InstitutionColumn",
    "Item",
    "Multiple",
    "PeriodColumn",
    "Question",
    "Questionnaire",
    "Register",
    "TableShape",
    "TimeColumn",
    "Unfolded",
    "WordColumn",
    "read_form",
]
