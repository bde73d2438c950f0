"""Contracts of the tables: columns, types, nulls and keys that every stage may rely on."""

from nok_analysis.contracts.checking import checked
from nok_analysis.contracts.written import CONTRACTS, TYPES, WORDS, Column, Contract

__all__ = ["CONTRACTS", "TYPES", "WORDS", "Column", "Contract", "checked"]
