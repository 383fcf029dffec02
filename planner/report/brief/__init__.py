"""The brief for leaders: one or several plans on two pages, numbers of people only."""

from planner.report.brief.build import MOST_PLANS, brief_of
from planner.report.brief.model import Brief, Grid

__all__ = ["MOST_PLANS", "Brief", "Grid", "brief_of"]
