"""The run file: everything that one report of a quarter depends on."""

from nok_analysis.run.model import Disclosure, Limits, Run, Statistics, TallyOptions
from nok_analysis.run.reader import read_run

__all__ = ["Disclosure", "Limits", "Run", "Statistics", "TallyOptions", "read_run"]
