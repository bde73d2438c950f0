"""Contracts of the tables: columns, types, nulls and keys that every stage may rely on."""

from nok_analysis.contracts.checking import checked
from nok_analysis.contracts.written import (
    CARRIED,
    CONTRACTS,
    EVIDENCE,
    PERSONAL,
    TYPES,
    WORDS,
    Column,
    Contract,
    words_of,
)

__all__ = [
    "CARRIED",
    "CONTRACTS",
    "EVIDENCE",
    "PERSONAL",
    "TYPES",
    "WORDS",
    "Column",
    "Contract",
    "checked",
    "words_of",
]
