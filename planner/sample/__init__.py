"""The synthetic ministry (bộ giả lập): realistic people and units from a seed, to try the planner with."""

from planner.sample.people import make_ministry
from planner.sample.write import write_sample

__all__ = ["make_ministry", "write_sample"]
