"""The synthetic ministry (bộ giả lập): realistic people and units from a seed, to try the planner with."""

from planner.roster.sample.people import make_ministry
from planner.roster.sample.write import write_sample

__all__ = ["make_ministry", "write_sample"]
