"""Prices, proven bound, integer core, conflict. OR-Tools lives here and nowhere else, and is imported late."""

from planner.solve.road import solve
from planner.solve.status import BarGroup, BarName, Bars, Progress, Solution, Status

__all__ = ["BarGroup", "BarName", "Bars", "Progress", "Solution", "Status", "solve"]
