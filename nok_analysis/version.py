"""The version of the package, printed with every report."""

__version__ = "0.1.0"
