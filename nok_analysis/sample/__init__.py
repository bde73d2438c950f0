"""The sample council: invented registry and files as institutions would send them."""

from nok_analysis.sample.writer import write_sample

__all__ = ["write_sample"]
