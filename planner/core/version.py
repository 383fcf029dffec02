"""The version of the program; every plan is stamped with it."""

__version__ = "0.2.0"
