"""Prices, proven bound, integer core, conflict. OR-Tools lives here and nowhere else, and is imported late."""

from planner.optimise.solve.result import BarGroup, Bars, Progress, Solution, Status
from planner.optimise.solve.solver import solve

__all__ = ["BarGroup", "Bars", "Progress", "Solution", "Status", "solve"]
