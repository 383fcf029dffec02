"""The command line: a thin skin on the road."""

from planner.cli.main import main

__all__ = ["main"]
